import { parseArgs } from 'node:util';
import { readConfig } from '../config';
import { findDatabaseUrl } from './find-database-url';
import { createPlatformKey } from './platform-keys';
import { createDatabase } from './pool';

/**
 * `npm run --silent platform-key -- --name <who>`: makes a key of the platform's finance and prints
 * it, the only time that it can be read.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { name: { type: 'string' } } });
  if (!values.name) throw new Error('Say whose key it is: --name <who>');
  const databaseUrl = await findDatabaseUrl(readConfig());
  const db = createDatabase({ databaseUrl, role: 'bestow_worker', connections: 1 });
  try {
    const { key } = await createPlatformKey(db, { name: values.name, role: 'finance' });
    process.stdout.write(`${key}\n`);
  } finally {
    await db.destroy();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
