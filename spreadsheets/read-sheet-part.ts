import { unescapeText } from './escape-text';
import { FileRefused } from './file-refused';
import { columnLetters, type RawCell, type RawRow } from './raw-row';
import { createTextCollector, decodeEscapes, isTrue, type Workbook } from './read-workbook';
import { readXml } from './read-xml';
import type { ZipParts } from './zip-parts';

/**
 * Reads the rows of one sheet, as a stream. Cells that are not wanted are left out.
 *
 * @throws {FileRefused} file_is_damaged
 */
export async function readSheetPart(
  zip: ZipParts,
  part: string,
  workbook: Workbook,
  options: SheetPartOptions,
): Promise<SheetParts> {
  const parts: SheetParts = { merged: [], hiddenColumns: [] };
  const text = createTextCollector(options.maxCharacters);
  let row: RawRow = { row: 0, hidden: false, cells: [] };
  let column = -1;
  let cell: OpenCell | undefined;
  let inValue = false;

  function openCell(attributes: Record<string, string>): void {
    const { r: reference, t: type = 'n', s: style = '0' } = attributes;
    column = reference === undefined ? column + 1 : readColumn(reference);
    if (column >= MAX_COLUMNS) throw new FileRefused('file_is_damaged');
    if (!options.isWanted(column)) return;
    text.clear();
    cell = { type, style: Number(style), value: '', hasFormula: false, row: row.row, column };
  }

  await readXml(zip.read(part), {
    open(name, attributes) {
      if (name === 'c') openCell(attributes);
      else if (name === 'v') inValue = true;
      else if (name === 'f' && cell) cell.hasFormula = true;
      else if (name === 'row') {
        const number = attributes['r'] === undefined ? row.row + 1 : Number(attributes['r']);
        if (!Number.isSafeInteger(number) || number < 1) throw new FileRefused('file_is_damaged');
        row = { row: number, hidden: isTrue(attributes['hidden']), cells: [] };
        column = -1;
      } else if (name === 'mergeCell') {
        const area = readArea(attributes['ref'] ?? '');
        if (area && parts.merged.length < MAX_MERGED_AREAS) parts.merged.push(area);
      } else if (name === 'col' && isTrue(attributes['hidden'])) {
        parts.hiddenColumns.push({
          first: Number(attributes['min']) - 1,
          last: Number(attributes['max']) - 1,
        });
      } else if (cell) text.open(name);
    },
    text(value) {
      if (cell === undefined) return;
      if (inValue) cell.value += value.slice(0, options.maxCharacters);
      else text.add(value);
    },
    close(name) {
      if (name === 'v') inValue = false;
      else if (name === 'row') options.onRow(row);
      else if (cell === undefined) return;
      else if (name === 'c') {
        const value = cell.type === 'inlineStr' ? text.take() : cell.value;
        row.cells[column] = readCell({ ...cell, value }, workbook);
        cell = undefined;
      } else text.close(name);
    },
    isDone: () => options.isDone?.() === true,
  });
  return parts;
}

export interface SheetPartOptions {
  maxCharacters: number;
  /** @param column 0-based */
  isWanted(column: number): boolean;
  onRow(row: RawRow): void;
  isDone?(): boolean;
}

export interface SheetParts {
  merged: MergedArea[];
  /** 0-based, inclusive. */
  hiddenColumns: { first: number; last: number }[];
}

/** Rows as Excel numbers them, columns 0-based, all inclusive. */
export interface MergedArea {
  firstRow: number;
  lastRow: number;
  firstColumn: number;
  lastColumn: number;
}

interface OpenCell {
  type: string;
  style: number;
  value: string;
  hasFormula: boolean;
  row: number;
  column: number;
}

/** Excel's own limit: XFD. */
const MAX_COLUMNS = 16_384;

/** More than a person merges; each is compared with every row. */
const MAX_MERGED_AREAS = 10_000;

function readCell(cell: OpenCell, workbook: Workbook): RawCell | undefined {
  const { type, value } = cell;
  switch (type) {
    case 's': {
      const text = workbook.strings[value.trim() === '' ? -1 : Number(value)];
      if (text === undefined) refuseCell(cell);
      return unescapeText(text);
    }
    case 'str':
      return unescapeText(decodeEscapes(value));
    case 'inlineStr':
      return unescapeText(value);
    case 'b':
      return { text: isTrue(value.trim()) ? 'TRUE' : 'FALSE', problem: 'cell_is_true_or_false' };
    case 'e':
      return { text: value.trim() || '#N/A', problem: 'cell_is_error' };
    case 'd':
      return { text: value.trim(), problem: 'cell_is_date' };
    default:
      return readNumber(cell, workbook);
  }
}

function readNumber(cell: OpenCell, workbook: Workbook): RawCell | undefined {
  const value = cell.value.trim();
  if (value === '') {
    return cell.hasFormula ? { text: '', problem: 'formula_without_value' } : undefined;
  }
  const exact = Number(value);
  if (!Number.isFinite(exact)) refuseCell(cell);
  const kind = workbook.kinds[cell.style] ?? 'number';
  if (kind === 'date') return { text: dateText(exact, workbook.date1904), problem: 'cell_is_date' };
  const number = wholeIfNear(exact);
  // To its reader 100 % is not the number 1.
  if (kind === 'percent') return `${numberText(number * 100)}%`;
  return { text: numberText(number), number };
}

/** What formulas leave of a whole number: 99.9999999999999 is 100. */
function wholeIfNear(number: number): number {
  const whole = Math.round(number);
  return Math.abs(number - whole) <= NEAR ? whole : number;
}

const NEAR = 1e-9;

/** Excel keeps 15 digits; beyond them stand the errors of binary fractions. */
function numberText(number: number): string {
  return String(Number.isSafeInteger(number) ? number : Number(number.toPrecision(15)));
}

/** The day, and the time where there is one, as a person in any country reads it: 2026-02-01. */
function dateText(serial: number, date1904: boolean): string {
  const days = date1904 ? serial - DAYS_1904_TO_1970 : serial - DAYS_1900_TO_1970;
  const date = new Date(Math.round(days * SECONDS_A_DAY) * 1000);
  if (Number.isNaN(date.getTime())) return String(serial);
  const text = date.toISOString().replace('T', ' ').slice(0, 16);
  return Number.isInteger(serial) ? text.slice(0, 10) : text;
}

const SECONDS_A_DAY = 86_400;
const DAYS_1900_TO_1970 = 25_569;
const DAYS_1904_TO_1970 = 24_107;

function refuseCell({ row, column }: OpenCell): never {
  const detail = `The file is damaged: the value of cell ${columnLetters(column)}${row} cannot be read.`;
  throw new FileRefused('file_is_damaged', detail);
}

/** B7 is column 1. */
function readColumn(reference: string): number {
  let column = 0;
  for (let index = 0; index < reference.length && index < 4; index += 1) {
    const code = reference.charCodeAt(index) & ~0x20;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  if (column === 0) throw new FileRefused('file_is_damaged');
  return column - 1;
}

function readArea(reference: string): MergedArea | undefined {
  const [, first = '', firstRow, last = '', lastRow] =
    /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/i.exec(reference.replaceAll('$', '')) ?? [];
  if (first === '' || last === '') return undefined;
  return {
    firstRow: Number(firstRow),
    lastRow: Number(lastRow),
    firstColumn: readColumn(first),
    lastColumn: readColumn(last),
  };
}
