import type { CreateDistributionInput, Preview } from '../contracts/distributions';
import type { CheckedRow } from '../domain/reward-row';
import type { ReasonCode } from '../domain/reasons';
import { suggestRemovals } from '../domain/shortfall';
import { account, getBalance, InsufficientBalanceError, postTransfers } from './ledger';
import { rowsOf, type Transaction } from './pool';

/**
 * Writes a distribution with its rewards and moves its points from balance to hold, all or nothing.
 * Runs inside `withCompany`. A row that only the world can refuse (an admin's address, registered
 * elsewhere) is recorded as failed, is not charged, and does not stop the others.
 *
 * @throws InsufficientBalanceError when the points are not there, or a concurrent send took them
 *   first; the transaction must be rolled back, and `findShortfall` tells what is missing.
 */
export async function acceptDistribution(
  tx: Transaction,
  request: AcceptRequest,
): Promise<AcceptOutcome> {
  const judged = await judgeRows(tx, request.rows, request.ifUnregistered);
  const points = sumCharged(judged);
  const [inserted] = await rowsOf<{ id: string }>(tx, INSERT_DISTRIBUTION, [
    request.companyId,
    request.method,
    request.externalId,
    request.idempotencyKey,
    request.requestHash,
    request.ifUnregistered,
    request.createdBy,
    judged.length,
    points,
  ]);
  if (inserted === undefined) return repeatedRequest(tx, request);
  const { balance } = await getBalance(tx, request.companyId);
  // The ledger refuses it too; asking first saves writing the rows.
  if (points > balance) throw new InsufficientBalanceError();
  await insertRewards(tx, request.companyId, inserted.id, judged);
  if (points > 0) {
    await postTransfers(tx, [
      {
        businessKey: `hold/${inserted.id}`,
        kind: 'hold',
        points,
        from: account.balanceOf(request.companyId),
        to: account.holdOf(request.companyId),
        companyId: request.companyId,
        distributionId: inserted.id,
      },
    ]);
  }
  return { outcome: 'accepted', distributionId: inserted.id, recipients: judged.length };
}

export interface AcceptRequest {
  companyId: string;
  method: 'individual' | 'bulk' | 'api';
  createdBy: string;
  externalId: string | null;
  idempotencyKey: string | null;
  requestHash: Buffer;
  ifUnregistered: CreateDistributionInput['ifUnregistered'];
  rows: readonly CheckedRow[];
}

export type AcceptOutcome =
  | { outcome: 'accepted'; distributionId: string; recipients: number }
  | { outcome: 'replayed'; distributionId: string }
  | { outcome: 'idempotency_key_reused' };

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

/** Asks the database who the people are. Runs inside `withCompany`. */
export async function judgeRows(
  tx: Transaction,
  rows: readonly CheckedRow[],
  ifUnregistered: CreateDistributionInput['ifUnregistered'],
): Promise<JudgedRow[]> {
  const keys = new Set(rows.flatMap(({ value }) => (value ? [value.emailKey] : [])));
  const people = await rowsOf<{ email_key: string; standing: Standing }>(
    tx,
    'SELECT email_key, standing FROM lookup_people(?)',
    [[...keys]],
  );
  const standings = new Map(people.map(({ email_key, standing }) => [email_key, standing]));
  return rows.map((checked) => {
    const standing = standings.get(checked.value?.emailKey ?? '') ?? 'unknown';
    return { checked, standing, refusal: refusalOf(checked, standing, ifUnregistered) };
  });
}

export function sumCharged(judged: readonly JudgedRow[]): number {
  return judged.reduce((sum, row) => sum + (row.refusal ? 0 : (row.checked.value?.points ?? 0)), 0);
}

/** What is missing for these rows, or undefined when the balance is enough. */
export async function findShortfall(
  tx: Transaction,
  companyId: string,
  judged: readonly JudgedRow[],
): Promise<Shortfall | undefined> {
  const { balance } = await getBalance(tx, companyId);
  const charged = judged.flatMap(({ checked, refusal }) =>
    checked.value && refusal === undefined ? [checked.value] : [],
  );
  const required = sumCharged(judged);
  if (required <= balance) return undefined;
  const suggestedRemovals = suggestRemovals(charged, balance).map(
    ({ row, name, email, points }) => ({
      row,
      name,
      email,
      points,
    }),
  );
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

/** The key was used before: the same request gets the same distribution, another one a conflict. */
async function repeatedRequest(tx: Transaction, request: AcceptRequest): Promise<AcceptOutcome> {
  const [earlier] = await rowsOf<{ id: string; request_hash: Buffer }>(
    tx,
    `SELECT id, request_hash FROM distributions
     WHERE company_id = current_company_id() AND idempotency_key = ?`,
    [request.idempotencyKey],
  );
  if (earlier === undefined) throw new Error('A conflicting idempotency key has gone');
  return earlier.request_hash.equals(request.requestHash)
    ? { outcome: 'replayed', distributionId: earlier.id }
    : { outcome: 'idempotency_key_reused' };
}

async function insertRewards(
  tx: Transaction,
  companyId: string,
  distributionId: string,
  judged: readonly JudgedRow[],
): Promise<void> {
  const records = judged.map(({ checked, refusal }) => ({
    row: checked.row,
    ...(checked.value ?? { ...checked.typed, emailKey: checked.typed.email.toLowerCase() }),
    reason: refusal ?? null,
  }));
  await tx.raw(INSERT_REWARDS, [JSON.stringify(records), companyId, distributionId]);
}

const INSERT_DISTRIBUTION = `
INSERT INTO distributions (company_id, method, status, external_id, idempotency_key, request_hash,
  if_unregistered, created_by, recipients, points)
VALUES (?, ?, 'accepted', ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (company_id, idempotency_key) DO NOTHING RETURNING id`;

// A reward that is refused here ends here: its reason and time are part of the answer.
const INSERT_REWARDS = `
WITH input AS (
  SELECT * FROM jsonb_to_recordset(?::jsonb) AS r(row integer, name text, email text, "emailKey" text,
    points bigint, mobile text, citation text, "externalId" text, reason text)
), inserted AS (
  INSERT INTO rewards (company_id, distribution_id, row, name, email, email_key, points, mobile,
    citation, external_id, status, refused_at_accept, reason_code, failed_at)
  SELECT ?, ?, row, name, email, "emailKey", points, mobile, citation, "externalId",
    CASE WHEN reason IS NULL THEN 'pending' ELSE 'failed' END, reason IS NOT NULL, reason,
    CASE WHEN reason IS NULL THEN NULL ELSE now() END
  FROM input ORDER BY row
  RETURNING id, company_id, status, reason_code
)
INSERT INTO reward_events (reward_id, company_id, event, reason_code)
SELECT id, company_id, CASE WHEN status = 'pending' THEN 'accepted' ELSE 'failed' END, reason_code
FROM inserted`;
