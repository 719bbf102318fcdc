import { changeRows, type PackedRows } from '../domain/packed-rows';
import { cellIssue, type Field } from '../domain/row-cells';
import { createSheetBuilder } from './build-sheet';
import type { FileLimits } from './file-limits';
import { FileRefused } from './file-refused';
import {
  fieldOf,
  findHeadings,
  type FoundHeadings,
  HEADING_ROWS,
  type Headings,
} from './find-headings';
import { isBlankCell, type RawRow } from './raw-row';
import { type MergedArea, readSheetPart, type SheetParts } from './read-sheet-part';
import { readWorkbook, refuseOtherZip, type SheetEntry, type Workbook } from './read-workbook';
import { describeHeadings, type Sheet } from './sheet';
import { openZip, type ZipParts } from './zip-parts';

/**
 * Reads a workbook (ECMA-376, transitional and strict, with or without macros, which are not looked
 * at). The sheet is the first visible one that has all our columns.
 *
 * @throws {FileRefused} what keeps the file from being read
 */
export async function readXlsx(
  bytes: Uint8Array,
  limits: FileLimits,
  maxRows: number,
): Promise<Sheet> {
  const zip = await openZip(bytes, limits);
  const isWorkbook = zip.has('[content_types].xml') && zip.names.some(isWorkbookPart);
  if (!isWorkbook) refuseOtherZip(zip);
  const workbook = await readWorkbook(zip, limits.cellCharacters);
  const { sheet, headings } = await chooseSheet(zip, workbook, limits);
  const builder = createSheetBuilder(headings, { maxRows, strictWidth: false });
  const wanted = new Set(headings.columns.map(({ index }) => index));
  const parts = await readSheetPart(zip, sheet.part, workbook, {
    maxCharacters: limits.cellCharacters,
    isWanted: (column) => wanted.has(column),
    onRow: (row) => builder.add(row),
  });
  const { rows, rowCount, ignoredRows } = builder.finish();
  return {
    source: {
      format: 'xlsx',
      sheetName: sheet.name,
      headingRow: headings.row,
      headings: describeHeadings(headings),
      hiddenHeadings: findHidden(headings, parts),
      ignoredSheets: workbook.sheets.filter(({ name }) => name !== sheet.name).map(nameOf),
      ignoredRows,
    },
    rows: reportMerged(rows, findMerged(headings, parts.merged)),
    rowCount,
  };
}

/** Programs that name it otherwise still put it into xl/. */
function isWorkbookPart(name: string): boolean {
  return /^(?:xl\/)?workbook\d*\.xml$/.test(name);
}

async function chooseSheet(
  zip: ZipParts,
  workbook: Workbook,
  limits: FileLimits,
): Promise<{ sheet: SheetEntry & { part: string }; headings: Headings }> {
  let best: FoundHeadings | undefined;
  for (const { name, hidden, part } of workbook.sheets) {
    if (hidden || part === undefined) continue;
    const first = await readFirstRows(zip, part, workbook, limits);
    const found = findHeadings(first, limits.columns);
    if (found.headings && found.problem === undefined) {
      return { sheet: { name, hidden, part }, headings: found.headings };
    }
    const isBetter = best === undefined || found.known > best.known;
    if (isBetter && (first.length > 0 || best === undefined)) best = found;
  }
  if (best?.problem) throw best.problem;
  const detail =
    workbook.sheets.length === 0
      ? 'There is no sheet in the file.'
      : 'No sheet of the file is visible and has cells.';
  throw new FileRefused('file_is_empty', detail);
}

async function readFirstRows(
  zip: ZipParts,
  part: string,
  workbook: Workbook,
  limits: FileLimits,
): Promise<RawRow[]> {
  const rows: RawRow[] = [];
  await readSheetPart(zip, part, workbook, {
    maxCharacters: limits.cellCharacters,
    isWanted: () => true,
    onRow: (row) => {
      const isFilled = row.cells.some((cell) => !isBlankCell(cell));
      if (isFilled && rows.length < HEADING_ROWS) rows.push(row);
    },
    isDone: () => rows.length >= HEADING_ROWS,
  });
  return rows;
}

/**
 * The columns of ours in which one cell was merged out of several, and the rows that it covers.
 *
 * @throws {FileRefused} headings_merged
 */
function findMerged(headings: Headings, merged: readonly MergedArea[]): MergedColumn[] {
  const known = headings.columns.flatMap(({ index, heading, target }) =>
    target ? [{ index, heading, field: fieldOf(target) }] : [],
  );
  return merged.flatMap(({ firstRow, lastRow, firstColumn, lastColumn }) => {
    const [first, ...others] = known.filter(
      ({ index }) => index >= firstColumn && index <= lastColumn,
    );
    if (first === undefined) return [];
    const isHeading = firstRow <= headings.row && lastRow >= headings.row;
    if (isHeading && lastColumn > firstColumn) {
      const detail = `The heading "${first.heading}" in row ${headings.row} stands over several columns.`;
      throw new FileRefused('headings_merged', detail);
    }
    if (firstRow === lastRow && others.length === 0) return [];
    return [{ field: first.field, firstRow, lastRow }];
  });
}

interface MergedColumn {
  field: Field;
  firstRow: number;
  lastRow: number;
}

/**
 * Of merged cells only the first has the value. Whether 500 over five rows is 500 for each of them
 * or for all is not ours to decide. They are known only below all rows, so the rows are packed anew.
 */
function reportMerged(rows: PackedRows, merged: readonly MergedColumn[]): PackedRows {
  if (merged.length === 0) return rows;
  return changeRows(rows, (row) => {
    const fields = new Set(
      merged
        .filter(({ firstRow, lastRow }) => row.row >= firstRow && row.row <= lastRow)
        .map(({ field }) => field),
    );
    const issues = [...fields].map((field) =>
      cellIssue(field, 'merged_cells', row.cells[field] ?? ''),
    );
    return { ...row, issues: [...row.issues, ...issues] };
  });
}

function findHidden(headings: Headings, { hiddenColumns }: SheetParts): string[] {
  return headings.columns
    .filter(({ index }) => hiddenColumns.some(({ first, last }) => index >= first && index <= last))
    .map(({ heading }) => heading);
}

function nameOf({ name }: SheetEntry): string {
  return name;
}
