import type { OpenWork } from '../contracts/workflows';
import type { RetryRules } from '../domain/retry-rounds';
import {
  type DistributionStatus,
  finalRewardStatuses,
  rewardStatusesBefore,
  unhappyRewardStatuses,
} from '../domain/states';
import { account, type NewTransfer, postTransfers } from './ledger';
import { WINDOW_IS_OVER } from './mark-mails';
import { FAILED_WITHOUT_TICKET } from './failure-tickets';
import { type Database, rowsOf } from './pool';
import { fundWaitingOf } from './recharge';

/**
 * Completes every distribution of the list whose last reward is final.
 *
 * @returns the ids of those that are still open, and of those with mails that only a human can help.
 */
export async function finishDistributions(
  db: Database,
  distributionIds: readonly string[],
): Promise<{ open: string[]; failed: string[] }> {
  const rows = await rowsOf<{ id: string; isOpen: boolean; hasFailed: boolean }>(
    db,
    `WITH counted AS (
       SELECT distribution_id AS id,
         count(*) FILTER (WHERE status <> ALL(?)) AS open,
         count(*) FILTER (WHERE status = ANY(?)) AS unhappy,
         count(*) FILTER (WHERE status = 'email_failed' OR (status = 'awaiting_registration'
           AND invitation_refused_at IS NOT NULL)) AS failed
       FROM rewards WHERE distribution_id = ANY(?::uuid[]) GROUP BY distribution_id
     ), completed AS (
       UPDATE distributions d SET completed_at = now(),
         status = CASE WHEN c.unhappy = 0 THEN 'completed' ELSE 'completed_with_failures' END
       FROM counted c WHERE d.id = c.id AND c.open = 0 AND d.status = 'sending'
     )
     SELECT c.id, c.open > 0 AND d.status = 'sending' AS "isOpen", c.failed > 0 AS "hasFailed"
     FROM counted c JOIN distributions d ON d.id = c.id
     WHERE (c.open > 0 AND d.status = 'sending') OR c.failed > 0`,
    [finalRewardStatuses, unhappyRewardStatuses, distributionIds],
  );
  return {
    open: rows.filter(({ isOpen }) => isOpen).map(({ id }) => id),
    failed: rows.filter(({ hasFailed }) => hasFailed).map(({ id }) => id),
  };
}

/**
 * Completes one distribution if its last reward is final.
 *
 * @returns its status now, and whether there are mails in it that only a human can help.
 */
export async function finishDistribution(
  db: Database,
  distributionId: string,
): Promise<{ status: DistributionStatus; hasFailed: boolean }> {
  const { failed } = await finishDistributions(db, [distributionId]);
  const [row] = await rowsOf<{ status: DistributionStatus }>(
    db,
    'SELECT status FROM distributions WHERE id = ?',
    [distributionId],
  );
  if (row === undefined) throw new Error(`No distribution ${distributionId}`);
  return { status: row.status, hasFailed: failed.length > 0 };
}

/**
 * What a distribution on the long road still waits for. A mail that nobody has tried yet is another
 * run's at this moment, or that of a run that was lost: it is looked after as one that failed once.
 */
export async function findOpenWork(
  db: Database,
  distributionId: string,
  retry: RetryRules,
): Promise<OpenWork> {
  const [row] = await rowsOf<OpenWork>(
    db,
    `SELECT (count(*) FILTER (WHERE status = 'awaiting_registration'))::int AS "awaitingRegistration",
       (count(*) FILTER (WHERE status = 'credited' OR (status = 'awaiting_registration'
         AND invited_at IS NULL AND invitation_refused_at IS NULL)))::int AS "mailsToRetry",
       (count(*) FILTER (WHERE status = 'pending'))::int AS pending,
       (count(*) FILTER (WHERE ${FAILED_WITHOUT_TICKET}))::int AS "failuresWithoutTicket",
       (ceil(extract(epoch FROM min(expires_at) FILTER (WHERE status = 'awaiting_registration') - now())
         * 1000))::int8 AS "nextExpiryMilliseconds",
       (ceil(extract(epoch FROM min(send_at) FILTER (WHERE status = 'pending' AND send_at > now())
         - now()) * 1000))::int8 AS "nextMorningMilliseconds",
       (count(*) FILTER (WHERE ${WINDOW_IS_OVER}))::int AS "mailsOverdue",
       (ceil(extract(epoch FROM min(coalesce(mail_retry_at, now() + make_interval(secs => ?::float8 / 1000)))
         FILTER (WHERE status = 'credited' OR (status = 'awaiting_registration'
           AND invited_at IS NULL AND invitation_refused_at IS NULL)) - now())
         * 1000))::int8 AS "nextMailMilliseconds"
     FROM rewards r WHERE distribution_id = ?`,
    [retry.windowMilliseconds, retry.firstMilliseconds, distributionId],
  );
  if (row === undefined) throw new Error('A count has one row');
  return row;
}

/**
 * Ends the invitations that were not used in time: their points return to the Company Balance, and
 * with them, in the same transaction, what waits for funds is served. Whose person had an account in
 * time is left to be settled, however late that is: workflows and workers can be away for hours.
 *
 * @returns the distributions that are funded now; to be signalled.
 */
export async function expireInvitations(
  db: Database,
  distributionId: string,
): Promise<{ funded: string[] }> {
  return db.transaction(async (tx) => {
    // A link that is being used in this moment is waited for; it was begun in time.
    await rowsOf(
      tx,
      `SELECT 1 FROM rewards r JOIN reward_links l ON l.reward_id = r.id
       WHERE r.distribution_id = ? AND r.status = ANY(?) AND r.expires_at <= now()
       ORDER BY r.id FOR NO KEY UPDATE OF r FOR UPDATE OF l`,
      [distributionId, rewardStatusesBefore('expired')],
    );
    const expired = await rowsOf<{ id: string; company_id: string; points: number }>(
      tx,
      `WITH expired AS (
         UPDATE rewards r SET status = 'expired'
         WHERE distribution_id = ? AND status = ANY(?) AND expires_at <= now()
           AND NOT EXISTS (SELECT FROM recipients p
             WHERE p.email_key = r.email_key AND p.created_at < r.expires_at)
         RETURNING id, company_id, points
       ), events AS (
         INSERT INTO reward_events (reward_id, company_id, event) SELECT id, company_id, 'expired' FROM expired
       )
       SELECT * FROM expired ORDER BY id`,
      [distributionId, rewardStatusesBefore('expired')],
    );
    const releases = expired.map(({ id, company_id, points }): NewTransfer => ({
      businessKey: `release/${id}`,
      kind: 'release',
      points,
      from: account.holdOf(company_id),
      to: account.balanceOf(company_id),
      companyId: company_id,
      distributionId,
      rewardId: id,
    }));
    await postTransfers(tx, releases);
    const companyId = expired[0]?.company_id;
    return { funded: companyId === undefined ? [] : await fundWaitingOf(tx, companyId) };
  });
}
