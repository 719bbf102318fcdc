import { parcelSubjects } from '../domain/ticket-subjects';
import type { ParcelCause } from '../domain/tickets';
import { callSupportAgain } from './change-ticket';
import { openTicket, readNow } from './open-tickets';
import { rowsOf, type Transaction } from './pool';

/**
 * Calls a human for an order, once for a cause while its ticket's clock runs; one that was answered,
 * or waits for the customer, has it started anew. The ticket is the recipient's: answers go to him,
 * and the company does not see what its people order.
 */
export async function openParcelTicket(
  tx: Transaction,
  order: { id: string; companyId: string; recipientId: string },
  cause: ParcelCause,
  settings: { ticketAnswerSeconds: number },
): Promise<string> {
  const [known] = await rowsOf<{ id: string }>(
    tx,
    `SELECT id FROM tickets WHERE order_id = ? AND cause = ? AND state <> 'resolved'`,
    [order.id, cause],
  );
  if (known !== undefined) {
    await callSupportAgain(tx, known.id, 'failed_again', settings.ticketAnswerSeconds);
    return known.id;
  }
  const [person] = await rowsOf<{ name: string; email: string }>(
    tx,
    'SELECT name, email FROM recipients WHERE id = ?',
    [order.recipientId],
  );
  const { id } = await openTicket(tx, {
    companyId: order.companyId,
    orderId: order.id,
    cause,
    subject: parcelSubjects[cause],
    openedBy: 'workflow',
    now: await readNow(tx),
    answerSeconds: settings.ticketAnswerSeconds,
    contact: { name: person?.name ?? null, email: person?.email ?? null, verified: true },
  });
  return id;
}

/** Tickets of an order whose workflow has not begun yet. */
export async function listUntendedParcelTickets(
  tx: Transaction,
  orderId: string,
): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    `SELECT id FROM tickets WHERE order_id = ? AND tended_version = 0 AND state <> 'resolved'
     ORDER BY id`,
    [orderId],
  );
  return rows.map(({ id }) => id);
}
