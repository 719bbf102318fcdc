import { reasons } from '../domain/reasons';
import { type Database, rowsOf, type Transaction } from './pool';

/**
 * Posts transfers to the double-entry ledger: the only writer of its tables, and one SQL statement
 * for any number of transfers.
 *
 * A transfer's business key makes it unique: posting it again changes nothing; posting other content
 * under the same key throws. Either all transfers are posted or, when one account would fall below
 * zero, none.
 *
 * Accounts are locked in sorted order, the companies' own after the wallets, so that two slices
 * never wait for each other in a circle and the row that everybody needs is held the shortest. Call
 * it last in a transaction for the same reason.
 *
 * @throws InsufficientBalanceError when an account would fall below zero.
 */
export async function postTransfers(
  tx: Transaction,
  transfers: readonly NewTransfer[],
): Promise<void> {
  if (transfers.length === 0) return;
  const columns = <Field extends keyof NewTransfer>(field: Field) =>
    transfers.map((transfer) => transfer[field] ?? null);
  const bindings = [
    columns('businessKey'),
    columns('kind'),
    columns('points'),
    transfers.map(({ from }) => from.kind),
    transfers.map(({ from }) => from.ownerId),
    transfers.map(({ to }) => to.kind),
    transfers.map(({ to }) => to.ownerId),
    columns('companyId'),
    columns('distributionId'),
    columns('rewardId'),
  ];
  const result = await rowsOf<{ posted: number; repeated: number }>(tx, POST, bindings).catch(
    (error: unknown) => {
      throw isNegativeBalance(error) ? new InsufficientBalanceError() : error;
    },
  );
  const posted = (result[0]?.posted ?? 0) + (result[0]?.repeated ?? 0);
  if (posted !== transfers.length) {
    const keys = transfers.map((transfer) => transfer.businessKey).join(', ');
    throw new Error(
      `Transfers conflict with posted ones or lack an account: ${keys.slice(0, 500)}`,
    );
  }
}

export interface NewTransfer {
  /** Unique for ever: the initiator makes it, for instance `credit/<reward id>`. */
  businessKey: string;
  kind: 'recharge' | 'hold' | 'release' | 'credit' | 'reverse' | 'redeem' | 'credit_note';
  points: number;
  from: AccountReference;
  to: AccountReference;
  companyId: string;
  distributionId?: string;
  rewardId?: string;
}

export interface AccountReference {
  kind: 'funding' | 'company_balance' | 'company_hold' | 'recipient_wallet' | 'redemptions';
  /** The company's or the recipient's id, or the platform's nil UUID. */
  ownerId: string;
}

export const account = {
  funding: { kind: 'funding', ownerId: '00000000-0000-0000-0000-000000000000' },
  balanceOf: (companyId: string) => ({ kind: 'company_balance', ownerId: companyId }),
  holdOf: (companyId: string) => ({ kind: 'company_hold', ownerId: companyId }),
  walletOf: (recipientId: string) => ({ kind: 'recipient_wallet', ownerId: recipientId }),
} satisfies Record<string, AccountReference | ((ownerId: string) => AccountReference)>;

/** An account would have fallen below zero; nothing was posted. */
export class InsufficientBalanceError extends Error {
  constructor() {
    super(reasons.insufficient_balance.message);
    this.name = 'InsufficientBalanceError';
  }
}

/** Balance and hold of the company, in points. */
export async function getBalance(
  db: Database | Transaction,
  companyId: string,
): Promise<{ balance: number; held: number }> {
  const rows = await rowsOf<{ balance: number; held: number }>(
    db,
    `SELECT coalesce(sum(balance) FILTER (WHERE kind = 'company_balance'), 0)::bigint AS balance,
       coalesce(sum(balance) FILTER (WHERE kind = 'company_hold'), 0)::bigint AS held
     FROM accounts WHERE owner_id = ? AND kind IN ('company_balance', 'company_hold')`,
    [companyId],
  );
  return rows[0] ?? { balance: 0, held: 0 };
}

/** Opens the two accounts of a company; repeating it changes nothing. */
export async function openCompanyAccounts(tx: Transaction, companyId: string): Promise<void> {
  await tx.raw(
    `INSERT INTO accounts (kind, owner_id, company_id)
     VALUES ('company_balance', :id, :id), ('company_hold', :id, :id) ON CONFLICT DO NOTHING`,
    { id: companyId },
  );
}

/** Opens wallets of recipients; repeating it changes nothing. */
export async function openWallets(
  tx: Transaction,
  recipients: readonly { id: string; companyId: string }[],
): Promise<void> {
  await tx.raw(
    `INSERT INTO accounts (kind, owner_id, company_id)
     SELECT 'recipient_wallet', id, company_id FROM unnest(?::uuid[], ?::uuid[]) AS t(id, company_id)
     ORDER BY id ON CONFLICT DO NOTHING`,
    [recipients.map(({ id }) => id), recipients.map(({ companyId }) => companyId)],
  );
}

// `updated` gives each account's balance before this statement, from which every entry's own
// balance and version follow by window functions: no second look at a row that others wait for.
const POST = `
WITH input AS (
  SELECT t.*, f.id AS from_account_id, c.id AS to_account_id
  FROM unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::uuid[], ?::text[], ?::uuid[],
    ?::uuid[], ?::uuid[], ?::uuid[]) AS t(business_key, kind, points, from_kind, from_owner,
    to_kind, to_owner, company_id, distribution_id, reward_id)
  JOIN accounts f ON f.kind = from_kind AND f.owner_id = from_owner
  JOIN accounts c ON c.kind = to_kind AND c.owner_id = to_owner
), posted AS (
  INSERT INTO transfers (business_key, kind, points, from_account_id, to_account_id, company_id,
    distribution_id, reward_id)
  SELECT business_key, kind, points, from_account_id, to_account_id, company_id, distribution_id,
    reward_id FROM input ORDER BY business_key
  ON CONFLICT (business_key) DO NOTHING
  RETURNING id, business_key, points, from_account_id, to_account_id, company_id
), legs AS (
  SELECT id AS transfer_id, from_account_id AS account_id, -points AS points, company_id FROM posted
  UNION ALL
  SELECT id, to_account_id, points, company_id FROM posted
), totals AS (
  SELECT account_id, sum(points)::bigint AS points, count(*) AS entries FROM legs GROUP BY account_id
), locked AS MATERIALIZED (
  SELECT a.id FROM accounts a WHERE a.id IN (SELECT account_id FROM totals)
  ORDER BY a.kind <> 'recipient_wallet', a.id FOR UPDATE OF a
), updated AS (
  UPDATE accounts a SET balance = a.balance + t.points, version = a.version + t.entries
  FROM locked l JOIN totals t ON t.account_id = l.id WHERE a.id = l.id
  RETURNING a.id, a.balance - t.points AS balance_before, a.version - t.entries AS version_before
), written AS (
  INSERT INTO entries (account_id, account_version, transfer_id, company_id, points, balance_after)
  SELECT l.account_id, u.version_before + row_number() OVER running, l.transfer_id, l.company_id,
    l.points, (u.balance_before + sum(l.points) OVER running)::bigint
  FROM legs l JOIN updated u ON u.id = l.account_id
  WINDOW running AS (PARTITION BY l.account_id ORDER BY l.transfer_id)
  RETURNING 1
)
SELECT (SELECT count(*) FROM posted) AS posted,
  (SELECT count(*) FROM input i JOIN transfers t USING (business_key)
   WHERE (t.kind, t.points, t.from_account_id, t.to_account_id)
     = (i.kind, i.points, i.from_account_id, i.to_account_id)) AS repeated,
  (SELECT count(*) FROM written) AS entries`;

function isNegativeBalance(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'constraint' in error &&
    error.constraint === 'account_balance_not_negative'
  );
}
