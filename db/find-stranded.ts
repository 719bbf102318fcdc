import type { StrandedRun } from '../contracts/workflows';
import { type Database, rowsOf } from './pool';

/**
 * Finds what should be carried by a workflow and perhaps is not: accepted but never started (Temporal
 * was down, or the process died in between), registered without the signal having arrived, or
 * `sending` without any movement for a while.
 */
export async function findStranded(
  db: Database,
  limits: { acceptedSecondsAgo: number; idleSecondsAgo: number; limit: number },
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
  const sending = await rowsOf<StrandedRun>(
    db,
    `SELECT id AS "distributionId", workflow_id AS "workflowId", run_id AS "runId" FROM distributions
     WHERE status = 'sending' AND created_at <= now() - make_interval(secs => ?)
     ORDER BY random() LIMIT ?`,
    [limits.idleSecondsAgo, limits.limit],
  );
  return {
    toStart: accepted.map(({ id }) => id),
    toSignal: registered.map(({ id }) => id),
    toCheck: sending,
  };
}
