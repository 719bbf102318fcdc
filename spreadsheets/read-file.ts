import type { FileReasonCode } from '../domain/file-reasons';
import type { CellIssue, Field, RowCells, RowInput } from '../domain/row-cells';

/**
 * Reads spreadsheets in threads of their own, each of which is loaded before the first file comes
 * and is ended when a file takes too long or too much memory. Nothing that a file holds throws or
 * harms the process: what cannot be read is a problem with a text for the person who sent it.
 */
export function createSpreadsheetReader(_options: ReaderOptions = {}): SpreadsheetReader {
  throw new Error('not built yet');
}

export interface ReaderOptions {
  limits?: Partial<FileLimits>;
  /** Files read at once; more of them wait for their turn. */
  threads?: number;
}

export interface SpreadsheetReader {
  /**
   * @param bytes the file; they are copied, and the caller keeps them
   * @param fileName as the person named it: texts alone use it, the content decides the format
   * @param options.maxRows rows that may be sent at once; more are `too_many_rows`
   */
  read(bytes: Uint8Array, fileName: string, options: { maxRows: number }): Promise<ReadResult>;
  close(): Promise<void>;
}

export type ReadResult = { ok: true; sheet: Sheet } | { ok: false; problem: FileProblem };

export interface FileProblem {
  code: FileReasonCode;
  /** What is wrong, with the row, column and value where there is one. */
  message: string;
  nextAction: string;
}

export interface Sheet {
  source: SheetSource;
  rows: SheetRow[];
}

export interface SheetSource {
  format: 'xlsx' | 'csv';
  encoding?: string;
  delimiter?: string;
  sheetName?: string;
  /** As a spreadsheet program numbers it. */
  headingRow: number;
  /** In the order of the file; `field` is null where the column is not ours and is ignored. */
  headings: { heading: string; field: Field | null }[];
  /** Headings of columns that the file hides, and that were read all the same. */
  hiddenHeadings: string[];
  ignoredSheets: string[];
  /** The template's example row, and repeated headings. */
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

export interface FileLimits {
  fileBytes: number;
  unpackedBytes: number;
  zipEntries: number;
  columns: number;
  cellCharacters: number;
  deadlineMilliseconds: number;
  threadHeapMegabytes: number;
}

const MEGABYTE = 1024 * 1024;

export const defaultFileLimits: FileLimits = {
  fileBytes: 5 * MEGABYTE,
  // A workbook of 50,000 rewards unpacks to about 15 MB.
  unpackedBytes: 50 * MEGABYTE,
  zipEntries: 1_000,
  columns: 200,
  cellCharacters: 10_000,
  deadlineMilliseconds: 4_000,
  threadHeapMegabytes: 256,
};
