import { rmSync } from 'node:fs';
import { z } from 'zod';
import { readFileIfAny, writePrivateFile } from './private-files';
import { identify, isAlive } from './process-identity';
import { isGoneWithin, stopProcess } from './stop-process';
import { watchedProcess, type WatchedProcess } from './watched-process';

/** Names the guardian among the recorded processes. */
export const GUARDIAN = 'guardian';

export function writeProcessRecord(file: string, processes: WatchedProcess[]): void {
  writePrivateFile(file, JSON.stringify({ supervisor: identify(process.pid), processes }));
}

/**
 * Stops what an earlier supervisor of this data directory left behind. Normally nothing: its
 * guardian has done it, or is doing it now, and knows best in which order.
 *
 * @param report told when there is something to do, because that can take seconds
 */
export async function stopLeftovers(file: string, report: (line: string) => void): Promise<void> {
  const record = readRecord(file);
  if (!record) return;
  const alive = record.processes.filter(isAlive);
  if (alive.length > 0) {
    report(`Stopping what an earlier run left: ${alive.map(({ name }) => name).join(', ')}`);
  }
  const guardian = alive.find(({ name }) => name === GUARDIAN);
  if (guardian) await isGoneWithin(guardian, GUARDIAN_PATIENCE_SECONDS);
  await stopInOrder(alive);
  rmSync(file, { force: true });
}

/** More than the guardian takes when every part has to be killed. */
const GUARDIAN_PATIENCE_SECONDS = 30;

/** What works with the others goes first; those of one rank go together. */
export async function stopInOrder(processes: WatchedProcess[]): Promise<void> {
  for (const goesFirst of [true, false]) {
    const rank = processes.filter((candidate) => candidate.goesFirst === goesFirst);
    await Promise.all(rank.map(async (process) => stopProcess(process, process.stopSteps)));
  }
}

const recordShape = z.object({
  supervisor: z.object({ pid: z.number(), startedAt: z.string() }),
  processes: z.array(watchedProcess),
});

function readRecord(file: string): z.infer<typeof recordShape> | undefined {
  const content = readFileIfAny(file);
  return content === undefined ? undefined : recordShape.parse(JSON.parse(content));
}

/** Removes the record that this supervisor wrote, and no later one's. */
export function removeProcessRecord(file: string, supervisorPid: number): void {
  if (readRecord(file)?.supervisor.pid === supervisorPid) rmSync(file, { force: true });
}
