import { retryDelayMilliseconds, type RetryRules } from '../domain/retry-rounds';

/** Nothing waits without an end: a day later the database is asked again, whatever was missed. */
export const LONGEST_WAIT_MILLISECONDS = 86_400_000;

/**
 * How long a run waits that also has mails to send: until there is something to look at, or until the
 * next try of its mails.
 *
 * @param untilLook milliseconds; null when nothing is to be looked at.
 * @param mailRounds how often in a row mails were left over; 0 when none are.
 */
export function nextWait(
  untilLook: number | null,
  { retry, mailRounds }: { retry: RetryRules; mailRounds: number },
): number {
  const untilMail =
    mailRounds === 0 ? undefined : retryDelayMilliseconds(mailRounds - 1, 0, retry, Math.random());
  return Math.min(
    untilLook ?? LONGEST_WAIT_MILLISECONDS,
    untilMail ?? LONGEST_WAIT_MILLISECONDS,
    LONGEST_WAIT_MILLISECONDS,
  );
}
