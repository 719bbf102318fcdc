import type { RequestedResends } from '../../db/resends';
import { describeReason } from '../../domain/reasons';
import type { Context } from '../context';
import { refuse } from '../errors';

const MINUTE_MILLISECONDS = 60_000;
const YEAR_MILLISECONDS = 365 * 24 * 60 * MINUTE_MILLISECONDS;

/** @returns null for now. @throws a refusal `invalid_resend_at` for a time that is over or too far. */
export function parseResendAt(at: string | undefined): Date | null {
  if (at === undefined) return null;
  const ahead = Date.parse(at) - Date.now();
  // The clock of a caller may go a little before ours.
  if (ahead >= -MINUTE_MILLISECONDS && ahead <= YEAR_MILLISECONDS) return new Date(at);
  const { message, nextAction } = describeReason('invalid_resend_at');
  const issue = { path: 'at', code: 'invalid_resend_at' as const, message };
  return refuse('invalid_resend_at', {
    issues: [{ ...issue, message: `${message} ${nextAction}` }],
  });
}

/**
 * Refuses a request by which nobody is mailed, with the reason of its rewards when they share one. Says
 * by Retry-After when the first limited reward can be mailed again (RFC 9110 section 10.2.3).
 *
 * @param rewardIds those that the caller has named, in his order; the issues of the refusal name them.
 */
export function refuseUnlessMailed(
  { resends, issues }: RequestedResends,
  reply: Context['reply'],
  rewardIds?: readonly string[],
): void {
  const waits = issues.flatMap(({ retryAfterSeconds }) => retryAfterSeconds ?? []);
  if (waits.length > 0) reply.headers['retry-after'] = String(Math.min(...waits));
  if (resends.length > 0) return;
  const [code, ...others] = new Set(issues.map((issue) => issue.code));
  if (code === undefined) refuse('not_in_this_state', {}, NOTHING_TO_RESEND);
  const named = rewardIds?.flatMap((rewardId, index) => {
    const issue = issues.find((found) => found.rewardId === rewardId);
    return issue ? { path: `rewardIds.${index}`, code: issue.code, message: issue.message } : [];
  });
  refuse(others.length > 0 ? 'not_in_this_state' : code, { ...(named && { issues: named }) });
}

const NOTHING_TO_RESEND = 'No reward of this send has had an e-mail that can be sent once more.';
