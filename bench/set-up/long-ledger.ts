import { makeCompanyInBulk } from './company-in-bulk';

/**
 * A company whose balance has so many entries, spread over the last year: recharges of two points and
 * holds of one in turn. Its transfers are shared by a hundred entries each, which no page reads as one.
 *
 * @returns a key of the company
 */
export function makeLongLedger(
  databaseUrl: string,
  { name, entries }: { name: string; entries: number },
): Promise<{ apiKey: string }> {
  return makeCompanyInBulk(databaseUrl, name, async (client, companyId) => {
    await client.query(
      `INSERT INTO accounts (kind, owner_id, company_id, balance, version) VALUES
         ('company_balance', $1, $1, $2 / 2 * 1 + $2 % 2 * 2, $2), ('company_hold', $1, $1, 0, 0)`,
      [companyId, entries],
    );
    await client.query(TRANSFERS, [companyId, Math.ceil(entries / ENTRIES_A_TRANSFER)]);
    await client.query(ENTRIES, [companyId, entries, ENTRIES_A_TRANSFER]);
  });
}

const ENTRIES_A_TRANSFER = 100;

const TRANSFERS = `
  INSERT INTO transfers (id, business_key, kind, points, from_account_id, to_account_id, company_id)
  SELECT md5($1::text || n)::uuid, 'bench/' || $1 || '/' || n, 'hold', 1, b.id, h.id, $1::uuid
  FROM generate_series(0, $2::int) AS n
  JOIN accounts b ON b.kind = 'company_balance' AND b.owner_id = $1::uuid
  JOIN accounts h ON h.kind = 'company_hold' AND h.owner_id = $1::uuid`;

/** The balance after entry v: a recharge adds two, the next hold takes one. */
const ENTRIES = `
  INSERT INTO entries (account_id, account_version, transfer_id, company_id, points, balance_after,
    created_at)
  SELECT a.id, v, md5($1::text || v / $3::bigint)::uuid, $1::uuid, CASE v % 2 WHEN 1 THEN 2 ELSE -1 END,
    v / 2 + v % 2 * 2, now() - interval '365 days' + interval '365 days' * (v::float8 / $2::bigint)
  FROM generate_series(1, $2::bigint) AS v
  JOIN accounts a ON a.kind = 'company_balance' AND a.owner_id = $1::uuid`;
