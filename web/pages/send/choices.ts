import type { Inputs } from '../../client/trpc';

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
 * @returns undefined while day or time are missing
 */
export function readWhen(choices: Choices, timeZone: string): When | undefined {
  const { when, day, time, takeFunds } = choices;
  if (when === 'now') return {};
  if (day === null) return undefined;
  if (when === 'morning') return { sendOnMorning: day, takeFunds };
  if (!/^\d{2}:\d{2}/.test(time)) return undefined;
  return { sendAt: `${day}T${time.slice(0, 5)}`, timeZone, takeFunds };
}
