import { readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { readFileIfAny } from './private-files';
import { identify, type ProcessIdentity } from './process-identity';
import type { StopStep } from './running-part';
import { stopProcess } from './stop-process';

/**
 * Fast shutdown: sessions are ended and a checkpoint is written; then immediate shutdown, from which
 * the next start recovers by its log. Both lose nothing that was committed.
 */
export const POSTGRES_STOP_STEPS: StopStep[] = [
  { signal: 'SIGINT', patienceSeconds: 20 },
  { signal: 'SIGQUIT', patienceSeconds: 5 },
];

/**
 * Makes sure that no server runs on this cluster: one whose supervisor was killed is stopped, and a
 * postmaster.pid that names somebody else's process is made harmless.
 */
export async function stopOrphan(cluster: string): Promise<void> {
  const file = path.join(cluster, 'postmaster.pid');
  const lines = readFileIfAny(file)?.split('\n');
  if (!lines) return;
  const pid = Number(lines[0]);
  const server = identify(pid);
  if (server && isServerOf(cluster, server)) {
    await stopProcess(server, POSTGRES_STOP_STEPS);
    return;
  }
  // PostgreSQL refuses to start when the pid of its last run exists again, be it as a zombie or as
  // another program. The file stays, with a pid that cannot exist: its other lines tell PostgreSQL
  // which shared memory to check for survivors of that run, and that check must not be lost.
  writeFileSync(file, [IMPOSSIBLE_PID, ...lines.slice(1)].join('\n'));
}

/** Above the highest pid of any system (Linux: 2^22), within a C int. */
const IMPOSSIBLE_PID = 2_000_000_000;

function isServerOf(cluster: string, { pid }: ProcessIdentity): boolean {
  if (process.platform === 'linux') return workingFolder(pid) === realpathSync(cluster);
  const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.includes(cluster);
}

/** A postmaster works in its cluster's folder, whatever path it was started with. */
function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch (err) {
    const { code } = err as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    // EACCES: a process of another user, so not the server that we started as this one.
    if (code === 'EACCES') return undefined;
    throw err;
  }
}

/** @returns whether the last run's server processes still hold its shared memory */
export function isStillHeld(log: string, from: number): boolean {
  return readFileSync(log).subarray(from).includes('pre-existing shared memory block');
}
