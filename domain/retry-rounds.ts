/**
 * When a mail that failed for the moment is tried again: soon, then at doubled distances, then
 * hourly, until the window is over (RFC 5321 section 4.5.4.1 asks for at least 4 to 5 days of a mail
 * relay; we hand over to a human after one).
 *
 * @param round 0 for the first retry.
 * @returns milliseconds to wait before this round, or undefined when the window is over.
 */
export function retryDelayMilliseconds(
  round: number,
  elapsedMilliseconds: number,
  rules: RetryRules,
): number | undefined {
  if (elapsedMilliseconds >= rules.windowMilliseconds) return undefined;
  const doubled = rules.firstMilliseconds * 2 ** Math.min(round, MAX_DOUBLINGS);
  const left = rules.windowMilliseconds - elapsedMilliseconds;
  return Math.max(1, Math.min(doubled, rules.maxMilliseconds, left));
}

export interface RetryRules {
  firstMilliseconds: number;
  maxMilliseconds: number;
  windowMilliseconds: number;
}

/** Keeps the power inside a safe integer; the maximum rules long before. */
const MAX_DOUBLINGS = 30;
