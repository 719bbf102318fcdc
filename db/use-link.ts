import { rowsOf, type Database, type Transaction } from './pool';
import { hashToken } from './link-tokens';
import { openWallets } from './ledger';

/** What a mailed link leads to. Looking changes nothing: mail scanners open links too. */
export async function findLink(
  db: Database | Transaction,
  token: string,
  purpose: 'registration' | 'activation',
): Promise<Link | undefined> {
  const [link] = await rowsOf<Link>(db, `${SELECT_LINK} WHERE l.token_hash = ? AND l.purpose = ?`, [
    hashToken(token),
    purpose,
  ]);
  return link ?? findFormerLink(db, token, purpose);
}

/** A link that was replaced by another: it is over, and told so. */
async function findFormerLink(
  db: Database | Transaction,
  token: string,
  purpose: 'registration' | 'activation',
): Promise<Link | undefined> {
  const [link] = await rowsOf<Link>(
    db,
    `${SELECT_LINK} WHERE (l.reward_id, l.purpose) IN (
       SELECT reward_id, purpose FROM former_link_tokens WHERE token_hash = ? AND purpose = ?)`,
    [hashToken(token), purpose],
  );
  return link && { ...link, standing: 'expired' };
}

export interface Link {
  id: string;
  rewardId: string;
  distributionId: string;
  companyId: string;
  companyName: string;
  name: string;
  email: string;
  emailKey: string;
  points: number;
  citation: string | null;
  expiresAt: Date;
  recipientId: string | null;
  /** `usable`, or why it is not. */
  standing: 'usable' | 'used' | 'expired' | 'elsewhere';
}

/**
 * Uses a registration link: the person's account is made and linked to the company, once. The points
 * are credited by the distribution's workflow, which is signalled with what this returns: all rewards,
 * of any company, that wait for this address.
 *
 * Two companies may have invited the same person: the unique address decides, whoever commits first.
 */
export async function useRegistrationLink(
  db: Database,
  token: string,
  person: { name: string },
): Promise<RegistrationOutcome> {
  return db.transaction(async (tx) => {
    const link = await lockLink(tx, token, 'registration');
    if (link === undefined) return { outcome: 'not_found' };
    if (link.standing === 'elsewhere') return { outcome: 'elsewhere', link };
    if (link.standing !== 'usable') return { outcome: link.standing, link };
    const [made] = await rowsOf<{ id: string }>(
      tx,
      `INSERT INTO recipients (company_id, email, email_key, name, mobile, registered_by, activated_at)
       SELECT company_id, email, email_key, ?, mobile, 'link', now() FROM rewards WHERE id = ?
       ON CONFLICT (email_key) DO NOTHING RETURNING id`,
      [person.name, link.rewardId],
    );
    if (made !== undefined) {
      await openWallets(tx, [{ id: made.id, companyId: link.companyId }]);
    } else if (!(await belongsTo(tx, link.emailKey, link.companyId))) {
      return { outcome: 'elsewhere', link, waiting: await listWaiting(tx, link.emailKey) };
    }
    await tx.raw('UPDATE reward_links SET used_at = now() WHERE id = ?', [link.id]);
    await tx.raw(
      `INSERT INTO reward_events (reward_id, company_id, event) VALUES (?, ?, 'registered')`,
      [link.rewardId, link.companyId],
    );
    const waiting = await listWaiting(tx, link.emailKey);
    return { outcome: 'registered', link, waiting, madeRecipientId: made?.id };
  });
}

export type RegistrationOutcome =
  | {
      outcome: 'registered';
      link: Link;
      waiting: WaitingReward[];
      /** Undefined where the person had an account of this company before. */
      madeRecipientId: string | undefined;
    }
  | { outcome: 'elsewhere'; link: Link; waiting?: WaitingReward[] }
  | { outcome: 'used' | 'expired'; link: Link }
  | { outcome: 'not_found' };

export interface WaitingReward {
  rewardId: string;
  distributionId: string;
}

/**
 * Uses an activation link: the person has seen the mail, so the address is theirs. Repeatable.
 *
 * @returns with `isFirst` when the account was not active before.
 */
export async function useActivationLink(
  db: Database,
  token: string,
): Promise<(Link & { isFirst: boolean }) | undefined> {
  return db.transaction(async (tx) => {
    const link = await lockLink(tx, token, 'activation');
    if (link === undefined || link.standing === 'expired')
      return link && { ...link, isFirst: false };
    await tx.raw('UPDATE reward_links SET used_at = coalesce(used_at, now()) WHERE id = ?', [
      link.id,
    ]);
    const activated = await rowsOf(
      tx,
      'UPDATE recipients SET activated_at = now() WHERE id = ? AND activated_at IS NULL RETURNING id',
      [link.recipientId],
    );
    return { ...link, isFirst: activated.length > 0 };
  });
}

async function lockLink(
  tx: Transaction,
  token: string,
  purpose: 'registration' | 'activation',
): Promise<Link | undefined> {
  // Locked first and read then: what it waited for may have ended the invitation.
  await rowsOf(tx, 'SELECT 1 FROM reward_links WHERE token_hash = ? FOR UPDATE', [
    hashToken(token),
  ]);
  return findLink(tx, token, purpose);
}

async function belongsTo(tx: Transaction, emailKey: string, companyId: string): Promise<boolean> {
  const rows = await rowsOf(tx, 'SELECT 1 FROM recipients WHERE email_key = ? AND company_id = ?', [
    emailKey,
    companyId,
  ]);
  return rows.length > 0;
}

async function listWaiting(tx: Transaction, emailKey: string): Promise<WaitingReward[]> {
  return rowsOf(
    tx,
    `SELECT id AS "rewardId", distribution_id AS "distributionId" FROM rewards
     WHERE email_key = ? AND status = 'awaiting_registration' ORDER BY id`,
    [emailKey],
  );
}

const SELECT_LINK = `
SELECT l.id, l.reward_id AS "rewardId", r.distribution_id AS "distributionId",
  l.company_id AS "companyId", c.name AS "companyName", r.name, r.email, r.email_key AS "emailKey",
  r.points, r.citation, l.expires_at AS "expiresAt", r.recipient_id AS "recipientId",
  CASE
    WHEN l.used_at IS NOT NULL THEN 'used'
    WHEN r.reason_code = 'registered_with_another_company' THEN 'elsewhere'
    WHEN l.revoked_at IS NOT NULL OR l.expires_at <= now()
      OR r.status IN ('expired', 'cancelled', 'failed') THEN 'expired'
    -- Registered by another link of the same company: this one has nothing left to do.
    WHEN l.purpose = 'registration' AND r.status <> 'awaiting_registration' THEN 'used'
    ELSE 'usable' END AS standing
FROM reward_links l JOIN rewards r ON r.id = l.reward_id JOIN companies c ON c.id = l.company_id`;
