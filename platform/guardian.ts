import { createInterface } from 'node:readline';
import { dataDirFiles } from './data-dir-files';
import { guardianMessage, type GuardianMessage } from './guardian-message';
import { removeProcessRecord, stopInOrder } from './process-record';
import { removeReadyFile } from './ready-file';
import type { WatchedProcess } from './watched-process';

/**
 * A process of its own that outlives the supervisor's kill -9. The supervisor tells it the processes
 * over its stdin; when that closes without a goodbye, the supervisor is dead, and everything that it
 * had started is stopped. Arguments: the data directory, the supervisor's pid.
 */
async function guard([dataDir = '', supervisorPid = '']: string[]): Promise<void> {
  // What ends the supervisor's whole session (a closed terminal) must not end its guardian.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stay);

  let processes: WatchedProcess[] = [];
  for await (const line of createInterface({ input: process.stdin })) {
    const message = parseMessage(line);
    if (message === 'goodbye') return;
    processes = message ?? processes;
  }
  const files = dataDirFiles(dataDir);
  removeReadyFile(files.ready, Number(supervisorPid));
  const names = processes.map(({ name, pid }) => `${name} ${pid}`).join(', ');
  console.log(`${new Date().toISOString()} supervisor ${supervisorPid} is gone; stopping ${names}`);
  await stopInOrder(processes.map(hasten));
  removeProcessRecord(files.processes, Number(supervisorPid));
}

/** The last line of a supervisor that is killed while it writes is torn; the one before counts. */
function parseMessage(line: string): GuardianMessage | undefined {
  try {
    return guardianMessage.parse(JSON.parse(line));
  } catch (err) {
    if (err instanceof SyntaxError) return undefined;
    throw err;
  }
}

function stay(): void {
  console.log('A guardian ends with its supervisor.');
}

/** Nobody waits for a clean end any more, and all of them survive a kill. */
function hasten(process: WatchedProcess): WatchedProcess {
  const stopSteps = process.stopSteps.map(({ signal, patienceSeconds }) => ({
    signal,
    patienceSeconds: Math.min(patienceSeconds, HASTY_SECONDS),
  }));
  return { ...process, stopSteps };
}

const HASTY_SECONDS = 4;

guard(process.argv.slice(2)).then(
  () => process.exit(0),
  (err: unknown) => {
    console.error(err);
    process.exit(1);
  },
);
