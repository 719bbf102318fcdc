import type { OrderEvent } from '../contracts/orders';
import type { OrderStatus } from '../domain/order-states';
import { rowsOf, type Transaction } from './pool';

/** An order that is locked until the end of the transaction. */
export interface LockedOrder {
  id: string;
  companyId: string;
  recipientId: string;
  status: OrderStatus;
  attempts: number;
  points: number;
  version: number;
  addressVersion: number;
  carrierAddressVersion: number;
  reportOverdue: boolean;
}

/**
 * Locks an order for a change.
 *
 * @param version what the caller has read; undefined for those who need not have looked.
 */
export async function lockOrder(
  tx: Transaction,
  orderId: string,
  version?: number,
): Promise<LockedOrder | 'not_found' | 'order_changed'> {
  const [order] = await rowsOf<LockedOrder>(
    tx,
    `SELECT id, company_id AS "companyId", recipient_id AS "recipientId", status, attempts, points,
       version, address_version AS "addressVersion",
       carrier_address_version AS "carrierAddressVersion",
       coalesce(report_due_at <= clock_timestamp(), false) AS "reportOverdue"
     FROM orders WHERE id = ? FOR NO KEY UPDATE`,
    [orderId],
  );
  if (order === undefined) return 'not_found';
  return version !== undefined && order.version !== version ? 'order_changed' : order;
}

/** Who acts on an order: `recipient`, `carrier`, `workflow`, `operator` or `agent/<id>`. */
export type OrderActor = 'recipient' | 'carrier' | 'workflow' | 'operator' | `agent/${string}`;

/** Adds to the order's time line. */
export async function noteOrderEvent(
  tx: Transaction,
  order: { id: string; companyId: string },
  event: {
    event: OrderEvent;
    actor: OrderActor;
    attempt?: number | undefined;
    reason?: string | undefined;
  },
): Promise<void> {
  await rowsOf(
    tx,
    `INSERT INTO order_events (order_id, company_id, event, actor, attempt, reason)
     VALUES (?, ?, ?, ?, ?, ?)`,
    [
      order.id,
      order.companyId,
      event.event,
      event.actor,
      event.attempt ?? null,
      event.reason ?? null,
    ],
  );
}

/** Whoever has read the order before is told; its workflow looks again. */
export async function bumpOrder(tx: Transaction, orderId: string): Promise<void> {
  await rowsOf(
    tx,
    `UPDATE orders SET version = version + 1,
       updated_at = date_trunc('milliseconds', clock_timestamp()) WHERE id = ?`,
    [orderId],
  );
}

/** Writes a mail to the recipient down, for the order's workflow to send. */
export async function addOrderMail(
  tx: Transaction,
  order: { id: string; companyId: string },
  kind: OrderMailKind,
  attempt?: number,
): Promise<void> {
  await rowsOf(
    tx,
    'INSERT INTO order_mails (order_id, company_id, kind, attempt) VALUES (?, ?, ?, ?)',
    [order.id, order.companyId, kind, attempt ?? null],
  );
}

export type OrderMailKind =
  | 'placed'
  | 'dispatched'
  | 'attempt_failed'
  | 'delivered'
  | 'returned'
  | 'cancelled';
