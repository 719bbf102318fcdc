import { reasons } from '../domain/reasons';
import { type Database, rowsOf, type Transaction } from './pool';

/**
 * Posts transfers to the double-entry ledger: any number in one SQL statement, by the function
 * `post_transfers` (db/migrations/018-text-and-rows.ts), the only writer of the ledger's tables.
 *
 * A transfer's business key makes it unique: posting it again changes nothing; posting other content
 * under the same key throws. Either all transfers are posted or, when one account would fall below
 * zero, none. Call it last in a transaction: it locks rows that everybody needs.
 *
 * @throws InsufficientBalanceError when an account would fall below zero.
 */
export async function postTransfers(
  tx: Transaction,
  transfers: readonly NewTransfer[],
): Promise<void> {
  if (transfers.length === 0) return;
  try {
    await rowsOf(tx, 'SELECT post_transfers(?::jsonb)', [JSON.stringify(transfers)]);
  } catch (error) {
    throw isInsufficientBalance(error) ? new InsufficientBalanceError() : error;
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
  redemptions: { kind: 'redemptions', ownerId: '00000000-0000-0000-0000-000000000000' },
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

/** Whether the database refused because an account would have fallen below zero. */
export function isInsufficientBalance(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return 'constraint' in error && error.constraint === 'account_balance_not_negative';
}
