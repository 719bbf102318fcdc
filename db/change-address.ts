import type { EmailAddress } from '../domain/email-address';
import type { ReasonCode } from '../domain/reasons';
import type { LinkTokens } from './link-tokens';
import { lockAccount, moveAccount } from './move-account';
import { rowsOf, type Transaction } from './pool';
import { creditedStatuses, lockReward, replaceLink, type UnclaimedReward } from './replace-link';

/**
 * Corrects the address of a reward that its person has not claimed (rule R13). One that waits for its
 * time or for funds is sent to the new address instead. Of an invitation the old link is dead, and the
 * long road, which the caller wakes, mails a new one. The new address is judged as in a new row; an
 * invitation to one that is registered with the company is credited by the long road at once.
 *
 * Of a reward that is credited to an account that an admin made and nobody activated, the account's
 * address is corrected, with all of its rewards: the points stay in its wallet.
 *
 * An admin changes what is mailed at most three times within an hour.
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
  await lockAccount(tx, companyId, rewardId);
  const reward = await lockReward(tx, companyId, rewardId);
  if (reward === undefined) return { outcome: 'refused', code: 'not_found' };
  if (reward.emailKey === email.key) return { outcome: 'unchanged' };
  const standing = await findStanding(tx, email.key, reward);
  const code = refusalOf(reward, standing, by);
  if (code !== undefined) return { outcome: 'refused', code };
  if (by === 'admin' && reward.status !== 'pending') {
    const retryAfterSeconds = await findWait(tx, rewardId);
    if (retryAfterSeconds !== undefined) {
      return { outcome: 'refused', code: 'rate_limited', retryAfterSeconds };
    }
  }
  const moved = await move(tx, reward, email, linkTokens);
  if (moved === 'account_activated') return { outcome: 'refused', code: ACTIVATED[by] };
  if (typeof moved === 'string') return { outcome: 'refused', code: moved };
  const rewardIds = moved.map(({ id }) => id);
  await rowsOf(
    tx,
    `INSERT INTO reward_events (reward_id, company_id, event)
     SELECT id, company_id, 'address_changed' FROM rewards WHERE id = ANY(?::uuid[]) ORDER BY id`,
    [rewardIds],
  );
  const alsoMoved = rewardIds.filter((id) => id !== rewardId);
  return {
    outcome: 'changed',
    before: { email: reward.email, status: reward.status },
    after: { email: email.address, ...(alsoMoved.length > 0 && { alsoMoved }) },
    toWake: [...new Set(moved.flatMap(({ toWake }) => toWake ?? []))],
  };
}

export type AddressChange =
  | {
      outcome: 'changed';
      /** For the audit record. */
      before: { email: string; status: string };
      /** With the ids of other rewards of the same account. */
      after: { email: string; alsoMoved?: string[] };
      /** Distributions whose long road has something to do now. */
      toWake: string[];
    }
  | { outcome: 'unchanged' }
  | { outcome: 'refused'; code: ReasonCode; retryAfterSeconds?: number };

/** Each change mails. As of resends: enough for a person who mistypes, too little to fill a mailbox. */
const MAX_HOURLY_CHANGES = 3;

/** @returns seconds until the reward, which is locked, may have another address; undefined for now. */
async function findWait(tx: Transaction, rewardId: string): Promise<number | undefined> {
  const [counted] = await rowsOf<{ waitSeconds: number }>(
    tx,
    `SELECT greatest(1, ceil(extract(epoch FROM at + interval '1 hour' - clock_timestamp())))::int
       AS "waitSeconds"
     FROM reward_events WHERE reward_id = ? AND event = 'address_changed'
       AND at > clock_timestamp() - interval '1 hour'
     ORDER BY id DESC OFFSET ? LIMIT 1`,
    [rewardId, MAX_HOURLY_CHANGES - 1],
  );
  return counted?.waitSeconds;
}

type Standing = 'admin' | 'registered' | 'elsewhere' | 'unregistered' | 'own';

/** `own`: of the account that the reward's points are in. */
async function findStanding(
  tx: Transaction,
  emailKey: string,
  { recipientId }: UnclaimedReward,
): Promise<Standing> {
  const [row] = await rowsOf<{ standing: Standing }>(
    tx,
    `SELECT CASE WHEN EXISTS (SELECT FROM recipients WHERE id = ? AND email_key = ?) THEN 'own'
       ELSE standing END AS standing FROM lookup_people(ARRAY[?::text])`,
    [recipientId, emailKey, emailKey],
  );
  return row?.standing ?? 'unregistered';
}

function refusalOf(
  reward: UnclaimedReward,
  standing: Standing,
  by: 'admin' | 'agent',
): ReasonCode | undefined {
  // A mail under way would be recorded as one to the new address.
  return (
    refusalByState(reward, by) ??
    refusalByAddress(reward, standing) ??
    (reward.isBeingMailed ? 'mail_in_progress' : undefined)
  );
}

function refusalByState(reward: UnclaimedReward, by: 'admin' | 'agent'): ReasonCode | undefined {
  const { status, isPlanned, isClaimed, isActivated } = reward;
  if (status === 'pending') return isPlanned ? undefined : 'mail_in_progress';
  if (status === 'awaiting_registration') return isClaimed ? 'already_sent' : undefined;
  if (!creditedStatuses.includes(status)) return 'not_in_this_state';
  if (isActivated) return ACTIVATED[by];
  return by === 'admin' && status !== 'email_failed' ? 'already_sent' : undefined;
}

/** The address is proven to be the person's. */
const ACTIVATED = { admin: 'already_sent', agent: 'account_activated' } as const;

function refusalByAddress(
  { status, ifUnregistered }: UnclaimedReward,
  standing: Standing,
): ReasonCode | undefined {
  if (standing === 'admin') return 'recipient_is_admin';
  if (standing === 'elsewhere') return 'registered_with_another_company';
  if (standing === 'registered' && creditedStatuses.includes(status)) return 'address_registered';
  const isRefused = standing === 'unregistered' && ifUnregistered === 'fail';
  return isRefused && status === 'pending' ? 'unregistered' : undefined;
}

/** Who has moved, with the distribution that has something to do now. */
type Moved = { id: string; toWake?: string };

async function move(
  tx: Transaction,
  reward: UnclaimedReward,
  email: EmailAddress,
  linkTokens: LinkTokens,
): Promise<Moved[] | ReasonCode> {
  const { id, status, distributionId: toWake } = reward;
  if (creditedStatuses.includes(status)) return moveAccount(tx, reward, email, linkTokens);
  if (status === 'pending') {
    const bindings = [email.address, email.key, id];
    await rowsOf(tx, 'UPDATE rewards SET email = ?, email_key = ? WHERE id = ?', bindings);
    return [{ id }];
  }
  await moveInvitation(tx, reward, email, linkTokens);
  return [{ id, toWake }];
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
