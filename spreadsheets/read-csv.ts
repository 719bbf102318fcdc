import { CsvError, type InfoRecord, type Options, parse } from 'csv-parse/sync';
import { createSheetBuilder } from './build-sheet';
import { decodeText } from './decode-text';
import { unescapeText } from './escape-text';
import type { FileLimits } from './file-limits';
import { FileRefused } from './file-refused';
import { findHeadings, type FoundHeadings, HEADING_ROWS } from './find-headings';
import { describeHeadings, type Sheet } from './sheet';
import type { RawRow } from './raw-row';

/**
 * Reads CSV (RFC 4180 and what programs make of it). The delimiter is the one under which the most
 * headings are known, unless a first line `sep=;` says it, as Excel does.
 *
 * @throws {FileRefused} what keeps the file from being read
 */
export function readCsv(bytes: Uint8Array, limits: FileLimits, maxRows: number): Sheet {
  const { text: decoded, encoding } = decodeText(bytes);
  const { text, delimiter: told } = takeSeparatorLine(decoded);
  if (NOTHING_IN_IT.test(text)) throw new FileRefused('file_is_empty');
  const { delimiter, headings, problem } = chooseDelimiter(text, told, limits);
  if (problem) throw problem;
  if (headings === undefined) throw new FileRefused('no_headings');
  const builder = createSheetBuilder(headings, { maxRows, strictWidth: true });
  forEachRow(text, { delimiter }, limits, (row) => builder.add(row));
  const { ignoredRows, ...rows } = builder.finish();
  return {
    source: {
      format: 'csv',
      encoding,
      delimiter,
      headingRow: headings.row,
      headings: describeHeadings(headings),
      hiddenHeadings: [],
      ignoredSheets: [],
      ignoredRows,
    },
    ...rows,
  };
}

const NOTHING_IN_IT = /^[\s,;|]*$/;

const DELIMITERS = [',', ';', '\t', '|'];

/** Excel takes the line as an instruction and does not count it. */
function takeSeparatorLine(text: string): { text: string; delimiter?: string } {
  const [line, delimiter] = /^"?sep=(.)"?(?:\r\n|\n|\r)/i.exec(text) ?? [];
  if (line === undefined || delimiter === undefined) return { text };
  return { text: text.slice(line.length), delimiter };
}

function chooseDelimiter(
  text: string,
  told: string | undefined,
  limits: FileLimits,
): FoundHeadings & { delimiter: string } {
  const candidates = (told === undefined ? DELIMITERS : [told]).map((delimiter) => {
    const rows = readFirstRows(text, delimiter, limits);
    return { delimiter, width: rows[0]?.cells.length ?? 0, ...findHeadings(rows, limits.columns) };
  });
  const [first, ...others] = candidates;
  if (first === undefined) throw new Error('There is no delimiter to choose from.');
  return others.reduce((best, candidate) => {
    const isBetter =
      candidate.known > best.known ||
      (candidate.known === best.known && candidate.width > best.width);
    return isBetter ? candidate : best;
  }, first);
}

/** Under a wrong delimiter quotes are out of place; that is no news, and no rows are lost by it. */
function readFirstRows(text: string, delimiter: string, limits: FileLimits): RawRow[] {
  const rows: RawRow[] = [];
  const head = text.slice(0, HEAD_CHARACTERS);
  try {
    forEachRow(head, { delimiter, relax_quotes: true, to: HEAD_RECORDS }, limits, (row) => {
      if (rows.length < HEADING_ROWS) rows.push(row);
    });
  } catch (err) {
    if (!(err instanceof FileRefused)) throw err;
    // What was read before the quote is enough to compare; the real reading says what is wrong.
    return rows;
  }
  return rows;
}

/** Headings stand at the top: blank lines above them are read past, but not for ever. */
const HEAD_CHARACTERS = 256 * 1024;
const HEAD_RECORDS = 100;

/** @param onRow gets the rows that are not blank, texts cut to the limit */
function forEachRow(
  text: string,
  options: Options,
  limits: FileLimits,
  onRow: (row: RawRow) => void,
): void {
  let records = 0;
  let row = 0;
  const onRecord = (cells: string[], { empty_lines: emptyLines }: InfoRecord): null => {
    records += 1;
    row = records + emptyLines;
    if (cells.some((cell) => cell !== '')) {
      const shown = cells.map((cell) => unescapeText(cell).slice(0, limits.cellCharacters));
      onRow({ row, hidden: false, cells: shown });
    }
    // Nothing is kept twice.
    return null;
  };
  try {
    parse(text, {
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      // As records, five megabytes of them take minutes (19 µs each); they are counted all the same.
      skip_empty_lines: true,
      on_record: onRecord,
      ...options,
    });
  } catch (err) {
    if (!(err instanceof CsvError)) throw err;
    throw new FileRefused('stray_quote', describeStrayQuote(err, row + 1));
  }
}

function describeStrayQuote(err: CsvError, row: number): string {
  const line = typeof err['lines'] === 'number' ? ` (line ${err['lines']} of the file)` : '';
  return err.code === 'CSV_QUOTE_NOT_CLOSED'
    ? `A quotation mark in row ${row} is opened and never closed.`
    : `A quotation mark in row ${row}${line} is out of place.`;
}
