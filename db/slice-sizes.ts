import { MAX_PART_SLICES, MAX_RUN_REWARDS, MAX_SLICE_REWARDS } from '../contracts/workflows';

/**
 * How many rewards each slice of a run takes, in order. Each is credited while the one before it is
 * mailed, so the first two are short: mails begin early.
 */
export function sliceSizes(rewards: number): number[] {
  if (rewards <= MAX_LOCAL_REWARDS) return rewards === 0 ? [] : [rewards];
  // The parts of a large send overlap each other (workflows/send-planned.ts).
  if (rewards > MAX_RUN_REWARDS) return equalSizes(rewards, MAX_RUN_REWARDS / MAX_PART_SLICES);
  const second = Math.min(rewards - FIRST_SLICE_REWARDS, SECOND_SLICE_REWARDS);
  const rest = rewards - FIRST_SLICE_REWARDS - second;
  if (rest === 0) return [FIRST_SLICE_REWARDS, second];
  const others = equalSizes(rest, Math.ceil(rest / Math.ceil(rest / MAX_SLICE_REWARDS)));
  return [FIRST_SLICE_REWARDS, second, ...others];
}

/** What a run sends as one slice, locally. */
const MAX_LOCAL_REWARDS = 100;
/** As many as the lanes of a worker take at once (activities/send-mails.ts). */
const FIRST_SLICE_REWARDS = 40;
const SECOND_SLICE_REWARDS = 85;

function equalSizes(rewards: number, most: number): number[] {
  const sizes: number[] = [];
  for (let left = rewards; left > 0; left -= most) sizes.push(Math.min(left, most));
  return sizes;
}
