import type { Slice } from '../contracts/workflows';
import type { ReasonCode } from '../domain/reasons';
import { findCampaignVersions, type SentCampaign } from './find-campaign-versions';
import { openWallets } from './ledger';
import type { LinkTokens } from './link-tokens';
import { type Database, rowsOf } from './pool';

/**
 * Decides every open reward of a slice: registers who must be registered, credits who is registered
 * with the company, sets up invitations, refuses the rest and gives its points back. The decisions
 * are made here and applied by one call that takes each only while its reward is still open, so a
 * repeated slice finds nothing more to decide and nobody is credited twice.
 *
 * The mails are claimed for the run that asks: while two runs look at one distribution (a link can be
 * used while the first pass is still mailing), each mail is sent by one of them. The same run gets its
 * own claims again, so a repeated slice goes on where it stopped.
 *
 * @returns how many rewards were looked at, those whose mail this run is to send now, the campaigns
 *   of these mails by the version's id, and to whom points have returned.
 */
export async function settleRewards(
  db: Database,
  which: WhichRewards,
  settings: SettleSettings,
): Promise<Settled> {
  const seen = await findOpenRewards(db, which);
  if (seen.length === 0) return { looked: 0, due: [], campaigns: new Map(), releasedTo: [] };
  const rewards = (await registerPeople(db, seen)) ? await findOpenRewards(db, which) : seen;
  const decisions = rewards.flatMap((reward) => decide(reward) ?? []);
  await applyDecisions(db, decisions, settings);
  const ids = rewards.map(({ id }) => id);
  if (decisions.length < rewards.length) await claimMails(db, ids, settings.claim);
  const due = await findDueMails(db, ids, settings.claim);
  const versionIds = new Set(due.flatMap((mail) => mail.campaignVersionId ?? []));
  const campaigns = await findCampaignVersions(db, [...versionIds]);
  const refused = decisions.filter(({ kind }) => kind === 'refuse');
  const releasedTo = [...new Set(refused.map(({ reward }) => reward.company_id))];
  return { looked: rewards.length, due, campaigns, releasedTo };
}

export interface Settled {
  looked: number;
  due: DueMail[];
  campaigns: ReadonlyMap<string, SentCampaign>;
  /** Companies to whose balance the points of refused rewards have returned. */
  releasedTo: string[];
}

export interface SettleSettings {
  inviteExpirySeconds: number;
  linkTokens: LinkTokens;
  /** The id of the run that sends the mails. */
  claim: string;
}

/** A slice of a fast run, or up to `limit` rewards of a distribution that have something to do. */
export type WhichRewards = { slice: Slice } | { distributionId: string; limit: number };

/** Not more rewards than this are looked at. */
export function mostOf(which: WhichRewards): number {
  if ('limit' in which) return which.limit;
  return which.slice.parts.reduce((sum, { firstRow, lastRow }) => sum + lastRow - firstRow + 1, 0);
}

/** What a mail about a reward needs; it leaves the database only towards the mailer. */
export interface DueMail {
  rewardId: string;
  distributionId: string;
  companyId: string;
  companyName: string;
  kind: 'credited' | 'activation' | 'invitation';
  name: string;
  email: string;
  points: number;
  citation: string | null;
  linkId: string | null;
  campaignVersionId: string | null;
  expiresAt: Date | null;
  /** How often this mail was tried before. */
  attempts: number;
  /** Of the address and of the mail: what comes back of an earlier one is told apart by it. */
  mailVersion: number;
}

/** An open reward, with the person of its address as the database knows them now. */
interface OpenReward {
  id: string;
  company_id: string;
  email: string;
  email_key: string;
  name: string;
  mobile: string | null;
  status: 'pending' | 'awaiting_registration' | 'credited';
  if_unregistered: 'register' | 'invite' | 'fail';
  recipient_id: string | null;
  recipient_company_id: string | null;
  is_activated: boolean;
  is_admin: boolean;
}

type Decision = { reward: OpenReward } & (
  | { kind: 'credit'; recipientId: string; needsActivation: boolean }
  | { kind: 'invite' }
  | { kind: 'refuse'; reason: ReasonCode }
);

async function findOpenRewards(db: Database, which: WhichRewards): Promise<OpenReward[]> {
  if ('slice' in which) {
    const { parts } = which.slice;
    return rowsOf(
      db,
      // By subqueries the plan does not depend on how many parts there are, and is made once: made anew
      // for each slice it took as long as the rest.
      `${SELECT_OPEN} JOIN unnest((SELECT ?::uuid[]), (SELECT ?::int[]), (SELECT ?::int[]))
         AS s(distribution_id, first_row, last_row)
         ON r.distribution_id = s.distribution_id AND r.row BETWEEN s.first_row AND s.last_row
       WHERE r.status IN ('pending', 'awaiting_registration', 'credited') AND ${IS_ITS_TIME}
       ORDER BY r.id`,
      [
        parts.map(({ distributionId }) => distributionId),
        parts.map(({ firstRow }) => firstRow),
        parts.map(({ lastRow }) => lastRow),
      ],
    );
  }
  // The long road takes what has something to do: not decided yet, registered since, or mail due.
  return rowsOf(
    db,
    `${SELECT_OPEN}
     WHERE r.distribution_id = ? AND ${IS_ITS_TIME} AND (r.status = 'pending'
       OR (r.status = 'credited' AND ${IS_RETRY_TIME})
       OR (r.status = 'awaiting_registration' AND (p.id IS NOT NULL
         OR (r.invited_at IS NULL AND r.invitation_refused_at IS NULL AND ${IS_RETRY_TIME}))))
     ORDER BY r.mail_attempts, r.id LIMIT ?`,
    [which.distributionId, which.limit],
  );
}

/** A mail that was deferred waits for its next try. */
const IS_RETRY_TIME = `(r.mail_retry_at IS NULL OR r.mail_retry_at <= now())`;

/** Sends by local mornings come to each person at his own. */
const IS_ITS_TIME = `(r.send_at IS NULL OR r.send_at <= now() OR r.status <> 'pending')`;

const SELECT_OPEN = `
SELECT r.id, r.company_id, r.email, r.email_key, r.name, r.mobile, r.status, d.if_unregistered,
  p.id AS recipient_id, p.company_id AS recipient_company_id,
  p.activated_at IS NOT NULL AS is_activated,
  EXISTS (SELECT FROM admins a WHERE a.email_key = r.email_key)
    OR EXISTS (SELECT FROM support_agents s WHERE s.email_key = r.email_key) AS is_admin
FROM rewards r JOIN distributions d ON d.id = r.distribution_id
LEFT JOIN recipients p ON p.email_key = r.email_key`;

/**
 * Makes the accounts that `register` asks for; who was quicker keeps the address (rule R5).
 *
 * @returns whether there was anybody to register.
 */
async function registerPeople(db: Database, rewards: readonly OpenReward[]): Promise<boolean> {
  const wanted = rewards.filter(
    (reward) =>
      reward.status === 'pending' &&
      reward.if_unregistered === 'register' &&
      reward.recipient_id === null &&
      !reward.is_admin,
  );
  if (wanted.length === 0) return false;
  const people = wanted.map(({ company_id, email, email_key, name, mobile }) => ({
    company_id,
    email,
    email_key,
    name,
    mobile,
  }));
  await db.transaction(async (tx) => {
    // Sorted by address, so that two slices that register the same people do not wait in a circle.
    const made = await rowsOf<{ id: string; company_id: string }>(
      tx,
      `INSERT INTO recipients (company_id, email, email_key, name, mobile, registered_by)
       SELECT DISTINCT ON (email_key) company_id, email, email_key, name, mobile, 'admin'
       FROM jsonb_to_recordset(?::jsonb) AS p(company_id uuid, email text, email_key text, name text,
         mobile text)
       ORDER BY email_key
       ON CONFLICT (email_key) DO NOTHING RETURNING id, company_id`,
      [JSON.stringify(people)],
    );
    await openWallets(
      tx,
      made.map(({ id, company_id }) => ({ id, companyId: company_id })),
    );
  });
  return true;
}

/** @returns undefined when the reward stays as it is. */
function decide(reward: OpenReward): Decision | undefined {
  if (reward.status === 'credited') return undefined;
  if (reward.is_admin) return { reward, kind: 'refuse', reason: 'recipient_is_admin' };
  if (reward.recipient_id !== null) {
    if (reward.recipient_company_id !== reward.company_id) {
      return { reward, kind: 'refuse', reason: 'registered_with_another_company' };
    }
    // Every mail carries the activation until it was used, in whichever send the account was made.
    const needsActivation = !reward.is_activated;
    return { reward, kind: 'credit', recipientId: reward.recipient_id, needsActivation };
  }
  if (reward.status === 'awaiting_registration') return undefined;
  return reward.if_unregistered === 'invite'
    ? { reward, kind: 'invite' }
    : { reward, kind: 'refuse', reason: 'unregistered' };
}

async function applyDecisions(
  db: Database,
  decisions: readonly Decision[],
  settings: SettleSettings,
): Promise<void> {
  if (decisions.length === 0) return;
  const records = decisions.map((decision) => {
    const link = needsLink(decision) ? settings.linkTokens.create() : undefined;
    return {
      id: decision.reward.id,
      kind: decision.kind,
      recipient: decision.kind === 'credit' ? decision.recipientId : null,
      reason: decision.kind === 'refuse' ? decision.reason : null,
      link: link?.id ?? null,
      hash: link?.hash.toString('hex') ?? null,
      address: decision.reward.email_key,
    };
  });
  await rowsOf(db, 'SELECT apply_decisions(?::jsonb, ?, ?, ?)', [
    JSON.stringify(records),
    settings.inviteExpirySeconds,
    settings.claim,
    CLAIM_SECONDS,
  ]);
}

function needsLink(decision: Decision): boolean {
  return decision.kind === 'invite' || (decision.kind === 'credit' && decision.needsActivation);
}

/**
 * Several times the distance at which a run that still mails renews its claims; a claim whose run was
 * lost is free again after it.
 */
const CLAIM_SECONDS = 120;

/** Keeps the claims of a run whose mails take long: what it has not answered for yet stays its own. */
export async function renewClaims(
  db: Database,
  rewardIds: readonly string[],
  claim: string,
): Promise<void> {
  await rowsOf(
    db,
    `UPDATE rewards SET mail_claimed_until = now() + make_interval(secs => ?)
     WHERE id = ANY(?::uuid[]) AND mail_claim = ?`,
    [CLAIM_SECONDS, rewardIds, claim],
  );
}

const MAIL_IS_DUE = `(r.status = 'credited' OR (r.status = 'awaiting_registration'
  AND r.invited_at IS NULL AND r.invitation_refused_at IS NULL)) AND ${IS_RETRY_TIME}`;

/** Claims mails that an earlier pass left; those decided now were claimed with their decision. */
async function claimMails(db: Database, rewardIds: string[], claim: string): Promise<void> {
  await rowsOf(
    db,
    `UPDATE rewards r SET mail_claim = ?, mail_claimed_until = now() + make_interval(secs => ?)
     WHERE r.id = ANY(?::uuid[]) AND ${MAIL_IS_DUE} AND mail_claim IS DISTINCT FROM ?
       AND (mail_claimed_until IS NULL OR mail_claimed_until < now())`,
    [claim, CLAIM_SECONDS, rewardIds, claim],
  );
}

async function findDueMails(
  db: Database,
  rewardIds: readonly string[],
  claim: string,
): Promise<DueMail[]> {
  return rowsOf<DueMail>(
    db,
    `SELECT r.id AS "rewardId", r.distribution_id AS "distributionId", r.company_id AS "companyId",
       c.name AS "companyName", r.name, r.email, r.points, r.citation, l.id AS "linkId",
       CASE WHEN r.status = 'awaiting_registration' THEN 'invitation'
         WHEN l.id IS NOT NULL THEN 'activation' ELSE 'credited' END AS kind,
       CASE WHEN r.status = 'awaiting_registration' THEN r.expires_at END AS "expiresAt",
       r.mail_attempts AS attempts, r.mail_version AS "mailVersion",
       d.campaign_version_id AS "campaignVersionId"
     FROM rewards r JOIN companies c ON c.id = r.company_id
     JOIN distributions d ON d.id = r.distribution_id
     LEFT JOIN recipients p ON p.id = r.recipient_id
     LEFT JOIN reward_links l ON l.reward_id = r.id AND l.revoked_at IS NULL
       AND ((r.status = 'awaiting_registration' AND l.purpose = 'registration')
         OR (r.status = 'credited' AND l.purpose = 'activation' AND p.activated_at IS NULL))
     WHERE r.id = ANY(?::uuid[]) AND r.mail_claim = ? AND ${MAIL_IS_DUE}
     ORDER BY r.mail_attempts, r.id`,
    [rewardIds, claim],
  );
}
