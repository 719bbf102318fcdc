import { makeZip, type ZipPart } from './zip-file';

/**
 * Files that no spreadsheet program would make, or that are no spreadsheets at all, each with what
 * its sender is told. The large ones are made in memory and kept nowhere.
 */
export const brokenFiles: readonly BrokenFile[] = [
  // Nothing in it
  ['empty.csv', () => '', 'file_is_empty', /empty/],
  ['only-a-mark.csv', () => '\ufeff', 'file_is_empty', /empty/],
  ['only-blank-lines.csv', () => '\r\n\r\n  \r\n', 'file_is_empty', /empty/],
  ['only-commas.csv', () => ',,,\n,,,\n', 'file_is_empty', /empty/],
  ['only-headings.csv', () => HEADINGS, 'no_rows', /below the headings in row 1/],
  ['five-megabytes-of-lines.csv', () => HEADINGS + '\n'.repeat(4.9e6), 'no_rows', /row 1/],
  [
    'only-the-example.csv',
    () => `${HEADINGS}Example Person,example.person@example.com,500\n`,
    'no_rows',
    /example/,
  ],
  // Headings
  ['no-headings.csv', () => ROW.repeat(3), 'no_headings', /Row 1 has: "Asha", "asha@example.com"/],
  ['prose.txt', () => 'Dear HR,\n\nplease reward Asha.\n', 'no_headings', /"Dear HR"/],
  ['one-column.csv', () => 'E-mail\nasha@example.com\n', 'missing_column', /"Name" and "Points"/],
  [
    'no-points.csv',
    () => 'Name,E-mail\nAsha,a@example.com\n',
    'missing_column',
    /"Points" is miss/,
  ],
  ['last-names.csv', () => 'Surname,E-mail,Points\nRao,a@b.c,5\n', 'missing_column', /first name/],
  [
    'twice.csv',
    () => 'Name,E-mail,Points,Points\n',
    'duplicate_column',
    /\(column C\).*\(column D\)/,
  ],
  ['synonyms.csv', () => 'Name,Email ID,Mail,Points\n', 'duplicate_column', /"Email ID".*"Mail"/],
  ['names.csv', () => 'Name,Last name,Mail,Points\n', 'duplicate_column', /"Name".*"Last name"/],
  ['two-headings.csv', () => `Name,Name\n${HEADINGS}`, 'no_rows', /headings in row 2/],
  ['10000-columns.csv', () => wide(','), 'too_many_columns', /10,003 columns; at most 200/],
  // Too much
  ['501-rows.csv', () => HEADINGS + ROW.repeat(501), 'too_many_rows', /501 rows; at most 500/],
  ['120000-rows.csv', () => HEADINGS + 'A,a@b.c,5\n'.repeat(120_000), 'too_many_rows', /more than/],
  ['six-megabytes.csv', () => HEADINGS + ROW.repeat(240_000), 'file_too_large', /at most 5 MB/],
  // Texts
  [
    'unclosed-quote.csv',
    () => `${HEADINGS}${ROW}"Ravi,r@b.c,5\n`,
    'stray_quote',
    /row 3 is opened/,
  ],
  ['stray-quote.csv', () => `${HEADINGS}Asha "AJ" Rao,a@b.c,5\n`, 'stray_quote', /row 2 \(line 2/],
  ['after-quote.csv', () => `${HEADINGS}"Asha" Rao,a@b.c,5\n`, 'stray_quote', /row 2/],
  ['nul.csv', () => `${HEADINGS}A\0sha,a@b.c,5\n`, 'file_format_unknown', /neither/],
  ['utf-32.csv', () => utf32(HEADINGS), 'text_encoding_unknown', /UTF-32/],
  [
    'shift-jis.csv',
    () => Buffer.from('4e616d650a8d8182ed', 'hex'),
    'text_encoding_unknown',
    /chara/,
  ],
  ['odd.csv', () => Buffer.from('fffe41004200ff', 'hex'), 'text_encoding_unknown', /characters/],
  // Other formats, by whatever name
  ['pdf.xlsx', () => '%PDF-1.7\n%âãÏÓ\n', 'file_format_unknown', /PDF/],
  ['rtf.csv', () => '{\\rtf1\\ansi Name}', 'file_format_unknown', /RTF/],
  ['html.xls', () => '<html><table><tr><td>Name', 'file_format_unknown', /web page/],
  ['excel-2003.xls', () => XML_2003, 'file_format_unknown', /Excel 2003/],
  ['picture.xlsx', () => Buffer.from('89504e470d0a1a0a', 'hex'), 'file_format_unknown', /picture/],
  ['gzip.csv', () => Buffer.from('1f8b0800000000000003', 'hex'), 'file_format_unknown', /neither/],
  ['compound.xls', () => compound(''), 'file_format_unknown', /neither/],
  ['word-97.xls', () => compound('WordDocument'), 'file_format_unknown', /old Word/],
  ['excel-95.xls', () => compound('Book'), 'file_is_old_xls', /old \.xls/],
  ['docx.xlsx', () => zipOf('word/document.xml'), 'file_format_unknown', /Word document/],
  ['pptx.xlsx', () => zipOf('ppt/presentation.xml'), 'file_format_unknown', /presentation/],
  ['xlsb.xlsx', () => zipOf('xl/workbook.bin'), 'file_format_unknown', /\.xlsb/],
  ['numbers.xlsx', () => zipOf('Index/Document.iwa'), 'file_format_unknown', /Numbers/],
  [
    'zip-of-zips.xlsx',
    () => zipOf('a.xlsx', 'b.zip'),
    'file_format_unknown',
    /zip archive of files/,
  ],
  ['plain.zip', () => zipOf('a.txt'), 'file_format_unknown', /zip archive/],
  ['empty.zip', () => makeZip([]), 'file_format_unknown', /zip archive/],
  // Zips
  ['truncated.xlsx', () => workbook().subarray(0, 400), 'file_is_damaged', /damaged/],
  ['garbled.xlsx', () => garble(workbook()), 'file_is_damaged', /damaged/],
  ['bomb.xlsx', () => workbook({ sheet: zeros(60e6) }), 'file_unpacks_too_large', /unpacks/],
  [
    'lying-bomb.xlsx',
    () => workbook({ sheet: zeros(100e6), declaredBytes: 1_000 }),
    'file_is_damaged',
    /damaged/,
  ],
  ['boastful.xlsx', () => workbook({ declaredBytes: 4e9 }), 'file_unpacks_too_large', /unpacks/],
  [
    'traversal.xlsx',
    () => workbook({}, { name: '../../etc/x', content: '' }),
    'file_is_damaged',
    /dam/,
  ],
  [
    'same-names.xlsx',
    () => workbook({}, { name: 'XL/Workbook.xml', content: '' }),
    'file_is_damaged',
    /d/,
  ],
  ['5000-parts.xlsx', () => workbook({}, ...manyParts()), 'file_unpacks_too_large', /unpacks/],
  ['zip-password.xlsx', () => workbook({ flags: 1 }), 'file_is_password_protected', /password/],
  // XML
  ['laughs.xlsx', () => workbook({ sheet: LAUGHS }), 'file_is_damaged', /damaged/],
  ['external-entity.xlsx', () => workbook({ sheet: EXTERNAL }), 'file_is_damaged', /damaged/],
  [
    'unclosed.xlsx',
    () => workbook({ sheet: '<worksheet><sheetData>' }),
    'file_is_damaged',
    /damaged/,
  ],
  [
    'not-utf-8.xlsx',
    () => workbook({ sheet: Buffer.from([60, 97, 62, 255]) }),
    'file_is_damaged',
    /d/,
  ],
  ['deep.xlsx', () => workbook({ sheet: '<a>'.repeat(1e6) }), 'file_is_damaged', /damaged/],
  [
    'many-attributes.xlsx',
    () =>
      workbook({ sheet: `<a ${Array.from({ length: 3e5 }, (_, i) => `a${i}="1"`).join(' ')}/>` }),
    'file_is_empty',
    /empty|cells/,
  ],
  // Workbooks
  [
    'no-sheet-part.xlsx',
    () => workbook({ target: 'gone.xml' }),
    'file_is_damaged',
    /gone\.xml is miss/,
  ],
  ['circular.xlsx', () => workbook({ target: 'workbook.xml' }), 'file_is_empty', /empty/],
  ['no-strings.xlsx', () => sheet('<c t="s"><v>7</v></c>'), 'file_is_damaged', /cell A1 cannot/],
  ['no-number.xlsx', () => sheet('<c/><c><v>1x</v></c>'), 'file_is_damaged', /cell B1 cannot/],
  [
    'row-zero.xlsx',
    () => workbook({ sheet: sheetXml('<row r="0"/>') }),
    'file_is_damaged',
    /damaged/,
  ],
  ['beyond-xfd.xlsx', () => sheet('<c r="ZZZ1"><v>1</v></c>'), 'file_is_damaged', /damaged/],
  ['no-sheets.xlsx', () => workbook({ sheets: '' }), 'file_is_empty', /no sheet/],
  [
    'all-hidden.xlsx',
    () => workbook({ sheets: '<sheet name="A" state="hidden" r:id="r1"/>' }),
    'file_is_empty',
    /visible/,
  ],
  [
    '500-sheets.xlsx',
    () =>
      workbook({
        sheet: sheetXml(row('Hello')),
        sheets: '<sheet name="A" r:id="r1"/>'.repeat(500),
      }),
    'no_headings',
    /"Hello"/,
  ],
  [
    'merged-headings.xlsx',
    () => workbook({ sheet: sheetXml(TABLE, '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>') }),
    'headings_merged',
    /"Name" in row 1/,
  ],
  [
    '10000-columns.xlsx',
    () => sheet(wide(',').trim().split(',').map(cell).join('')),
    'too_many_columns',
    /10,003 columns/,
  ],
  [
    '300000-rows.xlsx',
    () => workbook({ sheet: sheetXml(TABLE + row('A', 'a@b.c', '5').repeat(300_000)) }),
    'too_many_rows',
    /more than 100,000 rows; at most 500/,
  ],
  [
    'a-million-rows.xlsx',
    () => workbook({ sheet: sheetXml(TABLE + row('A', 'a@b.c', '5').repeat(1_000_000)) }),
    'file_unpacks_too_large',
    /unpacks/,
  ],
].map(([name, make, code, message]) => ({ name, make, code, message }) as BrokenFile);

export interface BrokenFile {
  name: string;
  make: () => string | Uint8Array;
  code: string;
  message: RegExp;
}

const HEADINGS = 'Name,E-mail,Points\n';
const ROW = 'Asha,asha@example.com,100\n';
const XML_2003 = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook/>';
const LAUGHS = `<!DOCTYPE l [<!ENTITY a "lol">${Array.from(
  { length: 9 },
  (_, i) => `<!ENTITY ${'bcdefghij'[i]} "${`&${'abcdefghi'[i]};`.repeat(10)}">`,
).join('')}]><worksheet>&j;</worksheet>`;
const EXTERNAL = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>&x;</worksheet>';
const TABLE = row('Name', 'E-mail', 'Points') + row('Asha', 'asha@example.com', '100');

/** A workbook of one sheet, right in all that is not said otherwise. */
export function workbook(
  {
    sheet: content = sheetXml(TABLE),
    sheets = '<sheet name="Rewards" sheetId="1" r:id="r1"/>',
    target = 'worksheets/sheet1.xml',
    ...lies
  }: Partial<Omit<ZipPart, 'content'>> & {
    sheet?: string | Uint8Array;
    sheets?: string;
    target?: string;
  } = {},
  ...others: ZipPart[]
): Buffer {
  return makeZip([
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: 'xl/workbook.xml', content: `<workbook><sheets>${sheets}</sheets></workbook>` },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="${target}"/></Relationships>`,
    },
    { name: 'xl/worksheets/sheet1.xml', content, ...lies },
    ...others,
  ]);
}

export function sheetXml(rows: string, after = ''): string {
  return `<worksheet><sheetData>${rows}</sheetData>${after}</worksheet>`;
}

function sheet(cells: string): Buffer {
  return workbook({ sheet: sheetXml(`<row>${cells}</row>`) });
}

export function row(...texts: string[]): string {
  return `<row>${texts.map(cell).join('')}</row>`;
}

function cell(text: string): string {
  return `<c t="inlineStr"><is><t>${text}</t></is></c>`;
}

function zipOf(...names: string[]): Buffer {
  return makeZip(names.map((name) => ({ name, content: 'x' })));
}

function manyParts(): ZipPart[] {
  return Array.from({ length: 5_000 }, (_, index) => ({ name: `x/${index}`, content: '' }));
}

function wide(delimiter: string): string {
  const extra = Array.from({ length: 10_000 }, (_, index) => `Column ${index}`);
  return `${['Name', 'E-mail', 'Points', ...extra].join(delimiter)}\n`;
}

function zeros(bytes: number): Buffer {
  return Buffer.alloc(bytes, '0');
}

function utf32(text: string): Buffer {
  return Buffer.from(Uint32Array.from(`\ufeff${text}`, (c) => c.codePointAt(0) ?? 0).buffer);
}

/** The signature of a compound file, and the name of a stream as its directory has it. */
function compound(stream: string): Buffer {
  const signature = Buffer.from('d0cf11e0a1b11ae1', 'hex');
  return Buffer.concat([signature, Buffer.alloc(504), Buffer.from(`${stream}\0`, 'utf16le')]);
}

/** Damage within the compressed bytes of the sheet. */
function garble(bytes: Buffer): Buffer {
  const at = bytes.indexOf('sheet1.xml') + 'sheet1.xml'.length;
  return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(40, 0xff), bytes.subarray(at + 40)]);
}
