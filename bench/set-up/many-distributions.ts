import { makeCompanyInBulk } from './company-in-bulk';

/**
 * A company with so many distributions of one reward each over the last year, one in a hundred of them
 * failed.
 *
 * @returns a key of the company
 */
export function makeManyDistributions(
  databaseUrl: string,
  { name, count }: { name: string; count: number },
): Promise<{ apiKey: string }> {
  return makeCompanyInBulk(databaseUrl, name, async (client, companyId) => {
    await client.query(DISTRIBUTIONS, [companyId, count]);
    await client.query(REWARDS, [companyId]);
  });
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
