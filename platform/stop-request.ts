import { onNpmGone } from './on-npm-gone';

export interface StopRequest {
  /** Aborted when the user wants an end. */
  signal: AbortSignal;
  /** Aborted when he says so again: without patience. */
  hurry: AbortSignal;
  /** Resolves when `signal` is aborted. */
  made: Promise<void>;
}

/** Listens for Ctrl-C and the like. From now on these do not end the process by themselves. */
export function listenForStop(
  report: (line: string) => void,
  npmLifecycleEvent: string | undefined,
): StopRequest {
  const stop = new AbortController();
  const hurry = new AbortController();
  const made = new Promise<void>((resolve) => {
    stop.signal.addEventListener('abort', () => {
      resolve();
    });
  });
  let firstAt = 0;
  const heard = () => {
    if (!stop.signal.aborted) {
      firstAt = performance.now();
      report('Stopping (Ctrl-C again to hurry)');
      stop.abort();
    } else if (performance.now() - firstAt > ECHO_MILLISECONDS && !hurry.signal.aborted) {
      report('Hurrying');
      hurry.abort();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, heard);
  onNpmGone(npmLifecycleEvent, heard);
  return { signal: stop.signal, hurry: hurry.signal, made };
}

/** One Ctrl-C arrives twice under `npm start`: from the terminal, and forwarded by npm. */
const ECHO_MILLISECONDS = 750;
