import type { Field, RowCells } from '../domain/row-cells';
import { columns, WHAT_IS_WRONG } from './columns';
import { type FileFormat, type TableCell, type TableColumn, writeTable } from './write-table';

/**
 * The rows that were not sent, with the template's headings, what is wrong, and a reference by
 * which the mended row is known when the file comes back.
 */
export async function writeFailedRows(
  format: FileFormat,
  rows: readonly FailedRow[],
): Promise<Buffer> {
  const hasExternalIds = rows.some(({ cells: { externalId = '' } }) => externalId !== '');
  const isReference = (field: Field): boolean => field === 'reference';
  const isMendable = (field: Field): boolean =>
    field === 'externalId' ? hasExternalIds : !isReference(field);
  const mendable = columns.filter(({ field }) => isMendable(field));
  const reference = columns.filter(({ field }) => isReference(field));
  const toColumn = ({ heading, width }: { heading: string; width: number }): TableColumn => ({
    heading,
    width,
    kind: 'text',
  });
  return await writeTable(format, {
    sheetName: 'Failed rows',
    columns: [...mendable.map(toColumn), toColumn(WHAT_IS_WRONG), ...reference.map(toColumn)],
    rows: rows.map((row) => [
      ...mendable.map(({ field }) => cellOf(field, row.cells)),
      row.reasons.join('\n'),
      ...reference.map(() => row.reference || row.cells.reference),
    ]),
  });
}

export interface FailedRow {
  cells: RowCells;
  reasons: string[];
  /** Opaque text of at most 100 characters. It goes before `cells.reference`. */
  reference: string;
}

/** Points that are plain digits are a number, which Excel would else mark as a number in a text. */
function cellOf(field: Field, cells: RowCells): TableCell {
  const text = cells[field] ?? '';
  const isPlainNumber = field === 'points' && /^[1-9]\d{0,14}$/.test(text);
  return isPlainNumber ? Number(text) : text;
}
