import { showTicketNumber, type TicketState } from '../domain/tickets';
import { addEntry, applyTicketAction, lockTicket } from './change-ticket';
import { type Database, rowsOf } from './pool';

/** A ticket as whoever wrote it on the help page sees it: no notes, no events, no rewards. */
export async function findRecipientTicket(
  db: Database,
  ticketId: string,
): Promise<RecipientTicket | undefined> {
  const [ticket] = await rowsOf<Omit<RecipientTicket, 'messages' | 'number'> & { number: number }>(
    db,
    `SELECT id, number, subject, state FROM tickets WHERE id = ? AND opened_by = 'recipient'`,
    [ticketId],
  );
  if (ticket === undefined) return undefined;
  const messages = await rowsOf<RecipientTicket['messages'][number]>(
    db,
    `SELECT CASE author_kind WHEN 'recipient' THEN 'you' ELSE 'support' END AS author, text, at
     FROM ticket_messages WHERE ticket_id = ? AND kind = 'message' ORDER BY id`,
    [ticketId],
  );
  return { ...ticket, number: showTicketNumber(ticket.number), messages };
}

export interface RecipientTicket {
  id: string;
  /** For people: T-1042. */
  number: string;
  subject: string;
  state: TicketState;
  messages: { author: 'you' | 'support'; text: string; at: Date }[];
}

/** What support waited for goes on, and a resolved ticket opens again with a new promise. */
export async function replyToTicket(
  db: Database,
  reply: { ticketId: string; text: string; answerSeconds: number },
): Promise<void> {
  await db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, reply.ticketId);
    if (typeof ticket === 'string') throw new Error(`No ticket ${reply.ticketId}`);
    const by = { kind: 'recipient' as const, id: ticket.openerId };
    await addEntry(tx, ticket, { kind: 'message', text: reply.text, by });
    await applyTicketAction(tx, ticket, 'customerReply', by, reply.answerSeconds);
  });
}
