import {
  isOrderFinal,
  orderStatusesBefore,
  type ParcelReport,
  readReport,
} from '../domain/order-states';
import { issueCreditNote } from './credit-notes';
import {
  addOrderMail,
  type LockedOrder,
  noteOrderEvent,
  type OrderActor,
  type OrderMailKind,
} from './lock-order';
import { openParcelTicket } from './parcel-tickets';
import { rowsOf, type Transaction } from './pool';

/**
 * Applies what somebody reports of a parcel to its locked order. Known, late and disordered reports
 * change nothing; one that contradicts how the order has ended opens a ticket. An order that ends
 * without its goods is credited in the same transaction: nothing stands between.
 */
export async function reportParcel(
  tx: Transaction,
  order: LockedOrder,
  report: ParcelReport & { reason?: string | undefined },
  by: { actor: OrderActor; settings: ParcelSettings },
): Promise<'applied' | 'unchanged' | 'contradiction'> {
  const { kind, reason } = report;
  const attempt = report.kind === 'attempt_failed' ? report.attempt : undefined;
  const next = readReport(order, report);
  if (next === 'contradiction') {
    await noteOrderEvent(tx, order, {
      event: 'contradicted',
      actor: by.actor,
      attempt,
      reason: kind,
    });
    await openParcelTicket(tx, order, 'parcel_contradicted', by.settings);
    return 'contradiction';
  }
  if (next === 'unchanged') return 'unchanged';
  const isFinal = isOrderFinal(next.status);
  const moved = await rowsOf(
    tx,
    `UPDATE orders SET status = ?, attempts = ?, version = version + 1,
       ended_at = CASE WHEN ?::boolean THEN date_trunc('milliseconds', clock_timestamp()) END,
       report_due_at = CASE WHEN NOT ?::boolean
         THEN clock_timestamp() + make_interval(secs => ?) END,
       updated_at = date_trunc('milliseconds', clock_timestamp())
     WHERE id = ? AND status = ANY(?::text[]) AND attempts <= ? RETURNING id`,
    [
      ...[next.status, next.attempts, isFinal, isFinal, by.settings.parcelReportSeconds, order.id],
      ...[orderStatusesBefore(next.status), next.attempts],
    ],
  );
  // The row is locked, so this cannot be; if it is, the table and the SQL disagree.
  if (moved.length === 0) throw new Error(`Order ${order.id} cannot become ${next.status}`);
  await noteOrderEvent(tx, order, { event: kind, actor: by.actor, attempt, reason });
  await addOrderMail(tx, order, MAIL_OF[kind], attempt);
  if (next.status === 'returned') {
    await issueCreditNote(tx, order, kind === 'lost' ? 'lost' : 'returned');
  }
  return 'applied';
}

export interface ParcelSettings {
  parcelReportSeconds: number;
  ticketAnswerSeconds: number;
}

const MAIL_OF: Record<ParcelReport['kind'], OrderMailKind> = {
  dispatched: 'dispatched',
  attempt_failed: 'attempt_failed',
  delivered: 'delivered',
  returned: 'returned',
  lost: 'returned',
};
