import pg from 'pg';
import { createApiKey } from '../../db/create-api-key';
import { createDatabase } from '../../db/pool';

/**
 * A company with so many distributions of one reward each over the last year, one in a hundred of them
 * failed. Made by SQL in bulk, past triggers and foreign keys.
 *
 * @returns a key of the company
 */
export async function makeManyDistributions(
  databaseUrl: string,
  { name, count }: { name: string; count: number },
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
    await client.query(DISTRIBUTIONS, [companyId, count]);
    await client.query(REWARDS, [companyId]);
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

const DISTRIBUTIONS = `
  INSERT INTO distributions (id, company_id, method, status, external_id, request_hash,
    if_unregistered, created_by, recipients, points, created_at, started_at, completed_at)
  SELECT uuidv7(age), $1::uuid, (ARRAY['individual', 'bulk', 'api'])[1 + n % 3],
    CASE n % 100 WHEN 0 THEN 'completed_with_failures' ELSE 'completed' END, 'order-' || n, '\\x00',
    'invite', 'api_key/' || uuidv7(), 1, 10, now() + age, now() + age, now() + age
  FROM generate_series(1, $2::int) AS n,
    LATERAL (SELECT interval '365 days' * (n::float8 / $2 - 1) AS age) AS time`;

const REWARDS = `
  INSERT INTO rewards (company_id, distribution_id, row, name, email, email_key, points, status,
    reason_code, created_at, failed_at, delivered_at)
  SELECT company_id, id, 1, 'Person ' || external_id, external_id || '@bench.example',
    external_id || '@bench.example', 10,
    CASE status WHEN 'completed' THEN 'delivered' ELSE 'email_failed' END,
    CASE status WHEN 'completed' THEN NULL ELSE 'mailbox_not_found' END, created_at,
    CASE status WHEN 'completed' THEN NULL ELSE created_at END,
    CASE status WHEN 'completed' THEN created_at END
  FROM distributions WHERE company_id = $1::uuid`;
