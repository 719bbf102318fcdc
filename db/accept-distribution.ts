import {
  type CreateDistributionInput,
  type Distribution,
  MAX_PAGE_SIZE,
  type Preview,
} from '../contracts/distributions';
import { createBatcher } from '../domain/batcher';
import type { CheckedRow } from '../domain/reward-row';
import type { ReasonCode } from '../domain/reasons';
import { suggestRemovals } from '../domain/shortfall';
import {
  askedApproval,
  countsAsAccepted,
  isHeldAtAccept,
  showDistribution,
  showReward,
} from './find-distribution';
import type { UsableCampaign } from './find-usable-campaign';
import { isInsufficientBalance } from './ledger';
import { type Database, rowsOf, type Transaction } from './pool';

/**
 * Accepts distributions: writes each with its rewards and moves its points from balance to hold, all
 * or nothing, in one call of the database. A row that only the world can refuse (an admin's address,
 * registered elsewhere) is recorded as failed, is not charged, and does not stop the others.
 *
 * The balance's row is what all senders of a company wait for, up to the end of a commit: sends that
 * arrive meanwhile are accepted together by the next commit.
 */
export function createAcceptor(db: Database): Acceptor {
  const { add } = createBatcher(
    (items: AcceptItem[]) =>
      acceptTogether(db, items).catch((error: unknown) => {
        // Another process took the points between the look and the posting.
        if (items.length === 1 && isInsufficientBalance(error)) return [NOT_ENOUGH];
        if (items.length === 1 || !isRolledBack(error)) throw error;
        // One bad item must not refuse the others: each by itself, with its own answer or error.
        return Promise.allSettled(items.map((item) => acceptTogether(db, [item]))).then((results) =>
          results.map((result): AcceptOutcome =>
            result.status === 'fulfilled'
              ? (result.value[0] as AcceptOutcome)
              : isInsufficientBalance(result.reason)
                ? NOT_ENOUGH
                : { outcome: 'error', error: result.reason },
          ),
        );
      }),
    { weigh: ({ judged }) => judged.length, maxWeight: MAX_BATCH_ROWS },
  );

  return {
    accept: async (request, judged) => {
      const outcome = await add({ request, judged });
      if (outcome.outcome === 'error') throw outcome.error;
      return outcome;
    },
  };
}

/**
 * Whether the database itself said that the call has failed, so that nothing of it stands. A connection that
 * breaks may have broken after the commit: accepting again would charge twice what has no idempotency key.
 * SQLSTATE classes 08 and 57P: https://www.postgresql.org/docs/18/errcodes-appendix.html
 */
function isRolledBack(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^[0-9A-Z]{5}$/.test(code) && !/^(08|57P)/.test(code);
}

/**
 * Accepts one distribution as a part of the caller's own transaction.
 *
 * @throws what `isInsufficientBalance` knows, when the points went between the look and the posting
 */
export async function acceptWithin(
  tx: Transaction,
  request: AcceptRequest,
  judged: readonly JudgedRow[],
): Promise<AcceptOutcome> {
  const [outcome] = await acceptTogether(tx, [{ request, judged }]);
  return outcome as AcceptOutcome;
}

async function acceptTogether(
  db: Database | Transaction,
  items: readonly AcceptItem[],
): Promise<AcceptOutcome[]> {
  // Sorted by company, so that two processes lock the balances in one order; answers go back in
  // the order of the items.
  const sorted = [...items].sort((a, b) => (a.request.companyId < b.request.companyId ? -1 : 1));
  const written = sorted.map(writtenForm);
  const [row] = await rowsOf<{ answers: AcceptAnswer[] }>(
    db,
    'SELECT accept_distributions(?::jsonb) AS answers',
    [JSON.stringify(written)],
  );
  const outcomes = new Map<AcceptItem, AcceptOutcome>();
  sorted.forEach((item, index) => {
    const [form, answer] = [written[index], row?.answers[index]];
    if (form === undefined || answer === undefined)
      throw new Error('accept_distributions left an answer out');
    outcomes.set(item, outcomeOf(item.request, form, answer));
  });
  return items.map((item) => outcomes.get(item) as AcceptOutcome);
}

export interface Acceptor {
  accept: (
    request: AcceptRequest,
    judged: readonly JudgedRow[],
  ) => Promise<Exclude<AcceptOutcome, { outcome: 'error' }>>;
}

const NOT_ENOUGH: AcceptOutcome = { outcome: 'insufficient_balance' };

/** Bounds how long a commit holds the balance: about as long as one send of 500. */
const MAX_BATCH_ROWS = 500;

interface AcceptItem {
  request: AcceptRequest;
  judged: readonly JudgedRow[];
}

function writtenForm({ request, judged }: AcceptItem) {
  const { companyId, campaign, ...header } = request;
  const requestHash = request.requestHash.toString('hex');
  const campaignVersionId = campaign?.campaignVersionId ?? null;
  const points = sumCharged(judged);
  return {
    companyId,
    header: { ...header, requestHash, points, campaignVersionId },
    rows: judged.map(recordOf),
  };
}

type WrittenForm = ReturnType<typeof writtenForm>;

function outcomeOf(request: AcceptRequest, form: WrittenForm, answer: AcceptAnswer): AcceptOutcome {
  if (answer.outcome !== 'accepted') return answer;
  return { outcome: 'accepted', distribution: showAccepted(request, form, answer) };
}

/** What an earlier request under the same idempotency key became, undefined when there was none. */
export async function findAccepted(
  tx: Transaction,
  request: Pick<AcceptRequest, 'companyId' | 'idempotencyKey' | 'requestHash'>,
): Promise<Exclude<AcceptAnswer, { outcome: 'accepted' | 'insufficient_balance' }> | undefined> {
  const { companyId, idempotencyKey } = request;
  const header = { idempotencyKey, requestHash: request.requestHash.toString('hex') };
  const [row] = await rowsOf<{
    answer:
      | { outcome: 'replayed'; distributionId: string }
      | { outcome: 'idempotency_key_reused' }
      | null;
  }>(tx, 'SELECT find_accepted(?, ?::jsonb) AS answer', [companyId, JSON.stringify(header)]);
  return row?.answer ?? undefined;
}

export interface AcceptRequest {
  companyId: string;
  method: 'individual' | 'bulk' | 'api';
  createdBy: string;
  externalId: string | null;
  idempotencyKey: string | null;
  requestHash: Buffer;
  ifUnregistered: CreateDistributionInput['ifUnregistered'];
  /** The e-mail that carries the rewards; null for the plain one. */
  campaign: UsableCampaign | null;
  /** RFC 3339, UTC; null to send at once. */
  sendAt: string | null;
  timeZone: string | null;
  /** The day on which each of them is reached in his own morning; `sendAt` is then the first one. */
  morning?: string | undefined;
  takeFunds: CreateDistributionInput['takeFunds'];
  ifInsufficient: CreateDistributionInput['ifInsufficient'];
}

export type AcceptOutcome =
  | { outcome: 'accepted'; distribution: Distribution }
  | { outcome: 'replayed'; distributionId: string }
  | { outcome: 'idempotency_key_reused' }
  /** The points are not there; `findShortfall` tells what is missing. */
  | { outcome: 'insufficient_balance' }
  /** Its time is not ahead, or too far, by the clock of the database. */
  | { outcome: 'invalid_send_at' }
  | { outcome: 'error'; error: unknown };

type AcceptAnswer =
  | {
      outcome: 'accepted';
      distributionId: string;
      status: 'accepted' | 'awaiting_approval' | 'scheduled' | 'awaiting_funds';
      /** Of one that waits for an approval. */
      approval?: { limit: number; isHeld: boolean };
      createdAt: string;
      rewardIds: string[];
    }
  | { outcome: 'replayed'; distributionId: string }
  | { outcome: 'idempotency_key_reused' }
  | { outcome: 'insufficient_balance' }
  | { outcome: 'invalid_send_at' };

export interface Shortfall {
  balance: number;
  required: number;
  shortfall: number;
  suggestedRemovals: Preview['suggestedRemovals'];
}

/** A checked row with what the world says of it: the reason why it is not charged, if any. */
export interface JudgedRow {
  checked: CheckedRow;
  standing: Standing;
  refusal: ReasonCode | undefined;
}

export type Standing = 'registered' | 'unregistered' | 'elsewhere' | 'admin' | 'unknown';

/**
 * Asks the database who the people of a send are, and what the balance is. Sends that ask while an
 * answer is under way are answered together by the next one.
 */
export function createJudge(db: Database): Judge {
  const { add } = createBatcher(
    async (requests: { companyId: string; keys: string[] }[]) => {
      const [row] = await rowsOf<{ seen: Seen[] }>(
        db,
        'SELECT look_before_sends(?::jsonb) AS seen',
        [JSON.stringify(requests)],
      );
      if (row?.seen.length !== requests.length) throw new Error('An answer was left out');
      return row.seen;
    },
    { weigh: ({ keys }) => keys.length, maxWeight: MAX_BATCH_ROWS },
  );
  return async (companyId, rows, ifUnregistered) => {
    const keys = new Set(rows.flatMap(({ value }) => (value ? [value.emailKey] : [])));
    const seen = await add({ companyId, keys: [...keys] });
    const standings = new Map(Object.entries(seen.standings));
    const judged = rows.map((checked) => {
      const standing = standings.get(checked.value?.emailKey ?? '') ?? 'unknown';
      return { checked, standing, refusal: refusalOf(checked, standing, ifUnregistered) };
    });
    return { judged, balance: seen.balance };
  };
}

export type Judge = (
  companyId: string,
  rows: readonly CheckedRow[],
  ifUnregistered: CreateDistributionInput['ifUnregistered'],
) => Promise<{ judged: JudgedRow[]; balance: number }>;

interface Seen {
  standings: Record<string, Standing>;
  balance: number;
}

export function sumCharged(judged: readonly JudgedRow[]): number {
  return judged.reduce((sum, row) => sum + (row.refusal ? 0 : (row.checked.value?.points ?? 0)), 0);
}

/** A row that takes points, with as much of it as a proposal to leave it out shows. */
export type ChargedRow = Shortfall['suggestedRemovals'][number];

export function chargedOf(judged: readonly JudgedRow[]): ChargedRow[] {
  return judged.flatMap(({ checked, refusal }) => {
    if (checked.value === undefined || refusal !== undefined) return [];
    const { row, name, email, points } = checked.value;
    return [{ row, name, email, points }];
  });
}

/** What is missing for these rows, or undefined when the balance is enough. */
export function findShortfall(
  charged: readonly ChargedRow[],
  balance: number,
): Shortfall | undefined {
  const required = charged.reduce((sum, { points }) => sum + points, 0);
  if (required <= balance) return undefined;
  const suggestedRemovals = suggestRemovals(charged, balance);
  return { balance, required, shortfall: required - balance, suggestedRemovals };
}

function refusalOf(
  checked: CheckedRow,
  standing: Standing,
  ifUnregistered: CreateDistributionInput['ifUnregistered'],
): ReasonCode | undefined {
  const [firstIssue] = checked.issues;
  if (firstIssue !== undefined) return firstIssue.code;
  if (standing === 'admin') return 'recipient_is_admin';
  if (standing === 'elsewhere') return 'registered_with_another_company';
  return standing === 'unregistered' && ifUnregistered === 'fail' ? 'unregistered' : undefined;
}

/** A row as `accept_distributions` takes it, valid or refused. */
function recordOf({ checked, refusal }: JudgedRow) {
  const { typed, row, kept } = checked;
  const { mobile = null, externalId = null } = kept ?? {};
  const refused = { ...typed, emailKey: typed.email.toLowerCase(), mobile, externalId };
  return { ...(checked.value ?? refused), row, reason: refusal ?? null };
}

/** The answer as `getDistributionAsAccepted` reads it later, without reading it. */
function showAccepted(
  request: AcceptRequest,
  { header, rows }: WrittenForm,
  answer: AcceptAnswer & { outcome: 'accepted' },
): Distribution {
  const id = answer.distributionId;
  const created_at = new Date(answer.createdAt);
  const rewards = rows.map((record, index) =>
    showReward({
      id: answer.rewardIds[index] ?? '',
      distribution_id: id,
      row: record.row,
      name: record.name,
      email: record.email,
      points: record.points,
      mobile: record.mobile,
      citation: record.citation,
      external_id: record.externalId,
      status: record.reason === null ? 'pending' : 'failed',
      reason_code: record.reason,
      created_at,
      send_at: null,
      first_send_at: null,
      invited_at: null,
      expires_at: null,
      credited_at: null,
      delivered_at: null,
      failed_at: record.reason === null ? null : created_at,
    }),
  );
  const refused = rows.filter(({ reason }) => reason !== null).length;
  const accepted = showDistribution({
    id,
    status: answer.status,
    method: request.method,
    external_id: request.externalId,
    if_unregistered: request.ifUnregistered,
    recipients: rows.length,
    points: header.points,
    send_at: request.sendAt === null ? null : new Date(request.sendAt),
    time_zone: request.timeZone,
    morning: null,
    take_funds: request.takeFunds,
    if_insufficient: request.ifInsufficient,
    is_held: answer.approval?.isHeld ?? isHeldAtAccept(answer.status, request.takeFunds),
    approval: answer.approval ? askedApproval(answer.approval.limit) : null,
    reason_code: null,
    created_at,
    started_at: null,
    completed_at: null,
    cancelled_at: null,
    workflow_id: null,
    run_id: null,
    counts: countsAsAccepted(rows.length, refused),
    campaign: request.campaign && pickCampaign(request.campaign),
  });
  return { ...accepted, rewards: rewards.slice(0, MAX_PAGE_SIZE) };
}

function pickCampaign({ id, name, version }: UsableCampaign): Distribution['campaign'] {
  return { id, name, version };
}
