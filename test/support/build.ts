import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

/**
 * Brings dist/ up to date, for tests of what users run. `npm test` has done it already, and then
 * this takes 0.1 s; `npx jest` has not.
 */
export async function ensureBuilt(): Promise<void> {
  built ??= promisify(execFile)(process.execPath, [path.join(CHECKOUT, 'scripts', 'build.mjs')], {
    cwd: CHECKOUT,
  });
  await built;
}

export const CHECKOUT = path.resolve(__dirname, '..', '..');

let built: Promise<unknown> | undefined;
