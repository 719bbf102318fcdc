import type { CreditReason } from '../domain/order-states';
import { account, postTransfers } from './ledger';
import type { LockedOrder } from './lock-order';
import { rowsOf, type Transaction } from './pool';

/**
 * Gives the points of an order back to the wallet, by a credit note. The last thing in a transaction:
 * the number and the account of redemptions are what everybody waits for.
 *
 * The numbers have no gaps, as papers of bookkeeping need: whoever takes one holds the lock until the
 * commit, so a transaction that fails takes none.
 */
export async function issueCreditNote(
  tx: Transaction,
  order: LockedOrder,
  reason: CreditReason,
): Promise<void> {
  await rowsOf(tx, `SELECT pg_advisory_xact_lock(hashtext('credit_notes.n'))`);
  await rowsOf(
    tx,
    `INSERT INTO credit_notes (n, number, order_id, company_id, recipient_id, points, reason)
     SELECT next.n, 'CN-' || lpad(next.n::text, 6, '0'), ?, ?, ?, ?, ?
     FROM (SELECT coalesce(max(n), 0) + 1 AS n FROM credit_notes) next`,
    [order.id, order.companyId, order.recipientId, order.points, reason],
  );
  await postTransfers(tx, [
    {
      businessKey: `credit_note/${order.id}`,
      kind: 'credit_note',
      points: order.points,
      from: account.redemptions,
      to: account.walletOf(order.recipientId),
      companyId: order.companyId,
    },
  ]);
}
