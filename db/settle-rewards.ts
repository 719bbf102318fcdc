import type { Slice } from '../contracts/workflows';
import type { ReasonCode } from '../domain/reasons';
import { account, type NewTransfer, openWallets, postTransfers } from './ledger';
import type { LinkTokens } from './link-tokens';
import { type Database, rowsOf, type Transaction } from './pool';

/**
 * Decides every open reward of a slice in one transaction: registers who must be registered, credits
 * who is registered with the company, sets up invitations, refuses the rest and gives its points
 * back. Credit is idempotent per reward: a repeated slice finds nothing more to decide.
 *
 * The mails are claimed for the run that asks: while two runs look at one distribution (a link can be
 * used while the first pass is still mailing), each mail is sent by one of them. The same run gets its
 * own claims again, so a repeated slice goes on where it stopped.
 *
 * @returns how many rewards were looked at, and those whose mail this run is to send now.
 */
export async function settleRewards(
  db: Database,
  which: WhichRewards,
  settings: SettleSettings,
): Promise<{ looked: number; due: DueMail[] }> {
  return db.transaction(async (tx) => {
    const rewards = await lockOpenRewards(tx, which);
    if (rewards.length === 0) return { looked: 0, due: [] };
    await registerPeople(tx, rewards);
    const decisions = decideAll(rewards, await findPeople(tx, rewards));
    await writeDecisions(tx, decisions, settings);
    const ids = rewards.map(({ id }) => id);
    if (decisions.length < rewards.length) await claimMails(tx, ids, settings.claim);
    const due = await findDueMails(tx, ids, settings.claim);
    await postTransfers(tx, decisions.flatMap(transferOf));
    return { looked: rewards.length, due };
  });
}

export interface SettleSettings {
  inviteExpirySeconds: number;
  linkTokens: LinkTokens;
  /** The id of the run that sends the mails. */
  claim: string;
}

/** A slice of a fast run, or up to `limit` rewards of a distribution that have something to do. */
export type WhichRewards = { slice: Slice } | { distributionId: string; limit: number };

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
  expiresAt: Date | null;
  attempts: number;
}

interface OpenReward {
  id: string;
  company_id: string;
  distribution_id: string;
  email: string;
  email_key: string;
  name: string;
  mobile: string | null;
  points: number;
  status: 'pending' | 'awaiting_registration' | 'credited';
  if_unregistered: 'register' | 'invite' | 'fail';
}

interface Person {
  email_key: string;
  recipient_id: string | null;
  company_id: string | null;
  is_admin: boolean;
  activated: boolean;
}

type Decision = { reward: OpenReward } & (
  | { kind: 'credit'; recipientId: string; needsActivation: boolean }
  | { kind: 'invite' }
  | { kind: 'refuse'; reason: ReasonCode }
);

async function lockOpenRewards(tx: Transaction, which: WhichRewards): Promise<OpenReward[]> {
  const columns = `r.id, r.company_id, r.distribution_id, r.email, r.email_key, r.name, r.mobile,
    r.points, r.status, d.if_unregistered`;
  if ('slice' in which) {
    const { parts } = which.slice;
    return rowsOf(
      tx,
      `SELECT ${columns} FROM unnest(?::uuid[], ?::int[], ?::int[]) AS p(distribution_id, first_row, last_row)
       JOIN rewards r ON r.distribution_id = p.distribution_id
         AND r.row BETWEEN p.first_row AND p.last_row
       JOIN distributions d ON d.id = r.distribution_id
       WHERE r.status IN ('pending', 'awaiting_registration', 'credited')
       ORDER BY r.id FOR UPDATE OF r`,
      [
        parts.map(({ distributionId }) => distributionId),
        parts.map(({ firstRow }) => firstRow),
        parts.map(({ lastRow }) => lastRow),
      ],
    );
  }
  // The long road takes what has something to do: not decided yet, registered since, or mail due.
  return rowsOf(
    tx,
    `SELECT ${columns} FROM rewards r JOIN distributions d ON d.id = r.distribution_id
     WHERE r.distribution_id = ? AND (r.status IN ('pending', 'credited')
       OR (r.status = 'awaiting_registration' AND (
         (r.invited_at IS NULL AND r.invitation_refused_at IS NULL)
         OR EXISTS (SELECT FROM recipients p WHERE p.email_key = r.email_key))))
     ORDER BY r.mail_attempts, r.id LIMIT ? FOR UPDATE OF r`,
    [which.distributionId, which.limit],
  );
}

/** Makes the accounts that `register` asks for; who was quicker keeps the address (rule R5). */
async function registerPeople(tx: Transaction, rewards: readonly OpenReward[]): Promise<void> {
  const wanted = rewards.filter(
    ({ status, if_unregistered }) => status === 'pending' && if_unregistered === 'register',
  );
  if (wanted.length === 0) return;
  const people = wanted.map(({ company_id, email, email_key, name, mobile }) => ({
    company_id,
    email,
    email_key,
    name,
    mobile,
  }));
  // Sorted by address, so that two slices that register the same people do not wait in a circle.
  const made = await rowsOf<{ id: string; company_id: string }>(
    tx,
    `INSERT INTO recipients (company_id, email, email_key, name, mobile, registered_by)
     SELECT DISTINCT ON (email_key) company_id, email, email_key, name, mobile, 'admin'
     FROM jsonb_to_recordset(?::jsonb) AS p(company_id uuid, email text, email_key text, name text,
       mobile text)
     WHERE NOT EXISTS (SELECT FROM admins a WHERE a.email_key = p.email_key)
       AND NOT EXISTS (SELECT FROM support_agents s WHERE s.email_key = p.email_key)
     ORDER BY email_key
     ON CONFLICT (email_key) DO NOTHING RETURNING id, company_id`,
    [JSON.stringify(people)],
  );
  await openWallets(
    tx,
    made.map(({ id, company_id }) => ({ id, companyId: company_id })),
  );
}

async function findPeople(
  tx: Transaction,
  rewards: readonly OpenReward[],
): Promise<Map<string, Person>> {
  const keys = [...new Set(rewards.map(({ email_key }) => email_key))];
  const people = await rowsOf<Person>(
    tx,
    `SELECT k AS email_key, p.id AS recipient_id, p.company_id,
       p.activated_at IS NOT NULL AS activated,
       EXISTS (SELECT FROM admins a WHERE a.email_key = k)
         OR EXISTS (SELECT FROM support_agents s WHERE s.email_key = k) AS is_admin
     FROM unnest(?::text[]) AS k LEFT JOIN recipients p ON p.email_key = k`,
    [keys],
  );
  return new Map(people.map((person) => [person.email_key, person]));
}

function decideAll(rewards: readonly OpenReward[], people: Map<string, Person>): Decision[] {
  return rewards.flatMap((reward) => decide(reward, people.get(reward.email_key)) ?? []);
}

/** @returns undefined when the reward stays as it is. */
function decide(reward: OpenReward, person: Person | undefined): Decision | undefined {
  if (reward.status === 'credited' || person === undefined) return undefined;
  if (person.is_admin) return { reward, kind: 'refuse', reason: 'recipient_is_admin' };
  if (person.recipient_id !== null) {
    if (person.company_id !== reward.company_id) {
      return { reward, kind: 'refuse', reason: 'registered_with_another_company' };
    }
    // Every mail carries the activation until it was used, in whichever send the account was made.
    const needsActivation = !person.activated;
    return { reward, kind: 'credit', recipientId: person.recipient_id, needsActivation };
  }
  if (reward.status === 'awaiting_registration') return undefined;
  return reward.if_unregistered === 'invite'
    ? { reward, kind: 'invite' }
    : { reward, kind: 'refuse', reason: 'unregistered' };
}

function transferOf(decision: Decision): NewTransfer[] {
  const { reward } = decision;
  if (decision.kind === 'invite') return [];
  const common = {
    points: reward.points,
    from: account.holdOf(reward.company_id),
    companyId: reward.company_id,
    distributionId: reward.distribution_id,
    rewardId: reward.id,
  };
  return decision.kind === 'credit'
    ? [
        {
          ...common,
          businessKey: `credit/${reward.id}`,
          kind: 'credit',
          to: account.walletOf(decision.recipientId),
        },
      ]
    : [
        {
          ...common,
          businessKey: `release/${reward.id}`,
          kind: 'release',
          to: account.balanceOf(reward.company_id),
        },
      ];
}

async function writeDecisions(
  tx: Transaction,
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
    };
  });
  await tx.raw(WRITE_DECISIONS, [
    JSON.stringify(records),
    settings.inviteExpirySeconds,
    settings.claim,
    CLAIM_SECONDS,
  ]);
}

function needsLink(decision: Decision): boolean {
  return decision.kind === 'invite' || (decision.kind === 'credit' && decision.needsActivation);
}

/** Longer than a slice takes; a claim whose run was lost is free again after it. */
const CLAIM_SECONDS = 120;

const MAIL_IS_DUE = `(r.status = 'credited' OR (r.status = 'awaiting_registration'
  AND r.invited_at IS NULL AND r.invitation_refused_at IS NULL))`;

/** Claims mails that an earlier pass left; those decided now were claimed with their decision. */
async function claimMails(tx: Transaction, rewardIds: string[], claim: string): Promise<void> {
  await tx.raw(
    `UPDATE rewards r SET mail_claim = ?, mail_claimed_until = now() + make_interval(secs => ?)
     WHERE r.id = ANY(?::uuid[]) AND ${MAIL_IS_DUE} AND mail_claim IS DISTINCT FROM ?
       AND (mail_claimed_until IS NULL OR mail_claimed_until < now())`,
    [claim, CLAIM_SECONDS, rewardIds, claim],
  );
}

async function findDueMails(
  tx: Transaction,
  rewardIds: readonly string[],
  claim: string,
): Promise<DueMail[]> {
  return rowsOf<DueMail>(
    tx,
    `SELECT r.id AS "rewardId", r.distribution_id AS "distributionId", r.company_id AS "companyId",
       c.name AS "companyName", r.name, r.email, r.points, r.citation, l.id AS "linkId",
       CASE WHEN r.status = 'awaiting_registration' THEN 'invitation'
         WHEN l.id IS NOT NULL THEN 'activation' ELSE 'credited' END AS kind,
       CASE WHEN r.status = 'awaiting_registration' THEN r.expires_at END AS "expiresAt",
       r.mail_attempts AS attempts
     FROM rewards r JOIN companies c ON c.id = r.company_id
     LEFT JOIN recipients p ON p.id = r.recipient_id
     LEFT JOIN reward_links l ON l.reward_id = r.id
       AND ((r.status = 'awaiting_registration' AND l.purpose = 'registration')
         OR (r.status = 'credited' AND l.purpose = 'activation' AND p.activated_at IS NULL))
     WHERE r.id = ANY(?::uuid[]) AND r.mail_claim = ? AND ${MAIL_IS_DUE}
     ORDER BY r.mail_attempts, r.id`,
    [rewardIds, claim],
  );
}

const WRITE_DECISIONS = `
WITH decision AS (
  SELECT * FROM jsonb_to_recordset(?::jsonb) AS d(id uuid, kind text, recipient uuid, reason text, link uuid,
    hash text)
), changed AS (
  UPDATE rewards r SET
    status = CASE d.kind WHEN 'credit' THEN 'credited' WHEN 'invite' THEN 'awaiting_registration'
      ELSE 'failed' END,
    recipient_id = d.recipient, reason_code = d.reason,
    credited_at = CASE d.kind WHEN 'credit' THEN now() END,
    failed_at = CASE d.kind WHEN 'refuse' THEN now() END,
    expires_at = CASE d.kind WHEN 'invite' THEN now() + make_interval(secs => ?) ELSE r.expires_at END,
    -- The mail of the credit is another one than the invitation: its attempts count anew.
    mail_attempts = 0, mail_claim = ?, mail_claimed_until = now() + make_interval(secs => ?)
  FROM decision d
  WHERE r.id = d.id AND r.status IN ('pending', 'awaiting_registration')
  RETURNING r.id, r.company_id, r.status, r.reason_code, r.expires_at, d.link, d.hash
), links AS (
  INSERT INTO reward_links (id, company_id, reward_id, purpose, token_hash, expires_at)
  SELECT link, company_id, id, CASE status WHEN 'credited' THEN 'activation' ELSE 'registration' END,
    decode(hash, 'hex'), CASE status WHEN 'credited' THEN now() + interval '1 year' ELSE expires_at END
  FROM changed
  WHERE link IS NOT NULL
  ON CONFLICT (reward_id, purpose) DO NOTHING
), revoked AS (
  UPDATE reward_links l SET revoked_at = now() FROM changed c
  WHERE l.reward_id = c.id AND c.status = 'failed' AND l.used_at IS NULL AND l.revoked_at IS NULL
)
INSERT INTO reward_events (reward_id, company_id, event, reason_code)
SELECT id, company_id, status, reason_code FROM changed`;
