import type { Resend, ResendIssue } from '../contracts/resends';
import { mailFailureReasons } from '../domain/mail-failures';
import { describeReason, type ReasonCode } from '../domain/reasons';
import { creditedStatuses } from './replace-link';
import { type Database, rowsOf, type Transaction } from './pool';
import type { DueMail } from './settle-rewards';

/**
 * Writes down that mails of rewards are to be sent once more, now or at a time; their workflows send
 * them. At most three of a reward within an hour, however they are spread.
 *
 * @param rewardIds undefined for all rewards of the distribution that have had their mail.
 */
export async function requestResends(
  tx: Transaction,
  request: {
    distributionId: string;
    rewardIds: readonly string[] | undefined;
    at: Date | null;
    requestedBy: string;
  },
): Promise<{ resends: Resend[]; issues: ResendIssue[] }> {
  const { distributionId, rewardIds, at, requestedBy } = request;
  // Locked, so that two requests at once count each other.
  const rewards = await rowsOf<ResendCandidate>(
    tx,
    `SELECT r.id, r.company_id AS "companyId", r.status, r.invited_at IS NOT NULL
         OR r.invitation_refused_at IS NOT NULL AS "wasInvited"
     FROM rewards r WHERE r.distribution_id = ? AND (r.id = ANY(?::uuid[]) OR ?)
     ORDER BY r.id FOR NO KEY UPDATE`,
    [distributionId, rewardIds ?? [], rewardIds === undefined],
  );
  const known = await rowsOf<{ rewardId: string; near: number; freeInSeconds: number }>(
    tx,
    // Materialized: the clock is read once, not for each row.
    `WITH w AS MATERIALIZED (SELECT coalesce(?::timestamptz, clock_timestamp()) AS at)
     SELECT reward_id AS "rewardId", count(*)::int AS near,
       greatest(1, ceil(extract(epoch FROM min(send_at) + ${LIMIT_WINDOW} - w.at)))::int AS "freeInSeconds"
     FROM resends, w
     WHERE reward_id = ANY(?::uuid[]) AND status <> 'cancelled'
       AND send_at > w.at - ${LIMIT_WINDOW} AND send_at < w.at + ${LIMIT_WINDOW}
     GROUP BY reward_id, w.at`,
    [at, rewards.map(({ id }) => id)],
  );
  const limited = new Map(
    known.filter(({ near }) => near >= LIMIT).map((row) => [row.rewardId, row.freeInSeconds]),
  );
  const issues: ResendIssue[] = [];
  const accepted: string[] = [];
  for (const reward of rewards) {
    const issue = issueOf(reward, limited.get(reward.id));
    if (issue === undefined) accepted.push(reward.id);
    // Of "all", those that never had a mail are not meant.
    else if (rewardIds !== undefined || issue.code === 'rate_limited') issues.push(issue);
  }
  return { resends: await insertResends(tx, accepted, at, requestedBy), issues };
}

/** Enough for a person who does not find the mail, too little to fill a mailbox. */
const LIMIT = 3;
const LIMIT_WINDOW = `interval '1 hour'`;

interface ResendCandidate {
  id: string;
  companyId: string;
  status: string;
  wasInvited: boolean;
}

function issueOf(
  { id, status, wasInvited }: ResendCandidate,
  retryAfterSeconds: number | undefined,
): ResendIssue | undefined {
  const isInvitation = status === 'awaiting_registration';
  const hadMail = status === 'delivered' || status === 'email_failed' || isInvitation;
  const isFirstUnderWay = status === 'credited' || (isInvitation && !wasInvited);
  const issue = (code: ReasonCode): ResendIssue => ({
    ...{ rewardId: id, code, message: describeReason(code).message },
  });
  if (isFirstUnderWay) return issue('mail_in_progress');
  if (!hadMail) return issue('not_in_this_state');
  return retryAfterSeconds === undefined
    ? undefined
    : { ...issue('rate_limited'), retryAfterSeconds };
}

async function insertResends(
  tx: Transaction,
  rewardIds: readonly string[],
  at: Date | null,
  requestedBy: string,
): Promise<Resend[]> {
  const rows = await rowsOf<ResendRecord>(
    tx,
    `WITH made AS (
       INSERT INTO resends (company_id, reward_id, n, send_at, requested_by)
       SELECT r.company_id, r.id,
         coalesce((SELECT max(n) FROM resends WHERE reward_id = r.id), 0) + 1,
         coalesce(?::timestamptz, date_trunc('milliseconds', clock_timestamp())), ?
       FROM rewards r WHERE r.id = ANY(?::uuid[]) ORDER BY r.id RETURNING *
     ), events AS (
       INSERT INTO reward_events (reward_id, company_id, event)
       SELECT reward_id, company_id, 'resend_requested' FROM made
     )
     SELECT id, reward_id AS "rewardId", n, status, send_at AS "sendAt" FROM made ORDER BY id`,
    [at, requestedBy, rewardIds],
  );
  return rows.map(showResend);
}

export type ResendRecord = Omit<Resend, 'sendAt'> & { sendAt: Date };

export function showResend({ sendAt, ...rest }: ResendRecord): Resend {
  return { ...rest, sendAt: sendAt.toISOString() };
}

/**
 * Cancels a resend whose time has not come. Its sending begins at that time, so the two cannot cross.
 *
 * @returns the resend as it is now; undefined when there is none of this id.
 */
export async function cancelResend(
  db: Database | Transaction,
  resendId: string,
): Promise<Resend | undefined> {
  await rowsOf(
    db,
    `WITH cancelled AS (
       UPDATE resends SET status = 'cancelled', ended_at = now()
       WHERE id = ? AND status = 'scheduled' AND send_at > clock_timestamp()
       RETURNING reward_id, company_id)
     INSERT INTO reward_events (reward_id, company_id, event)
     SELECT reward_id, company_id, 'resend_cancelled' FROM cancelled`,
    [resendId],
  );
  const [row] = await rowsOf<ResendRecord>(
    db,
    `SELECT id, reward_id AS "rewardId", n, status, send_at AS "sendAt" FROM resends WHERE id = ?`,
    [resendId],
  );
  return row && showResend(row);
}

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

/** The mail as it would be sent today: of an invitation, an activation, or what is in the wallet. */
export async function findResendMail(
  db: Database,
  resendId: string,
): Promise<(DueMail & { n: number }) | undefined> {
  const [mail] = await rowsOf<DueMail & { n: number }>(
    db,
    `SELECT s.n, r.id AS "rewardId", r.distribution_id AS "distributionId",
       r.company_id AS "companyId", c.name AS "companyName", r.name, r.email, r.points, r.citation,
       l.id AS "linkId",
       CASE WHEN r.status = 'awaiting_registration' THEN 'invitation'
         WHEN l.id IS NOT NULL THEN 'activation' ELSE 'credited' END AS kind,
       CASE WHEN r.status = 'awaiting_registration' THEN r.expires_at END AS "expiresAt",
       r.mail_attempts AS attempts, r.mail_version AS "mailVersion",
       d.campaign_version_id AS "campaignVersionId"
     FROM resends s JOIN rewards r ON r.id = s.reward_id JOIN companies c ON c.id = r.company_id
     JOIN distributions d ON d.id = r.distribution_id
     LEFT JOIN recipients p ON p.id = r.recipient_id
     LEFT JOIN reward_links l ON l.reward_id = r.id AND l.revoked_at IS NULL
       AND ((r.status = 'awaiting_registration' AND l.purpose = 'registration')
         OR (r.status <> 'awaiting_registration' AND l.purpose = 'activation'
           AND p.activated_at IS NULL))
     WHERE s.id = ? AND s.status = 'scheduled' AND s.send_at <= clock_timestamp()
       AND r.status = ANY(?)`,
    [resendId, [...creditedStatuses, 'awaiting_registration']],
  );
  return mail;
}

/**
 * Ends a resend. A mail that arrived heals a reward whose first one had failed; one that was refused or
 * given up is a failure that a ticket is opened for. Points are not touched.
 *
 * @param reason why it was not sent; undefined when the mail server took it.
 */
export async function endResend(
  db: Database,
  resendId: string,
  reason: ReasonCode | undefined,
  detail: string | null,
): Promise<void> {
  const isMailTrouble = reason !== undefined && reason in mailFailureReasons;
  await rowsOf(
    db,
    `WITH ended AS (
       UPDATE resends SET status = CASE WHEN ?::text IS NULL THEN 'delivered' ELSE 'failed' END,
         reason_code = ?, ended_at = now()
       WHERE id = ? AND status = 'scheduled' RETURNING reward_id, company_id, reason_code
     ), healed AS (
       UPDATE rewards r SET reason_code = NULL, failed_at = NULL, invitation_refused_at = NULL,
         status = CASE r.status WHEN 'email_failed' THEN 'delivered' ELSE r.status END,
         delivered_at = CASE WHEN r.status = 'email_failed' THEN now() ELSE r.delivered_at END,
         invited_at = CASE WHEN r.status = 'awaiting_registration' THEN coalesce(r.invited_at, now())
           ELSE r.invited_at END
       FROM ended e WHERE r.id = e.reward_id AND e.reason_code IS NULL
         AND r.status IN ('email_failed', 'awaiting_registration')
     ), failed AS (
       UPDATE rewards r SET reason_code = e.reason_code,
         status = CASE r.status WHEN 'delivered' THEN 'email_failed' ELSE r.status END,
         failed_at = CASE WHEN r.status = 'awaiting_registration' THEN r.failed_at ELSE now() END,
         invitation_refused_at = CASE WHEN r.status = 'awaiting_registration' THEN now()
           ELSE r.invitation_refused_at END
       FROM ended e WHERE r.id = e.reward_id AND ? AND r.status IN ('delivered', 'email_failed',
         'awaiting_registration')
     )
     INSERT INTO reward_events (reward_id, company_id, event, reason_code, detail)
     SELECT reward_id, company_id, CASE WHEN reason_code IS NULL THEN 'resent' ELSE 'resend_failed' END,
       reason_code, ? FROM ended`,
    [reason ?? null, reason ?? null, resendId, isMailTrouble, detail],
  );
}

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
