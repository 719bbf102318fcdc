import { parsePoints, type PointsProblem } from './points';

const MAX = 10_000_000;

test.each([1, 2, 10, 9_999_999, 10_000_000, 5.0, 1e7])('%d is points', (value) => {
  expect(parsePoints(value, MAX)).toEqual({ ok: true, points: value });
});

test.each<[unknown, PointsProblem]>([
  [undefined, 'missing'],
  [null, 'missing'],
  ['', 'missing'],
  ['10', 'not_a_number'],
  ['ten', 'not_a_number'],
  [Number.NaN, 'not_a_number'],
  [true, 'not_a_number'],
  [10n, 'not_a_number'],
  [[10], 'not_a_number'],
  [{ points: 10 }, 'not_a_number'],
  [new Date(10), 'not_a_number'],
  [0, 'too_small'],
  [-0, 'too_small'],
  [-1, 'too_small'],
  [Number.MIN_SAFE_INTEGER, 'too_small'],
  [1.5, 'not_whole'],
  [0.1, 'not_whole'],
  [-0.5, 'not_whole'],
  [9_999_999.5, 'not_whole'],
  [10_000_001, 'too_large'],
  [1e9, 'too_large'],
  [2 ** 53, 'too_large'],
  [Number.POSITIVE_INFINITY, 'too_large'],
])('%p is not points: %s', (value, problem) => {
  expect(parsePoints(value, MAX)).toEqual({ ok: false, problem });
});

test('beyond the safe integers nothing is points, however high the limit is', () => {
  expect(parsePoints(2 ** 53 - 1, Number.MAX_VALUE)).toMatchObject({ ok: true });
  expect(parsePoints(2 ** 53, Number.MAX_VALUE)).toEqual({ ok: false, problem: 'not_whole' });
});
