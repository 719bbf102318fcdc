import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { LATE, orLate } from './or-late';

/** One process of the embedded platform: PostgreSQL, Temporal, the mail catcher, the app, a worker. */
export interface RunningPart {
  name: string;
  pid: number;
  /** Never rejects. */
  exited: Promise<PartExit>;
  /** Asks it to end, in the ways and for as long as its `stopSteps` say, then kills it. */
  stop(): Promise<void>;
}

export interface PartExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** What every `start…` function of this folder takes beside its own ports and folders. */
export interface PartOptions {
  /** The file that the part's output is appended to; its last lines are in the error of a failure. */
  log: string;
  /** Called as soon as there is a process, which is before it is ready. */
  onSpawn?: ((process: SpawnedProcess) => void) | undefined;
  /** Gives up a start that is under way: what was spawned is stopped and the start rejects. */
  signal?: AbortSignal | undefined;
}

export interface SpawnedProcess {
  pid: number;
  stopSteps: StopStep[];
}

/** A signal, and how long it is given before the next one; after the last comes SIGKILL. */
export interface StopStep {
  signal: NodeJS.Signals;
  patienceSeconds: number;
}

export interface PartProgram extends PartOptions {
  name: string;
  command: string;
  args: string[];
  stopSteps: StopStep[];
  /** The child's whole environment; without it, ours. */
  environment?: NodeJS.ProcessEnv | undefined;
  directory?: string | undefined;
  user?: { uid: number; gid: number } | undefined;
}

/**
 * Spawns a part in a process group of its own: Ctrl-C in a terminal signals the whole group of the
 * supervisor, and a database must not go before the app that is still writing to it.
 *
 * @throws Error when there is no such program
 */
export async function spawnPart(program: PartProgram): Promise<RunningPart> {
  const { name, command, args, stopSteps } = program;
  mkdirSync(path.dirname(program.log), { recursive: true, mode: 0o700 });
  const output = openSync(program.log, 'a', 0o600);
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', output, output],
    cwd: program.directory,
    ...(program.environment && { env: program.environment }),
    ...program.user,
  });
  closeSync(output);
  const exited = exitOf(child);
  const { pid } = child;
  if (pid === undefined) {
    const [cause] = (await once(child, 'error')) as [Error];
    throw new Error(`${name} cannot be run: ${cause.message}`, { cause });
  }
  program.onSpawn?.({ pid, stopSteps });
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= stopChild(child, exited, stopSteps));
  return { name, pid, exited, stop };
}

export async function exitOf(child: ChildProcess): Promise<PartExit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
}

async function stopChild(child: ChildProcess, exited: Promise<PartExit>, steps: StopStep[]) {
  for (const { signal, patienceSeconds } of steps) {
    child.kill(signal);
    if ((await orLate(exited, patienceSeconds)) !== LATE) return;
  }
  child.kill('SIGKILL');
  await exited;
}
