import { type RewardStatus, rewardStatuses } from '../../../domain/states';

/** What narrows the rewards of a send, as it stands in the address. */
export interface RewardsSearch {
  status?: RewardStatus;
  q?: string;
}

export function readRewardsSearch(search: Record<string, unknown>): RewardsSearch {
  const status = rewardStatuses.find((each) => each === search['status']);
  const { q } = search;
  return {
    ...(status && { status }),
    // An address is read as JSON: what looks like a number is one.
    ...((typeof q === 'string' || typeof q === 'number') && q !== '' && { q: String(q) }),
  };
}
