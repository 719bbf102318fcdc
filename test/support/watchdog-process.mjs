import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Lives as long as somebody holds its stdin, whatever kills them, and then stops the processes and
 * removes the directories that it was told of. See watchdog.ts.
 */

/** A clean stop takes PostgreSQL and Temporal well under a second. */
const PATIENCE_MILLISECONDS = 10_000;

const pids = new Set();
const directories = new Set();
for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line);
  if (told.watch) pids.add(told.watch);
  if (told.forget) pids.delete(told.forget);
  if (told.remove) directories.add(told.remove);
}

// SIGINT is the signal that everything we start takes as "stop now, but cleanly": PostgreSQL would
// wait for its clients at SIGTERM.
for (const pid of pids) signal(pid, 'SIGINT');
await Promise.all([...pids].map(end));
for (const directory of directories) {
  // Whoever was killed may still be writing its last file.
  await rm(directory, { recursive: true, force: true, maxRetries: 10 });
}

async function end(pid) {
  const startedAt = performance.now();
  while (signal(pid, 0)) {
    const elapsed = performance.now() - startedAt;
    // Where nobody reaps (a container without an init), one that has ended is still found.
    if (elapsed > 2 * PATIENCE_MILLISECONDS) return;
    if (elapsed > PATIENCE_MILLISECONDS) signal(pid, 'SIGKILL');
    await delay(20);
  }
}

/** Whether the process was there to be signalled. */
function signal(pid, name) {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    throw error;
  }
}
