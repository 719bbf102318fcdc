import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkCampaign } from '../../domain/campaign-content';
import { checkAddress } from '../../domain/postal-address';
import { type ReasonCode, reasonCodes, reasons as english } from '../../domain/reasons';
import { checkRewardRows } from '../../domain/reward-row';
import { readCells } from '../../domain/row-cells';
import { machineSubjects, parcelSubjects, paymentSubjects } from '../../domain/ticket-subjects';
import { inGerman, reasons as german } from './de/reasons';
import { sentences } from './de/reasons/sentences';

const { say, saySubject } = inGerman;

/** Words that no German sentence has; names of fields and headings are the same in both. */
const ENGLISH = /\b(the|this|that|there|is|are|has|have|your|with|and|or|not|of|for)\b/i;

test('every reason has German texts, none is empty, and none was left in English', () => {
  const texts = reasonCodes.flatMap((code) => {
    const { message, nextAction } = german[code];
    return [
      { code, own: message, server: english[code].message },
      { code, own: nextAction, server: english[code].nextAction },
    ];
  });
  expect(texts.filter(({ own }) => !/^[A-ZÄÖÜ].*[.!]$/.test(own))).toEqual([]);
  expect(texts.filter(({ own, server }) => own === server || ENGLISH.test(own))).toEqual([]);
});

test.each(reasonCodes)('%s is said in German, its parts and both together', (code) => {
  const { message, nextAction } = english[code];
  expect(say(code, message)).toBe(german[code].message);
  expect(say(code, nextAction)).toBe(german[code].nextAction);
  expect(say(code, `${message} ${nextAction}`)).toBe(
    `${german[code].message} ${german[code].nextAction}`,
  );
});

test('a detail that is not known stays whole, also before a next action that is', () => {
  const detail = 'Row 17 of Asha Rao is odd.';
  expect(say('invalid_row', detail)).toBe(detail);
  const both = `${detail} ${english.invalid_row.nextAction}`;
  expect(say('invalid_row', both)).toBe(both);
  expect(say('of_a_newer_server', 'A newer sentence.')).toBe('A newer sentence.');
});

test.each<[ReasonCode, string, string]>([
  [
    'too_many_rows',
    'The file has more than 1,000,000 rows; at most 10,000 can be sent at once.',
    'Die Datei hat mehr als 1.000.000 Zeilen; höchstens 10.000 können auf einmal gesendet werden.',
  ],
  [
    'missing_column',
    'The columns "Name" and "Points" are missing. The headings in row 1 are: "A", "B".',
    'Die Spalten „Name“ und „Points“ fehlen. Die Überschriften in Zeile 1 sind: "A", "B".',
  ],
  [
    'duplicate_column',
    '"Name" (column A) and "First name" (column C) in row 2 both mean "Name", or a part of it.',
    '„Name“ (Spalte A) und „First name“ (Spalte C) in Zeile 2 bedeuten beide „Name“ oder einen Teil davon.',
  ],
  [
    'stray_quote',
    'A quotation mark in row 3 (line 4 of the file) is out of place.',
    'In Zeile 3 (Zeile 4 der Datei) steht ein Anführungszeichen am falschen Platz.',
  ],
  [
    'file_too_large',
    '"rewards.xlsx" has 21.5 MB; at most 20 MB can be read.',
    '„rewards.xlsx“ hat 21,5 MB; höchstens 20 MB können gelesen werden.',
  ],
])('a file that is refused as %s keeps its row, value or limit', (code, text, own) => {
  expect(say(code, text)).toBe(own);
});

test('what the rules say of a cell, a row, a campaign and an address is said in German', () => {
  const blank = { mobile: '', citation: '', reference: '' };
  const cells = ['1.500', 'many', '1.5E+10', '#REF!'].flatMap(
    (points) => readCells({ ...blank, name: 'A', email: 'a@x.example', points }).issues,
  );
  const person = { name: 'A', email: 'a@x.example' };
  const rows = checkRewardRows(
    [
      ...[undefined, '10', 1.5, 0, 100_001].map((points) => ({ ...person, points })),
      { ...person, points: 1, mobile: '12', externalId: 'x'.repeat(201), other: 1 },
      { ...person, points: 1, mobile: '+919876543210' },
      { ...person, points: 1 },
      { name: '', email: 'a@', points: 1, citation: '\u202e' },
      { ...person, points: 1, mobile: '+919876543210' },
      7,
    ],
    { maxPointsPerReward: 100_000, mobileRequired: true, defaultCountry: 'IN' },
  ).flatMap(({ issues, warnings }) => [...issues, ...warnings]);
  const content = {
    ...{ subject: '', heading: 'two\nlines', message: '{{nmae}} {{open', senderName: '{{x}}' },
    ...{ buttonText: 'x{{name}}', colour: 'red', bannerImageId: null },
  };
  const campaigns = [content, { ...content, buttonText: 'x'.repeat(51), heading: '\u202e' }]
    .map((typed) => checkCampaign({ name: '', content: typed }))
    .flatMap((checked) => (checked.ok ? [] : checked.issues));
  const addresses = [{ line2: 'a\nb' }, { country: 'DE', postalCode: '1', phone: '1' }]
    .map((typed) => checkAddress(typed))
    .flatMap((checked) => (checked.ok ? [] : checked.issues))
    .map(({ message }) => ({ code: 'bad_request', message }));
  const said = [...cells, ...rows, ...campaigns, ...addresses];
  expect(said.length).toBeGreaterThan(30);
  const left = said.filter(({ code, message }) => ENGLISH.test(say(code, message)));
  expect(left).toEqual([]);
});

test('every sentence that is translated is still one that the server says', () => {
  const sources = ['api', 'db', 'domain', 'spreadsheets'].flatMap((folder) => {
    const root = path.join(__dirname, '../..', folder);
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(path.join(root, name), 'utf8'));
  });
  const all = sources.join('\n');
  expect(
    Object.keys(sentences).filter((sentence) => !all.includes(sentence.replace(/\.$/, ''))),
  ).toEqual([]);
});

test('the subject of a ticket that opened by itself is German, and another stays as it is', () => {
  for (const [cause, subject] of Object.entries({
    ...machineSubjects,
    ...parcelSubjects,
    ...paymentSubjects,
  })) {
    expect(saySubject(cause, subject)).not.toBe(subject);
    expect(saySubject(cause, subject)).not.toMatch(ENGLISH);
  }
  expect(saySubject('other', 'Where is my parcel?')).toBe('Where is my parcel?');
});
