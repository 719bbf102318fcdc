import { type Choices, NO_CHOICES, readWhen } from './choices';

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
