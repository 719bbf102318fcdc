/**
 * A paper that is handed to people: proforma invoice, credit note, statement. All of it is text that
 * is ready to be read (money and dates are written by the caller), so that a document is plain data
 * and the same document is the same file, byte for byte.
 */
export interface PdfDocument {
  /** What it is: `Proforma invoice`. */
  title: string;
  /** Its number without gaps (db/document-numbers.ts), or what else names it. */
  number: string;
  /** ISO 8601. The creation date that the file carries; part of the content, never the clock. */
  issuedAt: string;
  issuer: Party;
  addressee: Party;
  /** Dates, references, amounts to pay: beside the addresses. */
  facts: Fact[];
  tables: DocumentTable[];
  /** Paragraphs below: how to pay, what the paper is not. */
  notes: string[];
  /** Beside the page number on every page. */
  footer: string;
}

export interface Party {
  name: string;
  lines: string[];
}

export interface Fact {
  label: string;
  value: string;
}

export interface DocumentTable {
  /** Above the table; empty for none. */
  heading: string;
  columns: DocumentColumn[];
  rows: string[][];
  /** Set off at the end, in bold. */
  totals: string[][];
}

export interface DocumentColumn {
  heading: string;
  align: 'left' | 'right';
  /** `fill` shares what is left of the page; `fit` is as wide as its widest text. */
  width: 'fill' | 'fit';
}
