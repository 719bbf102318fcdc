import { changeRows, isBlank, NO_ROWS, readRow, type RowsChange, sumPoints } from './rows';

const shown = ['name', 'email', 'points', 'citation'] as const;
const paste = (text: string, id = 1): Extract<RowsChange, { do: 'paste' }> => ({
  ...{ do: 'paste', id, field: 'name', text, shown },
});

test('a paste fills rows from its cell on and makes those that are missing', () => {
  const { rows } = changeRows(
    NO_ROWS,
    paste('Asha\ta@x.example\t10\nBo\tb@x.example\t"1,000"'),
    500,
  );
  expect(rows.map(({ name, email, points }) => [name, email, points])).toEqual([
    ['Asha', 'a@x.example', '10'],
    ['Bo', 'b@x.example', '1,000'],
  ]);
  expect(sumPoints(rows)).toBe(1_010);
});

test('a row of headings is no person, and columns that the paste lacks stay as they are', () => {
  const typed = changeRows(NO_ROWS, { do: 'type', id: 1, values: { citation: 'Birthday' } }, 500);
  const { rows } = changeRows(typed, paste('Points\tName\n10\tAsha'), 500);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ name: 'Asha', points: '10', citation: 'Birthday' });
});

test('a paste over the limit says how many rows have no place', () => {
  const change = paste('A\t1\nB\t2\nC\t3');
  expect(changeRows(NO_ROWS, change, 2).rows).toHaveLength(2);
  expect(changeRows(NO_ROWS, change, 2).leftOver).toBe(1);
  expect(changeRows(NO_ROWS, change, 3).leftOver).toBe(0);
  expect(changeRows(changeRows(NO_ROWS, change, 2), { do: 'add' }, 2).rows).toHaveLength(2);
});

test('who removes all rows has one to type into', () => {
  const { rows } = changeRows(NO_ROWS, { do: 'remove', ids: [1] }, 500);
  expect(rows.map(isBlank)).toEqual([true]);
  expect(rows[0]?.id).not.toBe(1);
});

test.each([
  ['1,000', 1_000, undefined],
  ['  25 points', 25, undefined],
  ['', null, undefined],
  ['1.500', '1.500', /can be read as 1500 or as 1.5/],
  ['many', 'many', /is not a number of points/],
])('points typed as %j are %s', (points, value, issue) => {
  const read = readRow({
    id: 1,
    name: 'A',
    email: 'a@x.example',
    mobile: '',
    points,
    citation: '',
  });
  expect(read.input.points).toBe(value);
  if (issue === undefined) expect(read.issues.points).toBeUndefined();
  else expect(read.issues.points?.message).toMatch(issue);
});
