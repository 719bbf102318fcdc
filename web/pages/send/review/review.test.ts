import { NO_CHOICES } from '../choices';
import { ifInsufficientOf, nextStep, type Review, UNDECIDED } from './review';

const ready: Review = {
  ...{ people: 3, points: 30, balance: 100, shortfall: 0, approvalLimit: null },
  counts: { credited: 3, registered: 0, invited: 0, failing: 0 },
  ...{ unregisteredNames: [], failingNames: [], suggestedRemovals: [], toConfirm: [] },
};
const invited = { ...ready.counts, invited: 1 };
const decided = { ...UNDECIDED, isUnregisteredDecided: true };
const atSend = { ...NO_CHOICES, when: 'time', day: '2026-12-24', takeFunds: 'at_send' } as const;

test.each([
  ['nobody can be sent to', { ...ready, people: 0 }, UNDECIDED, NO_CHOICES, 'nothing'],
  ['all is well', ready, UNDECIDED, NO_CHOICES, 'confirm'],
  [
    'somebody is not registered',
    { ...ready, counts: invited },
    UNDECIDED,
    NO_CHOICES,
    'unregistered',
  ],
  ['that is decided', { ...ready, counts: invited }, decided, NO_CHOICES, 'confirm'],
  ['the balance is short', { ...ready, shortfall: 5 }, UNDECIDED, NO_CHOICES, 'shortfall'],
  [
    'it is short, and it waits',
    { ...ready, shortfall: 5 },
    { ...decided, funds: 'wait' },
    NO_CHOICES,
    'confirm',
  ],
  ['it is short today, and taken later', { ...ready, shortfall: 5 }, UNDECIDED, atSend, 'confirm'],
] as const)('when %s, the next step follows from it', (_when, review, decisions, choices, step) => {
  expect(nextStep(review, decisions, choices)).toBe(step);
});

test('a send waits for funds only where somebody chose that', () => {
  expect(ifInsufficientOf(UNDECIDED, NO_CHOICES)).toBe('fail');
  expect(ifInsufficientOf({ ...decided, funds: 'recharge' }, NO_CHOICES)).toBe('wait');
  expect(ifInsufficientOf(UNDECIDED, atSend)).toBe('wait');
});
