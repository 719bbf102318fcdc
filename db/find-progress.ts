import type { Progress } from '../contracts/drafts';
import { finalRewardStatuses, unhappyRewardStatuses } from '../domain/states';
import { rowsOf, type Transaction } from './pool';

/** How far a distribution is, or undefined when the company has none of this id. */
export async function findProgress(
  tx: Transaction,
  distributionId: string,
): Promise<Omit<Progress, 'perSecond' | 'remainingSeconds'> | undefined> {
  const [row] = await rowsOf<{ status: string; total: number; done: number; failed: number }>(
    tx,
    `SELECT d.status, d.recipients AS total,
       (count(*) FILTER (WHERE r.status = ANY(?) AND r.status <> ALL(?)
         OR (r.status = 'awaiting_registration' AND r.invited_at IS NOT NULL)))::int AS done,
       (count(*) FILTER (WHERE r.status = ANY(?)))::int AS failed
     FROM distributions d JOIN rewards r ON r.distribution_id = d.id
     WHERE d.id = ? GROUP BY d.id`,
    [finalRewardStatuses, unhappyRewardStatuses, unhappyRewardStatuses, distributionId],
  );
  return row && { ...row, remaining: row.total - row.done - row.failed };
}
