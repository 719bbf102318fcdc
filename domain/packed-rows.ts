import type { DraftRow } from './draft-row';
import { fields, type RowCells, type RowInput } from './row-cells';

/**
 * Rows as they go from thread to thread and as a draft keeps them: a fifth of the plain JSON, so that
 * 50,000 rows are 4 MB to write, to read and to hold, and not 15.
 */
export function packRows(rows: readonly DraftRow[]): string {
  return JSON.stringify(rows.map(packRow));
}

export function unpackRows(packed: readonly PackedRow[]): DraftRow[] {
  return packed.map(unpackRow);
}

/** The number of the row, its cells without blank ones at the end, its points as they were read. */
export type PackedRow = [row: number, cells: string[], points: RowInput['points'], rest?: Rest];

/** What most rows do not have. */
interface Rest extends Partial<Pick<DraftRow, 'issues' | 'removed' | 'edited'>> {
  /** Where it is not what stands in the cells. */
  input?: RowInput;
}

function packRow({ row, cells, input, issues, removed, edited }: DraftRow): PackedRow {
  const texts = fields.map((field) => cells[field]);
  while (texts.at(-1) === '') texts.pop();
  const plain = inputOf(cells, input.points);
  const isPlain =
    plain.name === input.name &&
    plain.email === input.email &&
    plain.mobile === input.mobile &&
    plain.citation === input.citation;
  const rest: Rest = {
    ...(issues.length > 0 && { issues }),
    ...(removed && { removed }),
    ...(edited && { edited }),
    ...(!isPlain && { input }),
  };
  return Object.keys(rest).length > 0
    ? [row, texts, input.points, rest]
    : [row, texts, input.points];
}

function unpackRow([row, texts, points, rest]: PackedRow): DraftRow {
  // Written out: building it from `fields` makes more garbage than 50,000 rows weigh.
  const [name = '', email = '', typed = '', mobile = '', citation = '', reference = ''] = texts;
  const cells: RowCells = { name, email, points: typed, mobile, citation, reference };
  if (rest === undefined) return { row, cells, input: inputOf(cells, points), issues: [] };
  const { input = inputOf(cells, points), issues = [], ...marks } = rest;
  return { row, cells, input, issues, ...marks };
}

function inputOf(cells: RowCells, points: RowInput['points']): RowInput {
  const { name, email, mobile, citation } = cells;
  return {
    name,
    email,
    points,
    mobile: mobile === '' ? null : mobile,
    citation: citation === '' ? null : citation,
  };
}
