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
  const events = await rowsOf<{
    at: Date;
    event: string;
    reason_code: ReasonCode | null;
    detail: string | null;
  }>(
    tx,
    'SELECT at, event, reason_code, detail FROM reward_events WHERE reward_id = ? ORDER BY id',
    [rewardId],
  );
  const timeline = events.map(({ at, event, reason_code, detail }) => ({
    at: at.toISOString(),
    event,
    ...(reason_code !== null && { reason: describeReason(reason_code) }),
    detail,
  }));
  return { ...showReward(row), timeline };
}
