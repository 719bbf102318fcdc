import type { CellReasonCode } from './file-reasons';

/**
 * Reads the cells of a row, as texts that a person typed, into what `checkRewardRows` takes. The
 * same rules hold for a CSV file's cells and for a row that is edited on a page. A field with an
 * issue keeps its text in `input`, so that nothing is sent that was not understood.
 */
export function readCells(_cells: RowCells): { input: RowInput; issues: CellIssue[] } {
  throw new Error('not built yet');
}

/** The columns of a file of rewards; `reference` is opaque text of our own (the failed-rows file). */
export const fields = ['name', 'email', 'points', 'mobile', 'citation', 'reference'] as const;

export type Field = (typeof fields)[number];

/** A row as a person sees it; a blank cell is an empty text. */
export type RowCells = Record<Field, string>;

/** What `checkRewardRows` (reward-row.ts) takes; blank optional cells are null. */
export interface RowInput {
  name: string;
  email: string;
  /** A number where the cell has exactly one reading; its text where it has none; null if blank. */
  points: number | string | null;
  mobile: string | null;
  citation: string | null;
}

export type CellProblem = CellReasonCode;

/** What is wrong with one cell, with the remedy in `message`; `value` is what stands in the cell. */
export interface CellIssue {
  field: Field;
  code: CellProblem;
  value: string;
  message: string;
}
