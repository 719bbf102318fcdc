import { type Database, rowsOf, type Transaction } from './pool';

/**
 * Enters what a company has paid: its balance rises, and in the same transaction as many of its
 * waiting distributions as the balance then allows have their points held, the longest waiting first.
 * The same reference with the same content is the same recharge, however often it comes.
 */
export async function recharge(
  db: Database,
  request: { companyId: string; points: number; paymentReference: string; actor: string },
): Promise<RechargeOutcome> {
  const { companyId, points, paymentReference, actor } = request;
  try {
    const [row] = await rowsOf<{ answer: RechargeOutcome }>(
      db,
      'SELECT recharge_company(?::uuid, ?::bigint, ?, ?) AS answer',
      [companyId, points, paymentReference, actor],
    );
    if (row === undefined) throw new Error('The database gave no answer');
    return row.answer;
  } catch (error) {
    // The ledger has another transfer under this key: one that no recharge of ours has written.
    if (error instanceof Error && 'code' in error && error.code === TRANSFER_CONFLICT) {
      return { outcome: 'payment_reference_reused' };
    }
    throw error;
  }
}

export type RechargeOutcome =
  | ({ outcome: 'recharged' } & Entered)
  | ({ outcome: 'replayed' } & Entered)
  | { outcome: 'payment_reference_reused' }
  | { outcome: 'not_found' };

interface Entered {
  id: string;
  createdAt: string;
  /** Distributions that waited and are funded now; to be signalled. */
  funded: string[];
}

/** Of `post`, db/migrations/018-text-and-rows.ts. */
const TRANSFER_CONFLICT = 'BS001';

/**
 * Looks at every company of which a distribution waits for funds: releases and corrections raise a
 * balance too, and a process may have died before it signalled.
 *
 * @returns the distributions that are funded now.
 */
export async function fundWaiting(db: Database): Promise<string[]> {
  const waiting = await rowsOf<{ companyId: string }>(
    db,
    `SELECT DISTINCT company_id AS "companyId" FROM distributions WHERE status = 'awaiting_funds'`,
  );
  const funded: string[] = [];
  // One company a transaction: each locks its balance.
  for (const { companyId } of waiting) {
    funded.push(...(await fundWaitingOf(db, companyId)));
  }
  return funded;
}

/**
 * Serves the queue of a company to whose balance points have come. It locks the balance, which
 * everybody needs: best as the last statement of a transaction.
 *
 * @returns the distributions that are funded now; to be signalled.
 */
export async function fundWaitingOf(
  db: Database | Transaction,
  companyId: string,
): Promise<string[]> {
  const [row] = await rowsOf<{ ids: string[] }>(db, 'SELECT fund_waiting(?::uuid) AS ids', [
    companyId,
  ]);
  return row?.ids ?? [];
}
