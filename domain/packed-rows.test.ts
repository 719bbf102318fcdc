import fc from 'fast-check';
import type { DraftRow } from './draft-row';
import { packRows, type PackedRow, unpackRows } from './packed-rows';

const text = fc.string({ unit: 'grapheme', maxLength: 5 });
const mayBeNull = fc.option(text, { nil: null });

const draftRow: fc.Arbitrary<DraftRow> = fc
  .record({
    row: fc.integer({ min: 1 }),
    cells: fc.record({
      ...{ name: text, email: text, points: text },
      ...{ mobile: text, citation: text, reference: text },
    }),
    input: fc.record({
      ...{ name: text, email: text, mobile: mayBeNull, citation: mayBeNull },
      points: fc.oneof(fc.integer(), mayBeNull),
    }),
    issues: fc.constantFrom<DraftRow['issues']>(
      [],
      [{ field: 'points', code: 'ambiguous_points', value: '1.500', message: 'Which?' }],
    ),
    marks: fc.constantFrom({}, { removed: true as const }, { edited: true as const }),
    isPlain: fc.boolean(),
  })
  .map(({ cells, input, marks, isPlain, ...row }) => {
    const { name, email, mobile, citation } = cells;
    const plain = { name, email, mobile: mobile || null, citation: citation || null };
    return { ...row, ...marks, cells, input: isPlain ? { ...input, ...plain } : input };
  });

test('rows come back as they were stored, whatever stands in their cells', () => {
  fc.assert(
    fc.property(fc.array(draftRow), (rows) => {
      expect(unpackRows(JSON.parse(packRows(rows)) as PackedRow[])).toEqual(rows);
    }),
  );
});
