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

/**
 * A day that is typed: `2026-12-24`, `24.12.2026`, `24 Dec 2026`. Slashes are not read: 4/5 is April to
 * some and May to others.
 */
export function readDay(text: string): string | null {
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(text.trim());
  if (dotted !== null) {
    const [, day = '', month = '', year = ''] = dotted;
    return existing(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(text.trim())) return existing(text.trim());
  // With the month as a word, the time of day is that of this machine, and so is the day.
  const spelt = /\p{L}{3}/u.test(text) && /\d{4}/.test(text) ? new Date(text) : undefined;
  if (spelt === undefined || Number.isNaN(spelt.getTime())) return null;
  return new Intl.DateTimeFormat('sv-SE').format(spelt);
}

function existing(day: string): string | null {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? day : null;
}
