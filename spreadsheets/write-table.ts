import { stringify } from 'csv-stringify/sync';
import { Workbook, type Worksheet } from 'exceljs';
import { escapeForCsv, escapeForXlsx } from './escape-text';

/**
 * Writes a table for people to open in a spreadsheet program. No text of it is ever a formula
 * there, and `createSpreadsheetReader` reads every text back as it was.
 */
export async function writeTable(format: FileFormat, table: Table): Promise<Buffer> {
  return format === 'csv' ? writeCsv(table) : await writeXlsx(table);
}

export type FileFormat = 'xlsx' | 'csv';

export interface Table {
  sheetName: string;
  columns: TableColumn[];
  rows: TableCell[][];
}

export interface TableColumn {
  heading: string;
  /** In characters. */
  width?: number;
  kind: 'text' | 'number' | 'date-time';
}

/** A Date is written in UTC; null is a blank cell. */
export type TableCell = string | number | Date | null;

/** Excel takes CSV without a byte order mark for the code page of its country. */
const BYTE_ORDER_MARK = '\ufeff';

function writeCsv({ columns, rows }: Table): Buffer {
  const headings = columns.map(({ heading }) => heading);
  const text = stringify(
    [headings, ...rows].map((row) => row.map(csvText)),
    {
      record_delimiter: '\r\n',
      // A lone line end or blank within a text is kept by quotes alone.
      quoted_match: /[\r\n]|^\s|\s$/,
    },
  );
  return Buffer.from(`${BYTE_ORDER_MARK}${text}`);
}

function csvText(cell: TableCell): string {
  if (cell === null) return '';
  if (cell instanceof Date) return cell.toISOString();
  return typeof cell === 'number'
    ? String(cell)
    : escapeForCsv(cell.toWellFormed().replaceAll('\u0000', '\ufffd'));
}

async function writeXlsx({ sheetName, columns, rows }: Table): Promise<Buffer> {
  const workbook = new Workbook();
  const sheet = addSheet(workbook, sheetName, columns);
  for (const row of rows) {
    sheet.addRow(row.map((cell) => (typeof cell === 'string' ? xlsxText(cell) : cell)));
  }
  return await toBuffer(workbook);
}

/** Adds a sheet with bold headings that stay in sight, and columns of the right type. */
export function addSheet(
  workbook: Workbook,
  name: string,
  columns: readonly TableColumn[],
): Worksheet {
  const sheet = workbook.addWorksheet(sheetTitle(name), {
    views: [{ state: 'frozen', ySplit: 1 }],
  });
  sheet.columns = columns.map(({ width, kind }) => ({
    width: width ?? DEFAULT_WIDTH,
    style: { numFmt: NUMBER_FORMATS[kind] },
  }));
  const headings = sheet.getRow(1);
  for (const [index, { heading }] of columns.entries()) {
    const cell = headings.getCell(index + 1);
    cell.value = xlsxText(heading);
    cell.numFmt = NUMBER_FORMATS.text;
  }
  headings.font = { bold: true };
  return sheet;
}

/**
 * A string cell, which is never run. What XML cannot hold or would change is escaped as Excel does
 * it (ECMA-376 part 1, section 22.9.2.19, ST_Xstring).
 */
export function xlsxText(text: string): string {
  return escapeForXlsx(text.toWellFormed())
    .replaceAll(LOOKS_ESCAPED, '_x005F_')
    .replaceAll(NOT_XML, (character) => {
      const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      return `_x${code}_`;
    });
}

const LOOKS_ESCAPED = /_(?=x[0-9a-f]{4}_)/gi;

// eslint-disable-next-line no-control-regex -- XML 1.0 has no control characters, and eats \r
const NOT_XML = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g;

export async function toBuffer(workbook: Workbook): Promise<Buffer> {
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

const DEFAULT_WIDTH = 20;

/** Text columns are formatted as Text, so that no program makes dates or numbers of what is typed. */
const NUMBER_FORMATS = { text: '@', number: '#,##0', 'date-time': 'yyyy-mm-dd hh:mm' };

/** Excel's rules for a sheet's name: 31 characters, none of these, no quote at an end. */
function sheetTitle(name: string): string {
  const title = name
    .replaceAll(/[\\/?*[\]:]/g, ' ')
    .slice(0, 31)
    .replaceAll(/^['\s]+|['\s]+$/g, '');
  return title === '' ? 'Sheet1' : title;
}
