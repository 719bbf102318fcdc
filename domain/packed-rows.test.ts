import fc from 'fast-check';
import type { DraftRow } from './draft-row';
import { changeRows, eachRow, packRows, partsOf, unpackRows } from './packed-rows';

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
      const packed = packRows(rows);
      expect(unpackRows(packed)).toEqual(rows);
      expect([...eachRow(packed)]).toEqual(rows);
      expect(changeRows(packed, (row) => row)).toBe(packed);
    }),
  );
});

test('rows come back in parts of a thousand, also where a cell looks like the end of a part', () => {
  const rows = Array.from({ length: 2_500 }, (_, index) => rowWith(index + 1, '],\n["'));
  const parts = partsOf(packRows(rows));
  expect(parts.map((part) => unpackRows(part).length)).toEqual([1_000, 1_000, 500]);
  expect(parts.flatMap(unpackRows)).toEqual(rows);
});

test('no rows are one empty part', () => {
  expect(partsOf(packRows([])).map(unpackRows)).toEqual([[]]);
});

test('rows that were stored on one line are read as one part', () => {
  const stored = '[[2,["Asha","asha@example.com","5"],5],[3,["Nina"],null]]';
  expect(partsOf(stored).map((part) => unpackRows(part).map(({ row }) => row))).toEqual([[2, 3]]);
});

test('a change reaches every row, in whatever part it stands', () => {
  const rows = Array.from({ length: 1_001 }, (_, index) => rowWith(index + 1, 'Asha'));
  const changed = changeRows(packRows(rows), (row) => ({ ...row, removed: true }));
  expect(unpackRows(changed)).toEqual(rows.map((row) => ({ ...row, removed: true })));
});

function rowWith(row: number, name: string): DraftRow {
  const cells = {
    name,
    email: 'a@b.example',
    points: '5',
    mobile: '',
    citation: '',
    reference: '',
  };
  const input = { name, email: 'a@b.example', points: 5, mobile: null, citation: null };
  return { row, cells, input, issues: [] };
}
