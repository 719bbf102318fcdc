import { readConfig } from '../config';
import { createDatabase } from './pool';
import { reconcile } from './reconcile';
import { findDatabaseUrl } from './find-database-url';

/** `npm run reconcile`: prints each difference, and ends with 1 when there is any. */
async function main(): Promise<void> {
  const databaseUrl = await findDatabaseUrl(readConfig());
  const db = createDatabase({ databaseUrl, role: 'bestow_worker', connections: 1 });
  try {
    const differences = await reconcile(db);
    for (const { proof, subject, expected, found } of differences) {
      process.stdout.write(`${proof}: ${subject}: expected ${expected}, found ${found}\n`);
    }
    process.stdout.write(`${differences.length} differences\n`);
    process.exitCode = differences.length === 0 ? 0 : 1;
  } finally {
    await db.destroy();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
