import fc from 'fast-check';
import { suggestRemovals } from './shortfall';

const rowsOf = (points: number[]) =>
  points.map((value, index) => ({ row: index + 1, points: value }));

test.each<[what: string, points: number[], balance: number, removed: number[]]>([
  ['nothing when the balance is enough', [10, 20], 30, []],
  ['nothing of nothing', [], 0, []],
  ['the smallest row that suffices', [300, 150, 200], 500, [2]],
  ['the first of equal rows', [100, 100, 100], 250, [1]],
  ['the largest, then the smallest that suffices', [50, 60, 70, 10], 100, [1, 3]],
  ['everything when the balance is 0', [5, 5], 0, [1, 2]],
  ['one large row instead of many small ones', [1, 1, 1, 100], 3, [4]],
])('proposes %s', (_what, points, balance, removed) => {
  expect(suggestRemovals(rowsOf(points), balance).map(({ row }) => row)).toEqual(removed);
});

const someRows = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 9 });

test('what is left always fits, and no smaller number of rows would do', () => {
  fc.assert(
    fc.property(someRows, fc.integer({ min: 0, max: 200 }), (points, balance) => {
      const rows = rowsOf(points);
      const removed = suggestRemovals(rows, balance);
      const left = sum(points) - sum(removed.map((row) => row.points));
      expect(left).toBeLessThanOrEqual(balance);
      expect(removed).toHaveLength(fewestRemovals(points, balance));
      // Not one of them could stay.
      for (const row of removed) expect(left + row.points).toBeGreaterThan(balance);
    }),
  );
});

test('the rows are not changed', () => {
  const rows = Object.freeze(rowsOf([3, 1, 2]));
  suggestRemovals(rows, 2);
  expect(rows.map(({ row }) => row)).toEqual([1, 2, 3]);
});

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** By trying every subset. */
function fewestRemovals(points: number[], balance: number): number {
  let fewest = points.length;
  for (let chosen = 0; chosen < 2 ** points.length; chosen += 1) {
    const kept = points.filter((_, index) => (chosen & (1 << index)) !== 0);
    if (sum(kept) <= balance) fewest = Math.min(fewest, points.length - kept.length);
  }
  return fewest;
}
