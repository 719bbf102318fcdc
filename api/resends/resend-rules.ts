import type { Resend, ResendIssue } from '../../contracts/resends';
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

/** Says by Retry-After when the first limited reward can be mailed again (RFC 9110 section 10.2.3). */
export function refuseWhenAllLimited(
  { resends, issues }: { resends: readonly Resend[]; issues: readonly ResendIssue[] },
  reply: Context['reply'],
): void {
  const waits = issues.flatMap(({ retryAfterSeconds }) => retryAfterSeconds ?? []);
  if (waits.length === 0) return;
  reply.headers['retry-after'] = String(Math.min(...waits));
  if (resends.length === 0 && waits.length === issues.length) refuse('rate_limited');
}
