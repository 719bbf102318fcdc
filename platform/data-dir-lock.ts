import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { dataDirFiles } from './data-dir-files';
import { readFileIfAny } from './private-files';
import { identify, isAlive, type ProcessIdentity } from './process-identity';
import { readyUrl } from './ready-file';

/**
 * Takes the data directory for this process: two databases on one directory destroy it. A lock whose
 * owner is dead is taken over.
 *
 * @returns what gives it back
 * @throws Error saying that Bestow runs here already, and where
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const { lock } = dataDirFiles(dataDir);
  while (!take(lock)) {
    const owner = ownerOf(lock);
    if (owner === 'being written') continue;
    if (owner && isAlive(owner)) throw new Error(alreadyRuns(dataDir, owner));
    displace(lock, dataDir);
  }
  return () => {
    rmSync(lock, { force: true });
  };
}

function alreadyRuns(dataDir: string, { pid }: ProcessIdentity): string {
  const url = readyUrl(dataDirFiles(dataDir).ready, pid);
  return [
    `Bestow already runs on ${dataDir}: ${url ?? 'it is just starting or stopping'} (process ${pid}).`,
    'Stop it with Ctrl-C there, or set BESTOW_DATA_DIR to another directory for a second one.',
  ].join('\n');
}

function take(lock: string): boolean {
  try {
    writeFileSync(lock, JSON.stringify(identify(process.pid)), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw err;
  }
}

function ownerOf(lock: string): ProcessIdentity | 'being written' | undefined {
  const content = readFileIfAny(lock);
  if (content === undefined) return 'being written';
  const owner = identity.safeParse(parseJson(content));
  if (owner.success) return owner.data;
  const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return age < WRITTEN_WITHIN_MILLISECONDS ? 'being written' : undefined;
}

/** Between the making of the file and its one write lie microseconds; a full disk leaves it empty. */
const WRITTEN_WITHIN_MILLISECONDS = 2_000;

const identity = z.object({ pid: z.number(), startedAt: z.string() });

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (err) {
    if (err instanceof SyntaxError) return undefined;
    throw err;
  }
}

/** Of several that found the same dead owner, the rename lets one win. */
function displace(lock: string, dataDir: string): void {
  const aside = `${lock}.${randomUUID()}`;
  try {
    renameSync(lock, aside);
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw err;
  }
  const owner = ownerOf(aside);
  if (typeof owner === 'object' && isAlive(owner)) {
    // Someone else had displaced the dead one already, and this was his lock.
    renameSync(aside, lock);
    throw new Error(alreadyRuns(dataDir, owner));
  }
  rmSync(aside, { force: true });
}
