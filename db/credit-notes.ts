import type { OrderSummary } from '../contracts/orders';
import type { CreditReason } from '../domain/order-states';
import type { PostalAddress } from '../domain/postal-address';
import { takeDocumentNumber } from './document-numbers';
import { account, postTransfers } from './ledger';
import type { LockedOrder } from './lock-order';
import { type Database, rowsOf, type Transaction } from './pool';

/**
 * Gives the points of an order back to the wallet, by a credit note. The last thing in a transaction:
 * the number and the account of redemptions are what everybody waits for.
 */
export async function issueCreditNote(
  tx: Transaction,
  order: LockedOrder,
  reason: CreditReason,
): Promise<void> {
  const number = await takeDocumentNumber(tx, 'CN');
  await rowsOf(
    tx,
    `INSERT INTO credit_notes (number, order_id, company_id, recipient_id, points, reason)
     VALUES (?, ?, ?, ?, ?, ?)`,
    [number, order.id, order.companyId, order.recipientId, order.points, reason],
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

/** What stands on the paper. */
export interface CreditNote {
  number: string;
  issuedAt: Date;
  points: number;
  reason: CreditReason;
  orderNumber: number;
  placedAt: Date;
  recipientName: string;
  companyName: string;
  address: PostalAddress;
  items: OrderSummary['items'];
}

/** @param which.recipientId whose it must be; undefined for support, who sees all. */
export async function findCreditNote(
  db: Database,
  which: { number: string; recipientId: string | undefined },
): Promise<CreditNote | undefined> {
  const [note] = await rowsOf<CreditNote>(
    db,
    `SELECT n.number, n.issued_at AS "issuedAt", n.points, n.reason, o.number AS "orderNumber",
       o.placed_at AS "placedAt", o.address, p.name AS "recipientName", c.name AS "companyName",
       (SELECT jsonb_agg(jsonb_build_object('name', i.name, 'variant', i.variant,
          'pricePoints', i.price_points, 'quantity', i.quantity) ORDER BY i.line)
        FROM order_items i WHERE i.order_id = o.id) AS items
     FROM credit_notes n JOIN orders o ON o.id = n.order_id
     JOIN recipients p ON p.id = n.recipient_id JOIN companies c ON c.id = n.company_id
     WHERE n.number = ? AND (n.recipient_id = ?::uuid OR ?::uuid IS NULL)`,
    [which.number, which.recipientId ?? null, which.recipientId ?? null],
  );
  return note;
}
