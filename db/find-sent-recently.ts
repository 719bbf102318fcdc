import type { CheckedRow } from '../domain/reward-row';
import { returnedRewardStatuses } from '../domain/states';
import { rowsOf, type Transaction } from './pool';

/** The rows whose person was sent the same points for the same reason within the last 7 days. */
export async function findSentRecently(
  tx: Transaction,
  rows: readonly CheckedRow[],
): Promise<Set<number>> {
  const values = rows.flatMap(({ value }) => (value ? [value] : []));
  const found = await rowsOf<{ row: number }>(
    tx,
    // OFFSET 0: person by person, in the index. As a join it read what everybody was sent.
    `SELECT v.row FROM unnest(?::int[], ?::text[], ?::bigint[], ?::text[]) AS v(row, email_key, points, citation)
     WHERE EXISTS (SELECT FROM rewards r
       WHERE r.company_id = current_company_id() AND r.email_key = v.email_key
         AND r.created_at > now() - interval '7 days'
         AND r.points = v.points AND r.citation IS NOT DISTINCT FROM v.citation
         AND r.status <> ALL(?::text[]) OFFSET 0)`,
    [
      values.map(({ row }) => row),
      values.map(({ emailKey }) => emailKey),
      values.map(({ points }) => points),
      values.map(({ citation }) => citation),
      returnedRewardStatuses,
    ],
  );
  return new Set(found.map(({ row }) => row));
}
