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
