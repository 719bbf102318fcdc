import { isAllowedSendTime, isTimeZone, parseSendTime } from './send-time';

const iso = (sendAt: string, timeZone?: string) => {
  const read = parseSendTime(sendAt, timeZone);
  return read.ok ? new Date(read.atMilliseconds).toISOString() : read.problem;
};

describe('R11: when a send starts', () => {
  test.each<[sendAt: string, timeZone: string | undefined, instant: string]>([
    // An offset says the instant, whatever the zone.
    ['2026-12-24T09:00:00Z', undefined, '2026-12-24T09:00:00.000Z'],
    ['2026-12-24t09:00:00z', undefined, '2026-12-24T09:00:00.000Z'],
    ['2026-12-24 09:00:00+05:30', undefined, '2026-12-24T03:30:00.000Z'],
    ['2026-12-24T09:00:00-08:00', 'Asia/Kolkata', '2026-12-24T17:00:00.000Z'],
    ['2026-12-24T09:00:00.1239-00:00', undefined, '2026-12-24T09:00:00.123Z'],
    ['2026-12-24T09:00+01:00', undefined, '2026-12-24T08:00:00.000Z'],
    ['2028-02-29T23:59:59+14:00', undefined, '2028-02-29T09:59:59.000Z'],
    // A local time with its zone, winter and summer.
    ['2026-12-24T09:00:00', 'Asia/Kolkata', '2026-12-24T03:30:00.000Z'],
    ['2026-12-24T09:00', 'Europe/Berlin', '2026-12-24T08:00:00.000Z'],
    ['2026-07-01T09:00', 'Europe/Berlin', '2026-07-01T07:00:00.000Z'],
    ['2026-07-01T09:00', 'Australia/Sydney', '2026-06-30T23:00:00.000Z'],
    ['2026-12-24T09:00', 'UTC', '2026-12-24T09:00:00.000Z'],
    ['2026-12-24T09:00', 'Asia/Kathmandu', '2026-12-24T03:15:00.000Z'],
    ['2026-12-31T23:30', 'Pacific/Kiritimati', '2026-12-31T09:30:00.000Z'],
    ['2026-01-01T00:30', 'Pacific/Pago_Pago', '2026-01-01T11:30:00.000Z'],
  ])('%s in %s is %s', (sendAt, timeZone, instant) => {
    expect(iso(sendAt, timeZone)).toBe(instant);
  });

  test.each<[what: string, sendAt: string, timeZone: string, instant: string]>([
    ['before a gap', '2027-03-28T01:59:59', 'Europe/Berlin', '2027-03-28T00:59:59.000Z'],
    ['in a gap: as far behind it', '2027-03-28T02:30', 'Europe/Berlin', '2027-03-28T01:30:00.000Z'],
    ['the first of a gap', '2027-03-28T02:00', 'Europe/Berlin', '2027-03-28T01:00:00.000Z'],
    ['after a gap', '2027-03-28T03:00', 'Europe/Berlin', '2027-03-28T01:00:00.000Z'],
    ['in a gap', '2027-03-14T02:15', 'America/New_York', '2027-03-14T07:15:00.000Z'],
    [
      'in a gap of half an hour',
      '2026-10-04T02:15',
      'Australia/Lord_Howe',
      '2026-10-03T15:45:00.000Z',
    ],
    ['in a gap at midnight', '2026-09-06T00:30', 'America/Santiago', '2026-09-06T04:30:00.000Z'],
    ['before an overlap', '2026-10-25T01:30', 'Europe/Berlin', '2026-10-24T23:30:00.000Z'],
    ['in an overlap: the first', '2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['after an overlap', '2026-10-25T03:00', 'Europe/Berlin', '2026-10-25T02:00:00.000Z'],
    ['in an overlap', '2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    [
      'in one of half an hour',
      '2027-04-04T01:45',
      'Australia/Lord_Howe',
      '2027-04-03T14:45:00.000Z',
    ],
  ])('clocks that change, %s: %s in %s is %s', (_what, sendAt, timeZone, instant) => {
    expect(iso(sendAt, timeZone)).toBe(instant);
  });

  test.each<[sendAt: string, timeZone: string | undefined, problem: string]>([
    ['', 'UTC', 'This is no date and time'],
    ['tomorrow', 'UTC', 'This is no date and time'],
    ['2026-12-24', 'UTC', 'This is no date and time'],
    ['24.12.2026 09:00', 'UTC', 'This is no date and time'],
    ['2026-02-29T09:00', 'UTC', 'This is no date and time'],
    ['2026-13-01T09:00', 'UTC', 'This is no date and time'],
    ['2026-00-10T09:00', 'UTC', 'This is no date and time'],
    ['2026-12-00T09:00', 'UTC', 'This is no date and time'],
    ['2026-12-24T24:00', 'UTC', 'This is no date and time'],
    ['2026-12-24T09:60', 'UTC', 'This is no date and time'],
    ['2026-12-24T09:00:60Z', undefined, 'This is no date and time'],
    ['2026-12-24T09:00:00+0530', undefined, 'This is no date and time'],
    ['2026-12-24T09:00:00Z\n', undefined, 'This is no date and time'],
    ['1766566800', undefined, 'This is no date and time'],
    ['+002026-12-24T09:00:00Z', undefined, 'This is no date and time'],
    ['2026-12-24T09:00:00+24:00', undefined, 'The offset is out of range'],
    ['2026-12-24T09:00:00+05:60', undefined, 'The offset is out of range'],
    ['2026-12-24T09:00:00', undefined, 'Without an offset, give a timeZone'],
    ['2026-12-24T09:00:00', 'Mars/Olympus', '"Mars/Olympus" is no IANA time zone'],
    ['2026-12-24T09:00:00Z', '', '"" is no IANA time zone'],
    ['2026-12-24T09:00:00Z', '+05:30', '"+05:30" is no IANA time zone'],
    ['2026-12-24T09:00:00Z', "UTC'; --", '"UTC\'; --" is no IANA time zone'],
  ])('%j in %j is refused: %s', (sendAt, timeZone, problem) => {
    expect(iso(sendAt, timeZone)).toBe(problem);
  });

  test.each([
    'Asia/Kolkata',
    'America/Argentina/Buenos_Aires',
    'Etc/GMT+5',
    'UTC',
    'europe/berlin',
  ])('%s is a time zone', (name) => expect(isTimeZone(name)).toBe(true));

  test.each<[seconds: number, allowed: boolean]>([
    [-86_400, false],
    [0, false],
    [1.999, false],
    [2, true],
    [60, true],
    [365 * 86_400, true],
    [366 * 86_400, true],
    [366 * 86_400 + 1, false],
    [Number.NaN, false],
  ])('%d seconds ahead: allowed is %s', (seconds, allowed) => {
    expect(isAllowedSendTime(1_000_000 + seconds * 1_000, 1_000_000)).toBe(allowed);
  });
});
