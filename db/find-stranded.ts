import type { StrandedRun } from '../contracts/workflows';
import { type Database, rowsOf } from './pool';

/** Accepted and never started: Temporal was down, or the process died in between. */
export async function listUnstarted(
  db: Database,
  { acceptedSecondsAgo, limit }: StrandedLimits,
): Promise<string[]> {
  const accepted = await rowsOf<{ id: string }>(
    db,
    `SELECT id FROM distributions WHERE status = 'accepted'
       AND created_at <= now() - make_interval(secs => ?) ORDER BY created_at LIMIT ?`,
    [acceptedSecondsAgo, limit],
  );
  return accepted.map(({ id }) => id);
}

/**
 * Registered without the signal having arrived, or waiting for an approval, its time or funds without a
 * workflow or beyond its time.
 */
export async function listMissed(db: Database, limits: StrandedLimits): Promise<string[]> {
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
    `SELECT id FROM distributions WHERE status IN ('scheduled', 'awaiting_funds', 'awaiting_approval')
       AND ((workflow_id IS NULL AND created_at <= now() - make_interval(secs => ?))
         OR (status = 'scheduled' AND send_at <= now() - make_interval(secs => ?)))
     ORDER BY send_at LIMIT ?`,
    [limits.acceptedSecondsAgo, limits.overdueSecondsAgo, limits.limit],
  );
  return [...registered, ...waiting].map(({ id }) => id);
}

/** Under way or waiting for a while: some of them, whose runs are to be looked at. */
export async function listRunsToCheck(
  db: Database,
  { idleSecondsAgo, runs }: StrandedLimits,
): Promise<StrandedRun[]> {
  return rowsOf<StrandedRun>(
    db,
    `SELECT id AS "distributionId", workflow_id AS "workflowId", run_id AS "runId" FROM distributions
     WHERE status IN ('sending', 'scheduled', 'awaiting_funds', 'awaiting_approval')
       AND workflow_id IS NOT NULL
       AND created_at <= now() - make_interval(secs => ?)
     ORDER BY random() LIMIT ?`,
    [idleSecondsAgo, runs],
  );
}

/**
 * Of these, those with a mail that is due for some time and that nobody has claimed: a corrected address, or a
 * retry, of which the run was not told, and which it would find a day later.
 */
export async function findUnmailed(
  db: Database,
  runs: readonly StrandedRun[],
  secondsAgo: number,
): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    db,
    `SELECT d.id FROM unnest(?::uuid[]) AS d(id) WHERE EXISTS (SELECT FROM rewards r
       WHERE r.distribution_id = d.id
         AND (r.status = 'credited' OR (r.status = 'awaiting_registration' AND r.invited_at IS NULL
           AND r.invitation_refused_at IS NULL))
         AND coalesce(r.mail_retry_at, r.credited_at, r.created_at) <= now() - make_interval(secs => ?)
         AND coalesce(r.mail_claimed_until, '-infinity') <= now())`,
    [runs.map(({ distributionId }) => distributionId), secondsAgo],
  );
  return rows.map(({ id }) => id);
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
  /** How many runs are looked at. */
  runs: number;
}
