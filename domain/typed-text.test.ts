import fc from 'fast-check';
import { parseCitation, parseExternalId, parseName } from './typed-text';

const astral = '👩‍👩‍👧‍👦';

test.each([
  ...[
    'A',
    "O'Neill",
    'María-José Peña',
    'Łukasz Żak',
    'فاطمة الزهراء',
    'गीता शर्मा',
    '田中 宏',
    '陈伟',
  ],
  ...[
    '<b>Bobby</b>',
    '=cmd()',
    '+1',
    '-',
    '@SUM(A1)',
    '{{name}}',
    '%s',
    '$' + '{x}',
    'a;b,c',
    '"quoted"',
  ],
  ...['نی\u200cما', 'क्\u200dष', astral, 'e\u0301', 'a\u200bb', '\u200fعربي\u200e', 'x'.repeat(200)],
  ...[astral[0]! + astral[1]!, '😀'.repeat(200), 'é'.repeat(200)],
])('the name %j arrives as typed', (name) => {
  expect(parseName(name)).toBe(name);
  expect(parseName(`  ${name}\t`)).toBe(name);
});

test.each<[unknown]>([
  ...[
    undefined,
    null,
    7,
    true,
    {},
    ['A'],
    '',
    '   ',
    '\t\n',
    '\u200b',
    '\u200d\u200c',
    '\u00ad',
  ].map((x): [unknown] => [x]),
  ...[
    'a\nb',
    'a\r\nBcc: x@y.example',
    'a\u0000b',
    'a\u0007b',
    'a\u001bb',
    'a\u007fb',
    'a\u0085b',
  ].map((x): [unknown] => [x]),
  ...[
    'a\u2028b',
    'a\u2029b',
    'a\u202eb',
    'a\u202ab',
    'a\u2066b',
    'a\u2069b',
    '\ud83d',
    'a\udc00b',
  ].map((x): [unknown] => [x]),
  ['x'.repeat(201)],
  ['x'.repeat(10_000)],
  ['😀'.repeat(201)],
])('%j is no name', (name) => {
  expect(parseName(name)).toBeUndefined();
});

test.each<[unknown, string | null]>([
  [undefined, null],
  [null, null],
  ['', null],
  ['  \n', null],
  ['Birthday', 'Birthday'],
  [' Birthday ', 'Birthday'],
  ['Line 1\r\nLine 2\n\tLine 3', 'Line 1\nLine 2\n\tLine 3'],
  ['<script>alert(1)</script> {{x}} =cmd()', '<script>alert(1)</script> {{x}} =cmd()'],
  ['عيد ميلاد سعيد 🎂', 'عيد ميلاد سعيد 🎂'],
  ['x'.repeat(1_000), 'x'.repeat(1_000)],
  ['😀'.repeat(1_000), '😀'.repeat(1_000)],
])('the citation %j is kept', (typed, citation) => {
  expect(parseCitation(typed)).toEqual({ ok: true, citation });
});

test.each<[unknown, string]>([
  [7, 'invalid_citation'],
  [true, 'invalid_citation'],
  [{}, 'invalid_citation'],
  [['Birthday'], 'invalid_citation'],
  ['a\u0000b', 'invalid_citation'],
  ['a\rb', 'invalid_citation'],
  ['a\u001b[31mb', 'invalid_citation'],
  ['a\u202eb', 'invalid_citation'],
  ['a\u2066b', 'invalid_citation'],
  ['a\u2028b', 'invalid_citation'],
  ['\udc00', 'invalid_citation'],
  ['x'.repeat(1_001), 'citation_too_long'],
  ['😀'.repeat(1_001), 'citation_too_long'],
])('the citation %j is refused', (typed, code) => {
  expect(parseCitation(typed)).toEqual({ ok: false, code });
});

test.each<[unknown, string | null | undefined]>([
  [undefined, null],
  [null, null],
  ['', null],
  ['HR-7/2026', 'HR-7/2026'],
  [' kept ', ' kept '],
  ['x'.repeat(200), 'x'.repeat(200)],
  ['x'.repeat(201), undefined],
  [7, undefined],
  [{}, undefined],
  ['a\nb', undefined],
  ['a\u0000b', undefined],
  ['\ud800', undefined],
])('the external id %j is read as %j', (typed, read) => {
  expect(parseExternalId(typed)).toBe(read);
});

test('whatever is taken can be stored and sent: well-formed, trimmed, without controls', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => {
      const name = parseName(typed);
      if (name === undefined) return;
      expect(name.isWellFormed()).toBe(true);
      expect(name.trim()).toBe(name);
      expect(typed).toContain(name);
      // eslint-disable-next-line no-control-regex -- none of these may pass
      expect(name).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/);
    }),
  );
});
