import { mailFailureReasons } from '../domain/mail-failures';
import type { ReasonCode } from '../domain/reasons';
import { distributionStatusesBefore } from '../domain/states';
import { type Database, rowsOf, type Transaction } from './pool';
import { creditedStatuses } from './replace-link';
import type { DueMail } from './settle-rewards';

/** What the workflow of a resend waits for; undefined when it is over. */
export async function findResend(
  db: Database,
  resendId: string,
): Promise<{ companyId: string; distributionId: string; waitMilliseconds: number } | undefined> {
  const [row] = await rowsOf<{
    companyId: string;
    distributionId: string;
    waitMilliseconds: number;
  }>(
    db,
    `SELECT s.company_id AS "companyId", r.distribution_id AS "distributionId",
       greatest(0, ceil(extract(epoch FROM s.send_at - clock_timestamp()) * 1000))::int8
         AS "waitMilliseconds"
     FROM resends s JOIN rewards r ON r.id = s.reward_id WHERE s.id = ? AND s.status = 'scheduled'`,
    [resendId],
  );
  return row;
}

/**
 * Begins one try of a resend, if its time has come. The reward's mail is claimed, so that its address is
 * not changed meanwhile; the mail is as it would be sent today: of an invitation, an activation, or what
 * is in the wallet.
 *
 * @returns `not_yet` before its time by the database's clock, and while another mail of the reward is
 * under way; `not_in_this_state` when the reward has no mail to send again; `over` when it has ended.
 */
export async function beginResend(
  db: Database,
  resendId: string,
): Promise<ResendMail | 'not_yet' | 'not_in_this_state' | 'over'> {
  const claim = claimOf(resendId);
  const [mail] = await rowsOf<ResendMail>(db, BEGIN, [
    ...[resendId, claim, CLAIM_SECONDS, MAILABLE, claim],
  ]);
  if (mail !== undefined) return mail;
  const [resend] = await rowsOf<{ isMailable: boolean }>(
    db,
    `SELECT r.status = ANY(?) AS "isMailable" FROM resends s JOIN rewards r ON r.id = s.reward_id
     WHERE s.id = ? AND s.status = 'scheduled'`,
    [MAILABLE, resendId],
  );
  if (resend === undefined) return 'over';
  return resend.isMailable ? 'not_yet' : 'not_in_this_state';
}

/** A resend as a mail; it leaves the database only towards the mailer. */
export interface ResendMail extends DueMail {
  /** Which resend of the reward, from 1. */
  n: number;
}

const MAILABLE: readonly string[] = [...creditedStatuses, 'awaiting_registration'];

/** Longer than one mail takes; the claim of a try that was lost is free again after it. */
const CLAIM_SECONDS = 120;

/** One for all tries: the next goes on where one was lost. */
function claimOf(resendId: string): string {
  return `resend/${resendId}`;
}

const BEGIN = `
WITH due AS (
  SELECT id, reward_id, n FROM resends
  WHERE id = ? AND status = 'scheduled' AND send_at <= clock_timestamp()
), claimed AS (
  UPDATE rewards r SET mail_claim = ?, mail_claimed_until = now() + make_interval(secs => ?)
  FROM due WHERE r.id = due.reward_id AND r.status = ANY(?)
    AND (r.mail_claimed_until IS NULL OR r.mail_claimed_until < now() OR r.mail_claim = ?)
  RETURNING r.*, due.id AS resend_id, due.n
), begun AS (
  UPDATE resends s SET mail_version = c.mail_version FROM claimed c WHERE s.id = c.resend_id
)
SELECT r.n, r.id AS "rewardId", r.distribution_id AS "distributionId",
  r.company_id AS "companyId", c.name AS "companyName", r.name, r.email, r.points, r.citation,
  l.id AS "linkId",
  CASE WHEN r.status = 'awaiting_registration' THEN 'invitation'
    WHEN l.id IS NOT NULL THEN 'activation' ELSE 'credited' END AS kind,
  CASE WHEN r.status = 'awaiting_registration' THEN r.expires_at END AS "expiresAt",
  r.mail_attempts AS attempts, r.mail_version AS "mailVersion",
  d.campaign_version_id AS "campaignVersionId"
FROM claimed r JOIN companies c ON c.id = r.company_id
JOIN distributions d ON d.id = r.distribution_id
LEFT JOIN recipients p ON p.id = r.recipient_id
LEFT JOIN reward_links l ON l.reward_id = r.id AND l.revoked_at IS NULL
  AND ((r.status = 'awaiting_registration' AND l.purpose = 'registration')
    OR (r.status <> 'awaiting_registration' AND l.purpose = 'activation'
      AND p.activated_at IS NULL))`;

/** The mail of a try that was deferred is not under way any more. */
export async function releaseResend(db: Database | Transaction, resendId: string): Promise<void> {
  await rowsOf(
    db,
    `UPDATE rewards SET mail_claim = NULL, mail_claimed_until = NULL
     WHERE id = (SELECT reward_id FROM resends WHERE id = ?) AND mail_claim = ?`,
    [resendId, claimOf(resendId)],
  );
}

/**
 * Ends a resend. A mail that arrived heals a reward whose first one had failed; one that was refused or
 * given up is a failure that a ticket is opened for. Neither says anything about a reward whose address
 * or mail has changed since. Points are not touched.
 *
 * @param end.mailVersion of the mail that was sent; that of the last try, when left out.
 * @param end.reason why it was not sent; undefined when the mail server took it.
 */
export async function endResend(
  db: Database,
  resendId: string,
  end: { mailVersion?: number; reason?: ReasonCode | undefined; detail?: string },
): Promise<void> {
  const { mailVersion = null, reason = null, detail = null } = end;
  const isMailTrouble = reason !== null && reason in mailFailureReasons;
  await db.transaction(async (tx) => {
    await rowsOf(tx, END, [
      ...[reason, reason, mailVersion, resendId, isMailTrouble],
      ...[distributionStatusesBefore('completed_with_failures'), detail],
    ]);
    await releaseResend(tx, resendId);
  });
}

const END = `
WITH ended AS (
  UPDATE resends SET status = CASE WHEN ?::text IS NULL THEN 'delivered' ELSE 'failed' END,
    reason_code = ?, mail_version = coalesce(?, mail_version), ended_at = now()
  WHERE id = ? AND status = 'scheduled'
  RETURNING reward_id, company_id, reason_code, mail_version
), healed AS (
  UPDATE rewards r SET reason_code = NULL, failed_at = NULL, invitation_refused_at = NULL,
    status = CASE r.status WHEN 'email_failed' THEN 'delivered' ELSE r.status END,
    delivered_at = CASE WHEN r.status = 'email_failed' THEN now() ELSE r.delivered_at END,
    invited_at = CASE WHEN r.status = 'awaiting_registration' THEN coalesce(r.invited_at, now())
      ELSE r.invited_at END
  FROM ended e WHERE r.id = e.reward_id AND r.mail_version = coalesce(e.mail_version, r.mail_version)
    AND e.reason_code IS NULL AND r.status IN ('email_failed', 'awaiting_registration')
), failed AS (
  UPDATE rewards r SET reason_code = e.reason_code,
    status = CASE r.status WHEN 'delivered' THEN 'email_failed' ELSE r.status END,
    failed_at = CASE WHEN r.status = 'awaiting_registration' THEN r.failed_at ELSE now() END,
    invitation_refused_at = CASE WHEN r.status = 'awaiting_registration' THEN now()
      ELSE r.invitation_refused_at END
  FROM ended e WHERE r.id = e.reward_id AND r.mail_version = coalesce(e.mail_version, r.mail_version)
    AND ? AND r.status IN ('delivered', 'email_failed', 'awaiting_registration')
  RETURNING r.distribution_id, r.status
), distribution AS (
  UPDATE distributions d SET status = 'completed_with_failures' FROM failed f
  WHERE d.id = f.distribution_id AND f.status = 'email_failed' AND d.status = 'completed'
    AND d.status = ANY(?)
)
INSERT INTO reward_events (reward_id, company_id, event, reason_code, detail)
SELECT reward_id, company_id, CASE WHEN reason_code IS NULL THEN 'resent' ELSE 'resend_failed' END,
  reason_code, ? FROM ended`;

/** Resends whose time has come and that are not over: their workflow is started if it does not run. */
export async function listDueResends(
  db: Database,
  limits: { secondsAgo: number; limit: number },
): Promise<{ resendId: string; rewardId: string; n: number }[]> {
  return rowsOf(
    db,
    `SELECT id AS "resendId", reward_id AS "rewardId", n FROM resends
     WHERE status = 'scheduled' AND send_at <= now() - make_interval(secs => ?)
     ORDER BY send_at LIMIT ?`,
    [limits.secondsAgo, limits.limit],
  );
}
