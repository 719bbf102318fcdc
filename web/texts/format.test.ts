import { createFormat, localeOf } from './format';

test.each([
  ['en-GB', 'Asia/Kolkata', '24 Dec 2026, 09:30'],
  ['en-GB', 'UTC', '24 Dec 2026, 04:00'],
  ['de', 'Europe/Berlin', '24. Dez. 2026, 05:00'],
  ['en-US', 'America/New_York', 'Dec 23, 2026, 11:00 PM'],
])('a time is shown in the company’s zone: %s, %s', (locale, timeZone, shown) => {
  const { time } = createFormat({ locale, timeZone });
  expect(time('2026-12-24T04:00:00Z').replaceAll(/\s/g, ' ')).toBe(shown);
});

test('a day is that of the company’s zone', () => {
  const at = '2026-12-24T20:00:00Z';
  expect(createFormat({ locale: 'de', timeZone: 'Asia/Kolkata' }).isoDay(at)).toBe('2026-12-25');
  expect(createFormat({ locale: 'de', timeZone: 'UTC' }).isoDay(at)).toBe('2026-12-24');
});

test('the exact time says its zone', () => {
  const { exactTime } = createFormat({ locale: 'en-GB', timeZone: 'Asia/Kolkata' });
  expect(exactTime('2026-12-24T04:00:00Z')).toMatch(/09:30:00 (IST|GMT\+5:30)/);
});

test.each([
  ['en-GB', '1,234,567'],
  ['de', '1.234.567'],
  ['en-IN', '12,34,567'],
])('a number is written as readers of %s do', (locale, shown) => {
  expect(createFormat({ locale, timeZone: 'UTC' }).number(1_234_567)).toBe(shown);
});

test.each([
  ['en-GB', { amountMinor: 125_050, currency: 'INR' }, 'INR 1,250.50'],
  ['de', { amountMinor: 125_050, currency: 'EUR' }, '1.250,50 EUR'],
  ['en-GB', { amountMinor: 1_250, currency: 'JPY' }, 'JPY 1,250'],
  ['en-GB', { amountMinor: 9_007_199_254_740_991, currency: 'INR' }, 'INR 90,071,992,547,409.91'],
])('money is exact, and says its currency: %s', (locale, money, shown) => {
  const { money: format } = createFormat({ locale, timeZone: 'UTC' });
  expect(format(money).replaceAll(/\s/g, ' ')).toBe(shown);
});

test.each([
  ['en', ['en-IN', 'de'], 'en-IN'],
  ['de', ['en-IN', 'en'], 'de'],
  ['de', ['fr', 'de-AT'], 'de-AT'],
])('language %s in a browser of %p is locale %s', (language, locales, locale) => {
  expect(localeOf(language, locales)).toBe(locale);
});

test('a day of a calendar is the same day in every zone', () => {
  for (const timeZone of ['Pacific/Kiritimati', 'UTC', 'Pacific/Pago_Pago']) {
    const { calendarDay } = createFormat({ locale: 'en-GB', timeZone });
    expect(calendarDay('2026-12-24')).toBe('24 Dec 2026');
  }
});

test('a locale that only the system knows is passed over', () => {
  expect(localeOf('en', ['en-US@posix', 'C', 'en-IN'])).toBe('en-IN');
  const locale = localeOf('en', ['en-US@posix']);
  expect(createFormat({ locale, timeZone: 'UTC' }).number(1_250)).toBe('1,250');
});
