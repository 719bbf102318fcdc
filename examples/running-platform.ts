import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

/**
 * The platform that runs on this data directory: the one of another terminal's `npm start`, or else
 * one that is started now and stops with this process.
 */
export async function findOrStartPlatform(dataDir: string): Promise<Platform> {
  const running = readReady(dataDir);
  if (running !== undefined) return { ready: running, child: undefined };
  console.log('Nothing runs on this data directory yet, so the platform is started first.\n');
  const child = spawn(process.execPath, [path.join(__dirname, '../platform/start.js')], {
    stdio: 'inherit',
  });
  let hasEnded = false;
  const ended = once(child, 'exit').then(() => (hasEnded = true));
  // Ctrl-C in a terminal reaches both processes; a signal to this one alone has to be handed on.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  for (;;) {
    const ready = readReady(dataDir);
    if (ready !== undefined) return { ready, child };
    await Promise.race([ended, setTimeout(READY_POLL_MILLISECONDS)]);
    if (hasEnded) throw new Error('The platform did not start; what it said stands above.');
  }
}

export interface Platform {
  ready: Ready;
  /** The process that was started for the demo, if any. */
  child: ChildProcess | undefined;
}

/** The part of ready.json that the demo needs. */
export interface Ready {
  url: string;
  /** null when SMTP_URL leads to a mail server elsewhere. */
  mailUrl: string | null;
  pids: { supervisor: number };
  /** null when the database was in use before its first `npm start`. */
  demo: { apiKey: string } | null;
}

const READY_POLL_MILLISECONDS = 100;

/** Leaves it to Ctrl-C at a terminal, so that the links can be opened; stops it in a script. */
export async function leaveOrStop({ child }: Platform): Promise<void> {
  if (child === undefined || child.exitCode !== null) return;
  const ended = once(child, 'exit');
  if (process.stdout.isTTY) console.log('\nThe platform goes on running. Ctrl-C stops it.');
  else child.kill('SIGINT');
  await ended;
}

function readReady(dataDir: string): Ready | undefined {
  const file = path.join(dataDir, 'ready.json');
  if (!existsSync(file)) return undefined;
  const ready = JSON.parse(readFileSync(file, 'utf8')) as Ready;
  return isAlive(ready.pids.supervisor) ? ready : undefined;
}

/** A machine that lost its power leaves the file behind. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
