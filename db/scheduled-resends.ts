import type { Resend } from '../contracts/resends';
import { hasDistribution } from './find-distribution';
import { rowsOf, type Transaction } from './pool';
import { type ResendRecord, showResend } from './resends';

/** The resends of a reward that are not over, the next one first. */
export async function listScheduledResends(tx: Transaction, rewardId: string): Promise<Resend[]> {
  const rows = await rowsOf<ResendRecord>(
    tx,
    `SELECT id, reward_id AS "rewardId", n, status, send_at AS "sendAt" FROM resends
     WHERE reward_id = ? AND status = 'scheduled' ORDER BY send_at, n`,
    [rewardId],
  );
  return rows.map(showResend);
}

/**
 * The resends of a distribution whose time has not come, by their time: those of one request stand
 * together. Undefined when the company has no distribution of this id.
 */
export async function groupScheduledResends(
  tx: Transaction,
  distributionId: string,
): Promise<{ sendAt: string; emails: number; name: string }[] | undefined> {
  if (!(await hasDistribution(tx, distributionId))) return undefined;
  const rows = await rowsOf<{ sendAt: Date; emails: number; name: string }>(
    tx,
    `SELECT s.send_at AS "sendAt", count(*)::int AS emails, min(r.name) AS name
     FROM rewards r JOIN resends s ON s.reward_id = r.id
     WHERE r.distribution_id = ? AND s.status = 'scheduled' AND s.send_at > clock_timestamp()
     GROUP BY s.send_at ORDER BY s.send_at LIMIT ?`,
    [distributionId, MOST_GROUPS],
  );
  return rows.map(({ sendAt, ...group }) => ({ sendAt: sendAt.toISOString(), ...group }));
}

/** More times than anybody plans for one send. */
const MOST_GROUPS = 200;

/**
 * Cancels the resends of a distribution whose time has not come: all, or those of one time.
 *
 * @param sendAt RFC 3339; undefined for all.
 * @returns those that were cancelled by this; undefined when the company has no such distribution.
 */
export async function cancelScheduledResends(
  tx: Transaction,
  distributionId: string,
  sendAt: string | undefined,
): Promise<{ rewardId: string; n: number }[] | undefined> {
  if (!(await hasDistribution(tx, distributionId))) return undefined;
  return rowsOf(
    tx,
    `WITH cancelled AS (
       UPDATE resends s SET status = 'cancelled', ended_at = now() FROM rewards r
       WHERE r.id = s.reward_id AND r.distribution_id = ? AND s.status = 'scheduled'
         AND s.send_at > clock_timestamp() AND (s.send_at = ?::timestamptz OR ?::text IS NULL)
       RETURNING s.reward_id, s.company_id, s.n
     ), events AS (
       INSERT INTO reward_events (reward_id, company_id, event)
       SELECT reward_id, company_id, 'resend_cancelled' FROM cancelled
     )
     SELECT reward_id AS "rewardId", n FROM cancelled ORDER BY reward_id, n`,
    [distributionId, sendAt ?? null, sendAt ?? null],
  );
}
