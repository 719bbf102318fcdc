import { isAllowedSendTime, parseSendTime } from '../../../domain/send-time';
import type { Inputs } from '../../client/trpc';
import { wallTimeOf } from '../../design/zoned-time';

/** What one chooses for a send besides its people; the same for the form and for a file. */
export interface Choices {
  /** Null: the plain e-mail. */
  campaignId: string | null;
  when: 'now' | 'time' | 'morning';
  /** `2026-12-24`, in the company's zone; of `morning` each recipient's own. */
  day: string | null;
  /** `09:30`, in the company's zone. */
  time: string;
  takeFunds: 'now' | 'at_send';
}

export const NO_CHOICES: Choices = {
  campaignId: null,
  when: 'now',
  day: null,
  time: '09:00',
  takeFunds: 'now',
};

type When = Pick<
  Inputs['drafts']['distribute'],
  'sendAt' | 'timeZone' | 'sendOnMorning' | 'takeFunds'
>;

/**
 * The time as the API takes it: local, with the zone, so that the server decides what a time means
 * that is skipped or happens twice.
 *
 * @returns undefined where `problemOfWhen` has one
 */
export function readWhen(
  choices: Choices,
  timeZone: string,
  now: Date = new Date(),
): When | undefined {
  const { when, day, time, takeFunds } = choices;
  if (when === 'now') return {};
  if (day === null || problemOfWhen(choices, timeZone, now) !== undefined) return undefined;
  if (when === 'morning') return { sendOnMorning: day, takeFunds };
  return { sendAt: localTime(day, time), timeZone, takeFunds };
}

/** What keeps day and time from being a time to send at, or undefined. */
export function problemOfWhen(
  { when, day, time }: Choices,
  timeZone: string,
  now: Date = new Date(),
): 'dayMissing' | 'timeMissing' | 'over' | undefined {
  if (when === 'now') return undefined;
  if (day === null) return 'dayMissing';
  // Whose morning of today is still to come, only the server knows.
  if (when === 'morning') return day < (wallTimeOf(now, timeZone).day ?? '') ? 'over' : undefined;
  if (!/^\d{2}:\d{2}/.test(time)) return 'timeMissing';
  const read = parseSendTime(localTime(day, time), timeZone);
  const isAhead = read.ok && isAllowedSendTime(read.atMilliseconds, now.getTime());
  return isAhead ? undefined : 'over';
}

function localTime(day: string, time: string): string {
  return `${day}T${time.slice(0, 5)}`;
}
