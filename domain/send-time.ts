/**
 * Reads when a send is to start: an RFC 3339 date-time with its offset (`2026-12-24T09:00:00+05:30`),
 * or a local one without offset (`2026-12-24T09:00`) together with an IANA time zone.
 *
 * An offset says the instant; the zone is then only what the time is shown in. A local time that does
 * not exist, because clocks are put forward, moves forward by what is skipped (02:30 is 03:30). One
 * that exists twice, because clocks are put back, is the first of the two. Calendars do the same
 * (RFC 5545 section 3.3.5).
 */
export function parseSendTime(
  sendAt: string,
  timeZone: string | undefined,
): { ok: true; atMilliseconds: number } | { ok: false; problem: string } {
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    return { ok: false, problem: `${JSON.stringify(timeZone.slice(0, 60))} is no IANA time zone` };
  }
  const read = DATE_TIME.exec(sendAt);
  const localMilliseconds = read === null ? undefined : asUtc(read);
  if (read === null || localMilliseconds === undefined) {
    return { ok: false, problem: 'This is no date and time' };
  }
  const offset = read[8];
  if (offset !== undefined) {
    const offsetMilliseconds = readOffset(offset);
    return offsetMilliseconds === undefined
      ? { ok: false, problem: 'The offset is out of range' }
      : { ok: true, atMilliseconds: localMilliseconds - offsetMilliseconds };
  }
  if (timeZone === undefined) return { ok: false, problem: 'Without an offset, give a timeZone' };
  return { ok: true, atMilliseconds: instantOf(localMilliseconds, timeZone) };
}

/** Whether a send may start then: some seconds ahead, so that nobody takes it for "now", and within a year. */
export function isAllowedSendTime(atMilliseconds: number, nowMilliseconds: number): boolean {
  const aheadSeconds = (atMilliseconds - nowMilliseconds) / 1_000;
  return aheadSeconds >= MIN_AHEAD_SECONDS && aheadSeconds <= MAX_AHEAD_SECONDS;
}

/** The text of `invalid_send_at` and `is_allowed_send_at` of migration 006 say the same. */
const MIN_AHEAD_SECONDS = 2;
const MAX_AHEAD_SECONDS = 366 * 86_400;

/** Whether this machine knows the zone by an IANA name; an offset alone has no summer time. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w/+-]*$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

// Seconds may be left out, as forms do (`<input type="datetime-local">`).
const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})?$/;

/** The fields as if they were UTC, or undefined when there is no such day or time. */
function asUtc(read: RegExpExecArray): number | undefined {
  const [year, month, day, hour, minute, second] = read
    .slice(1, 7)
    .map((text: string | undefined) => Number(text ?? 0));
  const fraction = Math.floor(Number(`0${read[7] ?? ''}`) * 1_000);
  const date = new Date(0);
  date.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day);
  if (date.getUTCMonth() + 1 !== month || date.getUTCDate() !== day) return undefined;
  if ((hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 59) return undefined;
  return date.setUTCHours(hour ?? 0, minute, second, fraction);
}

function readOffset(text: string): number | undefined {
  if (/^z$/i.test(text)) return 0;
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(4, 6))];
  if (hours > 23 || minutes > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** The instant at which clocks in the zone show this time, by the rules above. */
function instantOf(localMilliseconds: number, timeZone: string): number {
  const before = offsetAt(localMilliseconds - DAY_MILLISECONDS, timeZone);
  const after = offsetAt(localMilliseconds + DAY_MILLISECONDS, timeZone);
  const shownAt = [localMilliseconds - before, localMilliseconds - after].filter(
    (instant) => instant + offsetAt(instant, timeZone) === localMilliseconds,
  );
  // Read by the offset before the change, a time that is skipped lands as far behind the change as
  // it would have been behind the hour.
  return shownAt.length === 0 ? localMilliseconds - before : Math.min(...shownAt);
}

const DAY_MILLISECONDS = 86_400_000;

/** How far the zone's clocks are ahead of UTC at an instant. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const of = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(
    of('year'),
    of('month') - 1,
    of('day'),
    of('hour'),
    of('minute'),
    of('second'),
  );
  return shown - Math.floor(instant / 1_000) * 1_000;
}
