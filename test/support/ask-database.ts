import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { CHECKOUT } from './checkout';

/** As superuser, on a connection of its own, so that no fault of an earlier one is left. */
export async function query<Row>(
  databaseUrl: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows as Row[];
  } finally {
    await client.end();
  }
}

/**
 * `npm run reconcile` on this database.
 *
 * @returns its last line
 * @throws Error with every difference that it found.
 */
export async function reconcile(databaseUrl: string): Promise<string> {
  const program = path.join(CHECKOUT, 'dist', 'db', 'reconcile-command.js');
  const ended = promisify(execFile)(process.execPath, [program], {
    cwd: CHECKOUT,
    env: { DATABASE_URL: databaseUrl },
  });
  const { stdout } = await ended.catch((error: unknown) => {
    const said = error as { stdout?: string; stderr?: string };
    throw new Error(`Reconciliation failed:\n${said.stdout}${said.stderr}`, { cause: error });
  });
  return stdout.trim().split('\n').at(-1)!;
}
