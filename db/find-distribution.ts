import type {
  Distribution,
  DistributionSummary,
  DistributionWithTimeline,
  Reward,
} from '../contracts/distributions';
import { describeReason, type ReasonCode } from '../domain/reasons';
import { returnedRewardStatuses, type RewardStatus } from '../domain/states';
import { listApprovers } from './approvals';
import { findFirstPlan, listDistributionEvents } from './find-distribution-events';
import { rowsOf, type Transaction } from './pool';

/** The distribution with its first rewards, or undefined when the company has none of this id. */
export async function findDistribution(
  tx: Transaction,
  distributionId: string,
  maxRewards: number,
): Promise<Distribution | undefined> {
  const [row] = await rowsOf<DistributionRow>(tx, `${SELECT_DISTRIBUTION} WHERE d.id = ?`, [
    distributionId,
  ]);
  if (row === undefined) return undefined;
  const rewards = await listRewardsAfter(tx, distributionId, 0, maxRewards);
  return { ...showDistribution(row), rewards };
}

/** Whether the company has a distribution of this id. */
export async function hasDistribution(tx: Transaction, distributionId: string): Promise<boolean> {
  const found = await rowsOf(tx, 'SELECT 1 AS found FROM distributions WHERE id = ?', [
    distributionId,
  ]);
  return found.length > 0;
}

/** As `findDistribution`, with its time line. */
export async function findDistributionWithTimeline(
  tx: Transaction,
  distributionId: string,
  maxRewards: number,
): Promise<DistributionWithTimeline | undefined> {
  const found = await findDistribution(tx, distributionId, maxRewards);
  if (found === undefined) return undefined;
  const isWaiting = found.status === 'awaiting_approval';
  return {
    ...found,
    approvers: isWaiting ? await listApprovers(tx, distributionId) : [],
    timeline: await listDistributionEvents(tx, distributionId),
  };
}

/**
 * The distribution as it was answered when it was accepted, whatever has happened since: a repeated
 * request with the same idempotency key gets the same answer. `status` is what it is now.
 */
export async function getDistributionAsAccepted(
  tx: Transaction,
  distributionId: string,
  maxRewards: number,
): Promise<{ answer: Distribution; status: Distribution['status'] }> {
  const found = await findDistribution(tx, distributionId, maxRewards);
  if (found === undefined) throw new Error(`No distribution ${distributionId}`);
  const refused = await rowsOf<{ row: number }>(
    tx,
    'SELECT row FROM rewards WHERE distribution_id = ? AND refused_at_accept',
    [distributionId],
  );
  const refusedRows = new Set(refused.map(({ row }) => row));
  const first = await findFirstPlan(tx, distributionId);
  const mornings = await findFirstMornings(tx, distributionId);
  const { reason: _, approval, ...lasting } = found;
  const isHeld =
    approval === null
      ? isHeldAtAccept(first?.status ?? 'accepted', found.takeFunds)
      : await wasHeldWhenAsked(tx, distributionId);
  const answer: Distribution = {
    ...lasting,
    status: 'accepted',
    sendAt: null,
    timeZone: null,
    ...first,
    sendOnMorning: mornings.day,
    held: isHeld && refusedRows.size < found.recipients,
    approval: approval && askedApproval(approval.limit),
    startedAt: null,
    completedAt: null,
    cancelledAt: null,
    workflow: null,
    counts: countsAsAccepted(found.recipients, refusedRows.size),
    rewards: found.rewards.map((reward) =>
      refusedRows.has(reward.row) ? reward : fresh(reward, mornings.byRow.get(reward.row) ?? null),
    ),
  };
  return { answer, status: found.status };
}

/** One that waits for an approval may hold its points, or take them later. */
async function wasHeldWhenAsked(tx: Transaction, distributionId: string): Promise<boolean> {
  const [asked] = await rowsOf<{ wasHeld: boolean }>(
    tx,
    'SELECT was_held AS "wasHeld" FROM approvals WHERE distribution_id = ?',
    [distributionId],
  );
  return asked?.wasHeld ?? false;
}

/** An approval that nobody has decided about. */
export function askedApproval(limit: number): NonNullable<DistributionSummary['approval']> {
  return { limit, outcome: null, decidedBy: null, decidedAt: null, note: null };
}

/** The mornings that a distribution was accepted for, whatever time it has been given since. */
async function findFirstMornings(
  tx: Transaction,
  distributionId: string,
): Promise<{ day: string | null; byRow: Map<number, string> }> {
  const rows = await rowsOf<{ day: string; row: number | null; at: Date | null }>(
    tx,
    `SELECT d.morning::text AS day, r.row, coalesce(r.first_send_at, r.send_at) AS at
     FROM distributions d LEFT JOIN rewards r ON r.distribution_id = d.id
     WHERE d.id = ? AND d.morning IS NOT NULL`,
    [distributionId],
  );
  const byRow = rows.flatMap(({ row, at }): [number, string][] =>
    row === null || at === null ? [] : [[row, at.toISOString()]],
  );
  return { day: rows[0]?.day ?? null, byRow: new Map(byRow) };
}

/** What waits for funds, or takes them at its time, has nothing set aside when it is accepted. */
export function isHeldAtAccept(
  status: Distribution['status'],
  takeFunds: Distribution['takeFunds'],
): boolean {
  return status === 'accepted' || (status === 'scheduled' && takeFunds === 'now');
}

export function countsAsAccepted(
  recipients: number,
  refused: number,
): DistributionSummary['counts'] {
  const pending = recipients - refused;
  return { ...(pending > 0 && { pending }), ...(refused > 0 && { failed: refused }) };
}

/** Rewards of a distribution by row. `afterRow` is 0 for the first page. */
export async function listRewardsAfter(
  tx: Transaction,
  distributionId: string,
  afterRow: number,
  limit: number,
): Promise<Reward[]> {
  const rows = await rowsOf<RewardRecord>(
    tx,
    `${SELECT_REWARD} WHERE distribution_id = ? AND row > ? ORDER BY row LIMIT ?`,
    [distributionId, afterRow, limit],
  );
  return rows.map(showReward);
}

export const SELECT_REWARD = `SELECT id, distribution_id, row, name, email, points, mobile, citation,
  external_id, status, reason_code, created_at, send_at, first_send_at, invited_at, expires_at, credited_at, delivered_at,
  failed_at FROM rewards`;

export interface RewardRecord {
  id: string;
  distribution_id: string;
  row: number;
  name: string;
  email: string;
  points: number;
  mobile: string | null;
  citation: string | null;
  external_id: string | null;
  status: RewardStatus;
  reason_code: ReasonCode | null;
  created_at: Date;
  send_at: Date | null;
  /** Before the distribution was given another time. */
  first_send_at: Date | null;
  invited_at: Date | null;
  expires_at: Date | null;
  credited_at: Date | null;
  delivered_at: Date | null;
  failed_at: Date | null;
}

export function showReward(row: RewardRecord): Reward {
  return {
    id: row.id,
    distributionId: row.distribution_id,
    row: row.row,
    name: row.name,
    email: row.email,
    points: row.points,
    mobile: row.mobile,
    citation: row.citation,
    externalId: row.external_id,
    status: row.status,
    ...(row.reason_code !== null && { reason: describeReason(row.reason_code) }),
    createdAt: row.created_at.toISOString(),
    sendAt: showTime(row.send_at),
    invitedAt: showTime(row.invited_at),
    expiresAt: showTime(row.expires_at),
    creditedAt: showTime(row.credited_at),
    deliveredAt: showTime(row.delivered_at),
    failedAt: showTime(row.failed_at),
  };
}

export const SELECT_DISTRIBUTION = `SELECT d.id, d.status, d.method, d.external_id, d.if_unregistered,
    d.recipients, d.points, d.send_at, d.time_zone,
    CASE WHEN NOT d.has_another_time THEN d.morning::text END AS morning, d.take_funds, d.if_insufficient,
    d.held_at IS NOT NULL AS is_held, d.reason_code, d.created_at, d.started_at, d.completed_at,
    d.cancelled_at, d.workflow_id, d.run_id, c.counts, CASE WHEN v.id IS NOT NULL THEN
      jsonb_build_object('id', v.campaign_id, 'name', v.name, 'version', v.version) END AS campaign,
    CASE WHEN w.distribution_id IS NOT NULL THEN jsonb_build_object('limit', w.limit_points,
      'outcome', w.outcome, 'decidedBy', (SELECT jsonb_build_object('id', p.id, 'name', p.name)
        FROM admins p WHERE w.decided_by = 'admin/' || p.id), 'decidedAt', w.decided_at,
      'note', w.note) END AS approval
  FROM distributions d LEFT JOIN campaign_versions v ON v.id = d.campaign_version_id
  LEFT JOIN approvals w ON w.distribution_id = d.id
  LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(status, n) AS counts
    FROM (SELECT status, count(*) AS n FROM rewards WHERE distribution_id = d.id GROUP BY status) AS s
  ) c ON true`;

export interface DistributionRow {
  id: string;
  status: DistributionSummary['status'];
  method: DistributionSummary['method'];
  external_id: string | null;
  if_unregistered: DistributionSummary['ifUnregistered'];
  recipients: number;
  points: number;
  send_at: Date | null;
  time_zone: string | null;
  /** 2026-12-24 */
  morning: string | null;
  take_funds: DistributionSummary['takeFunds'];
  if_insufficient: DistributionSummary['ifInsufficient'];
  is_held: boolean;
  reason_code: ReasonCode | null;
  created_at: Date;
  started_at: Date | null;
  completed_at: Date | null;
  cancelled_at: Date | null;
  workflow_id: string | null;
  run_id: string | null;
  counts: DistributionSummary['counts'] | null;
  campaign: DistributionSummary['campaign'];
  /** Times as PostgreSQL writes them into JSON. */
  approval: DistributionSummary['approval'];
}

export function showDistribution(row: DistributionRow): DistributionSummary {
  return {
    id: row.id,
    status: row.status,
    method: row.method,
    externalId: row.external_id,
    ifUnregistered: row.if_unregistered,
    recipients: row.recipients,
    points: row.points,
    counts: row.counts ?? {},
    campaign: row.campaign,
    sendAt: showTime(row.send_at),
    timeZone: row.time_zone,
    sendOnMorning: row.morning,
    takeFunds: row.take_funds,
    ifInsufficient: row.if_insufficient,
    held: row.is_held && leavesBalance(row.counts ?? {}),
    approval: row.approval && showApproval(row.approval),
    ...(row.reason_code !== null && { reason: describeReason(row.reason_code) }),
    createdAt: row.created_at.toISOString(),
    startedAt: showTime(row.started_at),
    completedAt: showTime(row.completed_at),
    cancelledAt: showTime(row.cancelled_at),
    // The address of the Temporal UI is the API's to know.
    workflow:
      row.workflow_id === null ? null : { id: row.workflow_id, runId: row.run_id, url: null },
  };
}

function showApproval(
  approval: NonNullable<DistributionRow['approval']>,
): NonNullable<DistributionSummary['approval']> {
  const { decidedAt } = approval;
  return { ...approval, decidedAt: decidedAt === null ? null : new Date(decidedAt).toISOString() };
}

/** Whether there is a reward whose points were taken and have not come back. */
function leavesBalance(counts: DistributionSummary['counts']): boolean {
  return Object.keys(counts).some((status) => !returned.includes(status));
}

const returned: readonly string[] = returnedRewardStatuses;

function showTime(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}

/** A reward before anything happened to it. */
function fresh(reward: Reward, sendAt: string | null): Reward {
  const { reason: _, ...rest } = reward;
  return {
    ...rest,
    status: 'pending',
    sendAt,
    invitedAt: null,
    expiresAt: null,
    creditedAt: null,
    deliveredAt: null,
    failedAt: null,
  };
}
