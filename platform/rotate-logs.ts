import { existsSync, readdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

/** A log that has grown large begins anew at a start; its predecessor is kept as `<name>.log.1`. */
export function rotateLogs(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((candidate) => candidate.endsWith('.log'))) {
    const log = path.join(folder, name);
    if (statSync(log).size > LARGE_BYTES) renameSync(log, `${log}.1`);
  }
}

/** A few days of a busy demo; two of them per part do not fill a disk. */
const LARGE_BYTES = 10_000_000;
