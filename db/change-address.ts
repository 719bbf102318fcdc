import type { EmailAddress } from '../domain/email-address';
import type { ReasonCode } from '../domain/reasons';
import type { LinkTokens } from './link-tokens';
import { rowsOf, type Transaction } from './pool';
import { creditedStatuses, lockReward, replaceLink, type UnclaimedReward } from './replace-link';
import { reopenDistributions } from './retry-mails';

/**
 * Corrects the address of a reward that its person has not claimed (rule R13): the old link is dead,
 * and the long road, which the caller wakes, mails a new one. The new address is judged as in a new
 * row; one that is registered with the company is credited by the long road at once.
 *
 * Of a reward that is credited to an account that an admin made and nobody activated, the account's
 * address is corrected: the points stay in its wallet.
 *
 * Runs as `bestow_worker` with the company set (`withCompany`): links are not the API role's.
 */
export async function changeAddress(
  tx: Transaction,
  request: {
    companyId: string;
    rewardId: string;
    email: EmailAddress;
    /** An admin corrects what was not delivered; support what was delivered to nobody's account too. */
    by: 'admin' | 'agent';
    linkTokens: LinkTokens;
  },
): Promise<AddressChange> {
  const { companyId, rewardId, email, by, linkTokens } = request;
  const reward = await lockReward(tx, companyId, rewardId);
  if (reward === undefined) return { outcome: 'refused', code: 'not_found' };
  if (reward.emailKey === email.key) return { outcome: 'unchanged' };
  const standing = await findStanding(tx, email.key);
  const code = refusalOf(reward, standing, by);
  if (code !== undefined) return { outcome: 'refused', code };
  const { distributionId, email: before } = reward;
  if (reward.status === 'awaiting_registration') {
    await moveInvitation(tx, reward, email, linkTokens);
  } else if (!(await moveAccount(tx, reward, email, linkTokens))) {
    return { outcome: 'refused', code: 'address_registered' };
  }
  await rowsOf(
    tx,
    `INSERT INTO reward_events (reward_id, company_id, event) VALUES (?, ?, 'address_changed')`,
    [rewardId, companyId],
  );
  return { outcome: 'changed', distributionId, before, status: reward.status };
}

export type AddressChange =
  | { outcome: 'changed'; distributionId: string; before: string; status: string }
  | { outcome: 'unchanged' }
  | { outcome: 'refused'; code: ReasonCode };

type Standing = 'admin' | 'registered' | 'elsewhere' | 'unregistered';

async function findStanding(tx: Transaction, emailKey: string): Promise<Standing> {
  const [row] = await rowsOf<{ standing: Standing }>(
    tx,
    'SELECT standing FROM lookup_people(ARRAY[?::text])',
    [emailKey],
  );
  return row?.standing ?? 'unregistered';
}

function refusalOf(
  reward: UnclaimedReward,
  standing: Standing,
  by: 'admin' | 'agent',
): ReasonCode | undefined {
  const isInvitation = reward.status === 'awaiting_registration';
  const isCredited = creditedStatuses.includes(reward.status);
  if (!isInvitation && !isCredited) return 'not_in_this_state';
  if (isInvitation && reward.isClaimed) return 'already_sent';
  if (isCredited && reward.isActivated)
    return by === 'admin' ? 'already_sent' : 'account_activated';
  if (isCredited && by === 'admin' && reward.status !== 'email_failed') return 'already_sent';
  if (standing === 'admin') return 'recipient_is_admin';
  if (standing === 'elsewhere') return 'registered_with_another_company';
  if (isCredited && standing === 'registered') return 'address_registered';
  // A mail under way would be recorded as one to the new address.
  return reward.isBeingMailed ? 'mail_in_progress' : undefined;
}

async function moveInvitation(
  tx: Transaction,
  reward: UnclaimedReward,
  email: EmailAddress,
  linkTokens: LinkTokens,
): Promise<void> {
  await rowsOf(
    tx,
    `UPDATE rewards SET email = ?, email_key = ?, reason_code = NULL, invited_at = NULL,
       invitation_refused_at = NULL, mail_attempts = 0, mail_deferred_since = NULL,
       mail_retry_at = NULL, mail_version = mail_version + 1 WHERE id = ?`,
    [email.address, email.key, reward.id],
  );
  await replaceLink(tx, reward, 'registration', linkTokens);
}

/** @returns false when somebody registered the address in this moment; the transaction is then over. */
async function moveAccount(
  tx: Transaction,
  reward: UnclaimedReward,
  email: EmailAddress,
  linkTokens: LinkTokens,
): Promise<boolean> {
  try {
    await rowsOf(tx, 'UPDATE recipients SET email = ?, email_key = ? WHERE id = ?', [
      email.address,
      email.key,
      reward.recipientId,
    ]);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION) return false;
    throw error;
  }
  await rowsOf(
    tx,
    `UPDATE rewards SET email = ?, email_key = ?, status = 'credited', reason_code = NULL,
       delivered_at = NULL, failed_at = NULL, mail_attempts = 0, mail_deferred_since = NULL,
       mail_retry_at = NULL, mail_version = mail_version + 1 WHERE id = ?`,
    [email.address, email.key, reward.id],
  );
  // What was mailed to the old address must not open the account: links of its other rewards, too.
  await rowsOf(
    tx,
    `UPDATE reward_links SET revoked_at = now() WHERE used_at IS NULL AND revoked_at IS NULL
       AND reward_id IN (SELECT id FROM rewards WHERE recipient_id = ? AND id <> ?)`,
    [reward.recipientId, reward.id],
  );
  await rowsOf(
    tx,
    'UPDATE wallet_links SET used_at = now() WHERE recipient_id = ? AND used_at IS NULL',
    [reward.recipientId],
  );
  await replaceLink(tx, reward, 'activation', linkTokens);
  await reopenDistributions(tx, [reward.distributionId]);
  return true;
}

/** https://www.postgresql.org/docs/18/errcodes-appendix.html */
const UNIQUE_VIOLATION = '23505';
