import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, type ProcessIdentity } from './process-identity';
import type { StopStep } from './running-part';

/**
 * Stops a process that is not our child: what an earlier supervisor left behind. Resolves when it is
 * gone; one that has ended, or whose pid belongs to another process by now, is not touched.
 */
export async function stopProcess(process: ProcessIdentity, steps: StopStep[]): Promise<void> {
  for (const { signal, patienceSeconds } of steps) {
    send(process, signal);
    if (await isGoneWithin(process, patienceSeconds)) return;
  }
  send(process, 'SIGKILL');
  if (await isGoneWithin(process, KILL_PATIENCE_SECONDS)) return;
  throw new Error(`Process ${process.pid} of an earlier run cannot be killed`);
}

/** SIGKILL takes effect at once, unless the process hangs in the kernel (a dead network disk). */
const KILL_PATIENCE_SECONDS = 10;
const POLL_MILLISECONDS = 20;

function send(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  if (!isAlive(identity)) return;
  try {
    process.kill(identity.pid, signal);
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'ESRCH') throw err;
  }
}

export async function isGoneWithin(process: ProcessIdentity, seconds: number): Promise<boolean> {
  const deadline = performance.now() + seconds * 1000;
  while (isAlive(process)) {
    if (performance.now() > deadline) return false;
    await delay(POLL_MILLISECONDS);
  }
  return true;
}
