import type { OrderMailKind } from './lock-order';
import { hashToken } from './link-tokens';
import { type Database, rowsOf } from './pool';

/** A mail of an order that its workflow is to send now. */
export interface OrderMail {
  id: string;
  kind: OrderMailKind;
  attempt: number | null;
  attemptReason: string | null;
  orderId: string;
  companyId: string;
  number: number;
  points: number;
  recipientName: string;
  recipientEmail: string;
  companyName: string;
  creditNoteNumber: string | null;
  creditReason: string | null;
  items: { name: string; quantity: number }[];
}

export async function listUnsentOrderMails(db: Database, orderId: string): Promise<OrderMail[]> {
  return rowsOf(
    db,
    `SELECT m.id, m.kind, m.attempt, o.id AS "orderId",
       o.company_id AS "companyId", o.number, o.points, p.name AS "recipientName",
       p.email AS "recipientEmail", c.name AS "companyName", n.number AS "creditNoteNumber",
       n.reason AS "creditReason",
       (SELECT e.reason FROM order_events e WHERE e.order_id = o.id AND e.event = m.kind
          AND e.attempt = m.attempt ORDER BY e.id LIMIT 1) AS "attemptReason",
       (SELECT jsonb_agg(jsonb_build_object('quantity', i.quantity,
          'name', concat_ws(', ', i.name, i.variant)) ORDER BY i.line)
        FROM order_items i WHERE i.order_id = o.id) AS items
     FROM order_mails m JOIN orders o ON o.id = m.order_id
     JOIN recipients p ON p.id = o.recipient_id JOIN companies c ON c.id = o.company_id
     LEFT JOIN credit_notes n ON n.order_id = o.id
     WHERE m.order_id = ? AND m.sent_at IS NULL AND m.given_up_at IS NULL ORDER BY m.id`,
    [orderId],
  );
}

/** Keeps what is needed to know a mailed link again: its hash. Repeating it changes nothing. */
export async function keepOrderLink(
  db: Database,
  link: { token: string; orderId: string; companyId: string; attempt: number },
): Promise<void> {
  await rowsOf(
    db,
    `INSERT INTO order_links (token_hash, order_id, company_id, attempt) VALUES (?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
    [hashToken(link.token), link.orderId, link.companyId, link.attempt],
  );
}
