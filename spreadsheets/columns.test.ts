import { checkRewardRows } from '../domain/reward-row';
import { readCells, type RowCells } from '../domain/row-cells';
import { columns, findHeadingTarget } from './columns';

test('no heading means two columns', () => {
  for (const { field, heading, synonyms } of columns) {
    for (const written of [heading, ...synonyms]) {
      expect({ written, target: findHeadingTarget(written) }).toEqual({ written, target: field });
    }
  }
});

test.each([
  ['E-MAIL', 'email'],
  ['  e mail  ', 'email'],
  ['email_id', 'email'],
  ['EmailAddress', 'email'],
  ['E–mail *', 'email'],
  ['Email (required)', 'email'],
  ['E-mail:', 'email'],
  ['Ｅ－ｍａｉｌ', 'email'],
  ['Points (optional)', 'points'],
  ['No. of Points', 'points'],
  ['# Points', 'points'],
  ['Póints', 'points'],
  ['Mobile\nNumber', 'mobile'],
  ['Contact No', 'mobile'],
  ['First Name', 'firstName'],
  ['SURNAME', 'lastName'],
  ['bestow reference', 'reference'],
])('%j is the heading of %s', (heading, target) => {
  expect(findHeadingTarget(heading)).toBe(target);
});

test.each([
  '',
  '*',
  'Manager email',
  'Amount (INR)',
  'Points balance',
  'Company name',
  'Username',
  'Emergency contact',
  'What is wrong',
  'constructor',
  '名前',
])('%j is none of our headings', (heading) => {
  expect(findHeadingTarget(heading)).toBeUndefined();
});

test('the example of the template is a row that could be sent', () => {
  const cells = Object.fromEntries(columns.map(({ field, example }) => [field, example]));
  const { input, issues } = readCells(cells as RowCells);
  expect(issues).toEqual([]);
  const rules = { maxPointsPerReward: 1000, mobileRequired: true, defaultCountry: 'IN' };
  expect(checkRewardRows([input], rules)).toMatchObject([{ issues: [], warnings: [] }]);
});
