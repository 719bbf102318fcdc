import { reopenedDistributionStatuses } from '../domain/states';
import { rowsOf, type Transaction } from './pool';

/**
 * Has mails tried again that were refused or given up: they get a new window for retries. The long
 * road sends them; the caller wakes it. Nothing is credited: the points are where they were.
 *
 * @returns the rewards that were changed, with their state before.
 */
export async function retryMails(
  tx: Transaction,
  rewardIds: readonly string[],
): Promise<RetriedReward[]> {
  const retried = await rowsOf<RetriedReward>(
    tx,
    `WITH failed AS (
       SELECT id, status, reason_code FROM rewards WHERE id = ANY(?::uuid[]) AND (status = 'email_failed'
         OR (status = 'awaiting_registration' AND invitation_refused_at IS NOT NULL))
       ORDER BY id FOR NO KEY UPDATE
     ), changed AS (
       UPDATE rewards r SET status = CASE f.status WHEN 'email_failed' THEN 'credited' ELSE f.status END,
         -- An invitation that had arrived before its reminder was refused is mailed once more.
         reason_code = NULL, failed_at = NULL, invited_at = CASE f.status WHEN 'email_failed'
           THEN r.invited_at END, invitation_refused_at = NULL, mail_attempts = 0,
         mail_deferred_since = NULL, mail_retry_at = NULL, mail_version = r.mail_version + 1
       FROM failed f WHERE r.id = f.id
       RETURNING r.id, r.company_id, r.distribution_id, f.status, f.reason_code
     ), events AS (
       INSERT INTO reward_events (reward_id, company_id, event)
       SELECT id, company_id, 'email_retried' FROM changed
     )
     SELECT id AS "rewardId", distribution_id AS "distributionId", status,
       reason_code AS "reasonCode" FROM changed`,
    [rewardIds],
  );
  await reopenDistributions(tx, [...new Set(retried.map(({ distributionId }) => distributionId))]);
  return retried;
}

export interface RetriedReward {
  rewardId: string;
  distributionId: string;
  status: 'email_failed' | 'awaiting_registration';
  reasonCode: string;
}

/** A distribution with a mail to be sent is being sent again. */
export async function reopenDistributions(
  tx: Transaction,
  distributionIds: readonly string[],
): Promise<void> {
  await rowsOf(
    tx,
    `UPDATE distributions SET status = 'sending', completed_at = NULL
     WHERE id = ANY(?::uuid[]) AND status = ANY(?)`,
    [distributionIds, reopenedDistributionStatuses],
  );
}
