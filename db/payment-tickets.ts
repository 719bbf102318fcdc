import { paymentSubjects } from '../domain/ticket-subjects';
import { addEntry, applyTicketAction, type Author, bumpTicket, lockTicket } from './change-ticket';
import { openTicket, readNow } from './open-tickets';
import { rowsOf, type Transaction } from './pool';

/**
 * Calls a human for a payment that was believed and is not credited, once: a replay finds the ticket.
 * It is of the company whose recharge was paid, or of nobody when the payment names none.
 */
export async function openPaymentTicket(
  tx: Transaction,
  paymentId: string,
  answerSeconds: number,
): Promise<string | null> {
  const [known] = await rowsOf<{ companyId: string | null; ticketId: string | null }>(
    tx,
    `SELECT p.company_id AS "companyId", t.id AS "ticketId"
     FROM payments p LEFT JOIN tickets t ON t.payment_id = p.id WHERE p.id = ?`,
    [paymentId],
  );
  if (known === undefined) throw new Error(`No payment ${paymentId}`);
  if (known.ticketId !== null) return known.ticketId;
  const cause = 'payment_refused';
  const { id } = await openTicket(tx, {
    ...{ companyId: known.companyId, paymentId, cause, subject: paymentSubjects[cause] },
    ...{ openedBy: 'workflow', now: await readNow(tx), answerSeconds },
  });
  return id;
}

/** Before the accounts: support's acts lock a ticket first. */
export async function lockPaymentTicket(tx: Transaction, paymentId: string) {
  const [row] = await rowsOf<{ id: string }>(tx, 'SELECT id FROM tickets WHERE payment_id = ?', [
    paymentId,
  ]);
  const ticket = row && (await lockTicket(tx, row.id));
  return typeof ticket === 'string' ? undefined : ticket;
}

/** Finance has decided, which is all that was to be done, unless the company has written. */
export async function closePaymentTicket(
  tx: Transaction,
  ticket: NonNullable<Awaited<ReturnType<typeof lockPaymentTicket>>>,
  by: Author,
  answerSeconds: number,
): Promise<void> {
  await addEntry(tx, ticket, { kind: 'event', text: 'payment_settled', by });
  const asked = await rowsOf(
    tx,
    `SELECT 1 FROM ticket_messages WHERE ticket_id = ? AND kind = 'message'
       AND author_kind IN ('admin', 'api_key') LIMIT 1`,
    [ticket.id],
  );
  const isResolved =
    asked.length === 0 && (await applyTicketAction(tx, ticket, 'resolve', by, answerSeconds));
  if (!isResolved) await bumpTicket(tx, ticket.id);
}
