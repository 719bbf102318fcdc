import type { BouncedMail } from './bounce-address';
import type { RewardStatus } from './states';

/**
 * What a mail that came back says about its reward now.
 *
 * - `failed`: its person has no mail; the reward fails by it.
 * - `overtaken`: the address or the mail has changed since, or a later mail arrived: nothing changes.
 * - `too_early`: it came back before its acceptance was written down. Whoever brings it comes again.
 */
export function judgeBounce({ mail, version }: BouncedMail, reward: BouncedReward): BounceStanding {
  if (version !== reward.mailVersion) return 'overtaken';
  const { acceptedAt, arrivedAt, resentAt } = reward;
  const isResend = mail.startsWith('resend.');
  // Its acceptance may heal a reward that has failed.
  if (isResend && acceptedAt === null) return 'too_early';
  if (!mayFail(mail, reward)) return 'overtaken';
  if (acceptedAt === null) return 'too_early';
  if (arrivedAt !== null && arrivedAt > acceptedAt) return 'overtaken';
  // At the same time, too: that of a resend is written down as the first mail's when that had failed.
  return resentAt !== null && resentAt >= acceptedAt ? 'overtaken' : 'failed';
}

/** Whether the reward has this mail, or waits for it. */
function mayFail(mail: string, { status, isRefused }: BouncedReward): boolean {
  if (status === 'awaiting_registration') return mail !== 'reward' && !isRefused;
  if (status === 'credited') return mail === 'reward';
  return status === 'delivered' && (mail === 'reward' || mail.startsWith('resend.'));
}

export type BounceStanding = 'failed' | 'overtaken' | 'too_early';

/** Times are those at which a mail server took a mail; null while that is not written down. */
export interface BouncedReward {
  status: RewardStatus;
  mailVersion: number;
  /** Its invitation has failed already. */
  isRefused: boolean;
  /** Of the mail in question. */
  acceptedAt: Date | null;
  /** Of the mail that the state is about: the invitation, or that of the points. */
  arrivedAt: Date | null;
  /** Of the newest other resend of the same version. */
  resentAt: Date | null;
}
