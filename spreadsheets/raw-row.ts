import type { CellProblem } from '../domain/row-cells';

/** A row of a file before anything is known of its columns; `cells` may have holes. */
export interface RawRow {
  /** As a spreadsheet program numbers it. */
  row: number;
  hidden: boolean;
  cells: (RawCell | undefined)[];
}

/** A text, or what XLSX knows beyond it. */
export type RawCell = string | TypedCell;

export interface TypedCell {
  text: string;
  number?: number;
  problem?: CellProblem;
}

export function textOf(cell: RawCell | undefined): string {
  if (cell === undefined) return '';
  return typeof cell === 'string' ? cell : cell.text;
}

export function isBlankCell(cell: RawCell | undefined): boolean {
  if (cell === undefined) return true;
  if (typeof cell === 'string') return cell.trim() === '';
  return cell.problem === undefined && cell.text.trim() === '';
}

/** A, B, … Z, AA …: how spreadsheet programs name the column of a 0-based index. */
export function columnLetters(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}
