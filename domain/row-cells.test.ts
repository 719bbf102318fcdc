import { cellReasons } from './file-reasons';
import { type CellProblem, type Field, readCells, type RowCells, type RowInput } from './row-cells';

const blank: RowCells = {
  name: 'Asha',
  email: 'asha@example.com',
  points: '100',
  mobile: '',
  citation: '',
  reference: '',
};

test.each<[typed: Partial<RowCells>, input: Partial<RowInput>]>([
  [{}, { name: 'Asha', email: 'asha@example.com', points: 100, mobile: null, citation: null }],
  [{ points: ' 1,000 ' }, { points: 1000 }],
  [{ points: ' ' }, { points: null }],
  [{ points: '-5' }, { points: -5 }],
  [{ points: '12.5' }, { points: 12.5 }],
  [{ mobile: ' ' }, { mobile: null }],
  [{ mobile: "'+919876543210" }, { mobile: '+919876543210' }],
  [{ mobile: '+91 98765 43210' }, { mobile: '+91 98765 43210' }],
  [{ mobile: '9876543210.0' }, { mobile: '9876543210' }],
  [{ mobile: '12.0' }, { mobile: '12.0' }],
  [{ citation: '\n' }, { citation: null }],
  [{ citation: '=1+1' }, { citation: '=1+1' }],
  [{ citation: "'=1+1" }, { citation: "'=1+1" }],
  [{ citation: '#1 of the team' }, { citation: '#1 of the team' }],
  [{ reference: 'r'.repeat(100) }, {}],
])('%p is taken as %p', (typed, input) => {
  expect(readCells({ ...blank, ...typed })).toMatchObject({ input, issues: [] });
});

test.each<[typed: Partial<RowCells>, field: Field, code: CellProblem, message: RegExp]>([
  [
    { points: '1.500' },
    'points',
    'ambiguous_points',
    /"1\.500" can be read as 1500 or as 1\.5\. Wr/,
  ],
  [{ points: 'ten' }, 'points', 'unreadable_points', /"ten" is not a number.* in digits: 1500/],
  [
    { points: '1E+05' },
    'points',
    'shortened_number',
    /last digits are lost.*Format the column as T/,
  ],
  [{ points: '#REF!' }, 'points', 'cell_is_error', /type the value/],
  [{ mobile: '9.19E+11' }, 'mobile', 'shortened_number', /Format the column as Text/],
  [{ mobile: '9,19E+11' }, 'mobile', 'shortened_number', /Format the column as Text/],
  [{ name: '#N/A' }, 'name', 'cell_is_error', /Correct the formula/],
  [{ citation: '#name?' }, 'citation', 'cell_is_error', /Correct the formula/],
  [{ reference: 'r'.repeat(101) }, 'reference', 'cell_too_long', /Shorten/],
])('%p is asked about', (typed, field, code, message) => {
  const { issues, input } = readCells({ ...blank, ...typed });
  expect(issues).toEqual([
    { field, code, value: typed[field]?.slice(0, 100), message: expect.stringMatching(message) },
  ]);
  // What was not understood stays as it was typed: no number that could be sent comes of it.
  if (field === 'points') expect(input.points).toBe(typed.points);
});

test('a phone number that lost digits says what to type again', () => {
  const [issue] = readCells({ ...blank, mobile: '9.19E+11' }).issues;
  expect(issue?.message).toContain('country code');
});

test('every remedy is a sentence', () => {
  for (const { message, nextAction } of Object.values(cellReasons)) {
    expect(message).toMatch(/^[A-Z].*\.$/);
    expect(nextAction).toMatch(/^[A-Z].*\.$/);
  }
});
