import { hashToken } from './link-tokens';
import { type Database, rowsOf, type Transaction } from './pool';

export async function findRecipientByEmail(
  db: Database,
  emailKey: string,
): Promise<{ id: string; name: string; email: string } | undefined> {
  const [row] = await rowsOf<{ id: string; name: string; email: string }>(
    db,
    'SELECT id, name, email FROM recipients WHERE email_key = ?',
    [emailKey],
  );
  return row;
}

export async function findRecipient(
  db: Database,
  recipientId: string,
): Promise<{ id: string; companyId: string } | undefined> {
  const [row] = await rowsOf<{ id: string; companyId: string }>(
    db,
    'SELECT id, company_id AS "companyId" FROM recipients WHERE id = ?',
    [recipientId],
  );
  return row;
}

/** A single-use sign-in link of a recipient; only the hash of its token is stored. */
export async function createWalletLink(
  db: Database | Transaction,
  recipientId: string,
  { tokenHash, minutes }: { tokenHash: Buffer; minutes: number },
): Promise<void> {
  await rowsOf(
    db,
    `INSERT INTO wallet_links (recipient_id, token_hash, expires_at)
     VALUES (?, ?, now() + make_interval(mins => ?))`,
    [recipientId, tokenHash, minutes],
  );
}

/**
 * Uses a sign-in link, once. The person has read the mail, so the account is active from now on.
 *
 * @returns the recipient's id, or undefined when the link is unknown, used or expired.
 */
export async function useWalletLink(db: Database, token: string): Promise<string | undefined> {
  const [row] = await rowsOf<{ id: string }>(
    db,
    `WITH used AS (
       UPDATE wallet_links SET used_at = now()
       WHERE token_hash = ? AND used_at IS NULL AND expires_at > now() RETURNING recipient_id
     )
     UPDATE recipients SET activated_at = coalesce(activated_at, now())
     WHERE id IN (SELECT recipient_id FROM used) RETURNING id`,
    [hashToken(token)],
  );
  return row?.id;
}

/** The points in a recipient's wallet. */
export async function findWalletBalance(db: Database, recipientId: string): Promise<number> {
  const [row] = await rowsOf<{ balance: number }>(
    db,
    `SELECT balance FROM accounts WHERE kind = 'recipient_wallet' AND owner_id = ?`,
    [recipientId],
  );
  return row?.balance ?? 0;
}

/** What a recipient sees: the balance and the latest rewards. */
export async function findWallet(db: Database, recipientId: string): Promise<Wallet | undefined> {
  const [person] = await rowsOf<Omit<Wallet, 'rewards'>>(
    db,
    `SELECT p.id AS "recipientId", p.name AS "recipientName", c.name AS "companyName",
       coalesce(p.time_zone, c.time_zone) AS "timeZone", a.balance AS "balancePoints"
     FROM recipients p JOIN companies c ON c.id = p.company_id
     JOIN accounts a ON a.kind = 'recipient_wallet' AND a.owner_id = p.id
     WHERE p.id = ?`,
    [recipientId],
  );
  if (person === undefined) return undefined;
  const rewards = await rowsOf<Wallet['rewards'][number]>(
    db,
    `SELECT r.points, r.citation, c.name AS "companyName", r.credited_at AS "receivedAt"
     FROM rewards r JOIN companies c ON c.id = r.company_id
     WHERE r.recipient_id = ? AND r.status IN ('credited', 'delivered', 'email_failed')
     ORDER BY r.id DESC LIMIT ?`,
    [recipientId, SHOWN_REWARDS],
  );
  return { ...person, rewards };
}

export interface Wallet {
  recipientId: string;
  recipientName: string;
  companyName: string;
  timeZone: string;
  balancePoints: number;
  rewards: { points: number; citation: string | null; companyName: string; receivedAt: Date }[];
}

const SHOWN_REWARDS = 100;
