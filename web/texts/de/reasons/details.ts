import type { ReasonTable } from '../../translate-reasons';

/**
 * What the server says in place of a reason's own sentence when it knows more: the row, the value,
 * the limit. The first pattern that fits says it in German.
 */
export const details: ReasonTable['details'] = [
  // Rows: domain/reward-row.ts
  [/^At most ([\d,]+) points a reward\.$/, (most) => `Höchstens ${amount(most)} Punkte je Prämie.`],
  [/^At most (\d+) characters\.$/, (most) => `Höchstens ${most} Zeichen.`],
  [
    /^This e-mail address stands in row (\d+) too\. Each row is a reward of its own\.$/,
    (row) => `Diese E-Mail-Adresse steht auch in Zeile ${row}. Jede Zeile ist eine eigene Prämie.`,
  ],
  [
    /^(\d+) recipients; at most (\d+) in one send\.$/,
    (count, most) => `${amount(count)} Empfänger; höchstens ${amount(most)} in einer Sendung.`,
  ],

  // Cells: domain/row-cells.ts
  [
    /^"(.*)" can be read as (\S+) or as (\S+)\.$/s,
    (typed, one, other) =>
      `„${typed}“ kann als ${decimal(one)} oder als ${decimal(other)} gelesen werden.`,
  ],
  [/^"(.*)" is not a number of points\.$/s, (typed) => `„${typed}“ ist keine Zahl von Punkten.`],
  [
    /^The spreadsheet program has shortened the number to (.+)\. With its country code, like (.+), it stays whole\.$/,
    (typed, example) =>
      `Das Tabellenprogramm hat die Nummer zu ${typed} gekürzt. Mit Landesvorwahl, wie ${example}, bleibt sie ganz.`,
  ],

  // Files: spreadsheets/
  [
    /^The file has ([\d,]+|more than [\d,]+) rows; at most ([\d,]+) can be sent at once\.$/,
    (count, most) =>
      `Die Datei hat ${amount(count.replace('more than', 'mehr als'))} Zeilen; höchstens ${amount(most)} können auf einmal gesendet werden.`,
  ],
  [
    /^There is no row below the headings in row (\d+)( but the example of the template)?\.$/,
    (row, isExample) =>
      `Unter den Überschriften in Zeile ${row} steht ${isExample === '' ? 'keine Zeile' : 'nur das Beispiel der Vorlage'}.`,
  ],
  [
    /^"(.*)" has ([\d.,]+) MB; at most ([\d.,]+) MB can be read\.$/,
    (name, size, most) =>
      `„${name}“ hat ${decimal(size)} MB; höchstens ${decimal(most)} MB können gelesen werden.`,
  ],
  [
    /^The file is larger than ([\d.]+) MB\.$/,
    (most) => `Die Datei ist größer als ${decimal(most)} MB.`,
  ],
  [
    /^The columns? (".*?"(?: and ".*?")*) (?:is|are) missing\. The headings in row (\d+) are: (.*)\.$/s,
    (names, row, found) => {
      const isOne = !names.includes('" and "');
      const missing = names.replaceAll('" and "', '“ und „').replace(/^"(.*)"$/, '„$1“');
      return `Die ${isOne ? 'Spalte' : 'Spalten'} ${missing} ${isOne ? 'fehlt' : 'fehlen'}. Die Überschriften in Zeile ${row} sind: ${found}.`;
    },
  ],
  [
    /^"(.*)" \(column (\w+)\) and "(.*)" \(column (\w+)\) in row (\d+) both mean "(.*?)"(, or a part of it)?\.$/s,
    (one, oneAt, other, otherAt, row, meaning, isPart) =>
      `„${one}“ (Spalte ${oneAt}) und „${other}“ (Spalte ${otherAt}) in Zeile ${row} bedeuten beide „${meaning}“${isPart === '' ? '' : ' oder einen Teil davon'}.`,
  ],
  [
    /^The table has ([\d,]+) columns; at most (\d+) can be read\.$/,
    (count, most) =>
      `Die Tabelle hat ${amount(count)} Spalten; höchstens ${most} können gelesen werden.`,
  ],
  [
    /^The heading "(.*)" in row (\d+) stands over several columns\.$/s,
    (heading, row) => `Die Überschrift „${heading}“ in Zeile ${row} steht über mehreren Spalten.`,
  ],
  [
    /^There is a column for the last name in row (\d+), and none for the first name\.$/,
    (row) => `In Zeile ${row} gibt es eine Spalte für den Nachnamen und keine für den Vornamen.`,
  ],
  [
    /^A quotation mark in row (\d+) is opened and never closed\.$/,
    (row) => `In Zeile ${row} wird ein Anführungszeichen geöffnet und nicht geschlossen.`,
  ],
  [
    /^A quotation mark in row (\d+)(?: \(line (\d+) of the file\))? is out of place\.$/,
    (row, line) =>
      `In Zeile ${row}${line === '' ? '' : ` (Zeile ${line} der Datei)`} steht ein Anführungszeichen am falschen Platz.`,
  ],
  [
    /^The file is damaged: the value of cell (\w+) cannot be read\.$/,
    (cell) => `Die Datei ist beschädigt: Der Wert der Zelle ${cell} kann nicht gelesen werden.`,
  ],

  // Campaigns: domain/campaign-content.ts, domain/campaign-text.ts
  [
    /^Give a name of 1 to (\d+) characters without line breaks or invisible controls\.$/,
    (most) =>
      `Geben Sie einen Namen mit 1 bis ${most} Zeichen ein, ohne Zeilenumbrüche und unsichtbare Zeichen.`,
  ],
  [
    /^(\d+) characters; at most ([\d,]+) here\.$/,
    (count, most) => `${amount(count)} Zeichen; hier sind es höchstens ${amount(most)}.`,
  ],
  [
    /^Give the colour as # and six hexadecimal digits, like (#\w+)\.$/,
    (example) => `Geben Sie die Farbe als # und sechs hexadezimale Ziffern an, wie ${example}.`,
  ],
  [
    /^The braces \{\{ at character (\d+) are not closed on their line: close them with \}\}, or write \\\{\{ where two braces are meant as they are\.$/,
    (position) =>
      `Die Klammern {{ beim Zeichen ${position} werden in ihrer Zeile nicht geschlossen: Schließen Sie sie mit }}, oder schreiben Sie \\{{, wo zwei Klammern so dastehen sollen.`,
  ],
  [
    /^(\{\{.*\}\}) at character (\d+) is no variable of this text\.(?: Did you mean (\{\{\w+\}\})\?)? (?:No variable can stand here|Allowed here: (.*))\.$/s,
    (typed, position, meant, list) => {
      const question = meant === '' ? '' : ` Meinen Sie ${meant}?`;
      const here = list === '' ? 'Hier kann keine Variable stehen.' : `Hier möglich: ${list}.`;
      return `${typed} beim Zeichen ${position} ist keine Variable dieses Textes.${question} ${here}`;
    },
  ],
  [
    /^The image has (\d+) × (\d+) pixels; at most 4,000 a side\.$/,
    (width, height) => `Das Bild hat ${width} × ${height} Pixel; höchstens 4.000 je Seite.`,
  ],

  // Addresses and goods: domain/postal-address.ts, api/recipient-orders/place-order.ts
  [
    /^Give the postal code: addresses in ([A-Z]{2}) need one\.$/,
    (country) =>
      `Geben Sie die Postleitzahl ein: Adressen in ${countries.of(country) ?? country} brauchen eine.`,
  ],
  [
    /^This is no postal code of ([A-Z]{2})\.$/,
    (country) => `Das ist keine Postleitzahl in ${countries.of(country) ?? country}.`,
  ],
];

/** `10,000` as it is written in German. */
function amount(english: string): string {
  return english.replaceAll(/\d[\d,]*/g, (digits) =>
    number.format(Number(digits.replaceAll(',', ''))),
  );
}

/** `1.5` as it is written in German. */
function decimal(english: string): string {
  return english.replace('.', ',');
}

const number = new Intl.NumberFormat('de');
const countries = new Intl.DisplayNames('de', { type: 'region' });
