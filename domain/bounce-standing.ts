import type { BouncedMail } from './bounce-address';
import type { RewardStatus } from './states';

/**
 * What a mail that came back says about its reward now.
 *
 * - `failed`: its person has no mail; the reward fails by it.
 * - `overtaken`: the address or the mail has changed since, or a later mail arrived: nothing changes.
 * - `too_early`: it came back before its acceptance was written down. Whoever brings it comes again.
 */
export function judgeBounce(mail: BouncedMail, reward: BouncedReward): BounceStanding {
  if (mail.version !== reward.mailVersion) return 'overtaken';
  const resend = /^resend\.(\d+)$/.exec(mail.mail)?.[1];
  if (Number(resend ?? 0) < (reward.newestResend ?? 0)) return 'overtaken';
  if (reward.isResendUnderWay) return 'too_early';
  const isInvitation = reward.status === 'awaiting_registration';
  if (resend === undefined && (mail.mail === 'reward') === isInvitation) return 'overtaken';
  if (isInvitation) {
    if (reward.isRefused) return 'overtaken';
    return reward.isInvited ? 'failed' : 'too_early';
  }
  if (reward.status === 'credited') return 'too_early';
  return reward.status === 'delivered' ? 'failed' : 'overtaken';
}

export type BounceStanding = 'failed' | 'overtaken' | 'too_early';

export interface BouncedReward {
  status: RewardStatus;
  mailVersion: number;
  isInvited: boolean;
  /** Its invitation has failed already. */
  isRefused: boolean;
  /** The number of the last resend that a mail server took; null when there is none. */
  newestResend: number | null;
  /** The mail in question is a resend whose outcome is not written down yet. */
  isResendUnderWay: boolean;
}
