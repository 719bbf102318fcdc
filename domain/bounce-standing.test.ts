import { type BouncedReward, type BounceStanding, judgeBounce } from './bounce-standing';

const delivered: BouncedReward = {
  ...{ status: 'delivered', mailVersion: 2, isInvited: false, isRefused: false },
  ...{ newestResend: null, isResendUnderWay: false },
};
const invited: BouncedReward = { ...delivered, status: 'awaiting_registration', isInvited: true };

test.each<[what: string, mail: string, version: number, BouncedReward, BounceStanding]>([
  ['a delivered mail fails', 'reward', 2, delivered, 'failed'],
  ['an invitation fails', 'invite', 2, invited, 'failed'],
  ['a reminder of it too', 'reminder.3', 2, invited, 'failed'],
  ['its resend too', 'resend.1', 2, { ...invited, newestResend: 1 }, 'failed'],
  ['the newest resend fails', 'resend.2', 2, { ...delivered, newestResend: 2 }, 'failed'],
  ['an older resend does not', 'resend.1', 2, { ...delivered, newestResend: 2 }, 'overtaken'],
  [
    'nor the first mail after a resend',
    'reward',
    2,
    { ...delivered, newestResend: 1 },
    'overtaken',
  ],
  ['nor a mail to a former address', 'reward', 1, delivered, 'overtaken'],
  ['nor one of a version to come', 'reward', 3, delivered, 'overtaken'],
  ['nor an invitation that was used', 'invite', 2, delivered, 'overtaken'],
  ['nor a reward’s mail while invited', 'reward', 2, invited, 'overtaken'],
  ['nor what has failed', 'reward', 2, { ...delivered, status: 'email_failed' }, 'overtaken'],
  ['nor what was reversed', 'reward', 2, { ...delivered, status: 'reversed' }, 'overtaken'],
  ['nor a refused invitation', 'invite', 2, { ...invited, isRefused: true }, 'overtaken'],
  [
    'it waits for its own acceptance',
    'reward',
    2,
    { ...delivered, status: 'credited' },
    'too_early',
  ],
  ['as an invitation does', 'invite', 2, { ...invited, isInvited: false }, 'too_early'],
  ['and a resend', 'resend.1', 2, { ...delivered, isResendUnderWay: true }, 'too_early'],
])('%s', (_what, mail, version, reward, standing) => {
  expect(judgeBounce({ rewardId: 'r', mail, version }, reward)).toBe(standing);
});
