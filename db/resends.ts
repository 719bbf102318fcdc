import type { Resend, ResendIssue } from '../contracts/resends';
import { describeReason, type ReasonCode } from '../domain/reasons';
import { type Database, rowsOf, type Transaction } from './pool';
import type { IdempotentRequest } from './idempotency-keys';

/**
 * Writes down that mails of rewards are to be sent once more, now or at a time; their workflows send
 * them. At most three of a reward within an hour, however they are spread.
 *
 * @param rewardIds undefined for all rewards of the distribution that have had their mail.
 */
export async function requestResends(
  tx: Transaction,
  request: {
    distributionId: string;
    rewardIds: readonly string[] | undefined;
    at: Date | null;
    requestedBy: string;
    /** Not to be made a second time: the caller has looked (`findResendsOfKey`). */
    idempotent: IdempotentRequest | undefined;
  },
): Promise<RequestedResends> {
  const { distributionId, rewardIds, at } = request;
  // Locked, so that two requests at once count each other.
  const rewards = await rowsOf<ResendCandidate>(
    tx,
    `SELECT r.id, r.company_id AS "companyId", r.status, r.invited_at IS NOT NULL
         OR r.invitation_refused_at IS NOT NULL AS "wasInvited"
     FROM rewards r WHERE r.distribution_id = ? AND (r.id = ANY(?::uuid[]) OR ?)
     ORDER BY r.id FOR NO KEY UPDATE`,
    [distributionId, rewardIds ?? [], rewardIds === undefined],
  );
  const known = await rowsOf<{ rewardId: string; near: number; freeInSeconds: number }>(
    tx,
    // Materialized: the clock is read once, not for each row.
    `WITH w AS MATERIALIZED (SELECT coalesce(?::timestamptz, clock_timestamp()) AS at)
     SELECT reward_id AS "rewardId", count(*)::int AS near,
       greatest(1, ceil(extract(epoch FROM min(send_at) + ${LIMIT_WINDOW} - w.at)))::int AS "freeInSeconds"
     FROM resends, w
     WHERE reward_id = ANY(?::uuid[]) AND status <> 'cancelled'
       AND send_at > w.at - ${LIMIT_WINDOW} AND send_at < w.at + ${LIMIT_WINDOW}
     GROUP BY reward_id, w.at`,
    [at, rewards.map(({ id }) => id)],
  );
  const limited = new Map(
    known.filter(({ near }) => near >= LIMIT).map((row) => [row.rewardId, row.freeInSeconds]),
  );
  const issues: ResendIssue[] = [];
  const accepted: string[] = [];
  for (const reward of rewards) {
    const issue = issueOf(reward, limited.get(reward.id));
    if (issue === undefined) accepted.push(reward.id);
    // Of "all", those that never had a mail are not meant.
    else if (rewardIds !== undefined || issue.code === 'rate_limited') issues.push(issue);
  }
  return { resends: await insertResends(tx, accepted, { ...request, issues }), issues };
}

export interface RequestedResends {
  resends: Resend[];
  /** Rewards whose mail is not sent again. */
  issues: ResendIssue[];
}

/** Enough for a person who does not find the mail, too little to fill a mailbox. */
const LIMIT = 3;
const LIMIT_WINDOW = `interval '1 hour'`;

interface ResendCandidate {
  id: string;
  companyId: string;
  status: string;
  wasInvited: boolean;
}

function issueOf(
  { id, status, wasInvited }: ResendCandidate,
  retryAfterSeconds: number | undefined,
): ResendIssue | undefined {
  const isInvitation = status === 'awaiting_registration';
  const hadMail = status === 'delivered' || status === 'email_failed' || isInvitation;
  const isFirstUnderWay = status === 'credited' || (isInvitation && !wasInvited);
  const issue = (code: ReasonCode): ResendIssue => ({
    ...{ rewardId: id, code, message: describeReason(code).message },
  });
  if (isFirstUnderWay) return issue('mail_in_progress');
  if (!hadMail) return issue('not_in_this_state');
  return retryAfterSeconds === undefined
    ? undefined
    : { ...issue('rate_limited'), retryAfterSeconds };
}

async function insertResends(
  tx: Transaction,
  rewardIds: readonly string[],
  request: {
    at: Date | null;
    requestedBy: string;
    idempotent: IdempotentRequest | undefined;
    issues: readonly ResendIssue[];
  },
): Promise<Resend[]> {
  // Who is refused keeps his key.
  if (rewardIds.length === 0) return [];
  const { at, requestedBy, idempotent, issues } = request;
  const requestId = idempotent && (await keepRequest(tx, idempotent, issues));
  const rows = await rowsOf<ResendRecord>(
    tx,
    `WITH made AS (
       INSERT INTO resends (company_id, reward_id, n, send_at, requested_by, request_id)
       SELECT r.company_id, r.id,
         coalesce((SELECT max(n) FROM resends WHERE reward_id = r.id), 0) + 1,
         coalesce(?::timestamptz, date_trunc('milliseconds', clock_timestamp())), ?, ?
       FROM rewards r WHERE r.id = ANY(?::uuid[]) ORDER BY r.id RETURNING *
     ), events AS (
       INSERT INTO reward_events (reward_id, company_id, event)
       SELECT reward_id, company_id, 'resend_requested' FROM made
     )
     SELECT id, reward_id AS "rewardId", n, status, send_at AS "sendAt" FROM made ORDER BY id`,
    [at, requestedBy, requestId ?? null, rewardIds],
  );
  return rows.map(showResend);
}

/** @returns its id, which its resends carry. */
async function keepRequest(
  tx: Transaction,
  { key, requestHash }: IdempotentRequest,
  issues: readonly ResendIssue[],
): Promise<string> {
  const kept = issues.map(({ message: _, ...issue }): KeptIssue => issue);
  const [request] = await rowsOf<{ id: string }>(
    tx,
    `INSERT INTO resend_requests (company_id, idempotency_key, request_hash, issues)
     VALUES (current_company_id(), ?, ?, ?) RETURNING id`,
    [key, requestHash, JSON.stringify(kept)],
  );
  if (request === undefined) throw new Error('A request for resends was not kept');
  return request.id;
}

/** An issue as it is kept for a repetition of the request: its text is read from the reasons. */
export type KeptIssue = Omit<ResendIssue, 'message'>;

export type ResendRecord = Omit<Resend, 'sendAt'> & { sendAt: Date };

export function showResend({ sendAt, ...rest }: ResendRecord): Resend {
  return { ...rest, sendAt: sendAt.toISOString() };
}

/**
 * Cancels a resend whose time has not come. Its sending begins at that time, so the two cannot cross.
 *
 * @returns the resend as it is now; undefined when there is none of this id.
 */
export async function cancelResend(
  db: Database | Transaction,
  resendId: string,
): Promise<Resend | undefined> {
  await rowsOf(
    db,
    `WITH cancelled AS (
       UPDATE resends SET status = 'cancelled', ended_at = now()
       WHERE id = ? AND status = 'scheduled' AND send_at > clock_timestamp()
       RETURNING reward_id, company_id)
     INSERT INTO reward_events (reward_id, company_id, event)
     SELECT reward_id, company_id, 'resend_cancelled' FROM cancelled`,
    [resendId],
  );
  const [row] = await rowsOf<ResendRecord>(
    db,
    `SELECT id, reward_id AS "rewardId", n, status, send_at AS "sendAt" FROM resends WHERE id = ?`,
    [resendId],
  );
  return row && showResend(row);
}
