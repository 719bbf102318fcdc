import type { TimelineEvent } from '../contracts/distributions';
import type { RewardWithTimeline } from '../contracts/resends';
import { describeReason, type ReasonCode } from '../domain/reasons';
import { SELECT_REWARD, showReward, type RewardRecord } from './find-distribution';
import { rowsOf, type Transaction } from './pool';
import { listScheduledResends } from './scheduled-resends';

/**
 * A reward with all that happened to it, or undefined when the company has none of this id.
 *
 * What is still under way is read first: a page looks again while there is something, and what ends in
 * between stands in the time line, which is read last.
 */
export async function findReward(
  tx: Transaction,
  rewardId: string,
): Promise<RewardWithTimeline | undefined> {
  const scheduledResends = await listScheduledResends(tx, rewardId);
  const [row] = await rowsOf<RewardRecord>(tx, `${SELECT_REWARD} WHERE id = ?`, [rewardId]);
  if (row === undefined) return undefined;
  const timelines = await findTimelines(tx, [rewardId]);
  return {
    ...showReward(row),
    timeline: timelines.get(rewardId) ?? [],
    scheduledResends,
  };
}

/** What happened to rewards, oldest first, by the reward's id. */
export async function findTimelines(
  tx: Transaction,
  rewardIds: readonly string[],
): Promise<Map<string, TimelineEvent[]>> {
  const events = await rowsOf<EventRecord>(tx, TIMELINES, [rewardIds, rewardIds]);
  const timelines = new Map<string, TimelineEvent[]>();
  for (const { reward_id, at, event, reason_code, detail } of events) {
    const timeline = timelines.get(reward_id) ?? [];
    timelines.set(reward_id, timeline);
    const reason = reason_code !== null && { reason: describeReason(reason_code) };
    timeline.push({ at: at.toISOString(), event, ...reason, detail });
  }
  return timelines;
}

interface EventRecord {
  reward_id: string;
  at: Date;
  event: string;
  reason_code: ReasonCode | null;
  detail: string | null;
}

// Acceptance and credit stand in the reward itself, everything else in its events.
const TIMELINES = `
SELECT reward_id, at, event, reason_code, detail FROM (
  SELECT r.id AS reward_id, 0 AS step, e.at, e.event, e.reason_code, NULL AS detail
  FROM rewards r CROSS JOIN LATERAL (VALUES
    (r.created_at, CASE WHEN r.refused_at_accept THEN 'failed' ELSE 'accepted' END,
      CASE WHEN r.refused_at_accept THEN r.reason_code END),
    (r.credited_at, 'credited', NULL)) AS e(at, event, reason_code)
  WHERE r.id = ANY(?::uuid[]) AND e.at IS NOT NULL
  UNION ALL
  SELECT reward_id, id, at, event, reason_code, detail FROM reward_events
  WHERE reward_id = ANY(?::uuid[])
) AS t ORDER BY at, step`;
