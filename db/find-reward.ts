import type { Reward, TimelineEvent } from '../contracts/distributions';
import { describeReason, type ReasonCode } from '../domain/reasons';
import { SELECT_REWARD, showReward, type RewardRecord } from './find-distribution';
import { rowsOf, type Transaction } from './pool';

/** A reward with all that happened to it, or undefined when the company has none of this id. */
export async function findReward(
  tx: Transaction,
  rewardId: string,
): Promise<(Reward & { timeline: TimelineEvent[] }) | undefined> {
  const [row] = await rowsOf<RewardRecord>(tx, `${SELECT_REWARD} WHERE id = ?`, [rewardId]);
  if (row === undefined) return undefined;
  const events = await rowsOf<EventRecord>(tx, TIMELINE, [rewardId, rewardId]);
  const timeline = events.map(({ at, event, reason_code, detail }) => ({
    at: at.toISOString(),
    event,
    ...(reason_code !== null && { reason: describeReason(reason_code) }),
    detail,
  }));
  return { ...showReward(row), timeline };
}

interface EventRecord {
  at: Date;
  event: string;
  reason_code: ReasonCode | null;
  detail: string | null;
}

// Acceptance and credit stand in the reward itself, everything else in its events.
const TIMELINE = `
SELECT at, event, reason_code, detail FROM (
  SELECT 0 AS step, e.at, e.event, e.reason_code, NULL AS detail
  FROM rewards r CROSS JOIN LATERAL (VALUES
    (r.created_at, CASE WHEN r.refused_at_accept THEN 'failed' ELSE 'accepted' END,
      CASE WHEN r.refused_at_accept THEN r.reason_code END),
    (r.credited_at, 'credited', NULL)) AS e(at, event, reason_code)
  WHERE r.id = ? AND e.at IS NOT NULL
  UNION ALL
  SELECT id, at, event, reason_code, detail FROM reward_events WHERE reward_id = ?
) AS t ORDER BY at, step`;
