import { callSupportAgain } from './change-ticket';
import { rowsOf, type Transaction } from './pool';

/**
 * Part of the transaction that gives up a mail of an answer: once nobody has it, nor will have it,
 * support is called again, because who has only mail was not answered.
 */
export async function noteUndeliveredAnswer(
  tx: Transaction,
  mail: { id: string; ticketId: string },
  answerSeconds: number,
): Promise<void> {
  const others = await rowsOf(
    tx,
    `SELECT 1 FROM ticket_mails m JOIN ticket_mails other ON other.message_id = m.message_id
     WHERE m.id = ? AND (other.sent_at IS NOT NULL OR other.given_up_at IS NULL) LIMIT 1`,
    [mail.id],
  );
  if (others.length > 0) return;
  const ticketId = await findOpenTicket(tx, mail.ticketId);
  await callSupportAgain(tx, ticketId, 'answer_not_delivered', answerSeconds);
}

/** The ticket, or the one that was opened about the same thing after it was resolved. */
async function findOpenTicket(tx: Transaction, ticketId: string): Promise<string> {
  const [follower] = await rowsOf<{ id: string }>(
    tx,
    `SELECT f.id FROM tickets t JOIN tickets f ON f.cause = t.cause AND f.opened_by = t.opened_by
       AND (f.distribution_id = t.distribution_id OR f.order_id = t.order_id)
     WHERE t.id = ? AND t.state = 'resolved' AND t.opened_by = 'workflow' AND f.state <> 'resolved'`,
    [ticketId],
  );
  return follower?.id ?? ticketId;
}
