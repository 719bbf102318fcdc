import { type Database, rowsOf } from './pool';

/**
 * Records what became of mails, any number in one statement. A mail that is marked twice is marked
 * once: only a reward that still waits for its mail changes.
 */
export async function markMails(db: Database, results: readonly MailResult[]): Promise<void> {
  if (results.length === 0) return;
  await rowsOf(db, MARK, [
    results.map(({ rewardId }) => rewardId),
    results.map(({ kind }) => kind),
    results.map(({ outcome }) => outcome),
    results.map(({ detail }) => detail ?? null),
  ]);
}

export interface MailResult {
  rewardId: string;
  kind: 'credited' | 'activation' | 'invitation';
  /** Accepted by the mail server, refused for good, or to be tried again. */
  outcome: 'accepted' | 'refused' | 'deferred';
  /** What the mail server answered, for the time line; never an address. */
  detail?: string;
}

/**
 * Ends the retries of a distribution's mails: the points stay in the wallets, the rewards become
 * `email_failed`; an invitation keeps its link until it expires.
 */
export async function giveUpMails(db: Database, distributionId: string): Promise<void> {
  await rowsOf(
    db,
    `WITH changed AS (
       UPDATE rewards SET
         status = CASE status WHEN 'credited' THEN 'email_failed' ELSE status END,
         reason_code = 'mail_server_unreachable',
         failed_at = CASE status WHEN 'credited' THEN now() END,
         invitation_refused_at = CASE status WHEN 'awaiting_registration' THEN now() END
       WHERE distribution_id = ? AND mail_attempts > 0 AND (status = 'credited'
         OR (status = 'awaiting_registration' AND invited_at IS NULL AND invitation_refused_at IS NULL))
       RETURNING id, company_id, status)
     INSERT INTO reward_events (reward_id, company_id, event, reason_code)
     SELECT id, company_id, CASE status WHEN 'email_failed' THEN status ELSE 'invitation_failed' END,
       'mail_server_unreachable' FROM changed`,
    [distributionId],
  );
}

const MARK = `
WITH result AS (
  SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[]) AS m(id, kind, outcome, detail)
), changed AS (
  UPDATE rewards r SET
    status = CASE WHEN m.kind = 'invitation' OR m.outcome = 'deferred' THEN r.status
      WHEN m.outcome = 'accepted' THEN 'delivered' ELSE 'email_failed' END,
    delivered_at = CASE WHEN m.kind <> 'invitation' AND m.outcome = 'accepted' THEN now() END,
    invited_at = CASE WHEN m.kind = 'invitation' AND m.outcome = 'accepted' THEN now()
      ELSE r.invited_at END,
    invitation_refused_at = CASE WHEN m.kind = 'invitation' AND m.outcome = 'refused' THEN now()
      ELSE r.invitation_refused_at END,
    failed_at = CASE WHEN m.kind <> 'invitation' AND m.outcome = 'refused' THEN now() END,
    reason_code = CASE m.outcome WHEN 'refused' THEN 'mailbox_rejected'
      WHEN 'deferred' THEN 'mail_server_unreachable' END,
    mail_attempts = r.mail_attempts + 1, mail_claim = NULL, mail_claimed_until = NULL
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
FROM changed`;
