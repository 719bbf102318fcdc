import { type Config, readConfig } from '../config';
import { findDatabaseUrl } from './find-database-url';
import { createDatabase, type Database } from './pool';

/**
 * Runs a command of the operator on the database of this installation, and prints the lines that it
 * gives. What goes wrong is told on standard error, and ends the process with 2.
 */
export function runCommand(work: (db: Database, config: Config) => Promise<string[]>): void {
  run(work).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  });
}

async function run(work: (db: Database, config: Config) => Promise<string[]>): Promise<void> {
  const config = readConfig();
  const databaseUrl = await findDatabaseUrl(config);
  const db = createDatabase({ databaseUrl, role: 'bestow_worker', connections: 1 });
  try {
    for (const line of await work(db, config)) process.stdout.write(`${line}\n`);
  } finally {
    await db.destroy();
  }
}
