import { type Choices, NO_CHOICES, readDay, readWhen } from './choices';

test.each<[string, Partial<Choices>, object | undefined]>([
  ['now', {}, {}],
  ['a day is missing', { when: 'time' }, undefined],
  ['a time is missing', { when: 'time', day: '2026-12-24', time: '' }, undefined],
  [
    'a time in the company’s zone',
    { when: 'time', day: '2026-12-24', time: '09:30', takeFunds: 'at_send' },
    { sendAt: '2026-12-24T09:30', timeZone: 'Asia/Kolkata', takeFunds: 'at_send' },
  ],
  [
    'everybody’s morning',
    { when: 'morning', day: '2026-12-24' },
    { sendOnMorning: '2026-12-24', takeFunds: 'now' },
  ],
])('what is chosen is what is asked for: %s', (_what, choices, expected) => {
  expect(readWhen({ ...NO_CHOICES, ...choices }, 'Asia/Kolkata')).toEqual(expected);
});

test.each([
  ['2026-12-24', '2026-12-24'],
  ['24.12.2026', '2026-12-24'],
  ['1. 2. 2026', '2026-02-01'],
  ['24 Dec 2026', '2026-12-24'],
  ['31.02.2026', null],
  ['2026-02-30', null],
  ['4/5/2026', null],
  ['tomorrow', null],
])('a day typed as %j is %s', (typed, day) => {
  expect(readDay(typed)).toBe(day);
});
