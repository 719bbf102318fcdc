import fc from 'fast-check';
import { MAX_PART_SLICES, MAX_RUN_REWARDS, MAX_SLICE_REWARDS } from '../contracts/workflows';
import { sliceSizes } from './slice-sizes';

test.each([
  { rewards: 0, sizes: [] },
  { rewards: 1, sizes: [1] },
  { rewards: 100, sizes: [100] },
  { rewards: 101, sizes: [40, 61] },
  { rewards: 125, sizes: [40, 85] },
  { rewards: 126, sizes: [40, 85, 1] },
  { rewards: 255, sizes: [40, 85, 65, 65] },
  { rewards: 500, sizes: [40, 85, 125, 125, 125] },
  { rewards: 501, sizes: [100, 100, 100, 100, 100, 1] },
])('a run of $rewards rewards goes in slices of $sizes', ({ rewards, sizes }) => {
  expect(sliceSizes(rewards)).toEqual(sizes);
});

test('slices are never empty, never too large, and together the whole run', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), (rewards) => {
      const sizes = sliceSizes(rewards);
      expect(sizes.every((size) => size > 0 && size <= MAX_SLICE_REWARDS)).toBe(true);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(rewards);
      // Else it would become a run of parts, each with a workflow of its own.
      if (rewards <= MAX_RUN_REWARDS) expect(sizes.length).toBeLessThanOrEqual(MAX_PART_SLICES);
    }),
  );
});
