/**
 * When a mail that failed for the moment is tried again: soon, then at doubled distances, then
 * hourly, until the window is over (RFC 5321 section 4.5.4.1 asks for at least 4 to 5 days of a mail
 * relay; we hand over to a human after one).
 *
 * @param round 0 for the first retry.
 * @param lot from 0 to 1, drawn anew for each round: spreads the rounds of those that failed at one
 *   moment over the last fifth of the distance, so that a server that comes back is not met by all.
 * @returns milliseconds to wait before this round, or undefined when the window is over.
 */
export function retryDelayMilliseconds(
  round: number,
  elapsedMilliseconds: number,
  rules: RetryRules,
  lot: number,
): number | undefined {
  if (elapsedMilliseconds >= rules.windowMilliseconds) return undefined;
  const doubled = rules.firstMilliseconds * 2 ** Math.min(round, MAX_DOUBLINGS);
  const left = rules.windowMilliseconds - elapsedMilliseconds;
  const distance = Math.min(doubled, rules.maxMilliseconds) * (1 - LOT_SHARE * lot);
  return Math.max(1, Math.min(Math.round(distance), left));
}

const LOT_SHARE = 0.2;

export interface RetryRules {
  firstMilliseconds: number;
  maxMilliseconds: number;
  windowMilliseconds: number;
}

/** Keeps the power inside a safe integer; the maximum rules long before. */
const MAX_DOUBLINGS = 30;
