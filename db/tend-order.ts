import type { CarrierErrand, TendedOrder } from '../contracts/workflows';
import { isOrderFinal, type OrderStatus, type ParcelReport } from '../domain/order-states';
import type { PostalAddress } from '../domain/postal-address';
import type { ParcelCause } from '../domain/tickets';
import { settleCancel } from './change-order';
import { type LockedOrder, lockOrder, noteOrderEvent } from './lock-order';
import { listUntendedParcelTickets, openParcelTicket } from './parcel-tickets';
import { type Database, rowsOf, type Transaction } from './pool';
import { type ParcelSettings, reportParcel } from './report-parcel';

/**
 * One look at an order by its workflow: opens a ticket when the carrier is silent for too long, and
 * tells what the carrier is to be told. The workflow remembers that it has seen this version.
 *
 * @returns undefined when there is no such order.
 */
export async function tendOrder(
  db: Database,
  orderId: string,
  settings: ParcelSettings,
): Promise<Omit<TendedOrder, 'mailsLeft' | 'retry'> | undefined> {
  return db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (typeof order === 'string') return undefined;
    if (order.reportOverdue) await callHumanForSilence(tx, order, settings);
    const [row] = await rowsOf<{ due: number | null }>(
      tx,
      `UPDATE orders SET tended_version = version WHERE id = ?
       RETURNING ceil(extract(epoch FROM report_due_at - clock_timestamp()) * 1000)::bigint AS due`,
      [orderId],
    );
    return {
      status: order.status,
      companyId: order.companyId,
      attempts: order.attempts,
      errand: errandOf(order),
      isFinal: isOrderFinal(order.status),
      reportDueMilliseconds: typeof row?.due === 'number' ? Math.max(row.due, 1) : null,
      ticketIds: await listUntendedParcelTickets(tx, orderId),
    };
  });
}

function errandOf(order: LockedOrder): CarrierErrand | null {
  if (order.status === 'cancelling') return 'cancel';
  if (isOrderFinal(order.status)) return null;
  if (order.carrierAddressVersion === 0) return order.status === 'placed' ? 'hand_over' : null;
  return order.carrierAddressVersion < order.addressVersion ? 'change_address' : null;
}

/** Support ends such an order; until then the silence is noticed anew after the same time. */
async function callHumanForSilence(
  tx: Transaction,
  order: LockedOrder,
  settings: ParcelSettings,
): Promise<void> {
  await openParcelTicket(tx, order, 'parcel_not_reported', settings);
  await noteOrderEvent(tx, order, { event: 'not_reported', actor: 'workflow' });
  await rowsOf(
    tx,
    `UPDATE orders SET report_due_at = clock_timestamp() + make_interval(secs => ?),
       updated_at = date_trunc('milliseconds', clock_timestamp()) WHERE id = ?`,
    [settings.parcelReportSeconds, order.id],
  );
}

/** What the carrier is to be given: read without a lock, while a call may take seconds. */
export async function findParcel(db: Database, orderId: string): Promise<Parcel | undefined> {
  const [parcel] = await rowsOf<Omit<Parcel, 'items'>>(
    db,
    `SELECT id AS "orderId", status, address, address_version AS "addressVersion"
     FROM orders WHERE id = ?`,
    [orderId],
  );
  if (parcel === undefined) return undefined;
  const items = await rowsOf<{ name: string; quantity: number }>(
    db,
    `SELECT CASE WHEN variant IS NULL THEN name ELSE name || ', ' || variant END AS name, quantity
     FROM order_items WHERE order_id = ? ORDER BY line`,
    [orderId],
  );
  return { ...parcel, items };
}

export interface Parcel {
  orderId: string;
  status: OrderStatus;
  address: PostalAddress;
  addressVersion: number;
  items: { name: string; quantity: number }[];
}

/** The carrier has the parcel, with this version of the address; from now on it should report. */
export async function markHandedOver(
  db: Database,
  parcel: {
    orderId: string;
    addressVersion: number;
    shipmentId: string;
    trackingUrl: string | null;
  },
  settings: ParcelSettings,
): Promise<void> {
  await change(db, parcel.orderId, async (tx, order) => {
    const first = order.carrierAddressVersion === 0;
    await rowsOf(
      tx,
      `UPDATE orders SET shipment_id = ?, tracking_url = ?,
         carrier_address_version = greatest(carrier_address_version, ?),
         report_due_at = CASE WHEN ended_at IS NULL
           THEN coalesce(report_due_at, clock_timestamp() + make_interval(secs => ?)) END
       WHERE id = ?`,
      [
        ...[parcel.shipmentId, parcel.trackingUrl, parcel.addressVersion],
        ...[settings.parcelReportSeconds, order.id],
      ],
    );
    if (first) await noteOrderEvent(tx, order, { event: 'handed_over', actor: 'workflow' });
  });
}

/** @param taken whether the carrier will go there; else the next attempt goes where it was going. */
export async function markAddress(
  db: Database,
  parcel: { orderId: string; addressVersion: number },
  taken: boolean,
): Promise<void> {
  await change(db, parcel.orderId, async (tx, order) => {
    if (order.carrierAddressVersion >= parcel.addressVersion) return;
    await rowsOf(tx, 'UPDATE orders SET carrier_address_version = ? WHERE id = ?', [
      parcel.addressVersion,
      order.id,
    ]);
    const event = taken ? 'address_taken' : 'address_not_taken';
    await noteOrderEvent(tx, order, { event, actor: 'workflow' });
  });
}

/** The carrier's word on a cancellation: the points come back, or the parcel has left. */
export async function endCancelling(
  db: Database,
  orderId: string,
  isCancelled: boolean,
  settings: ParcelSettings,
): Promise<void> {
  await change(db, orderId, async (tx, order) => {
    if (order.status !== 'cancelling') return;
    if (isCancelled) await settleCancel(tx, order);
    else await reportParcel(tx, order, { kind: 'dispatched' }, { actor: 'carrier', settings });
  });
}

/** Only a human can help with this errand; told once in the time line while the ticket is open. */
export async function callHumanForCarrier(
  db: Database,
  orderId: string,
  cause: Extract<ParcelCause, 'carrier_refused' | 'carrier_unreachable'>,
  settings: ParcelSettings,
): Promise<void> {
  await change(db, orderId, async (tx, order) => {
    const [known] = await rowsOf(
      tx,
      `SELECT 1 FROM tickets WHERE order_id = ? AND cause = ? AND state <> 'resolved'`,
      [orderId, cause],
    );
    await openParcelTicket(tx, order, cause, settings);
    if (known === undefined) await noteOrderEvent(tx, order, { event: cause, actor: 'workflow' });
  });
}

/** What an operator signalled; a report that the order's state does not allow changes nothing. */
export async function recordOperatorReport(
  db: Database,
  orderId: string,
  report: ParcelReport,
  settings: ParcelSettings,
): Promise<'applied' | 'unchanged' | 'contradiction' | 'not_found'> {
  return db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (typeof order === 'string') return 'not_found';
    return reportParcel(tx, order, report, { actor: 'operator', settings });
  });
}

async function change(
  db: Database,
  orderId: string,
  work: (tx: Transaction, order: LockedOrder) => Promise<void>,
): Promise<void> {
  await db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (typeof order === 'string') return;
    await work(tx, order);
  });
}

/** Orders that changed, or whose carrier is silent, without their workflow having looked. */
export async function findUntendedOrders(
  db: Database,
  limits: { secondsAgo: number; limit: number },
): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    db,
    `SELECT id FROM orders WHERE updated_at <= now() - make_interval(secs => ?)
       AND (tended_version < version OR report_due_at <= now() - make_interval(secs => ?))
     ORDER BY updated_at LIMIT ?`,
    [limits.secondsAgo, limits.secondsAgo, limits.limit],
  );
  return rows.map(({ id }) => id);
}
