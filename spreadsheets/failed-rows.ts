import type { RowCells } from '../domain/row-cells';
import type { FileFormat } from './write-table';

/**
 * The rows that were not sent, with the template's headings, what is wrong, and a reference by
 * which the mended row is known when the file comes back.
 */
export async function writeFailedRows(
  _format: FileFormat,
  _rows: readonly FailedRow[],
): Promise<Buffer> {
  throw new Error('not built yet');
}

export interface FailedRow {
  cells: RowCells;
  reasons: string[];
  /** Opaque text of at most 100 characters. It goes before `cells.reference`. */
  reference: string;
}
