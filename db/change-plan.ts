import type { DistributionState, PlanOutcome } from '../contracts/workflows';
import type { DistributionStatus } from '../domain/states';
import { type Database, rowsOf, type Transaction } from './pool';

/**
 * Changes when or whether a distribution is sent, for the API and for signals alike: one call of the
 * database that looks at the row it has locked. Whoever comes second finds what the first has done.
 */
export async function cancelDistribution(
  db: Database | Transaction,
  { distributionId, actor, requestKey }: PlanRequest,
): Promise<PlanAnswer> {
  const sql = 'SELECT cancel_distribution(?::uuid, ?, ?) AS answer';
  return answerOf(db, sql, [distributionId, actor, requestKey ?? null]);
}

/** @param plan.sendAt RFC 3339, UTC; the database refuses what is not ahead, or too far. */
export async function rescheduleDistribution(
  db: Database | Transaction,
  { distributionId, actor, requestKey }: PlanRequest,
  plan: Exclude<WantedTime, 'now'>,
): Promise<PlanAnswer> {
  const sql = 'SELECT reschedule_distribution(?::uuid, ?, ?, ?::timestamptz, ?) AS answer';
  return answerOf(db, sql, [
    ...[distributionId, actor, requestKey ?? null],
    ...[plan.sendAt, plan.timeZone],
  ]);
}

/** Its time is now; one that waits for an approval or for funds goes as soon as they are there. */
export async function sendDistributionNow(
  db: Database | Transaction,
  { distributionId, actor, requestKey }: PlanRequest,
): Promise<PlanAnswer> {
  const sql = 'SELECT send_distribution_now(?::uuid, ?, ?) AS answer';
  return answerOf(db, sql, [distributionId, actor, requestKey ?? null]);
}

/**
 * Whether a distribution that still waits has the time that somebody has seen, and keeps it until the
 * end of the transaction; or has the time already that is wanted: the request is a repetition then.
 * Locks in the order of all who change a plan: the balance, then the distribution. What is sent or
 * cancelled already is for the change itself to answer.
 */
export async function isPlannedFor(
  tx: Transaction,
  distributionId: string,
  { seen, wanted }: { seen: string; wanted?: WantedTime | undefined },
): Promise<boolean> {
  const moved = wanted === 'now' ? undefined : wanted;
  await rowsOf(tx, 'SELECT lock_balance(company_id) FROM distributions WHERE id = ?', [
    distributionId,
  ]);
  const [plan] = await rowsOf<{ waits: boolean; isSame: boolean; isDone: boolean }>(
    tx,
    `SELECT status IN ('scheduled', 'awaiting_funds', 'awaiting_approval') AS waits,
       send_at IS NOT DISTINCT FROM ?::timestamptz AS "isSame",
       coalesce(CASE WHEN ? THEN send_at <= now()
         ELSE send_at = ?::timestamptz AND time_zone IS NOT DISTINCT FROM ?::text END, false) AS "isDone"
     FROM distributions WHERE id = ? FOR UPDATE`,
    [seen, wanted === 'now', moved?.sendAt ?? null, moved?.timeZone ?? null, distributionId],
  );
  return plan === undefined || !plan.waits || plan.isSame || plan.isDone;
}

/** What a change makes of the time; `sendAt` is RFC 3339, UTC. */
export type WantedTime = 'now' | { sendAt: string; timeZone: string | null };

export interface PlanRequest {
  distributionId: string;
  /** `admin/<id>`, `api_key/<id>`, `operator` or `system`. */
  actor: string;
  /** One signal is applied once, however often its activity is repeated. */
  requestKey?: string;
}

export interface PlanAnswer {
  outcome: PlanOutcome;
  /** What it is now. */
  status: DistributionStatus;
  eventId?: number;
  /** Other distributions of the company whose points could be held by this. */
  funded?: string[];
}

/**
 * Starts a distribution for a run when its time has come, and takes its points if they are not held
 * yet; asked again by the same run it answers the same. Undefined when there is none of this id.
 */
export async function startIfDue(
  db: Database,
  request: { distributionId: string; workflowId: string; runId: string },
): Promise<DistributionState | undefined> {
  const [row] = await rowsOf<{ state: DistributionState | null }>(
    db,
    'SELECT start_if_due(?::uuid, ?, ?) AS state',
    [request.distributionId, request.workflowId, request.runId],
  );
  return row?.state ?? undefined;
}

async function answerOf(
  db: Database | Transaction,
  sql: string,
  bindings: readonly unknown[],
): Promise<PlanAnswer> {
  const [row] = await rowsOf<{ answer: PlanAnswer }>(db, sql, bindings);
  if (row === undefined) throw new Error('The database gave no answer');
  return row.answer;
}
