import type { Statement, StatementLine } from '../../contracts/statement';
import type { PdfDocument } from '../../documents/document';
import type { FileFormat, Table } from '../../spreadsheets/write-table';

/** At most so many lines: each in a file that is made in about two seconds. */
export const MOST_LINES: Record<FileFormat | 'pdf', number> = {
  csv: 50_000,
  xlsx: 5_000,
  pdf: 2_000,
};

/** The statement as a table: the opening and the closing are rows, so that the file stands alone. */
export function statementTable(statement: Statement): Table {
  const { opening, closing, from, to } = statement;
  return {
    sheetName: 'Statement',
    columns: [
      { heading: `Time (${statement.timeZone})`, kind: 'text', width: 20 },
      { heading: 'What', kind: 'text', width: 26 },
      { heading: 'About', kind: 'text', width: 50 },
      { heading: 'Points', kind: 'number', width: 14 },
      { heading: 'Balance', kind: 'number', width: 14 },
      { heading: 'Type', kind: 'text', width: 14 },
      { heading: 'Id', kind: 'text', width: 38 },
    ],
    rows: [
      [from, 'Opening balance', heldText(opening.held), null, opening.balance, null, null],
      ...statement.items.map((line) => {
        const [link] = line.links;
        const about = aboutOf(line);
        return [
          ...[timeIn(statement.timeZone, line.at), nameOf(line), about, line.points],
          ...[line.balanceAfter, link?.type ?? null, link?.id ?? null],
        ];
      }),
      [to, 'Closing balance', heldText(closing.held), null, closing.balance, null, null],
    ],
  };
}

/** The statement as a paper. */
export function statementDocument(
  statement: Statement,
  { issuer, companyName }: { issuer: string; companyName: string },
): PdfDocument {
  const { opening, closing, from, to, timeZone } = statement;
  const [name = '', ...lines] = issuer.split('|').map((line) => line.trim());
  const points = (value: number): string => value.toLocaleString('en');
  return {
    title: 'Statement',
    number: `${from} to ${to}`,
    // The same period with the same entries is the same paper.
    issuedAt: `${to}T00:00:00.000Z`,
    issuer: { name, lines },
    addressee: { name: companyName, lines: [] },
    facts: [
      { label: 'Opening balance', value: points(opening.balance) },
      { label: 'Closing balance', value: points(closing.balance) },
      { label: 'Set aside for sends at the end', value: points(closing.held) },
    ],
    tables: [
      {
        heading: `All times in ${timeZone}`,
        columns: [
          { heading: 'Time', align: 'left', width: 'fit' },
          { heading: 'What', align: 'left', width: 'fit' },
          { heading: 'About', align: 'left', width: 'fill' },
          { heading: 'Points', align: 'right', width: 'fit' },
          { heading: 'Balance', align: 'right', width: 'fit' },
        ],
        rows: [
          [from, 'Opening balance', '', '', points(opening.balance)],
          ...statement.items.map((line) => [
            ...[timeIn(timeZone, line.at), nameOf(line), aboutOf(line)],
            ...[points(line.points), points(line.balanceAfter)],
          ]),
        ],
        totals: [[to, 'Closing balance', '', '', points(closing.balance)]],
      },
    ],
    notes: [],
    footer: `${name} · ${companyName}`,
  };
}

const NAMES: Record<StatementLine['kind'], string> = {
  recharge: 'Recharge',
  hold: 'Set aside for a send',
  release: 'Returned from a send',
  reverse: 'Taken back by support',
  other: 'Other',
};

function nameOf({ kind, entries }: StatementLine): string {
  return entries === 1 ? NAMES[kind] : `${NAMES[kind]} (${entries} rewards)`;
}

function aboutOf({ links }: StatementLine): string {
  return links.map(({ label }) => label).join(', ');
}

function heldText(held: number): string {
  return `${held.toLocaleString('en')} set aside for sends`;
}

/** `2026-11-25 14:30:05`, which sorts and which every spreadsheet reads. */
function timeIn(timeZone: string, at: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    // Swedish writes dates as ISO 8601 does.
    format = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(timeZone, format);
  }
  return format.format(new Date(at));
}

/** Making a formatter costs some 25 times as much as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();
