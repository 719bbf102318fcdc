import { parseSendTime } from '../../domain/send-time';
import type { ZonedTime } from './zoned-time-input';

/** What clocks show in a zone at an instant. */
export function wallTimeOf(at: Date, timeZone: string): ZonedTime {
  // Swedish writes `2026-12-24 09:00`.
  const [day = null, time = ''] = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  })
    .format(at)
    .split(' ');
  return { day, time };
}

/** The day that calendars in a zone show, today or some days ahead. */
export function dayAhead(days: number, timeZone: string): string | null {
  return wallTimeOf(new Date(Date.now() + days * DAY_MILLISECONDS), timeZone).day;
}

/** The next morning at nine: when most people want something to arrive. */
export function tomorrowMorning(timeZone: string): ZonedTime {
  return { day: dayAhead(1, timeZone), time: '09:00' };
}

/**
 * The instant that is meant, by the rules of the API (domain/send-time.ts); undefined while the fields
 * are not both filled, or for what is over.
 */
export function instantOf({ day, time }: ZonedTime, timeZone: string): Date | undefined {
  if (day === null || time === '') return undefined;
  const read = parseSendTime(`${day}T${time}`, timeZone);
  if (!read.ok || read.atMilliseconds <= Date.now()) return undefined;
  return new Date(read.atMilliseconds);
}

/** `24 Dec 2026`, as the field shows a day; or other parts of it. */
export function showTypedDay(
  day: string,
  locale: string,
  parts: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' },
): string {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone: 'UTC' }).format(date);
}

/**
 * A day as people type it: `2026-12-24`, `24.12.2026`, `24/12/2026` (`12/24/2026` where one writes
 * so), `24 Dec 2026`, `Dec 24, 2026`; null for anything else.
 */
export function readTypedDay(text: string, locale: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(text);
  if (iso) return dayOf(iso[1], iso[2], iso[3]);
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(text.trim());
  if (dotted) return dayOf(dotted[3], dotted[2], dotted[1]);
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim());
  if (slashed) {
    const [, first = '', second = '', year] = slashed;
    // 4/5 is April to some and May to others: English without a country does not say.
    if (locale === 'en' && Number(first) <= 12 && Number(second) <= 12) return null;
    return locale === 'en-US' ? dayOf(year, first, second) : dayOf(year, second, first);
  }
  const named =
    /^(?<day>\d{1,2})\.?\s+(?<month>\p{L}{3,})\.?\s+(?<year>\d{4})$/u.exec(text.trim()) ??
    /^(?<month>\p{L}{3,})\.?\s+(?<day>\d{1,2}),?\s+(?<year>\d{4})$/u.exec(text.trim());
  const { day, month, year } = named?.groups ?? {};
  return dayOf(year, monthNamed(month ?? '', locale), day);
}

/**
 * Why a typed text is no day that can be taken: none at all, or before `first` or after `last`.
 *
 * @param days each as `2026-12-24`; empty or undefined where nothing bounds
 */
export function problemOfTypedDay(
  text: string,
  locale: string,
  { first = '', last = '' }: { first?: string | undefined; last?: string | undefined },
): 'noDay' | 'tooEarly' | 'tooLate' | undefined {
  if (text.trim() === '') return undefined;
  const day = readTypedDay(text, locale);
  if (day === null) return 'noDay';
  if (day < first) return 'tooEarly';
  return last !== '' && day > last ? 'tooLate' : undefined;
}

function monthNamed(name: string, locale: string): string | undefined {
  const months = Array.from({ length: 12 }, (_, index) => index + 1);
  const wanted = name.slice(0, 3).toLowerCase();
  const found = months.find((month) => {
    const shown = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
    const first = new Date(Date.UTC(2026, month - 1, 1));
    return shown.format(first).slice(0, 3).toLowerCase() === wanted;
  });
  return found?.toString();
}

function dayOf(year = '', month = '', day = ''): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  // 31 February is read as a day of March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null;
}

const DAY_MILLISECONDS = 86_400_000;

/** As far ahead as anything can be planned. */
export const MOST_DAYS_AHEAD = 365;
