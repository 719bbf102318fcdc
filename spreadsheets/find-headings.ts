import type { Field } from '../domain/row-cells';
import { columns, findHeadingTarget, type HeadingTarget } from './columns';
import { FileRefused } from './file-refused';
import { columnLetters, isBlankCell, type RawRow, textOf } from './raw-row';

/**
 * Finds the row of headings among the first rows of a table: the one with the most headings that
 * we know. Titles above it and unknown columns are fine.
 *
 * @param rows rows that are not blank; the first HEADING_ROWS of them are looked at
 * @returns the headings, with the problem that keeps them from being used, if any
 */
export function findHeadings(rows: readonly RawRow[], maxColumns: number): FoundHeadings {
  let best: Headings | undefined;
  for (const row of rows.slice(0, HEADING_ROWS)) {
    const headings = readHeadings(row);
    if (headings.known > (best?.known ?? 0)) best = headings;
  }
  if (best === undefined) return { known: 0, problem: noHeadings(rows) };
  const problem = checkHeadings(best, maxColumns);
  return { headings: best, known: best.known, ...(problem && { problem }) };
}

/** Exports have a title, a date and a filter above their headings, seldom more. */
export const HEADING_ROWS = 10;

export interface FoundHeadings {
  headings?: Headings;
  /** How many different columns of ours it has: the best sheet, or delimiter, has the most. */
  known: number;
  problem?: FileRefused;
}

export interface Headings {
  row: number;
  known: number;
  columns: HeadingColumn[];
  /** One more than the index of the last column with a heading. */
  width: number;
}

export interface HeadingColumn {
  index: number;
  heading: string;
  target: HeadingTarget | undefined;
}

export function fieldOf(target: HeadingTarget): Field {
  return target === 'firstName' || target === 'lastName' ? 'name' : target;
}

function readHeadings(row: RawRow): Headings {
  const found: HeadingColumn[] = [];
  for (const [index, cell] of row.cells.entries()) {
    if (isBlankCell(cell)) continue;
    const heading = textOf(cell).trim().slice(0, MAX_SHOWN_CHARACTERS);
    found.push({ index, heading, target: findHeadingTarget(heading) });
  }
  const known = new Set(found.flatMap(({ target }) => (target ? [fieldOf(target)] : []))).size;
  return { row: row.row, known, columns: found, width: (found.at(-1)?.index ?? -1) + 1 };
}

const MAX_SHOWN_CHARACTERS = 100;

function checkHeadings(headings: Headings, maxColumns: number): FileRefused | undefined {
  const count = headings.columns.length;
  if (count > maxColumns) {
    const detail = `The table has ${count.toLocaleString('en')} columns; at most ${maxColumns} can be read.`;
    return new FileRefused('too_many_columns', detail);
  }
  return findDuplicate(headings) ?? findMissing(headings);
}

function findDuplicate({ row, columns: found }: Headings): FileRefused | undefined {
  const first = new Map<HeadingTarget, HeadingColumn>();
  const refuse = (one: HeadingColumn, other: HeadingColumn, what: string): FileRefused =>
    new FileRefused(
      'duplicate_column',
      `"${one.heading}" (column ${columnLetters(one.index)}) and "${other.heading}" ` +
        `(column ${columnLetters(other.index)}) in row ${row} both mean ${what}.`,
    );
  for (const column of found) {
    if (column.target === undefined) continue;
    const earlier = first.get(column.target);
    if (earlier) return refuse(earlier, column, `"${titleOf(fieldOf(column.target))}"`);
    first.set(column.target, column);
  }
  // "Name" beside "Last name" may be the first name or the whole: only the person knows.
  const name = first.get('name');
  const part = first.get('firstName') ?? first.get('lastName');
  return name && part ? refuse(name, part, '"Name", or a part of it') : undefined;
}

function findMissing({ row, columns: found }: Headings): FileRefused | undefined {
  const targets = new Set(found.map(({ target }) => target));
  const present = new Set([...targets].flatMap((target) => (target ? [fieldOf(target)] : [])));
  const missing = columns.filter(({ field, required }) => required && !present.has(field));
  if (missing.length > 0) {
    const names = missing.map(({ heading }) => `"${heading}"`).join(' and ');
    const verb = missing.length > 1 ? 'columns' : 'column';
    const detail = `The ${verb} ${names} ${missing.length > 1 ? 'are' : 'is'} missing. The headings in row ${row} are: ${listHeadings(found)}.`;
    return new FileRefused('missing_column', detail);
  }
  if (!targets.has('lastName') || targets.has('firstName')) return undefined;
  return new FileRefused(
    'missing_column',
    `There is a column for the last name in row ${row}, and none for the first name.`,
    'Add the column "First name", or one column "Name" with the full name.',
  );
}

function noHeadings(rows: readonly RawRow[]): FileRefused {
  const [first] = rows;
  if (first === undefined) return new FileRefused('file_is_empty');
  return new FileRefused(
    'no_headings',
    `None of the first ${HEADING_ROWS} rows has headings that we know. ` +
      `Row ${first.row} has: ${listHeadings(readHeadings(first).columns)}.`,
  );
}

function listHeadings(found: readonly HeadingColumn[]): string {
  const shown = found.slice(0, MAX_HEADINGS_SHOWN).map(({ heading }) => `"${heading}"`);
  return `${shown.join(', ')}${found.length > MAX_HEADINGS_SHOWN ? ' …' : ''}`;
}

const MAX_HEADINGS_SHOWN = 12;

function titleOf(field: Field): string {
  return columns.find((column) => column.field === field)?.heading ?? field;
}
