import { median, percentile } from './statistics';

test.each([
  { samples: [7], part: 0.5, expected: 7 },
  { samples: [3, 1, 2], part: 0.5, expected: 2 },
  { samples: [4, 1, 2, 3], part: 0.5, expected: 2.5 },
  { samples: [10, 9, 1, 2], part: 0, expected: 1 },
  { samples: [10, 9, 1, 2], part: 1, expected: 10 },
  { samples: [0, 10], part: 0.95, expected: 9.5 },
])('the $part percentile of $samples is $expected', ({ samples, part, expected }) => {
  expect(percentile(samples, part)).toBeCloseTo(expected, 10);
});

test('the samples keep their order, which is what the results show', () => {
  const samples = [3, 1, 2];
  median(samples);
  expect(samples).toEqual([3, 1, 2]);
});

test('no samples have no median', () => {
  expect(() => median([])).toThrow(RangeError);
});
