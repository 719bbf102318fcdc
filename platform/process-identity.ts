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
  const stat = statOnLinux(pid);
  const hasEnded = stat === undefined || stat.state === 'Z' || stat.state === 'X';
  return hasEnded ? undefined : `${stat.startTime}@${bootId()}`;
}

/** Linux only. @returns undefined when there is no such process */
export function statOnLinux(pid: number): ProcessStat | undefined {
  const line = readIfAny(`/proc/${pid}/stat`);
  if (line === undefined) return undefined;
  // The second field is the command in brackets, which may itself hold spaces and brackets.
  const [state = '', parent, ...rest] = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const command = line.slice(line.indexOf('(') + 1, line.lastIndexOf(')'));
  return { command, state, parentPid: Number(parent), startTime: rest[START_TIME] ?? '' };
}

export interface ProcessStat {
  command: string;
  state: string;
  parentPid: number;
  /** In ticks since the boot. */
  startTime: string;
}

/** Field 22 of /proc/<pid>/stat (man 5 proc), counted from its fifth. */
const START_TIME = 17;

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
