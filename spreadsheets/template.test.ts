import { Workbook } from 'exceljs';
import { unpackRows } from '../domain/packed-rows';
import { citationSuggestions } from '../domain/typed-text';
import { templateColumns } from './columns';
import { defaultFileLimits } from './file-limits';
import { readBytes } from './read-bytes';
import { writeTemplate } from './template';
import { writeTable } from './write-table';

const options = { maxRecipients: 500, mobileRequired: true, companyName: 'Acme =1+1' };
const reading = { limits: defaultFileLimits, maxRows: 500 };

test.each(['xlsx', 'csv'] as const)(
  'an untouched %s template has nothing to send',
  async (format) => {
    const read = await readBytes(await writeTemplate(format, options), reading);
    expect(read).toMatchObject({ ok: false, problem: { code: 'no_rows' } });
  },
);

test('a filled template is read, with or without its example', async () => {
  const workbook = await open(await writeTemplate('xlsx', options));
  const sheet = workbook.getWorksheet('Rewards');
  sheet?.addRow(['Asha', 'asha@example.com', 100, '+919876543210', 'My own words']);
  const read = await readBytes(Buffer.from(await workbook.xlsx.writeBuffer()), reading);
  if (!read.ok) throw new Error(read.problem.message);
  expect(read.sheet.source).toMatchObject({ ignoredRows: 1, ignoredSheets: ['Guidelines'] });
  expect(unpackRows(read.sheet.rows)).toMatchObject([
    {
      row: 3,
      input: { points: 100, mobile: '+919876543210', citation: 'My own words' },
      issues: [],
    },
  ]);
});

test('the template checks points, suggests citations, and keeps texts from becoming dates', async () => {
  const sheet = (await open(await writeTemplate('xlsx', options))).getWorksheet('Rewards');
  expect(sheet?.getRow(1).font?.bold).toBe(true);
  expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
  expect(sheet?.getCell('C502').dataValidation).toMatchObject({ type: 'whole', formulae: [1] });
  expect(sheet?.getCell('C503').dataValidation).toBeUndefined();
  expect(sheet?.getCell('E2').dataValidation).toMatchObject({
    type: 'list',
    formulae: [`"${citationSuggestions.join(',')}"`],
  });
  // Excel takes no longer list, and reads a comma as the end of an item.
  expect(citationSuggestions.join(',').length).toBeLessThan(255);
  expect(citationSuggestions.join('')).not.toContain(',');
  for (const [index, { field }] of templateColumns.entries()) {
    expect(sheet?.getColumn(index + 1).numFmt).toBe(field === 'points' ? '#,##0' : '@');
  }
});

test('the guidelines name every column, and say whether this company requires it', async () => {
  const sheet = (await open(await writeTemplate('xlsx', options))).getWorksheet('Guidelines');
  const rows = sheet?.getRows(2, templateColumns.length) ?? [];
  expect(rows.map((row) => [row.getCell(1).text, row.getCell(2).text])).toEqual([
    ['Name', 'required'],
    ['E-mail', 'required'],
    ['Points', 'required'],
    ['Mobile', 'required'],
    ['Citation', 'optional'],
  ]);
});

test('a table keeps numbers, times and blanks as what they are', async () => {
  const bytes = await writeTable('xlsx', {
    sheetName: "Statement: 'May/June' [1] and a name that is far too long",
    columns: [
      { heading: 'When', kind: 'date-time' },
      { heading: 'Points', kind: 'number' },
      { heading: 'Who', kind: 'text' },
    ],
    rows: [[new Date('2026-02-01T10:30:00Z'), -5, null]],
  });
  const row = (await open(bytes)).worksheets[0]?.getRow(2);
  expect(row?.getCell(1).value).toEqual(new Date('2026-02-01T10:30:00Z'));
  expect(row?.getCell(2).value).toBe(-5);
  expect(row?.getCell(3).value).toBeNull();
});

async function open(bytes: Buffer): Promise<Workbook> {
  const workbook = new Workbook();
  // exceljs declares a Buffer of its own, older than Node's.
  await workbook.xlsx.load(bytes as unknown as Parameters<Workbook['xlsx']['load']>[0]);
  return workbook;
}
