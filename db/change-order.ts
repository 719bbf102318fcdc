import type { PostalAddress } from '../domain/postal-address';
import {
  addressableOrderStatuses,
  MAX_DELIVERY_ATTEMPTS,
  orderStatusesBefore,
  supportAddressableOrderStatuses,
} from '../domain/order-states';
import type { ReasonCode } from '../domain/reasons';
import { issueCreditNote } from './credit-notes';
import { hashToken } from './link-tokens';
import { addOrderMail, type LockedOrder, noteOrderEvent, type OrderActor } from './lock-order';
import { rowsOf, type Transaction } from './pool';

/**
 * Asks for a cancellation: the order's workflow then asks the carrier, whose word decides
 * (`settleCancel`). To ask again changes nothing.
 */
export async function requestCancel(
  tx: Transaction,
  order: LockedOrder,
): Promise<'changed' | 'unchanged' | { code: ReasonCode }> {
  if (order.status === 'cancelling' || order.status === 'cancelled') return 'unchanged';
  const moved = await rowsOf(
    tx,
    `UPDATE orders SET status = 'cancelling', version = version + 1,
       updated_at = date_trunc('milliseconds', clock_timestamp())
     WHERE id = ? AND status = ANY(?::text[]) RETURNING id`,
    [order.id, orderStatusesBefore('cancelling')],
  );
  if (moved.length === 0) return { code: 'already_dispatched' };
  await noteOrderEvent(tx, order, { event: 'cancel_requested', actor: 'recipient' });
  return 'changed';
}

/** The carrier has no parcel of this order, or does not send it: the points come back. */
export async function settleCancel(tx: Transaction, order: LockedOrder): Promise<boolean> {
  const moved = await rowsOf(
    tx,
    `UPDATE orders SET status = 'cancelled', version = version + 1, report_due_at = NULL,
       ended_at = date_trunc('milliseconds', clock_timestamp()),
       updated_at = date_trunc('milliseconds', clock_timestamp())
     WHERE id = ? AND status = ANY(?::text[]) RETURNING id`,
    [order.id, orderStatusesBefore('cancelled')],
  );
  if (moved.length === 0) return false;
  await noteOrderEvent(tx, order, { event: 'cancelled', actor: 'workflow' });
  await addOrderMail(tx, order, 'cancelled');
  await issueCreditNote(tx, order, 'cancelled');
  return true;
}

/** Gives the parcel another address; the order's workflow then tells the carrier. */
export async function correctOrderAddress(
  tx: Transaction,
  order: LockedOrder,
  address: PostalAddress,
  actor: OrderActor,
): Promise<'changed' | { code: ReasonCode }> {
  const isSupport = actor.startsWith('agent/');
  const statuses = isSupport ? supportAddressableOrderStatuses : addressableOrderStatuses;
  const changed = await rowsOf(
    tx,
    `UPDATE orders SET address = ?::jsonb, address_version = address_version + 1,
       version = version + 1, updated_at = date_trunc('milliseconds', clock_timestamp())
     WHERE id = ? AND status = ANY(?::text[]) AND attempts < ? RETURNING id`,
    [JSON.stringify(address), order.id, statuses, MAX_DELIVERY_ATTEMPTS],
  );
  if (changed.length === 0) return { code: 'address_too_late' };
  await noteOrderEvent(tx, order, { event: 'address_changed', actor });
  return 'changed';
}

/** The order that a mailed link is about, as long as its attempt is the last one that failed. */
export async function findOrderByLink(
  tx: Transaction,
  token: string,
): Promise<{ orderId: string; isUsable: boolean } | undefined> {
  const [row] = await rowsOf<{ orderId: string; isUsable: boolean }>(
    tx,
    `SELECT o.id AS "orderId", o.status = 'attempt_failed' AND o.attempts = l.attempt AS "isUsable"
     FROM order_links l JOIN orders o ON o.id = l.order_id WHERE l.token_hash = ?`,
    [hashToken(token)],
  );
  return row;
}
