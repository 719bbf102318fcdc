import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../db/migrate';
import { sharedServers } from './shared-servers';
import { waitFor } from './wait-for';

/**
 * An empty, migrated database for one test file. The schema is built once a run, as a template;
 * cloning it takes some 50 ms.
 *
 * @param options.last the last migration, for a database of an earlier version; it is built anew.
 */
export async function createTestDatabase({ last }: { last?: string } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administrate(async (admin) => {
    if (last !== undefined) {
      await admin.query(`CREATE DATABASE ${name}`);
      await migrate({ databaseUrl: urlOf(name), last });
      return;
    }
    // Two test processes at once: one builds the template, the other waits for it. The lock ends
    // with the connection.
    await admin.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    await buildTemplateOnce(admin);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  });
  return { databaseUrl: urlOf(name), drop: () => drop(name) };
}

export interface TestDatabase {
  databaseUrl: string;
  /**
   * Removes the database.
   *
   * @throws Error when somebody is still connected: a pool that a test forgot to close.
   */
  drop(): Promise<void>;
}

const TEMPLATE = 'bestow_template';
/** Any number that nothing else locks on the maintenance database. */
const TEMPLATE_LOCK = 8_103;

async function buildTemplateOnce(admin: pg.Client): Promise<void> {
  const built = await admin.query('SELECT FROM pg_database WHERE datname = $1', [TEMPLATE]);
  if (built.rowCount !== 0) return;
  // The name says that it is whole, so a migration that fails leaves no half template behind.
  const building = `${TEMPLATE}_building`;
  await admin.query(`DROP DATABASE IF EXISTS ${building} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${building}`);
  await migrate({ databaseUrl: urlOf(building) });
  await admin.query(`ALTER DATABASE ${building} RENAME TO ${TEMPLATE}`);
  // A clone needs a template without connections, so nobody can have one.
  await admin.query(`ALTER DATABASE ${TEMPLATE} WITH ALLOW_CONNECTIONS false`);
}

async function drop(name: string): Promise<void> {
  await administrate(async (admin) => {
    let open: unknown[] = [];
    try {
      // A backend takes a moment to go after its client has closed the connection.
      await waitFor(
        `the connections to ${name} to be closed`,
        async () => {
          open = await openConnections(admin, name);
          return open.length === 0;
        },
        { timeoutMilliseconds: CLOSING_MILLISECONDS, lastSeen: () => open },
      );
    } finally {
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    }
  });
}

const CLOSING_MILLISECONDS = 2_000;

async function openConnections(admin: pg.Client, name: string): Promise<unknown[]> {
  const { rows } = await admin.query(
    `SELECT application_name, state, left(query, 200) AS last_query
     FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'`,
    [name],
  );
  return rows;
}

async function administrate(work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({
    connectionString: sharedServers().databaseUrl,
    application_name: 'test database',
  });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function urlOf(name: string): string {
  const url = new URL(sharedServers().databaseUrl);
  url.pathname = `/${name}`;
  return url.href;
}
