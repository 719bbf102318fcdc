/**
 * Writes a table for people to open in a spreadsheet program. No text of it is ever a formula
 * there, and `createSpreadsheetReader` reads every text back as it was.
 */
export async function writeTable(_format: FileFormat, _table: Table): Promise<Buffer> {
  throw new Error('not built yet');
}

export type FileFormat = 'xlsx' | 'csv';

export interface Table {
  sheetName: string;
  columns: TableColumn[];
  rows: TableCell[][];
}

export interface TableColumn {
  heading: string;
  /** In characters. */
  width?: number;
  kind: 'text' | 'number' | 'date-time';
}

/** A Date is written in UTC; null is a blank cell. */
export type TableCell = string | number | Date | null;
