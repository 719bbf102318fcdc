import type { Payment } from '../contracts/recharges';
import { describeReason, type ReasonCode } from '../domain/reasons';
import type { Author } from './change-ticket';
import { closePaymentTicket, lockPaymentTicket, openPaymentTicket } from './payment-tickets';
import { type Database, rowsOf, type Transaction } from './pool';

/**
 * Takes what says that it is a payment for a recharge. Credited is one that is for a recharge that
 * waits, of exactly its amount, by a reference that was never used: in the same transaction the
 * recharge is paid, the balance rises, and as many waiting distributions as it then allows are funded.
 * Anything else, at any time, is a refused payment for finance to settle, with a ticket; a replay
 * changes nothing.
 */
export async function takePayment(
  db: Database,
  { rechargeId, ...payment }: IncomingPayment,
  settings: { ticketAnswerSeconds: number },
): Promise<TakenPayment> {
  return db.transaction(async (tx) => {
    const [row] = await rowsOf<{ answer: Omit<TakenPayment, 'ticketId'> }>(
      tx,
      'SELECT take_payment(?::uuid, ?::jsonb) AS answer',
      [rechargeId, JSON.stringify(payment)],
    );
    if (row === undefined) throw new Error('The database gave no answer');
    const { paymentId, status } = row.answer;
    const isRefused = status === 'refused';
    const ticketId = isRefused
      ? await openPaymentTicket(tx, paymentId, settings.ticketAnswerSeconds)
      : null;
    return { ...row.answer, ticketId };
  });
}

export interface IncomingPayment {
  rechargeId: string | null;
  provider: Payment['provider'];
  /** The provider's own name of the event: one that comes again is the same. */
  eventKey: string;
  /** Of the payment, unique over the platform. */
  reference: string;
  amountMinor: number;
  currency: string;
  /** Who said so: `platform_key/<id>`, `webhook`. */
  from: string;
}

export interface TakenPayment {
  paymentId: string;
  status: Payment['status'];
  reason: ReasonCode | null;
  rechargeId: string | null;
  isReplay: boolean;
  /** Distributions that waited and are funded now; to be signalled. */
  funded: string[];
  /** The human that is called for a refused payment. */
  ticketId: string | null;
}

/** Keeps a trace of an event that was not believed; the same one again is counted. */
export async function noteUntrustedPayment(
  db: Database,
  event: { provider: Payment['provider']; eventKey: string; reason: ReasonCode },
): Promise<void> {
  const { provider, eventKey, reason } = event;
  const values = [provider, eventKey, reason, 'webhook'];
  await rowsOf(db, 'SELECT note_untrusted_payment(?, ?, ?, ?)', values);
}

/** Payments of all companies, newest first: for the platform's finance. */
export async function listPayments(
  db: Database,
  options: { limit: number; before: string | undefined; status: string | undefined },
): Promise<{ items: Payment[]; hasMore: boolean }> {
  const { limit, before = null, status = null } = options;
  const rows = await rowsOf<PaymentRow>(
    db,
    `${SELECT_PAYMENT} WHERE (?::uuid IS NULL OR p.id < ?) AND (?::text IS NULL OR p.status = ?)
     ORDER BY p.id DESC LIMIT ?`,
    [before, before, status, status, limit + 1],
  );
  return { items: rows.slice(0, limit).map(toPayment), hasMore: rows.length > limit };
}

export async function findPayment(
  db: Database | Transaction,
  id: string,
): Promise<Payment | undefined> {
  const [row] = await rowsOf<PaymentRow>(db, `${SELECT_PAYMENT} WHERE p.id = ?`, [id]);
  return row && toPayment(row);
}

/**
 * Finance's decision about a refused payment, once. `credited` raises a balance as a recharge does.
 *
 * @param by how the payment's ticket, which ends by it, names who decides.
 * @returns with it the ticket that has changed.
 */
export async function settlePayment(
  db: Database,
  { id, ...decided }: PaymentDecision,
  { by, ticketAnswerSeconds }: { by: Author; ticketAnswerSeconds: number },
): Promise<SettleOutcome & { ticketId: string | null }> {
  return db.transaction(async (tx) => {
    const ticket = await lockPaymentTicket(tx, id);
    const [row] = await rowsOf<{ answer: SettleOutcome }>(
      tx,
      'SELECT settle_payment(?::uuid, ?::jsonb) AS answer',
      [id, JSON.stringify(decided)],
    );
    if (row === undefined) throw new Error('The database gave no answer');
    if (row.answer.outcome !== 'settled' || ticket === undefined) {
      return { ...row.answer, ticketId: null };
    }
    await closePaymentTicket(tx, ticket, by, ticketAnswerSeconds);
    return { ...row.answer, ticketId: ticket.id };
  });
}

interface PaymentDecision {
  id: string;
  decision: 'credited' | 'refunded' | 'ignored';
  note: string;
  actor: string;
  companyId?: string;
  points?: number;
  /** How many points the payment's amount buys. */
  mostPoints?: number;
}

export type SettleOutcome =
  | { outcome: 'settled'; rechargeId: string | null; funded: string[] }
  | {
      outcome:
        | 'not_found'
        | 'payment_settled'
        | 'payment_not_believed'
        | 'payment_too_small'
        | 'payment_reference_reused';
    };

const SELECT_PAYMENT = `
  SELECT p.id, p.provider, p.status, p.reason_code AS "reasonCode", p.reference,
    p.amount_minor AS "amountMinor", p.currency, p.recharge_id AS "rechargeId", r.invoice_number AS "invoiceNumber", p.times,
    p.received_at AS "receivedAt", p.received_from AS "receivedFrom", p.decision,
    p.decision_note AS "decisionNote", p.settled_by AS "settledBy", p.settled_at AS "settledAt",
    p.company_id AS "companyId", c.name AS "companyName"
  FROM payments p LEFT JOIN companies c ON c.id = p.company_id
  LEFT JOIN recharges r ON r.id = p.recharge_id`;

type PaymentRow = Omit<Payment, 'reason' | 'company' | 'receivedAt' | 'settledAt'> & {
  reasonCode: ReasonCode | null;
  receivedAt: Date;
  settledAt: Date | null;
  companyId: string | null;
  companyName: string | null;
};

function toPayment({ reasonCode, companyId, companyName, ...row }: PaymentRow): Payment {
  return {
    ...row,
    reason: reasonCode === null ? null : describeReason(reasonCode),
    company: companyId === null ? null : { id: companyId, name: companyName ?? '' },
    receivedAt: row.receivedAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
  };
}
