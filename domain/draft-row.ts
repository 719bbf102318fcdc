import { type CheckedRow, checkRewardRows, type RowIssue, type RowRules } from './reward-row';
import {
  type CellIssue,
  type Field,
  fields,
  readCells,
  type RowCells,
  type RowInput,
} from './row-cells';

/** A row of a draft, as it stands in the file or was edited since. */
export interface DraftRow {
  /** As a spreadsheet program numbers it. */
  row: number;
  cells: RowCells;
  input: RowInput;
  issues: CellIssue[];
  /** Left out by a person, who may take it back. */
  removed?: true;
  edited?: true;
}

/** The row with some cells typed anew: read as a person's text, so that "1,000" is 1000. */
export function editDraftRow(row: DraftRow, typed: Partial<RowCells>): DraftRow {
  const cells = { ...row.cells, ...typed };
  return { ...row, cells, ...readCells(cells), edited: true };
}

/**
 * Checks the rows that are not removed, by the same rules as every send. Where the file itself says
 * more about a cell (a date where text was meant), its issue stands in place of the rule's.
 *
 * @param firstRows as for `checkRewardRows`, when the rows are a part of the draft
 */
export function checkDraftRows(
  rows: readonly DraftRow[],
  rules: RowRules,
  firstRows?: Map<string, number>,
): CheckedRow[] {
  const checked = checkRewardRows(
    rows.map(({ input }) => input),
    rules,
    rows.map(({ row }) => row),
    firstRows,
  );
  checked.forEach((row, index) => {
    const { issues } = rows[index] as DraftRow;
    const known = new Set<string>(issues.map(({ field }) => field));
    const others = row.issues.filter(({ path }) => !known.has(fieldOf(path)));
    row.issues = [...issues, ...others.map(inFile)].map((issue) => ofRow(row.row, issue));
    row.warnings = row.warnings.map((warning) => ofRow(row.row, inFile(warning)));
    if (issues.length > 0) delete row.value;
  });
  return checked;
}

function inFile({ path, code, message }: RowIssue): Pick<RowIssue, 'code' | 'message'> & Where {
  return { field: fieldOf(path), code, message };
}

interface Where {
  field: Field | '';
}

function ofRow(row: number, issue: Pick<RowIssue, 'code' | 'message'> & Where): RowIssue {
  const { field, code, message } = issue;
  return { row, path: field === '' ? `rows.${row}` : `rows.${row}.${field}`, code, message };
}

/** The field at the end of an issue's path. */
export function fieldOf(path: string): Field | '' {
  const last = path.slice(path.lastIndexOf('.') + 1);
  return last === 'externalId' ? last : (fields.find((field) => field === last) ?? '');
}

/**
 * By what a failed row is known when it comes back in a file: the draft (or the distribution, when
 * there was no file) and its row.
 */
export function referenceOf(sourceId: string, row: number): string {
  return `${sourceId}/${row}`;
}

/** @returns undefined for what is not a reference of ours: then the row is one like any other. */
export function parseReference(text: string): { sourceId: string; row: number } | undefined {
  const [, sourceId, row] = REFERENCE.exec(text.trim().toLowerCase()) ?? [];
  return sourceId === undefined ? undefined : { sourceId, row: Number(row) };
}

const REFERENCE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/([1-9]\d{0,6})$/;
