import pg from 'pg';
import { createApiKey } from '../../db/create-api-key';
import { createDatabase } from '../../db/pool';

/**
 * A company whose rows are made by SQL in bulk, past triggers and foreign keys: the product's own
 * functions would take a day for them.
 *
 * @param fill on a connection of the superuser
 * @returns a key of the company
 */
export async function makeCompanyInBulk(
  databaseUrl: string,
  name: string,
  fill: (client: pg.Client, companyId: string) => Promise<void>,
): Promise<{ apiKey: string }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('SET session_replication_role = replica');
    await client.query('SET synchronous_commit = off');
    const made = await client.query<{ id: string }>(
      'INSERT INTO companies (name) VALUES ($1) RETURNING id',
      [name],
    );
    const companyId = made.rows[0]?.id ?? '';
    await fill(client, companyId);
    const db = createDatabase({ databaseUrl, role: 'bestow_worker', connections: 1 });
    try {
      const { key } = await db.transaction((tx) => createApiKey(tx, { companyId, name: 'Bench' }));
      return { apiKey: key };
    } finally {
      await db.destroy();
    }
  } finally {
    await client.end();
  }
}
