/**
 * Reads what a spreadsheet program puts on the clipboard: cells divided by tabs, rows by line ends; a
 * cell that has either of them, or a quotation mark, stands in quotation marks (as in RFC 4180).
 */
export function readPastedTable(text: string): string[][] {
  const rows: string[][] = [[]];
  // Sticky: each match begins where the one before has ended.
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/gy;
  for (;;) {
    const found = cell.exec(text);
    if (found === null) break;
    const [, quoted, plain = '', end = ''] = found;
    rows.at(-1)?.push((quoted?.replaceAll('""', '"') ?? plain).replaceAll(/\s+/g, ' ').trim());
    if (end === '') break;
    if (end !== '\t') rows.push([]);
  }
  // What is copied ends with a line end, and sheets have empty rows.
  return rows.filter((row) => row.some((value) => value !== ''));
}

/** Whether a paste is a table; anything else goes into its cell as usual. */
export function isTable(text: string): boolean {
  return /\t/.test(text) || /[\r\n]/.test(text.trim());
}

export const rowFields = ['name', 'email', 'mobile', 'points', 'citation'] as const;
export type RowField = (typeof rowFields)[number];

/**
 * Which field each column of a pasted table is. A first row of headings says it, in any order, and is
 * not a person; else they follow from the cell into which one pastes.
 *
 * @param shown the fields that the form shows, in its order
 */
export function matchColumns(
  table: readonly string[][],
  start: RowField,
  shown: readonly RowField[],
): { fields: readonly (RowField | undefined)[]; hasHeadings: boolean } {
  const headings = (table[0] ?? []).map((text) => FIELD_OF_HEADING.get(normalise(text)));
  const known = headings.filter((field) => field !== undefined);
  // An address is no heading, and one that means a field once is none that means it twice.
  const hasHeadings = known.length >= 2 && new Set(known).size === known.length;
  if (hasHeadings) return { fields: headings, hasHeadings };
  return { fields: shown.slice(shown.indexOf(start)), hasHeadings };
}

/** "E-Mail *" and "email (required)" are the same heading. */
function normalise(heading: string): string {
  return heading
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\b(?:required|optional|pflicht)\b/g, '')
    .replaceAll(/[^\p{L}]/gu, '');
}

const HEADINGS: Record<RowField, readonly string[]> = {
  name: ['name', 'fullname', 'employee', 'employeename', 'recipient', 'recipientname', 'person'],
  email: ['email', 'mail', 'emailaddress', 'emailid', 'mailid', 'workemail', 'officialemail'],
  mobile: ['mobile', 'mobilenumber', 'mobileno', 'phone', 'phonenumber', 'telefon', 'handy'],
  points: ['points', 'point', 'pts', 'amount', 'rewardpoints', 'punkte', 'noofpoints'],
  citation: ['citation', 'reason', 'occasion', 'message', 'note', 'anlass', 'grund', 'begrundung'],
};

const FIELD_OF_HEADING = new Map<string, RowField>(
  rowFields.flatMap((field) =>
    HEADINGS[field].map((heading): [string, RowField] => [heading, field]),
  ),
);
