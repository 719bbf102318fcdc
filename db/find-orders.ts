import {
  type Order,
  type OrderEvent,
  type OrderSummary,
  showOrderNumber,
  type SupportOrder,
  type SupportOrderSummary,
} from '../contracts/orders';
import {
  addressableOrderStatuses,
  type CreditReason,
  MAX_DELIVERY_ATTEMPTS,
  orderStatusesBefore,
  type OrderStatus,
} from '../domain/order-states';
import type { PostalAddress } from '../domain/postal-address';
import { showTicketNumber } from '../domain/tickets';
import { type Database, rowsOf, type Transaction } from './pool';

/** The orders of a recipient, the newest first. */
export async function listOrders(
  db: Database,
  page: { recipientId: string; limit: number; after: string | undefined },
): Promise<{ items: OrderSummary[]; next: string | undefined }> {
  const rows = await rowsOf<OrderRow>(
    db,
    `${SELECT_ORDER} WHERE o.recipient_id = ? AND (o.id < ?::uuid OR ?::uuid IS NULL)
     ORDER BY o.id DESC LIMIT ?`,
    [page.recipientId, page.after ?? null, page.after ?? null, page.limit + 1],
  );
  const shown = rows.slice(0, page.limit);
  const next = rows.length > page.limit ? shown.at(-1)?.id : undefined;
  return { items: shown.map(showSummary), next };
}

/** @param which.recipientId whose it must be; undefined for support, who sees all. */
export async function findOrder(
  db: Database | Transaction,
  which: { orderId: string; recipientId?: string },
): Promise<Order | undefined> {
  const [row] = await rowsOf<OrderRow>(
    db,
    `${SELECT_ORDER} WHERE o.id = ? AND (o.recipient_id = ?::uuid OR ?::uuid IS NULL)`,
    [which.orderId, which.recipientId ?? null, which.recipientId ?? null],
  );
  return row && showOrder(db, row);
}

async function showOrder(db: Database | Transaction, row: OrderRow): Promise<Order> {
  const timeline = await rowsOf<
    Omit<Order['timeline'][number], 'at'> & { event: OrderEvent; at: Date }
  >(db, 'SELECT event, attempt, reason, at FROM order_events WHERE order_id = ? ORDER BY id', [
    row.id,
  ]);
  return {
    ...showSummary(row),
    version: row.version,
    address: row.address,
    trackingUrl: row.trackingUrl,
    canCancel: orderStatusesBefore('cancelling').includes(row.status),
    canCorrectAddress:
      addressableOrderStatuses.includes(row.status) && row.attempts < MAX_DELIVERY_ATTEMPTS,
    timeline: timeline.map(({ at, ...event }) => ({ ...event, at: at.toISOString() })),
  };
}

/** One page of all orders for support, the newest first. */
export async function searchOrders(
  db: Database,
  filter: {
    statuses: readonly OrderStatus[];
    /** A number (`O-1042`), an address or a name; null for all. */
    search: string | null;
    limit: number;
    after: string | undefined;
  },
): Promise<{ items: SupportOrderSummary[]; next: string | undefined }> {
  const { search } = filter;
  const number = /^(?:o-)?(\d{1,15})$/i.exec(search ?? '')?.[1] ?? null;
  const rows = await rowsOf<OrderRow>(
    db,
    `${SELECT_ORDER} WHERE o.status = ANY(?::text[]) AND (o.id < ?::uuid OR ?::uuid IS NULL)
       AND (?::text IS NULL OR o.number = ?::bigint OR p.email_key = lower(?::text)
         OR strpos(lower(p.name), lower(?::text)) > 0)
     ORDER BY o.id DESC LIMIT ?`,
    [
      ...[filter.statuses, filter.after ?? null, filter.after ?? null],
      ...[search, number, search, search, filter.limit + 1],
    ],
  );
  const shown = rows.slice(0, filter.limit);
  const next = rows.length > filter.limit ? shown.at(-1)?.id : undefined;
  return { items: shown.map((row) => ({ ...showSummary(row), ...whose(row) })), next };
}

/** All that support sees of an order. */
export async function findSupportOrder(
  tx: Transaction,
  orderId: string,
): Promise<SupportOrder | undefined> {
  const [row] = await rowsOf<OrderRow>(tx, `${SELECT_ORDER} WHERE o.id = ?`, [orderId]);
  if (row === undefined) return undefined;
  const tickets = await rowsOf<{ id: string; number: number; cause: string; state: string }>(
    tx,
    'SELECT id, number, cause, state FROM tickets WHERE order_id = ? ORDER BY id',
    [orderId],
  );
  const callbacks = await rowsOf<{ kind: string | null; verdict: string; at: Date }>(
    tx,
    `SELECT kind, verdict, received_at AS at FROM carrier_callbacks WHERE order_id = ?
     ORDER BY id DESC LIMIT 100`,
    [orderId],
  );
  const mails = await rowsOf<{
    id: string;
    kind: string;
    createdAt: Date;
    sentAt: Date | null;
    detail: string | null;
  }>(
    tx,
    `SELECT id, kind, created_at AS "createdAt", sent_at AS "sentAt", detail FROM order_mails
     WHERE order_id = ? ORDER BY id`,
    [orderId],
  );
  const audit = await rowsOf<Omit<SupportOrder['audit'][number], 'at'> & { at: Date }>(
    tx,
    `SELECT actor_kind AS "actorKind", actor_id AS "actorId", action, reason, at FROM audit_records
     WHERE order_id = ? ORDER BY id`,
    [orderId],
  );
  return {
    ...(await showOrder(tx, row)),
    ...whose(row),
    shipmentId: row.shipmentId,
    reportDueAt: row.reportDueAt?.toISOString() ?? null,
    tickets: tickets.map((ticket) => ({ ...ticket, number: showTicketNumber(ticket.number) })),
    callbacks: callbacks.map(({ at, ...one }) => ({ ...one, receivedAt: at.toISOString() })),
    mails: mails.map((mail) => ({
      ...mail,
      createdAt: mail.createdAt.toISOString(),
      sentAt: mail.sentAt?.toISOString() ?? null,
    })),
    audit: audit.map(({ at, ...record }) => ({ ...record, at: at.toISOString() })),
  };
}

const SELECT_ORDER = `SELECT o.id, o.number, o.status, o.points, o.attempts, o.placed_at AS "placedAt",
  o.ended_at AS "endedAt", o.version, o.address, o.tracking_url AS "trackingUrl",
  o.shipment_id AS "shipmentId", o.report_due_at AS "reportDueAt",
  p.id AS "recipientId", p.name AS "recipientName", p.email AS "recipientEmail",
  c.id AS "companyId", c.name AS "companyName", n.number AS "creditNumber",
  n.reason AS "creditReason", n.issued_at AS "creditIssuedAt",
  (SELECT jsonb_agg(jsonb_build_object('goodsId', i.goods_id, 'name', i.name, 'variant', i.variant,
     'pricePoints', i.price_points, 'quantity', i.quantity) ORDER BY i.line)
   FROM order_items i WHERE i.order_id = o.id) AS items
  FROM orders o JOIN recipients p ON p.id = o.recipient_id JOIN companies c ON c.id = o.company_id
  LEFT JOIN credit_notes n ON n.order_id = o.id`;

interface OrderRow {
  id: string;
  number: number;
  status: OrderStatus;
  points: number;
  attempts: number;
  placedAt: Date;
  endedAt: Date | null;
  version: number;
  address: PostalAddress;
  trackingUrl: string | null;
  shipmentId: string | null;
  reportDueAt: Date | null;
  recipientId: string;
  recipientName: string;
  recipientEmail: string;
  companyId: string;
  companyName: string;
  creditNumber: string | null;
  creditReason: CreditReason | null;
  creditIssuedAt: Date | null;
  items: OrderSummary['items'];
}

function showSummary(row: OrderRow): OrderSummary {
  const { id, status, points, attempts, items, creditNumber, creditReason, creditIssuedAt } = row;
  const isCredited = creditNumber !== null && creditReason !== null && creditIssuedAt !== null;
  return {
    ...{ id, number: showOrderNumber(row.number), status, points, attempts, items },
    placedAt: row.placedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    creditNote: isCredited
      ? {
          number: creditNumber,
          points,
          reason: creditReason,
          issuedAt: creditIssuedAt.toISOString(),
        }
      : null,
  };
}

function whose(row: OrderRow): Pick<SupportOrderSummary, 'recipient' | 'company'> {
  return {
    recipient: { id: row.recipientId, name: row.recipientName, email: row.recipientEmail },
    company: { id: row.companyId, name: row.companyName },
  };
}
