import { instantOf, problemOfTypedDay, readTypedDay, showTypedDay, wallTimeOf } from './zoned-time';

test.each([
  ['2026-12-24', 'en', '2026-12-24'],
  ['24.12.2026', 'de', '2026-12-24'],
  ['24/12/2026', 'en', '2026-12-24'],
  ['12/24/2026', 'en-US', '2026-12-24'],
  ['Dec 24, 2026', 'en-US', '2026-12-24'],
  ['3 Mar 2027', 'en', '2027-03-03'],
  ['3. März 2027', 'de', '2027-03-03'],
  ['24. Dezember 2026', 'de', '2026-12-24'],
  ['1. 2. 2026', 'de', '2026-02-01'],
  ['24 Dec 2026', 'en', '2026-12-24'],
  ['4/5/2026', 'en', null],
  ['4/5/2026', 'en-US', '2026-04-05'],
  ['4/5/2026', 'en-GB', '2026-05-04'],
  ['31.02.2026', 'en', null],
  ['2026-02-30', 'en', null],
  ['tomorrow', 'en', null],
  ['31.02.2027', 'de', null],
  ['24 Foo 2026', 'en', null],
  ['soon', 'en', null],
  ['', 'en', null],
])('a day that is typed: %s (%s) is %s', (text, locale, day) => {
  expect(readTypedDay(text, locale)).toBe(day);
});

test.each([
  ['24/12/2026', undefined],
  ['  ', undefined],
  ['31/02/2027', 'noDay'],
  ['24/1', 'noDay'],
  ['30/11/2026', 'tooEarly'],
  ['01/12/2026', undefined],
  ['01/12/2027', undefined],
  ['02/12/2027', 'tooLate'],
])('a typed day that is refused is never another day: %s is %s', (text, problem) => {
  const year = { first: '2026-12-01', last: '2027-12-01' };
  expect(problemOfTypedDay(text, 'en-GB', year)).toBe(problem);
  const isReadable = problem !== 'noDay';
  expect(problemOfTypedDay(text, 'en-GB', {})).toBe(isReadable ? undefined : problem);
});

test.each(['en-US', 'en-GB', 'en-IN', 'de'])(
  'a day that the field shows is read as the same: %s',
  (locale) => {
    for (const day of ['2026-01-31', '2026-05-01', '2026-09-30', '2027-03-03', '2028-02-29']) {
      expect(readTypedDay(showTypedDay(day, locale), locale)).toBe(day);
    }
  },
);

test('what clocks show in a zone leads back to the instant', () => {
  const at = new Date(Date.now() + 40 * 86_400_000);
  at.setUTCSeconds(0, 0);
  const shown = wallTimeOf(at, 'Asia/Kolkata');
  expect(instantOf(shown, 'Asia/Kolkata')).toEqual(at);
  expect(instantOf({ ...shown, day: null }, 'Asia/Kolkata')).toBeUndefined();
  expect(instantOf(wallTimeOf(new Date(0), 'UTC'), 'UTC')).toBeUndefined();
});
