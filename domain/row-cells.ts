import { type CellReasonCode, cellReasons } from './file-reasons';
import { readTypedNumber } from './typed-number';

/**
 * Reads the cells of a row, as texts that a person typed, into what `checkRewardRows` takes. The
 * same rules hold for a CSV file's cells and for a row that is edited on a page. A field with an
 * issue keeps its text in `input`, so that nothing is sent that was not understood.
 */
export function readCells(cells: RowCells): { input: RowInput; issues: CellIssue[] } {
  const issues: CellIssue[] = [];
  for (const field of fields) {
    if (SPREADSHEET_ERROR.test(cells[field].trim())) {
      issues.push(cellIssue(field, 'cell_is_error', cells[field]));
    }
  }
  const input: RowInput = {
    name: cells.name,
    email: cells.email,
    points: readPoints(cells.points, issues),
    mobile: readMobile(cells.mobile, issues),
    citation: isBlank(cells.citation) ? null : cells.citation,
  };
  if (cells.externalId !== undefined) input.externalId = cells.externalId;
  if (cells.reference.length > MAX_REFERENCE_CHARACTERS) {
    issues.push(cellIssue('reference', 'cell_too_long', cells.reference));
  }
  return { input, issues };
}

/** The columns of a file of rewards; `reference` is opaque text of our own (the failed-rows file). */
export const fields = ['name', 'email', 'points', 'mobile', 'citation', 'reference'] as const;

/** The sender's own id of a row is none of the template's: rows of the API that failed have it. */
export type Field = (typeof fields)[number] | 'externalId';

/** A row as a person sees it; a blank cell is an empty text. */
export type RowCells = Record<(typeof fields)[number], string> & { externalId?: string };

/** What `checkRewardRows` (reward-row.ts) takes; blank optional cells are null. */
export interface RowInput {
  name: string;
  email: string;
  /** A number where the cell has exactly one reading; its text where it has none; null if blank. */
  points: number | string | null;
  mobile: string | null;
  citation: string | null;
  externalId?: string;
}

export type CellProblem = CellReasonCode;

/** What is wrong with one cell, with the remedy in `message`; `value` is what stands in the cell. */
export interface CellIssue {
  field: Field;
  code: CellProblem;
  value: string;
  message: string;
}

export const MAX_REFERENCE_CHARACTERS = 100;

/** @param detail what is wrong, where more is known than the reason says; the remedy follows it */
export function cellIssue(
  field: Field,
  code: CellProblem,
  value: string,
  detail?: string,
): CellIssue {
  const { message, nextAction } = cellReasons[code];
  const shown = value.slice(0, MAX_SHOWN_CHARACTERS).toWellFormed();
  return { field, code, value: shown, message: `${detail ?? message} ${nextAction}` };
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** As much of a cell as an issue repeats. */
const MAX_SHOWN_CHARACTERS = 100;

/** ECMA-376 part 1, section 18.17.2.7, and those that Excel added since (#SPILL!, #CALC!). */
const SPREADSHEET_ERROR = /^#(?:N\/A|NAME\?|(?:DIV\/0|NULL|NUM|REF|VALUE|SPILL|CALC|FIELD)!)$/i;

function readPoints(text: string, issues: CellIssue[]): number | string | null {
  if (isBlank(text)) return null;
  const typed = readTypedNumber(text);
  if (typed.ok) return typed.value;
  if (SPREADSHEET_ERROR.test(text.trim())) return text;
  if (typed.problem === 'ambiguous') {
    const [first, second] = typed.readings;
    const detail = `"${text.trim()}" can be read as ${first} or as ${second}.`;
    issues.push(cellIssue('points', 'ambiguous_points', text, detail));
  } else if (typed.problem === 'shortened') {
    issues.push(cellIssue('points', 'shortened_number', text));
  } else {
    const detail = `"${text.trim().slice(0, MAX_SHOWN_CHARACTERS)}" is not a number of points.`;
    issues.push(cellIssue('points', 'unreadable_points', text, detail));
  }
  return text;
}

function readMobile(text: string, issues: CellIssue[]): string | null {
  if (isBlank(text)) return null;
  // '+91… is how people make a spreadsheet program keep the plus.
  const typed = text.trim().replace(/^'+/, '');
  if (SHORTENED_MOBILE.test(typed)) {
    const detail = `The spreadsheet program has shortened the number to ${typed}. With its country code, like +91 98765 43210, it stays whole.`;
    issues.push(cellIssue('mobile', 'shortened_number', text, detail));
  }
  return typed.replace(TRAILING_DECIMALS, '$1');
}

/** 9.19E+11: Excel's CSV of a number that was wider than its column. */
const SHORTENED_MOBILE = /^\+?\d(?:[.,]\d+)?e\+?\d+$/i;

/** 9876543210.0: what programs write that keep numbers with blanks between them as fractions. */
const TRAILING_DECIMALS = /^(\+?\d{7,15})[.,]0+$/;
