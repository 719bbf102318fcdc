import type { ReasonCode } from '../../../../domain/reasons';
import { readCells, type RowInput } from '../../../../domain/row-cells';
import { matchColumns, readPastedTable, type RowField, rowFields } from './pasted-table';

/** A row of the form, all as typed. `id` stays with it while rows come and go. */
export type Row = Record<RowField, string> & { id: number };

export interface Rows {
  rows: readonly Row[];
  nextId: number;
  /** Of the last paste: how many rows had no place. */
  leftOver: number;
}

export type RowsChange =
  | { do: 'type'; id: number; values: Partial<Record<RowField, string>> }
  | { do: 'paste'; id: number; field: RowField; text: string; shown: readonly RowField[] }
  | { do: 'add' }
  | { do: 'remove'; ids: readonly number[] }
  | { do: 'clear' };

export const NO_ROWS: Rows = withBlank({ rows: [], nextId: 1, leftOver: 0 });

/** The rows after a change. There is always a row to type into, and never more than `most`. */
export function changeRows(state: Rows, change: RowsChange, most: number): Rows {
  switch (change.do) {
    case 'type':
      return mapRow(state, change.id, (row) => ({ ...row, ...change.values }));
    case 'paste':
      return paste(state, change, most);
    case 'add':
      return state.rows.length < most ? withBlank(state) : state;
    case 'remove': {
      const gone = new Set(change.ids);
      const rows = state.rows.filter(({ id }) => !gone.has(id));
      const next = { ...state, rows, leftOver: 0 };
      return rows.length === 0 ? withBlank(next) : next;
    }
    case 'clear':
      return withBlank({ ...state, rows: [], leftOver: 0 });
  }
}

function mapRow(state: Rows, id: number, change: (row: Row) => Row): Rows {
  return { ...state, rows: state.rows.map((row) => (row.id === id ? change(row) : row)) };
}

function withBlank({ rows, nextId, leftOver }: Rows): Rows {
  const blank: Row = { id: nextId, name: '', email: '', mobile: '', points: '', citation: '' };
  return { rows: [...rows, blank], nextId: nextId + 1, leftOver };
}

function paste(
  state: Rows,
  { id, field, text, shown }: Extract<RowsChange, { do: 'paste' }>,
  most: number,
): Rows {
  const table = readPastedTable(text);
  const { fields, hasHeadings } = matchColumns(table, field, shown);
  const start = state.rows.findIndex((row) => row.id === id);
  const people = hasHeadings ? table.slice(1) : table;
  let next = { ...state, leftOver: Math.max(0, start + people.length - most) };
  for (const [offset, cells] of people.entries()) {
    const at = start + offset;
    if (at >= most) break;
    if (at >= next.rows.length) next = withBlank(next);
    const typed = Object.fromEntries(
      fields.flatMap((name, column) => (name === undefined ? [] : [[name, cells[column] ?? '']])),
    );
    next = { ...next, rows: next.rows.with(at, { ...(next.rows[at] as Row), ...typed }) };
  }
  return next;
}

export function isBlank(row: Row): boolean {
  return rowFields.every((field) => row[field].trim() === '');
}

/** What is wrong with the cells of a row, as the server or the reading of cells says it. */
export type RowIssues = Partial<Record<RowField, { code: ReasonCode; message: string }>>;

/** What the cells mean, by the rules that hold for files too: "1,000" is 1000. */
export function readRow(row: Row): { input: RowInput; issues: RowIssues } {
  const { input, issues } = readCells({ ...row, reference: '' });
  const trimmed = { ...input, name: row.name.trim(), email: row.email.trim() };
  return {
    input: trimmed,
    issues: Object.fromEntries(issues.map((issue) => [issue.field, issue])),
  };
}

/** The points of all rows that can be read as whole points. */
export function sumPoints(rows: readonly Row[]): number {
  return rows.reduce((sum, row) => {
    const { points } = readRow(row).input;
    return typeof points === 'number' && Number.isSafeInteger(points) && points > 0
      ? sum + points
      : sum;
  }, 0);
}
