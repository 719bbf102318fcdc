import {
  cellIssue,
  type CellIssue,
  type Field,
  type RowCells,
  type RowInput,
  readCells,
} from '../domain/row-cells';
import { createRowPacker, type PackedRows } from '../domain/packed-rows';
import { columns, type HeadingTarget } from './columns';
import { FileRefused } from './file-refused';
import { fieldOf, type Headings } from './find-headings';
import { isBlankCell, type RawCell, type RawRow, textOf } from './raw-row';

/**
 * Collects the rows below the headings. Rows that are blank in the columns we know are no rows;
 * the template's example and repeated headings are ignored and counted.
 */
export function createSheetBuilder(headings: Headings, options: BuilderOptions): SheetBuilder {
  const known = headings.columns.flatMap(({ index, heading, target }) =>
    target === undefined ? [] : [{ index, heading, target }],
  );
  const packer = createRowPacker();
  let count = 0;
  let ignoredRows = 0;

  function add(raw: RawRow): void {
    if (raw.row <= headings.row) return;
    if (known.every(({ index }) => isBlankCell(raw.cells[index]))) return;
    if (isExample(raw, known) || isHeadingsAgain(raw, known)) {
      ignoredRows += 1;
      return;
    }
    count += 1;
    if (count > MAX_ROWS_COUNTED) refuseTooMany();
    if (count > options.maxRows) return;
    const row = readRow(raw, known);
    if (raw.hidden) row.issues.push(cellIssue('name', 'row_is_hidden', ''));
    const beyond = options.strictWidth
      ? raw.cells.slice(headings.width).find((cell) => !isBlankCell(cell))
      : undefined;
    if (beyond !== undefined) {
      row.issues.push(cellIssue('name', 'too_many_cells', textOf(beyond)));
    }
    packer.add(row);
  }

  function refuseTooMany(): never {
    const max = options.maxRows.toLocaleString('en');
    const number =
      count > MAX_ROWS_COUNTED
        ? `more than ${MAX_ROWS_COUNTED.toLocaleString('en')}`
        : count.toLocaleString('en');
    const detail = `The file has ${number} rows; at most ${max} can be sent at once.`;
    throw new FileRefused('too_many_rows', detail);
  }

  function finish(): BuiltRows {
    if (count > options.maxRows) refuseTooMany();
    const rows = packer.finish();
    if (count > 0) return { rows, rowCount: count, ignoredRows };
    const detail = `There is no row below the headings in row ${headings.row}${ignoredRows > 0 ? ' but the example of the template' : ''}.`;
    throw new FileRefused('no_rows', detail);
  }

  return { add, finish };
}

export interface BuilderOptions {
  maxRows: number;
  /** A cell right of the headings is an issue: in CSV, an unquoted comma has shifted the row. */
  strictWidth: boolean;
}

export interface SheetBuilder {
  add(raw: RawRow): void;
  /** @throws {FileRefused} too_many_rows, no_rows */
  finish(): BuiltRows;
}

export interface BuiltRows {
  rows: PackedRows;
  rowCount: number;
  ignoredRows: number;
}

export interface SheetRow {
  /** As a spreadsheet program numbers it at the left, blank rows counted. */
  row: number;
  /** As a person sees them, for showing and mending. */
  cells: RowCells;
  /** For `checkRewardRows`; where a field has an issue here, the issue here says more. */
  input: RowInput;
  issues: CellIssue[];
}

/** Counting goes on beyond what may be sent, to say how many rows there are, but not for ever. */
const MAX_ROWS_COUNTED = 100_000;

interface KnownColumn {
  index: number;
  heading: string;
  target: HeadingTarget;
}

function readRow(raw: RawRow, known: readonly KnownColumn[]): SheetRow {
  const cells: RowCells = {
    name: '',
    email: '',
    points: '',
    mobile: '',
    citation: '',
    reference: '',
  };
  const typed: { field: Field; cell: Exclude<RawCell, string> }[] = [];
  let firstName = '';
  let lastName = '';
  for (const { index, target } of known) {
    const cell = raw.cells[index];
    if (cell === undefined) continue;
    if (target === 'firstName') firstName = textOf(cell).trim();
    else if (target === 'lastName') lastName = textOf(cell).trim();
    else cells[target] = textOf(cell);
    if (typeof cell !== 'string') typed.push({ field: fieldOf(target), cell });
  }
  if (firstName !== '' || lastName !== '') cells.name = `${firstName} ${lastName}`.trim();
  const { input, issues } = readCells(cells);
  if (typed.length === 0) return { row: raw.row, cells, input, issues };
  return { row: raw.row, cells, ...applyTypes(typed, cells, input, issues) };
}

/** What the file says of a cell goes before what its text looks like: 1.125 is a number. */
function applyTypes(
  typed: readonly { field: Field; cell: Exclude<RawCell, string> }[],
  cells: RowCells,
  input: RowInput,
  readIssues: CellIssue[],
): { input: RowInput; issues: CellIssue[] } {
  let issues = readIssues;
  for (const { field, cell } of typed) {
    if (cell.problem !== undefined) {
      issues = issues.filter((issue) => issue.field !== field);
      issues.push(cellIssue(field, cell.problem, cells[field] ?? ''));
    } else if (field === 'points' && cell.number !== undefined) {
      issues = issues.filter((issue) => issue.field !== field);
      input.points = cell.number;
    }
  }
  return { input, issues };
}

const exampleEmail = columns.find(({ field }) => field === 'email')?.example;

function isExample(raw: RawRow, known: readonly KnownColumn[]): boolean {
  const email = known.find(({ target }) => target === 'email');
  return email !== undefined && textOf(raw.cells[email.index]).trim() === exampleEmail;
}

/** Files that were put together have their headings in between, too. */
function isHeadingsAgain(raw: RawRow, known: readonly KnownColumn[]): boolean {
  return known.every(({ index, heading }) => textOf(raw.cells[index]).trim() === heading);
}
