import { type Choices, NO_CHOICES, problemOfWhen, readWhen } from './choices';

/** Half past eight in the evening of the first of December in Kolkata. */
const NOW = new Date('2026-12-01T15:00:00Z');

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
  expect(readWhen({ ...NO_CHOICES, ...choices }, 'Asia/Kolkata', NOW)).toEqual(expected);
});

test.each<[string, Partial<Choices>, ReturnType<typeof problemOfWhen>]>([
  ['at once', { when: 'now', day: '2020-01-01' }, undefined],
  ['no day', { when: 'time' }, 'dayMissing'],
  ['no time', { when: 'time', day: '2026-12-24', time: '' }, 'timeMissing'],
  ['a day that is over', { when: 'time', day: '2026-11-30', time: '23:00' }, 'over'],
  ['a minute ago', { when: 'time', day: '2026-12-01', time: '20:29' }, 'over'],
  ['this very minute', { when: 'time', day: '2026-12-01', time: '20:30' }, 'over'],
  ['in a minute', { when: 'time', day: '2026-12-01', time: '20:31' }, undefined],
  ['more than a year ahead', { when: 'time', day: '2027-12-24', time: '09:00' }, 'over'],
  ['a morning that is over', { when: 'morning', day: '2026-11-30' }, 'over'],
  [
    'the morning of today, which is still to come to some',
    { when: 'morning', day: '2026-12-01' },
    undefined,
  ],
])('a time that is none is known before anything is asked: %s', (_what, choices, problem) => {
  expect(problemOfWhen({ ...NO_CHOICES, ...choices }, 'Asia/Kolkata', NOW)).toBe(problem);
});
