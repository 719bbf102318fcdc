import { parseEmailAddress } from './email-address';

const local64 = 'l'.repeat(64);
const label63 = 'd'.repeat(63);

test.each<[typed: string, address: string, key: string]>([
  ['asha@acme.example', 'asha@acme.example', 'asha@acme.example'],
  ['  asha@acme.example\n', 'asha@acme.example', 'asha@acme.example'],
  ['Asha.Rao@ACME.Example', 'Asha.Rao@acme.example', 'asha.rao@acme.example'],
  ['a@b.co', 'a@b.co', 'a@b.co'],
  ["o'neill+tag@a-b.example", "o'neill+tag@a-b.example", "o'neill+tag@a-b.example"],
  [
    '!#$%&*/=?^_`{|}~-@acme.example',
    '!#$%&*/=?^_`{|}~-@acme.example',
    '!#$%&*/=?^_`{|}~-@acme.example',
  ],
  ['x@münchen.example', 'x@xn--mnchen-3ya.example', 'x@xn--mnchen-3ya.example'],
  ['x@MÜNCHEN.example', 'x@xn--mnchen-3ya.example', 'x@xn--mnchen-3ya.example'],
  ['x@例え.テスト', 'x@xn--r8jz45g.xn--zckzah', 'x@xn--r8jz45g.xn--zckzah'],
  ['x@xn--mnchen-3ya.example', 'x@xn--mnchen-3ya.example', 'x@xn--mnchen-3ya.example'],
  [`${local64}@acme.example`, `${local64}@acme.example`, `${local64}@acme.example`],
  [`a@${label63}.example`, `a@${label63}.example`, `a@${label63}.example`],
  ['a@1.2.example', 'a@1.2.example', 'a@1.2.example'],
])('%j is an address', (typed, address, key) => {
  expect(parseEmailAddress(typed)).toEqual({ address, key });
});

test.each<[unknown]>([
  ...[undefined, null, 7, true, {}, [], ['a@b.example'], { address: 'a@b.example' }].map(
    (x): [unknown] => [x],
  ),
  ...['', ' ', 'a', '@', 'a@', '@b.example', 'a@b', 'a@@b.example', 'a b@c.example'].map(
    (x): [unknown] => [x],
  ),
  ...['a@b.example,c@d.example', 'a@b.example;c@d.example', 'a@b.example c@d.example'].map(
    (x): [unknown] => [x],
  ),
  ...[
    'a@b.example\r\nBcc: c@d.example',
    'a\r\n@b.example',
    'a@b.exa\nmple',
    'a\u0000@b.example',
  ].map((x): [unknown] => [x]),
  ...[
    'A <a@b.example>',
    '<a@b.example>',
    '"a b"@c.example',
    '"a"@c.example',
    'a(comment)@b.example',
  ].map((x): [unknown] => [x]),
  ...[
    '.a@b.example',
    'a.@b.example',
    'a..b@c.example',
    'a@.example',
    'a@b..example',
    'a@b.example.',
  ].map((x): [unknown] => [x]),
  ...['a@-b.example', 'a@b-.example', 'a@b_c.example', 'a@127.0.0.1', 'a@[127.0.0.1]', 'a@1.1'].map(
    (x): [unknown] => [x],
  ),
  ...[
    'a@b.example/path',
    'a@b.example?x',
    'a@b.example#x',
    'a@b.example:25',
    'a@u:p@b.example',
  ].map((x): [unknown] => [x]),
  ...[
    'ü@b.example',
    'a\u202e@b.example',
    'a@b\u200b.example',
    'a@b.c',
    'a@0x7f.1',
    '％41@b.example',
  ].map((x): [unknown] => [x]),
  [`l${local64}@acme.example`],
  [`a@${label63}d.example`],
  [`${local64}@${`${label63}.`.repeat(3)}example`],
  ['a@'.padEnd(100_000, 'b.')],
])('%j is no address', (typed) => {
  expect(parseEmailAddress(typed)).toBeUndefined();
});
