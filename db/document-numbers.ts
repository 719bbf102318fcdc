import { rowsOf, type Transaction } from './pool';

/**
 * Takes the next number of a series in the year of now (UTC), for instance `PI-2026-000123`.
 *
 * Without gaps and unique: it belongs to `tx`, and when that fails the number is taken again by the
 * next document. Everybody who numbers a paper of the series waits until `tx` ends, so take it late.
 */
export async function takeDocumentNumber(tx: Transaction, series: DocumentSeries): Promise<string> {
  const [row] = await rowsOf<{ number: string }>(tx, 'SELECT take_document_number(?) AS number', [
    series,
  ]);
  if (row === undefined) throw new Error('The database gave no number');
  return row.number;
}

/** Proforma invoice, credit note. */
export type DocumentSeries = 'PI' | 'CN';
