import { majorAmount, type Money } from '../../domain/money';

/**
 * Numbers in the reader's locale, times in the company's zone: the only place that formats either.
 *
 * @param options.locale BCP 47: the language of the page, in the region of the browser if it has one
 * @param options.timeZone IANA, of the company
 */
export function createFormat({ locale, timeZone }: { locale: string; timeZone: string }) {
  const number = new Intl.NumberFormat(locale);
  const dateTime = new Intl.DateTimeFormat(locale, {
    ...{ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
    timeZone,
  });
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long', timeZone });
  const day = new Intl.DateTimeFormat(locale, {
    ...{ day: 'numeric', month: 'short', year: 'numeric', timeZone },
  });
  const calendar = new Intl.DateTimeFormat(locale, {
    ...{ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
  });
  // Swedish writes dates as ISO 8601 does.
  const isoDay = new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeZone });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return {
    timeZone,
    /** `1,250` */
    number: (value: number) => number.format(value),
    /** `INR 1,250.00`: a code says more than a sign that several countries share */
    money: (money: Money) => moneyFormat(locale, money.currency).format(decimalOf(money)),
    /** `98.5 %`, of a share between 0 and 1 */
    percent: (share: number) => percent.format(share),
    /** `24 Dec 2026, 09:30` */
    time: (at: string | Date) => dateTime.format(new Date(at)),
    /** `Thursday, 24 December 2026 at 09:30:12 GMT+5:30`: to the second, with the zone */
    exactTime: (at: string | Date) => exact.format(new Date(at)),
    /** `2026-12-24`, as fields and addresses have it: the day in the company's zone */
    isoDay: (at: string | Date) => isoDay.format(new Date(at)),
    /** `24 Dec 2026` */
    day: (at: string | Date) => day.format(new Date(at)),
    /** The same of a day without a time, `2026-12-24`: that of no zone. */
    calendarDay: (date: string) => calendar.format(new Date(`${date}T00:00:00Z`)),
  };
}

function moneyFormat(locale: string, currency: string): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code' });
}

/** As a decimal text, which Intl formats exactly. */
function decimalOf(money: Money): Intl.StringNumericLiteral {
  return majorAmount(money) as Intl.StringNumericLiteral;
}

export type Format = ReturnType<typeof createFormat>;

/** `en` with a browser of `en-IN` is `en-IN`; `de` with it is `de`: the language was chosen. */
export function localeOf(language: string, browserLocales: readonly string[]): string {
  return (
    browserLocales.find((locale) => isLocale(locale) && locale.split('-')[0] === language) ??
    language
  );
}

/** Some browsers name what the system calls its locale: `en-US@posix` is none of BCP 47. */
export function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
