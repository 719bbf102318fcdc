/** `1 point`, `1,250 points`. */
export function formatPoints(points: number): string {
  return `${formatNumber(points)} ${pointsNoun(points)}`;
}

export function formatNumber(value: number): string {
  return numberFormat.format(value);
}

/** The word after the number, for places that set the number in larger type. */
export function pointsNoun(points: number): string {
  return points === 1 ? 'point' : 'points';
}

/** `24 December 2026 at 09:30 UTC`: a recipient's time zone is unknown, so the zone is said. */
export function formatDateTime(instant: Date): string {
  return dateTimeFormat.format(instant);
}

/** `24 December 2026`, the day in UTC; the page that shows it says so. */
export function formatDate(instant: Date): string {
  return dateFormat.format(instant);
}

// Made once: making a formatter costs some 25 times as much as using it.
const numberFormat = new Intl.NumberFormat('en');
const dateTimeFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
});
const dateFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** `24 hours`, `90 minutes`: in the largest unit that leaves no rest. */
export function formatDuration(seconds: number): string {
  const [size, unit] = DURATIONS.find(([length]) => seconds % length === 0) ?? [1, 'second'];
  const count = seconds / size;
  return `${formatNumber(count)} ${unit}${count === 1 ? '' : 's'}`;
}

const DURATIONS: readonly [seconds: number, unit: string][] = [
  [3_600, 'hour'],
  [60, 'minute'],
];
