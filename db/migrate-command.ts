import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config';
import { findDatabaseUrl } from './find-database-url';
import { migrate } from './migrate';
import { createDatabase } from './pool';
import { seedDemo } from './seed-demo';

/**
 * `npm run migrate`: brings the database to the newest schema. With `--seed-demo` an empty database
 * gets the demo companies; their credentials are kept in the data directory (mode 600) and printed
 * as the last line, one JSON object, or null when there is no demo.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'seed-demo': { type: 'boolean', default: false } } });
  const config = readConfig();
  const databaseUrl = await findDatabaseUrl(config);
  await migrate({ databaseUrl });
  if (!values['seed-demo']) return;
  // Before anything is seeded: credentials that cannot be kept would be lost for good.
  await mkdir(config.BESTOW_DATA_DIR, { recursive: true });
  const kept = path.join(config.BESTOW_DATA_DIR, 'demo.json');
  const db = createDatabase({ databaseUrl, role: 'bestow_worker', connections: 1 });
  try {
    const seeded = await seedDemo(db);
    if (seeded !== undefined) await writeWhole(kept, JSON.stringify(seeded));
  } finally {
    await db.destroy();
  }
  process.stdout.write(`${await readOrNull(kept)}\n`);
}

/** Whole or not at all: a half-written file of credentials could never be mended. */
async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

async function readOrNull(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'null';
    throw error;
  }
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});
