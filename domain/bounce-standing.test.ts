import { type BouncedReward, type BounceStanding, judgeBounce } from './bounce-standing';

const [first, second, third] = [1, 2, 3].map((hour) => new Date(Date.UTC(2026, 0, 1, hour))) as [
  Date,
  Date,
  Date,
];

const delivered: BouncedReward = {
  ...{ status: 'delivered', mailVersion: 2, isRefused: false },
  ...{ acceptedAt: second, arrivedAt: second, resentAt: null },
};
const invited: BouncedReward = { ...delivered, status: 'awaiting_registration' };
/** A later mail than the one that the state is about. */
const later = { acceptedAt: third };
const notYet = { acceptedAt: null, arrivedAt: null };

test.each<[what: string, mail: string, version: number, BouncedReward, BounceStanding]>([
  ['a delivered mail fails', 'reward', 2, delivered, 'failed'],
  ['an invitation fails', 'invite', 2, invited, 'failed'],
  ['a reminder of it too', 'reminder.3', 2, { ...invited, ...later }, 'failed'],
  ['its resend too', 'resend.1', 2, { ...invited, ...later }, 'failed'],
  ['the newest resend', 'resend.2', 2, { ...delivered, ...later, resentAt: second }, 'failed'],
  ['a mail after a resend', 'reward', 2, { ...delivered, resentAt: first }, 'failed'],
  ['an invitation after a resend', 'invite', 2, { ...invited, resentAt: first }, 'failed'],
  ['a reminder after one', 'reminder.1', 2, { ...invited, ...later, resentAt: second }, 'failed'],
  ['a resend that arrived in the place of the first mail', 'resend.1', 2, delivered, 'failed'],
  ['an older resend does not', 'resend.1', 2, { ...delivered, resentAt: third }, 'overtaken'],
  [
    'nor the first mail after a resend',
    'reward',
    2,
    { ...delivered, resentAt: third },
    'overtaken',
  ],
  ['nor in whose place one arrived', 'reward', 2, { ...delivered, resentAt: second }, 'overtaken'],
  ['nor a reminder before one', 'reminder.1', 2, { ...invited, resentAt: third }, 'overtaken'],
  [
    'nor the resend before the present mail',
    'resend.1',
    2,
    { ...delivered, acceptedAt: first },
    'overtaken',
  ],
  ['nor a mail to a former address', 'reward', 1, delivered, 'overtaken'],
  ['nor one of a version to come', 'reward', 3, delivered, 'overtaken'],
  ['nor an invitation that was used', 'invite', 2, delivered, 'overtaken'],
  ['nor a reminder of it', 'reminder.1', 2, delivered, 'overtaken'],
  ['nor a reward’s mail while invited', 'reward', 2, invited, 'overtaken'],
  ['nor what has failed', 'reward', 2, { ...delivered, status: 'email_failed' }, 'overtaken'],
  ['nor what was reversed', 'reward', 2, { ...delivered, status: 'reversed' }, 'overtaken'],
  ['nor a refused invitation', 'invite', 2, { ...invited, isRefused: true }, 'overtaken'],
  [
    'nor a resend while the reward’s mail is to come',
    'resend.1',
    2,
    { ...delivered, status: 'credited', arrivedAt: null },
    'overtaken',
  ],
  [
    'it waits for its own acceptance',
    'reward',
    2,
    { ...delivered, status: 'credited', ...notYet },
    'too_early',
  ],
  ['as an invitation does', 'invite', 2, { ...invited, ...notYet }, 'too_early'],
  ['and a reminder', 'reminder.1', 2, { ...invited, acceptedAt: null }, 'too_early'],
  ['and a resend', 'resend.1', 2, { ...delivered, acceptedAt: null }, 'too_early'],
  [
    'also of what has failed',
    'resend.1',
    2,
    { ...invited, isRefused: true, acceptedAt: null },
    'too_early',
  ],
])('%s', (_what, mail, version, reward, standing) => {
  expect(judgeBounce({ rewardId: 'r', mail, version }, reward)).toBe(standing);
});
