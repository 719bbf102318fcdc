import type { DistributionEvent } from '../contracts/distributions';
import { describeReason, type ReasonCode } from '../domain/reasons';
import { rowsOf, type Transaction } from './pool';

/** What happened to a distribution as a whole, oldest first: who, when, before and after. */
export async function listDistributionEvents(
  tx: Transaction,
  distributionId: string,
): Promise<DistributionEvent[]> {
  const rows = await rowsOf<EventRecord>(tx, TIMELINE, [distributionId, distributionId]);
  return rows.map(({ at, event, actor, actor_name, reason_code, plan_before, plan_after }) => ({
    at: at.toISOString(),
    event,
    actor: showActor(actor, actor_name),
    ...(reason_code !== null && { reason: describeReason(reason_code) }),
    before: showPlan(plan_before),
    after: showPlan(plan_after),
  }));
}

/** How a distribution was answered when it was accepted, or undefined for one that was to go at once. */
export async function findFirstPlan(tx: Transaction, distributionId: string): Promise<Plan | null> {
  const [row] = await rowsOf<{ plan_after: PlanRecord }>(
    tx,
    `SELECT plan_after FROM distribution_events WHERE distribution_id = ? AND plan_before IS NULL`,
    [distributionId],
  );
  return row === undefined ? null : showPlan(row.plan_after);
}

type Plan = NonNullable<DistributionEvent['before']>;

interface EventRecord {
  at: Date;
  event: DistributionEvent['event'];
  actor: string;
  actor_name: string | null;
  reason_code: ReasonCode | null;
  plan_before: PlanRecord | null;
  plan_after: PlanRecord | null;
}

/** Times as PostgreSQL writes them into JSON. */
type PlanRecord = Plan;

function showPlan(plan: PlanRecord): Plan;
function showPlan(plan: PlanRecord | null): Plan | null;
function showPlan(plan: PlanRecord | null): Plan | null {
  if (plan === null) return null;
  const { status, sendAt, timeZone } = plan;
  return { status, sendAt: sendAt === null ? null : new Date(sendAt).toISOString(), timeZone };
}

function showActor(actor: string, name: string | null): DistributionEvent['actor'] {
  const [kind = '', id = null] = actor.split('/');
  const known = kind === 'admin' || kind === 'api_key' || kind === 'operator' ? kind : 'system';
  return { kind: known, id, name };
}

// That it was accepted, started and completed stands in the distribution itself; the first event of
// one that waits is its acceptance.
const TIMELINE = `
SELECT t.at, t.event, t.actor, coalesce(a.name, k.name) AS actor_name, t.reason_code, t.plan_before,
  t.plan_after
FROM (
  SELECT 0 AS step, e.at, e.event, e.actor, NULL AS reason_code, NULL::jsonb AS plan_before,
    NULL::jsonb AS plan_after
  FROM distributions d CROSS JOIN LATERAL (VALUES
    (CASE WHEN NOT EXISTS (SELECT FROM distribution_events f
      WHERE f.distribution_id = d.id AND f.plan_before IS NULL) THEN d.created_at END,
      'accepted', d.created_by),
    (d.started_at, 'started', 'system'),
    (d.completed_at, 'completed', 'system')) AS e(at, event, actor)
  WHERE d.id = ? AND e.at IS NOT NULL
  UNION ALL
  SELECT id, at, event, actor, reason_code, plan_before, plan_after
  FROM distribution_events WHERE distribution_id = ?
) AS t
LEFT JOIN admins a ON t.actor = 'admin/' || a.id
LEFT JOIN api_keys k ON t.actor = 'api_key/' || k.id
ORDER BY t.at, t.step`;
