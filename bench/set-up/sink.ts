import { fork } from 'node:child_process';
import { orLate, LATE } from '../../platform/or-late';
import { nextMessage } from './next-message';

/** Starts the mail server of the run (sink-process.ts). It ends with us, however we end. */
export async function startSink(): Promise<Sink> {
  const child = fork(require.resolve('./sink-process'));
  const { port } = await nextMessage<{ port: number }>(child);
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    expect: async (mails) => {
      const expecting = nextMessage(child);
      child.send({ expect: mails } satisfies SinkMessage);
      await expecting;
      const message = nextMessage<SinkSight>(child);
      return async () => {
        const sight = await orLate(message, PATIENCE_SECONDS);
        if (sight === LATE) throw new Error(`${mails} mails did not come in ${PATIENCE_SECONDS} s`);
        return sight;
      };
    },
    stop: () => {
      // A signal to the whole group may have ended it before us.
      if (child.connected) child.disconnect();
    },
  };
}

/** Three times what 50,000 mails take on two busy cores. */
const PATIENCE_SECONDS = 600;

export interface Sink {
  smtpUrl: string;
  /**
   * Counts different mails from 0 again. @returns what waits until this many were accepted
   *
   * @throws Error (what it returns) when they do not come
   */
  expect(mails: number): Promise<() => Promise<SinkSight>>;
  stop: () => void;
}

export interface SinkMessage {
  expect: number;
}

export interface SinkSight {
  mails: number;
  bytes: number;
  /** On `clockMilliseconds`. */
  lastAtMilliseconds: number;
}
