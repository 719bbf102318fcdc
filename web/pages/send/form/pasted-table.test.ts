import { isTable, matchColumns, readPastedTable } from './pasted-table';

test.each([
  [
    'cells and rows of Excel',
    'Asha\ta@x.example\r\nBo\tb@x.example\r\n',
    2,
    ['Asha', 'a@x.example'],
  ],
  ['cells of Google Sheets', 'Asha\t10\nBo\t20', 2, ['Asha', '10']],
  ['an empty cell in between', 'Asha\t\t10', 1, ['Asha', '', '10']],
  ['a line end in a quoted cell', 'Asha\t"ten\nyears"\nBo\tfive', 2, ['Asha', 'ten years']],
  ['quotation marks in a cell', '"the ""big"" one"\t1', 1, ['the "big" one', '1']],
  ['an inch, which only looks quoted', '"5" nail\t1', 1, ['"5" nail', '1']],
  ['empty rows, which are none', 'Asha\t1\n\t\n\nBo\t2\n', 2, ['Asha', '1']],
])('a paste is read: %s', (_what, text, rows, first) => {
  const table = readPastedTable(text);
  expect(table).toHaveLength(rows);
  expect(table[0]).toEqual(first);
});

test.each([
  ['Asha Rao', false],
  ['Asha Rao\n', false],
  ['Asha\t10', true],
  ['Asha\nBo', true],
])('%j is a table: %s', (text, expected) => {
  expect(isTable(text)).toBe(expected);
});

const shown = ['name', 'email', 'points', 'citation'] as const;

test.each([
  ['headings in another order', ['E-mail *', 'Full name', 'Points'], ['email', 'name', 'points']],
  [
    'German headings',
    ['Name', 'E-Mail', 'Punkte', 'Anlass'],
    ['name', 'email', 'points', 'citation'],
  ],
  ['a column that is none of ours', ['Name', 'Dept', 'Email'], ['name', undefined, 'email']],
])('%s say what the columns are', (_what, headings, fields) => {
  expect(matchColumns([headings], 'name', shown)).toEqual({ fields, hasHeadings: true });
});

test.each([
  ['a person', ['Asha Rao', 'asha@x.example', '10']],
  ['a single heading, which may be a name', ['Name', 'asha@x.example']],
  ['one meaning twice', ['Name', 'Employee']],
])('%s is no row of headings', (_what, first) => {
  const { fields, hasHeadings } = matchColumns([first], 'email', shown);
  expect(hasHeadings).toBe(false);
  expect(fields).toEqual(['email', 'points', 'citation']);
});
