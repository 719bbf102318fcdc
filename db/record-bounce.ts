import type { BouncedMail } from '../domain/bounce-address';
import { type BouncedReward, type BounceStanding, judgeBounce } from '../domain/bounce-standing';
import type { MailRefusal } from '../domain/mail-failures';
import { distributionStatusesBefore, rewardStatusesBefore } from '../domain/states';
import { type Database, rowsOf, type Transaction } from './pool';

/**
 * Writes down that a mail came back for good. A delivered reward becomes `email_failed` with its points
 * where they are; an invitation shows that it failed, and its points stay held. The ticket is the
 * workflow's, which the caller wakes. The same mail comes back once, however often it is told.
 */
export async function recordBounce(
  db: Database,
  bounce: BouncedMail & { reason: MailRefusal; detail: string },
): Promise<{ outcome: BounceOutcome; distributionId?: string }> {
  return db.transaction(async (tx) => {
    const reward = await lockReward(tx, bounce);
    if (reward === undefined) return { outcome: 'no_reward' };
    const { distributionId } = reward;
    const outcome = judgeBounce(bounce, reward);
    if (outcome === 'too_early') return { outcome };
    const isNew = await insertBounce(tx, bounce, outcome === 'failed');
    if (!isNew) return { outcome: 'repeated' };
    if (outcome === 'failed') await failReward(tx, bounce);
    return { outcome, distributionId };
  });
}

export type BounceOutcome = BounceStanding | 'repeated' | 'no_reward';

async function lockReward(
  tx: Transaction,
  { rewardId, mail }: BouncedMail,
): Promise<(BouncedReward & { distributionId: string }) | undefined> {
  // Locked first: what is read then is what whoever held it has written.
  await rowsOf(tx, 'SELECT 1 FROM rewards WHERE id = ? FOR NO KEY UPDATE', [rewardId]);
  const [reward] = await rowsOf<BouncedReward & { distributionId: string }>(tx, READ, [
    mail,
    rewardId,
  ]);
  return reward;
}

const READ = `
SELECT r.distribution_id AS "distributionId", r.status, r.mail_version AS "mailVersion",
  r.invitation_refused_at IS NOT NULL AS "isRefused", a.at AS "arrivedAt",
  CASE WHEN b.mail LIKE 'resend.%' THEN (SELECT ended_at FROM resends s
      WHERE s.reward_id = r.id AND 'resend.' || s.n = b.mail)
    WHEN b.mail LIKE 'reminder.%' THEN (SELECT ended_at FROM reminders m
      WHERE m.reward_id = r.id AND m.invited_at = r.invited_at AND 'reminder.' || m.n = b.mail)
    ELSE a.at END AS "acceptedAt",
  -- Those of before a resend knew its version are told by their time alone.
  (SELECT max(ended_at) FROM resends s WHERE s.reward_id = r.id AND s.status = 'delivered'
    AND 'resend.' || s.n <> b.mail AND coalesce(s.mail_version, r.mail_version) = r.mail_version)
    AS "resentAt"
FROM rewards r CROSS JOIN (SELECT ?::text AS mail) b
CROSS JOIN LATERAL (SELECT CASE r.status WHEN 'awaiting_registration' THEN r.invited_at
  ELSE r.delivered_at END AS at) a
WHERE r.id = ?`;

async function insertBounce(
  tx: Transaction,
  { rewardId, mail, version, reason }: BouncedMail & { reason: MailRefusal },
  isCounted: boolean,
): Promise<boolean> {
  const rows = await rowsOf(
    tx,
    `INSERT INTO mail_bounces (company_id, reward_id, mail, mail_version, reason_code, counted, ticket_due)
     SELECT company_id, id, ?, ?, ?, ?, ? FROM rewards WHERE id = ?
     ON CONFLICT (reward_id, mail, mail_version) DO NOTHING RETURNING id`,
    [mail, version, reason, isCounted, isCounted, rewardId],
  );
  return rows.length > 0;
}

async function failReward(
  tx: Transaction,
  { rewardId, reason, detail }: BouncedMail & { reason: MailRefusal; detail: string },
): Promise<void> {
  await rowsOf(
    tx,
    `WITH failed AS (
       UPDATE rewards SET reason_code = ?,
         status = CASE status WHEN 'delivered' THEN 'email_failed' ELSE status END,
         failed_at = CASE status WHEN 'delivered' THEN now() END, delivered_at = NULL,
         invitation_refused_at = CASE status WHEN 'awaiting_registration' THEN now() END
       WHERE id = ? AND (status = 'awaiting_registration'
         OR (status = 'delivered' AND status = ANY(?)))
       RETURNING id, company_id, distribution_id, status
     ), distribution AS (
       UPDATE distributions d SET status = 'completed_with_failures' FROM failed f
       WHERE d.id = f.distribution_id AND f.status = 'email_failed' AND d.status = 'completed'
         AND d.status = ANY(?)
     )
     INSERT INTO reward_events (reward_id, company_id, event, reason_code, detail)
     SELECT id, company_id, CASE status WHEN 'email_failed' THEN 'email_bounced'
       ELSE 'invitation_bounced' END, ?, ? FROM failed`,
    [
      ...[reason, rewardId, rewardStatusesBefore('email_failed')],
      ...[distributionStatusesBefore('completed_with_failures'), reason, detail],
    ],
  );
}
