import type { StrandedRun } from '../contracts/workflows';
import { type Database, rowsOf } from './pool';

/**
 * Finds what should be carried by a workflow and perhaps is not: accepted but never started (Temporal
 * was down, or the process died in between), registered without the signal having arrived, waiting
 * for its time or for funds without a workflow or beyond its time, or `sending` or waiting without any
 * movement for a while.
 */
export async function findStranded(
  db: Database,
  limits: StrandedLimits,
): Promise<{ toStart: string[]; toSignal: string[]; toCheck: StrandedRun[] }> {
  const accepted = await rowsOf<{ id: string }>(
    db,
    `SELECT id FROM distributions WHERE status = 'accepted'
       AND created_at <= now() - make_interval(secs => ?) ORDER BY created_at LIMIT ?`,
    [limits.acceptedSecondsAgo, limits.limit],
  );
  const registered = await rowsOf<{ id: string }>(
    db,
    `SELECT DISTINCT r.distribution_id AS id FROM rewards r
     JOIN recipients p ON p.email_key = r.email_key
     WHERE r.status = 'awaiting_registration'
       AND p.created_at <= now() - make_interval(secs => ?) LIMIT ?`,
    [limits.acceptedSecondsAgo, limits.limit],
  );
  // A worker that was away starts what is overdue by the timers of its workflows; the sweeper comes
  // for those that have none.
  const waiting = await rowsOf<{ id: string }>(
    db,
    `SELECT id FROM distributions WHERE status IN ('scheduled', 'awaiting_funds')
       AND ((workflow_id IS NULL AND created_at <= now() - make_interval(secs => ?))
         OR (status = 'scheduled' AND send_at <= now() - make_interval(secs => ?)))
     ORDER BY send_at LIMIT ?`,
    [limits.acceptedSecondsAgo, limits.overdueSecondsAgo, limits.limit],
  );
  const sending = await rowsOf<StrandedRun>(
    db,
    `SELECT id AS "distributionId", workflow_id AS "workflowId", run_id AS "runId" FROM distributions
     WHERE status IN ('sending', 'scheduled', 'awaiting_funds') AND workflow_id IS NOT NULL
       AND created_at <= now() - make_interval(secs => ?)
     ORDER BY random() LIMIT ?`,
    [limits.idleSecondsAgo, limits.limit],
  );
  return {
    toStart: accepted.map(({ id }) => id),
    toSignal: [...registered, ...waiting].map(({ id }) => id),
    toCheck: sending,
  };
}

/** Distributions of mails that came back and of which no ticket has been heard: the signal was lost. */
export async function findUnheardBounces(
  db: Database,
  limits: { secondsAgo: number; limit: number },
): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    db,
    `SELECT DISTINCT r.distribution_id AS id FROM (SELECT reward_id FROM mail_bounces
       WHERE ticket_due AND at <= now() - make_interval(secs => ?) ORDER BY at LIMIT ?) b
     JOIN rewards r ON r.id = b.reward_id`,
    [limits.secondsAgo, limits.limit],
  );
  return rows.map(({ id }) => id);
}

export interface StrandedLimits {
  acceptedSecondsAgo: number;
  overdueSecondsAgo: number;
  idleSecondsAgo: number;
  limit: number;
}
