import type { DocumentTable, Party, PdfDocument } from './document';
import { FIRST_FONT } from './fonts';
import { setText } from './set-text';

/** The layout that all papers share, as pdfmake's document definition (https://pdfmake.github.io/docs). */
export function layOut(document: PdfDocument): object {
  return {
    pageSize: 'A4',
    pageMargins: [48, 56, 48, 64],
    defaultStyle: { font: FIRST_FONT, fontSize: 9, lineHeight: 1.25, color: INK },
    info: {
      title: `${document.title} ${document.number}`,
      author: document.issuer.name,
      // The file's identifier is made of this, so that the same document is the same bytes.
      creationDate: new Date(document.issuedAt),
    },
    footer: (page: number, pages: number) => ({
      margin: [48, 16, 48, 0],
      columns: [
        { width: '*', text: setText(document.footer), color: FAINT, fontSize: 8 },
        { width: 'auto', text: `${page} / ${pages}`, color: FAINT, fontSize: 8 },
      ],
    }),
    content: [
      { text: setText(document.title), fontSize: 20, bold: true, color: ACCENT },
      { text: setText(document.number), fontSize: 11, margin: [0, 0, 0, 16] },
      {
        columnGap: 24,
        margin: [0, 0, 0, 20],
        columns: [
          party('From', document.issuer),
          party('To', document.addressee),
          { width: '*', stack: document.facts.map(fact) },
        ],
      },
      ...document.tables.map(table),
      ...document.notes.map((note) => ({ text: setText(note), margin: [0, 4, 0, 4] })),
    ],
  };
}

const INK = '#1d2a2b';
const FAINT = '#5d6b6c';
const ACCENT = '#0b5f56';

function party(label: string, { name, lines }: Party): object {
  return {
    width: '*',
    stack: [
      { text: label, color: FAINT, fontSize: 8 },
      { text: setText(name), bold: true },
      ...lines.map((line) => ({ text: setText(line) })),
    ],
  };
}

function fact({ label, value }: { label: string; value: string }): object {
  return {
    margin: [0, 0, 0, 4],
    stack: [
      { text: setText(label), color: FAINT, fontSize: 8 },
      { text: setText(value), bold: true },
    ],
  };
}

function table({ heading, columns, rows, totals }: DocumentTable): object {
  const cells = (texts: string[], style: object): object[] =>
    columns.map(({ align }, index) => ({
      text: setText(texts[index] ?? ''),
      alignment: align,
      ...style,
    }));
  const headings = columns.map((column) => column.heading);
  return {
    margin: [0, 0, 0, 16],
    stack: [
      ...(heading === '' ? [] : [{ text: setText(heading), bold: true, margin: [0, 0, 0, 4] }]),
      {
        layout: LINES,
        table: {
          headerRows: 1,
          dontBreakRows: true,
          widths: columns.map(({ width }) => (width === 'fill' ? '*' : 'auto')),
          body: [
            cells(headings, { color: FAINT, fontSize: 8 }),
            ...rows.map((row) => cells(row, {})),
            ...totals.map((row) => cells(row, { bold: true })),
          ],
        },
      },
    ],
  };
}

const LINES = {
  hLineWidth: () => 0.5,
  vLineWidth: () => 0,
  hLineColor: () => '#d5dcdc',
  paddingTop: () => 3,
  paddingBottom: () => 3,
};
