import type { EmailAddress } from '../domain/email-address';
import type { ReasonCode } from '../domain/reasons';
import type { LinkTokens } from './link-tokens';
import { rowsOf, type Transaction } from './pool';
import { creditedStatuses, replaceActivations, type UnclaimedReward } from './replace-link';
import { reopenDistributions } from './retry-mails';

/**
 * Gives an account that nobody has activated another address, with all the rewards in its wallet:
 * what is mailed about them goes there, by a new link each. Those whose mail has failed or is still to
 * come, and the one that is asked for, are mailed anew; what had arrived before stays delivered.
 *
 * Runs under `lockAccount`.
 *
 * @returns what moved, with the distributions that mail; or why nothing did: after
 *   `address_registered`, which somebody did in this moment, the transaction is over.
 */
export async function moveAccount(
  tx: Transaction,
  { id, recipientId }: UnclaimedReward,
  email: EmailAddress,
  linkTokens: LinkTokens,
): Promise<{ id: string; toWake?: string }[] | ReasonCode> {
  if (await isBeingMailed(tx, recipientId)) return 'mail_in_progress';
  const refused = await moveRecipient(tx, recipientId, email);
  if (refused !== undefined) return refused;
  const moved = await moveRewards(tx, { id, recipientId }, email);
  await revokeLinks(tx, recipientId);
  const rewardIds = moved.map((reward) => reward.id);
  await replaceActivations(tx, rewardIds, linkTokens);
  const mailed = moved.filter(({ status }) => status === 'credited');
  await reopenDistributions(tx, [...new Set(mailed.map(({ distributionId }) => distributionId))]);
  return moved.map(({ id: rewardId, status, distributionId }) => ({
    id: rewardId,
    ...(status === 'credited' && { toWake: distributionId }),
  }));
}

/**
 * Locks the account of a reward, if nobody has activated it, with all that leads to it. Always in this
 * order: its rewards by their ids, their links, its sign-in links, itself. Who uses a link holds that
 * and goes on to the account; two who correct two of its rewards do not wait in a circle.
 */
export async function lockAccount(
  tx: Transaction,
  companyId: string,
  rewardId: string,
): Promise<void> {
  const [account] = await rowsOf<{ id: string }>(
    tx,
    `SELECT p.id FROM rewards r JOIN recipients p ON p.id = r.recipient_id
     WHERE r.id = ? AND r.company_id = ? AND p.activated_at IS NULL`,
    [rewardId, companyId],
  );
  if (account === undefined) return;
  for (const statement of LOCKS) await rowsOf(tx, statement, [account.id]);
}

/** NO KEY UPDATE of rewards: as `lockReward`. The account is locked against new credits, too. */
const LOCKS = [
  'SELECT 1 FROM rewards WHERE recipient_id = ? ORDER BY id FOR NO KEY UPDATE',
  `SELECT 1 FROM reward_links WHERE reward_id IN (SELECT id FROM rewards WHERE recipient_id = ?)
   ORDER BY reward_id, purpose FOR UPDATE`,
  'SELECT 1 FROM wallet_links WHERE recipient_id = ? AND used_at IS NULL ORDER BY id FOR UPDATE',
  'SELECT 1 FROM recipients WHERE id = ? FOR UPDATE',
];

/** Any of them: a mail under way carries a link that would be dead when it arrives. */
async function isBeingMailed(tx: Transaction, recipientId: string | null): Promise<boolean> {
  const rows = await rowsOf(
    tx,
    'SELECT 1 FROM rewards WHERE recipient_id = ? AND mail_claimed_until > now() LIMIT 1',
    [recipientId],
  );
  return rows.length > 0;
}

/** @returns why it did not move. */
async function moveRecipient(
  tx: Transaction,
  recipientId: string | null,
  email: EmailAddress,
): Promise<ReasonCode | undefined> {
  try {
    const moved = await rowsOf(
      tx,
      `UPDATE recipients SET email = ?, email_key = ? WHERE id = ? AND activated_at IS NULL
       RETURNING id`,
      [email.address, email.key, recipientId],
    );
    return moved.length === 0 ? 'account_activated' : undefined;
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION;
    if (isTaken) return 'address_registered';
    throw error;
  }
}

/** https://www.postgresql.org/docs/18/errcodes-appendix.html */
const UNIQUE_VIOLATION = '23505';

/** @returns those in the wallet; `credited` is what has a mail to come. */
async function moveRewards(
  tx: Transaction,
  asked: { id: string; recipientId: string | null },
  email: EmailAddress,
): Promise<{ id: string; distributionId: string; status: string }[]> {
  return rowsOf(
    tx,
    `WITH wallet AS (
       SELECT id, status <> 'delivered' OR id = ? AS mailed FROM rewards
       WHERE recipient_id = ? AND status = ANY(?))
     UPDATE rewards r SET email = ?, email_key = ?,
       status = CASE WHEN w.mailed THEN 'credited' ELSE r.status END, reason_code = NULL,
       delivered_at = CASE WHEN NOT w.mailed THEN r.delivered_at END, failed_at = NULL,
       mail_attempts = 0, mail_deferred_since = NULL, mail_retry_at = NULL,
       mail_version = r.mail_version + 1
     FROM wallet w WHERE r.id = w.id
     RETURNING r.id, r.distribution_id AS "distributionId", r.status`,
    [asked.id, asked.recipientId, creditedStatuses, email.address, email.key],
  );
}

/** What was mailed to the old address must not open the account; nor what was reversed since. */
async function revokeLinks(tx: Transaction, recipientId: string | null): Promise<void> {
  await rowsOf(
    tx,
    `UPDATE reward_links SET revoked_at = now() WHERE used_at IS NULL AND revoked_at IS NULL
       AND reward_id IN (SELECT id FROM rewards WHERE recipient_id = ?)`,
    [recipientId],
  );
  await rowsOf(
    tx,
    'UPDATE wallet_links SET used_at = now() WHERE recipient_id = ? AND used_at IS NULL',
    [recipientId],
  );
}
