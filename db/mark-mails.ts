import type { MailFailure } from '../domain/mail-failures';
import { type Database, rowsOf } from './pool';

/**
 * Records what became of mails, any number in one statement. A mail that is marked twice is marked
 * once: only a reward that still waits for its mail changes.
 *
 * @param windowMilliseconds how long a mail that is deferred is tried, from its first failure on.
 */
export async function markMails(
  db: Database,
  results: readonly MailResult[],
  windowMilliseconds: number,
): Promise<void> {
  if (results.length === 0) return;
  await rowsOf(db, MARK, [
    results.map(({ rewardId }) => rewardId),
    results.map(({ kind }) => kind),
    results.map(({ outcome }) => outcome),
    results.map(({ detail }) => detail ?? null),
    results.map(({ reason }) => reason ?? null),
    results.map(({ retryMilliseconds }) => retryMilliseconds ?? 0),
    windowMilliseconds,
  ]);
}

export interface MailResult {
  rewardId: string;
  kind: 'credited' | 'activation' | 'invitation';
  /**
   * Accepted by the mail server, refused for good, or to be tried again. `held_back`: not tried, for
   * the sake of others; it is no failure, and nothing of its window is used up.
   */
  outcome: 'accepted' | 'refused' | 'deferred' | 'held_back';
  /** Why it was refused or deferred, if the answer told. */
  reason?: MailFailure;
  /** Until the next try of one that was deferred or held back. */
  retryMilliseconds?: number;
  /** What the mail server answered, for the time line; never an address. */
  detail?: string;
}

/**
 * Ends the retries of those mails of a distribution whose window is over: the points stay in the
 * wallets, the rewards become `email_failed`; an invitation keeps its link until it expires. A full
 * mailbox is still told as one.
 */
export async function giveUpMails(
  db: Database,
  distributionId: string,
  windowMilliseconds: number,
): Promise<void> {
  await rowsOf(
    db,
    `WITH changed AS (
       UPDATE rewards SET
         status = CASE status WHEN 'credited' THEN 'email_failed' ELSE status END,
         reason_code = coalesce(reason_code, 'mail_server_unreachable'),
         failed_at = CASE status WHEN 'credited' THEN now() END,
         invitation_refused_at = CASE status WHEN 'awaiting_registration' THEN now() END
       WHERE distribution_id = ? AND ${WINDOW_IS_OVER}
       RETURNING id, company_id, status, reason_code)
     INSERT INTO reward_events (reward_id, company_id, event, reason_code)
     SELECT id, company_id, CASE status WHEN 'email_failed' THEN status ELSE 'invitation_failed' END,
       reason_code FROM changed`,
    [distributionId, windowMilliseconds],
  );
}

/** A mail that is waited for and was tried to the end of its window; takes that window in milliseconds. */
export const WINDOW_IS_OVER = `(status = 'credited'
    OR (status = 'awaiting_registration' AND invited_at IS NULL AND invitation_refused_at IS NULL))
  AND mail_retry_at <= now()
  AND mail_deferred_since <= now() - make_interval(secs => ?::float8 / 1000)`;

const MARK = `
WITH result AS (
  SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::float8[])
    AS m(id, kind, outcome, detail, reason, retry_milliseconds)
), changed AS (
  UPDATE rewards r SET
    status = CASE WHEN m.kind = 'invitation' THEN r.status
      WHEN m.outcome = 'accepted' THEN 'delivered'
      WHEN m.outcome = 'refused' THEN 'email_failed' ELSE r.status END,
    delivered_at = CASE WHEN m.kind <> 'invitation' AND m.outcome = 'accepted' THEN now() END,
    invited_at = CASE WHEN m.kind = 'invitation' AND m.outcome = 'accepted' THEN now()
      ELSE r.invited_at END,
    invitation_refused_at = CASE WHEN m.kind = 'invitation' AND m.outcome = 'refused' THEN now()
      ELSE r.invitation_refused_at END,
    failed_at = CASE WHEN m.kind <> 'invitation' AND m.outcome = 'refused' THEN now() END,
    reason_code = CASE m.outcome WHEN 'refused' THEN coalesce(m.reason, 'mailbox_rejected')
      WHEN 'deferred' THEN coalesce(m.reason, 'mail_server_unreachable')
      WHEN 'held_back' THEN r.reason_code END,
    mail_attempts = r.mail_attempts + CASE m.outcome WHEN 'held_back' THEN 0 ELSE 1 END,
    mail_deferred_since = CASE m.outcome WHEN 'deferred' THEN coalesce(r.mail_deferred_since, now())
      WHEN 'held_back' THEN r.mail_deferred_since END,
    -- A last try at the end of the window.
    mail_retry_at = CASE WHEN m.outcome IN ('deferred', 'held_back') THEN least(
      now() + make_interval(secs => m.retry_milliseconds / 1000),
      CASE m.outcome WHEN 'deferred' THEN coalesce(r.mail_deferred_since, now())
        + make_interval(secs => ?::float8 / 1000) END) END,
    mail_claim = NULL, mail_claimed_until = NULL
  FROM result m
  WHERE r.id = m.id AND CASE WHEN m.kind = 'invitation'
    THEN r.status = 'awaiting_registration' AND r.invited_at IS NULL ELSE r.status = 'credited' END
  RETURNING r.id, r.company_id, m.kind, m.outcome, m.detail, r.reason_code
)
INSERT INTO reward_events (reward_id, company_id, event, reason_code, detail)
SELECT id, company_id, CASE outcome
    WHEN 'accepted' THEN CASE kind WHEN 'invitation' THEN 'invited' ELSE 'delivered' END
    WHEN 'refused' THEN CASE kind WHEN 'invitation' THEN 'invitation_failed' ELSE 'email_failed' END
    ELSE 'email_deferred' END, reason_code, detail
FROM changed WHERE outcome <> 'held_back'`;
