/** The states of a distribution, in the order in which it can pass through them. */
export const distributionStatuses = [
  'draft',
  'accepted',
  'awaiting_approval',
  'awaiting_funds',
  'scheduled',
  'sending',
  'completed',
  'completed_with_failures',
  'cancelled',
  'rejected',
] as const;
export type DistributionStatus = (typeof distributionStatuses)[number];

/** What can stand in the time line of a distribution. */
export const distributionEvents = [
  'accepted',
  'awaiting_approval',
  'approved',
  'rejected',
  'scheduled',
  'awaiting_funds',
  'funded',
  'rescheduled',
  'sent_now',
  'funds_warned',
  'started',
  'cancelled',
  'completed',
] as const;

/** The states of a reward. */
export const rewardStatuses = [
  'pending',
  'awaiting_registration',
  'credited',
  'delivered',
  'failed',
  'email_failed',
  'cancelled',
  'expired',
  'reversed',
] as const;
export type RewardStatus = (typeof rewardStatuses)[number];

/**
 * Legal transitions. SQL enforces them by `WHERE status IN (…)` with the lists that
 * `rewardStatusesBefore` and `distributionStatusesBefore` give.
 */
export const rewardTransitions: Record<RewardStatus, readonly RewardStatus[]> = {
  pending: ['awaiting_registration', 'credited', 'failed', 'cancelled'],
  awaiting_registration: ['credited', 'failed', 'cancelled', 'expired'],
  credited: ['delivered', 'email_failed', 'reversed'],
  delivered: ['email_failed', 'reversed'],
  email_failed: ['delivered', 'reversed'],
  failed: [],
  cancelled: [],
  expired: [],
  reversed: [],
};

export const distributionTransitions: Record<DistributionStatus, readonly DistributionStatus[]> = {
  draft: ['accepted', 'cancelled'],
  accepted: ['awaiting_approval', 'awaiting_funds', 'scheduled', 'sending', 'cancelled'],
  awaiting_approval: ['awaiting_funds', 'scheduled', 'sending', 'rejected', 'cancelled'],
  awaiting_funds: ['scheduled', 'sending', 'cancelled'],
  scheduled: ['awaiting_funds', 'sending', 'cancelled'],
  sending: ['completed', 'completed_with_failures'],
  // A mail came back after everything was delivered.
  completed: ['completed_with_failures'],
  completed_with_failures: [],
  cancelled: [],
  rejected: [],
};

export function rewardStatusesBefore(next: RewardStatus): RewardStatus[] {
  return rewardStatuses.filter((status) => rewardTransitions[status].includes(next));
}

export function distributionStatusesBefore(next: DistributionStatus): DistributionStatus[] {
  return distributionStatuses.filter((status) => distributionTransitions[status].includes(next));
}

/**
 * What only a correction brings about, beside the tables above: a mail that was given up, or went to a
 * wrong address, is tried again. Its reward is `credited` once more, with its points where they were,
 * and its distribution `sending`.
 */
export const reopenedDistributionStatuses: readonly DistributionStatus[] = [
  'completed',
  'completed_with_failures',
];

/** A reward that needs no more work by a machine. */
export const finalRewardStatuses: readonly RewardStatus[] = [
  'delivered',
  'failed',
  'email_failed',
  'cancelled',
  'expired',
  'reversed',
];

/** A final state that did not bring the points or the mail to the person. */
export const unhappyRewardStatuses: readonly RewardStatus[] = [
  'failed',
  'email_failed',
  'cancelled',
  'expired',
];

/** A state in which no points of the reward are out of the Company Balance: never taken, or back in it. */
export const returnedRewardStatuses: readonly RewardStatus[] = [
  'failed',
  'cancelled',
  'expired',
  'reversed',
];
