import type { MailRefusal } from '../domain/mail-failures';
import { type Database, rowsOf } from './pool';
import type { DueMail } from './settle-rewards';

/**
 * Milliseconds until the next reminder of a distribution's unused invitations (0 when one is due), or
 * null when none is left. The database's clock decides.
 */
export async function findNextReminder(
  db: Database,
  distributionId: string,
  afterSeconds: readonly number[],
): Promise<number | null> {
  const [row] = await rowsOf<{ milliseconds: number | null }>(
    db,
    // greatest() passes over NULL: without the CASE, no reminder would be one that is due now.
    `SELECT CASE WHEN min(m.at) IS NOT NULL THEN
       greatest(0, ceil(extract(epoch FROM min(m.at) - now()) * 1000))::int8 END AS milliseconds
     FROM rewards r, next_reminder(r, ?::bigint[]) m
     WHERE r.distribution_id = ? AND r.status = 'awaiting_registration'`,
    [afterSeconds, distributionId],
  );
  return row?.milliseconds ?? null;
}

/** Rewards whose reminder is due, the longest overdue first. */
export async function listDueReminders(
  db: Database,
  distributionId: string,
  afterSeconds: readonly number[],
  limit: number,
): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    db,
    `SELECT r.id FROM rewards r, next_reminder(r, ?::bigint[]) m
     WHERE r.distribution_id = ? AND r.status = 'awaiting_registration' AND m.at <= now()
     ORDER BY m.at, r.id LIMIT ?`,
    [afterSeconds, distributionId, limit],
  );
  return rows.map(({ id }) => id);
}

/**
 * Begins one try of a reminder, if it is still due in this moment: the link may have been used since
 * the list was read. The reward's mail is claimed, so that its address is not changed meanwhile.
 */
export async function beginReminder(
  db: Database,
  rewardId: string,
  { afterSeconds, claim }: { afterSeconds: readonly number[]; claim: string },
): Promise<DueReminder | undefined> {
  const [mail] = await rowsOf<DueReminder>(db, BEGIN, [
    afterSeconds,
    rewardId,
    claim,
    claim,
    CLAIM_SECONDS,
  ]);
  return mail;
}

/** A reminder as a mail; it leaves the database only towards the mailer. */
export interface DueReminder extends Omit<DueMail, 'kind'> {
  kind: 'reminder';
  reminderId: string;
  /** Which of the reminders, from 1. */
  n: number;
  /** Days until the invitation expires, begun ones counted. */
  daysLeft: number;
  /** Since the first try of this reminder. */
  elapsedMilliseconds: number;
}

/** Longer than one mail takes; the claim of a run that was lost is free again after it. */
const CLAIM_SECONDS = 120;

const BEGIN = `
WITH due AS (
  SELECT r.id, m.n FROM rewards r, next_reminder(r, ?::bigint[]) m
  WHERE r.id = ? AND r.status = 'awaiting_registration' AND m.at <= now()
), claimed AS (
  UPDATE rewards r SET mail_claim = ?, mail_claimed_until = now() + make_interval(secs => c.seconds)
  FROM due, (VALUES (?::text, ?::int)) AS c(claim, seconds)
  WHERE r.id = due.id AND r.status = 'awaiting_registration'
    AND (r.mail_claimed_until IS NULL OR r.mail_claimed_until < now() OR r.mail_claim = c.claim)
  RETURNING r.*, due.n
), begun AS (
  INSERT INTO reminders (company_id, reward_id, invited_at, n)
  SELECT company_id, id, invited_at, n FROM claimed
  ON CONFLICT (reward_id, invited_at, n) DO UPDATE SET attempts = reminders.attempts + 1
  RETURNING id, reward_id, n, attempts, began_at
)
SELECT b.id AS "reminderId", r.id AS "rewardId", r.distribution_id AS "distributionId",
  r.company_id AS "companyId", c.name AS "companyName", r.name, r.email, r.points, r.citation,
  l.id AS "linkId", 'reminder' AS kind, b.n, r.expires_at AS "expiresAt", b.attempts,
  r.mail_version AS "mailVersion",
  d.campaign_version_id AS "campaignVersionId",
  ceil(extract(epoch FROM r.expires_at - now()) / 86400)::int AS "daysLeft",
  (extract(epoch FROM now() - b.began_at) * 1000)::int8 AS "elapsedMilliseconds"
FROM claimed r JOIN begun b ON b.reward_id = r.id JOIN companies c ON c.id = r.company_id
JOIN distributions d ON d.id = r.distribution_id
JOIN reward_links l ON l.reward_id = r.id AND l.purpose = 'registration'`;

/**
 * Records what became of one try. A mailbox that refuses for good ends the reminders of this address
 * as a refused invitation does: a ticket opens, the link keeps working until it expires.
 */
export async function recordReminder(db: Database, result: ReminderResult): Promise<void> {
  const { reminderId, outcome, detail, tryAgainMilliseconds, refusal } = result;
  const isOver = outcome !== 'deferred' || tryAgainMilliseconds === undefined;
  const ended = outcome === 'accepted' ? 'sent' : outcome === 'refused' ? 'refused' : 'given_up';
  const refused = refusal ?? 'mailbox_rejected';
  const reason = { accepted: null, refused, deferred: UNREACHABLE }[outcome];
  const event = { sent: 'reminded', refused: 'reminder_failed', given_up: 'reminder_failed' }[
    ended
  ];
  await rowsOf(db, RECORD, [
    isOver ? ended : null,
    isOver,
    tryAgainMilliseconds ?? 0,
    reminderId,
    ended,
    ended,
    refused,
    isOver ? event : 'reminder_deferred',
    reason,
    detail,
  ]);
}

export interface ReminderResult {
  reminderId: string;
  outcome: 'accepted' | 'refused' | 'deferred';
  /** Why it was refused. */
  refusal?: MailRefusal | undefined;
  /** What the mail server answered; never an address. */
  detail: string;
  /** When a deferred one is tried again; undefined when it is given up. */
  tryAgainMilliseconds?: number | undefined;
}

const UNREACHABLE = 'mail_server_unreachable';

// An end is recorded once: what another attempt of the activity has recorded stays.
const RECORD = `
WITH changed AS (
  UPDATE reminders SET outcome = ?, ended_at = CASE WHEN ? THEN now() END,
    next_try_at = now() + make_interval(secs => ?::float8 / 1000)
  WHERE id = ? AND outcome IS NULL RETURNING reward_id, company_id, invited_at
), reward AS (
  UPDATE rewards r SET mail_claim = NULL, mail_claimed_until = NULL,
    invitation_refused_at = CASE WHEN ? = 'refused' THEN now() ELSE r.invitation_refused_at END,
    reason_code = CASE WHEN ? = 'refused' THEN ? ELSE r.reason_code END
  FROM changed c
  WHERE r.id = c.reward_id AND r.status = 'awaiting_registration' AND r.invited_at = c.invited_at
)
INSERT INTO reward_events (reward_id, company_id, event, reason_code, detail)
SELECT reward_id, company_id, ?, ?, ? FROM changed`;
