import { rowsOf, type Transaction } from './pool';

/**
 * When the first of a company's recipients has 09:00 of a day, each where he is: by his own time zone,
 * else the company's.
 *
 * @param day as ISO 8601 has it, 2026-12-24.
 */
export async function findFirstMorning(
  tx: Transaction,
  companyId: string,
  emailKeys: readonly string[],
  day: string,
): Promise<{ sendAt: string; timeZone: string }> {
  const [row] = await rowsOf<{ at: Date; zone: string }>(
    tx,
    'SELECT at, zone FROM first_morning(?::uuid, ?::text[], ?::date)',
    [companyId, emailKeys, day],
  );
  if (row === undefined) throw new Error(`No company ${companyId}`);
  return { sendAt: row.at.toISOString(), timeZone: row.zone };
}

/**
 * Whose morning of a day has passed, or is too far ahead to send.
 *
 * @returns the time zone that it is reckoned by, by the key of the address.
 */
export async function findMorningsRefused(
  tx: Transaction,
  companyId: string,
  emailKeys: readonly string[],
  day: string,
): Promise<Map<string, string>> {
  const rows = await rowsOf<{ key: string; zone: string }>(
    tx,
    `SELECT key, zone FROM companies c CROSS JOIN LATERAL (
       SELECT DISTINCT key, coalesce(r.time_zone, c.time_zone) AS zone FROM unnest(?::text[]) AS key
       LEFT JOIN recipients r ON r.email_key = key AND r.company_id = c.id) p
     WHERE c.id = ?::uuid AND NOT is_allowed_send_at(morning_in(?::date, zone))`,
    [emailKeys, companyId, day],
  );
  return new Map(rows.map(({ key, zone }) => [key, zone]));
}
