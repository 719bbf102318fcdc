import fc from 'fast-check';
import { checkRewardRows } from './reward-row';

const rules = { maxPointsPerReward: 10_000_000, mobileRequired: false, defaultCountry: 'IN' };
const good = { name: 'Asha Rao', email: 'asha@acme.example', points: 10 };

test('a good row is read whole', () => {
  const [checked] = checkRewardRows(
    [
      {
        ...good,
        email: ' Asha@ACME.example',
        mobile: '098765 43210',
        citation: ' Birthday ',
        externalId: 'x',
      },
    ],
    rules,
  );
  expect(checked).toEqual({
    row: 1,
    typed: { name: 'Asha Rao', email: ' Asha@ACME.example', points: 10, citation: ' Birthday ' },
    value: {
      row: 1,
      name: 'Asha Rao',
      email: 'Asha@acme.example',
      emailKey: 'asha@acme.example',
      points: 10,
      mobile: '+919876543210',
      citation: 'Birthday',
      externalId: 'x',
    },
    issues: [],
    warnings: [],
  });
});

test('every issue of every row comes at once, with row and path', () => {
  const bad = {
    name: '',
    email: 'x',
    points: '10',
    mobile: '1',
    citation: '\u202e',
    externalId: 7,
    extra: 1,
  };
  const checked = checkRewardRows([good, bad, null, { ...good, points: 0 }], rules);
  expect(checked.map(({ value }) => value !== undefined)).toEqual([true, false, false, false]);
  expect(
    checked.flatMap(({ issues }) => issues.map(({ row, path, code }) => [row, path, code])),
  ).toEqual([
    [2, 'recipients.1.extra', 'unknown_field'],
    [2, 'recipients.1.name', 'invalid_name'],
    [2, 'recipients.1.email', 'invalid_email'],
    [2, 'recipients.1.points', 'invalid_points'],
    [2, 'recipients.1.mobile', 'invalid_mobile'],
    [2, 'recipients.1.citation', 'invalid_citation'],
    [2, 'recipients.1.externalId', 'invalid_external_id'],
    [3, 'recipients.2', 'invalid_row'],
    [4, 'recipients.3.points', 'invalid_points'],
  ]);
});

test.each([null, undefined, 7, 'text', true, [], ['a'], Symbol('x'), () => good])(
  'a row that is no object (%p) is one issue',
  (row) => {
    const [checked] = checkRewardRows([row], rules);
    expect(checked!.issues.map(({ path, code }) => [path, code])).toEqual([
      ['recipients.0', 'invalid_row'],
    ]);
  },
);

test.each(['points ', 'Points', 'amount', 'toString', 'constructor', '__proto__', ''])(
  'the unknown field %j is named, not ignored',
  (field) => {
    const row: unknown = JSON.parse(
      JSON.stringify(good).replace('{', `{${JSON.stringify(field)}:1,`),
    );
    const [checked] = checkRewardRows([row], rules);
    expect(checked!.issues).toMatchObject([{ code: 'unknown_field' }]);
    expect(checked!.value).toBeUndefined();
  },
);

test.each<[unknown, string]>([
  ['10', 'Points must be a number, not a text: 10, not "10".'],
  [1.5, 'Points must be a whole number.'],
  [0, 'Points must be at least 1.'],
  [1e9, 'At most 10,000,000 points a reward.'],
  [undefined, 'Points are missing.'],
])('points of %p say what is wrong', (points, message) => {
  expect(checkRewardRows([{ ...good, points }], rules)[0]!.issues).toMatchObject([{ message }]);
});

test('the same person in several rows is a warning on each but the first', () => {
  const rows = ['a@b.example', 'A@B.example', 'c@d.example', 'a@B.EXAMPLE', 'bad', 'bad'];
  const checked = checkRewardRows(
    rows.map((email) => ({ ...good, email })),
    rules,
  );
  expect(
    checked.map(({ warnings }) => warnings.map(({ row, path, code }) => [row, path, code])),
  ).toEqual([
    [],
    [[2, 'recipients.1.email', 'duplicate_in_file']],
    [],
    [[4, 'recipients.3.email', 'duplicate_in_file']],
    [],
    [],
  ]);
});

test('the same person in two parts of a file is a warning in the later one', () => {
  const firstRows = new Map<string, number>();
  const check = (email: string, row: number) =>
    checkRewardRows([{ ...good, email }], rules, [row], firstRows);
  expect(check('a@b.example', 2)).toMatchObject([{ warnings: [] }]);
  expect(check('A@b.example', 502)).toMatchObject([
    {
      warnings: [
        { row: 502, code: 'duplicate_in_file', message: expect.stringContaining('row 2 too') },
      ],
    },
  ]);
  expect(check('c@d.example', 503)).toMatchObject([{ warnings: [] }]);
});

test('a company may require the mobile number', () => {
  const required = { ...rules, mobileRequired: true };
  for (const mobile of [undefined, null, '', '  ']) {
    const [checked] = checkRewardRows([{ ...good, mobile }], required);
    expect(checked!.issues).toMatchObject([
      { path: 'recipients.0.mobile', code: 'mobile_required' },
    ]);
  }
  expect(checkRewardRows([{ ...good, mobile: '9876543210' }], required)[0]!.issues).toEqual([]);
});

test('whatever a row holds, it is either sendable or has an issue, and can be shown and stored', () => {
  const field = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.double(), fc.jsonValue());
  const rows = fc.array(
    fc.oneof(
      fc.record({ name: field, email: field, points: field, mobile: field, citation: field }),
      fc.record({ name: fc.string(), email: fc.emailAddress(), points: fc.integer() }),
      fc.jsonValue(),
    ),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(rows, (inputs) => {
      const checked = checkRewardRows(inputs, rules);
      expect(checked.map(({ row }) => row)).toEqual(inputs.map((_, index) => index + 1));
      for (const { value, issues, typed } of checked) {
        expect(value === undefined).toBe(issues.length > 0);
        for (const text of [typed.name, typed.email, typed.citation ?? '']) {
          expect(text.isWellFormed() && !text.includes('\u0000') && text.length <= 200).toBe(true);
        }
        expect(Number.isSafeInteger(typed.points) && typed.points >= 0).toBe(true);
      }
    }),
  );
});
