import type { RewardClaim } from '../contracts/support';
import type { LinkTokens } from './link-tokens';
import { rowsOf, type Transaction } from './pool';

/**
 * Gives a reward a new link; the one before is dead from the commit on, and who opens it is told so.
 *
 * @returns the new token, which is stored nowhere: only its hash is.
 */
export async function replaceLink(
  tx: Transaction,
  reward: { id: string; companyId: string },
  purpose: 'registration' | 'activation',
  linkTokens: LinkTokens,
): Promise<string> {
  const { id, token, hash } = linkTokens.create();
  await writeLinks(tx, purpose, [{ rewardId: reward.id, id, hash }]);
  return token;
}

/** Gives each of the rewards of an account a new activation link; those before are dead. */
export async function replaceActivations(
  tx: Transaction,
  rewardIds: readonly string[],
  linkTokens: LinkTokens,
): Promise<void> {
  const links = rewardIds.map((rewardId) => ({ rewardId, ...linkTokens.create() }));
  await writeLinks(tx, 'activation', links);
}

async function writeLinks(
  tx: Transaction,
  purpose: 'registration' | 'activation',
  links: readonly { rewardId: string; id: string; hash: Buffer }[],
): Promise<void> {
  const rewardIds = links.map(({ rewardId }) => rewardId);
  await rowsOf(
    tx,
    `INSERT INTO former_link_tokens (token_hash, company_id, reward_id, purpose)
     SELECT token_hash, company_id, reward_id, purpose FROM reward_links
     WHERE reward_id = ANY(?::uuid[]) AND purpose = ?`,
    [rewardIds, purpose],
  );
  await rowsOf(
    tx,
    `INSERT INTO reward_links (id, company_id, reward_id, purpose, token_hash, expires_at)
     SELECT l.id, r.company_id, r.id, ?, decode(l.hash, 'hex'), CASE r.status
       WHEN 'awaiting_registration' THEN r.expires_at ELSE now() + interval '1 year' END
     FROM unnest(?::uuid[], ?::uuid[], ?::text[]) AS l(id, reward_id, hash)
     JOIN rewards r ON r.id = l.reward_id
     ON CONFLICT (reward_id, purpose) DO UPDATE SET id = excluded.id, token_hash = excluded.token_hash,
       expires_at = excluded.expires_at, used_at = NULL, revoked_at = NULL`,
    [
      ...[purpose, links.map(({ id }) => id), rewardIds],
      links.map(({ hash }) => hash.toString('hex')),
    ],
  );
}

/** An unclaimed reward, locked: whoever uses its link now has to wait. */
export interface UnclaimedReward {
  id: string;
  companyId: string;
  distributionId: string;
  email: string;
  emailKey: string;
  status: string;
  points: number;
  recipientId: string | null;
  isActivated: boolean;
  isClaimed: boolean;
  isBeingMailed: boolean;
  /** Nothing has been decided about it, and nothing is before its time comes or its funds. */
  isPlanned: boolean;
  ifUnregistered: 'register' | 'invite' | 'fail';
}

/**
 * Locks a reward of a company with what tells whether its person has come already.
 *
 * NO KEY UPDATE: who uses a link holds the link and writes events of the reward, which take its key.
 */
export async function lockReward(
  tx: Transaction,
  companyId: string,
  rewardId: string,
): Promise<UnclaimedReward | undefined> {
  await rowsOf(tx, 'SELECT 1 FROM rewards WHERE id = ? AND company_id = ? FOR NO KEY UPDATE', [
    rewardId,
    companyId,
  ]);
  await rowsOf(tx, 'SELECT 1 FROM reward_links WHERE reward_id = ? FOR UPDATE', [rewardId]);
  const [reward] = await rowsOf<UnclaimedReward>(
    tx,
    `SELECT r.id, r.company_id AS "companyId", r.distribution_id AS "distributionId", r.email,
       r.email_key AS "emailKey", r.status, r.points, r.recipient_id AS "recipientId",
       ${IS_ACTIVATED} AS "isActivated", ${IS_CLAIMED} AS "isClaimed",
       coalesce(r.mail_claimed_until > now(), false) AS "isBeingMailed", ${IS_PLANNED} AS "isPlanned",
       d.if_unregistered AS "ifUnregistered"
     FROM rewards r JOIN distributions d ON d.id = r.distribution_id
     WHERE r.id = ? AND r.company_id = ?`,
    [rewardId, companyId],
  );
  return reward;
}

/** In the wallet of somebody. */
export const creditedStatuses: readonly string[] = ['credited', 'delivered', 'email_failed'];

/**
 * Whether the people of rewards have come, which decides what support can do for each. Runs as
 * `bestow_worker`.
 */
export async function findClaims(
  tx: Transaction,
  rewardIds: readonly string[],
): Promise<Map<string, RewardClaim>> {
  const rows = await rowsOf<{ id: string; claim: RewardClaim }>(
    tx,
    `SELECT r.id, CASE
       WHEN r.status = 'pending' THEN CASE WHEN ${IS_PLANNED} THEN 'planned' ELSE 'sending' END
       WHEN r.status = 'awaiting_registration' AND NOT ${IS_CLAIMED} THEN 'unclaimed'
       WHEN r.status = 'awaiting_registration' THEN 'claimed'
       WHEN r.status <> ALL(?::text[]) THEN 'closed'
       WHEN ${IS_ACTIVATED} THEN 'activated'
       ELSE 'unclaimed' END AS claim
     FROM rewards r JOIN distributions d ON d.id = r.distribution_id WHERE r.id = ANY(?::uuid[])`,
    [creditedStatuses, rewardIds],
  );
  return new Map(rows.map(({ id, claim }) => [id, claim]));
}

const IS_ACTIVATED = `EXISTS (SELECT FROM recipients p
  WHERE p.id = r.recipient_id AND p.activated_at IS NOT NULL)`;

const IS_CLAIMED = `EXISTS (SELECT FROM recipients p
  WHERE p.email_key = r.email_key AND p.company_id = r.company_id)`;

const IS_PLANNED = `(r.status = 'pending' AND (d.status IN ('awaiting_approval', 'awaiting_funds', 'scheduled')
  OR coalesce(r.send_at > now(), false)))`;
