import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A process that can be recognised later, by this program or by one that comes after it. A pid alone
 * is not enough to send a signal to: pids are used again, and the next owner is somebody else.
 */
export interface ProcessIdentity {
  pid: number;
  /** When it started, as the system tells it; compared, never read. */
  startedAt: string;
}

/** @returns undefined when there is no such process any more */
export function identify(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

export function isAlive({ pid, startedAt }: ProcessIdentity): boolean {
  return identify(pid)?.startedAt === startedAt;
}

/**
 * A zombie has ended: where nobody reaps (a container without an init) it stays for ever, and
 * `kill(pid, 0)` still finds it. Start times are ticks since the boot, hence the boot's id.
 */
function startOnLinux(pid: number): string | undefined {
  const stat = readIfAny(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the command in brackets, which may itself hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  if (state === 'Z' || state === 'X') return undefined;
  return `${fields[START_TIME_FIELD]}@${bootId()}`;
}

/** Field 22 of /proc/<pid>/stat, counted from its third (man 5 proc). */
const START_TIME_FIELD = 19;

let knownBootId: string | undefined;
function bootId(): string {
  knownBootId ??= readIfAny('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  return knownBootId;
}

function readIfAny(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (err) {
    // ESRCH: the process ended between the open and the read.
    const { code } = err as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw err;
  }
}

function startByPs(pid: number): string | undefined {
  const { stdout, error } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
  });
  if (error) throw new Error(`ps cannot be run, so process ${pid} stays unknown`, { cause: error });
  const [state = '', ...startedAt] = stdout.trim().split(/\s+/);
  return state === '' || state.startsWith('Z') ? undefined : startedAt.join(' ');
}
