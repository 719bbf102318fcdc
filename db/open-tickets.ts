import { startClock } from '../domain/ticket-clock';
import type { TicketCause, TicketPriority } from '../domain/tickets';
import { rowsOf, type Transaction } from './pool';
import type { IdempotentRequest } from './idempotency-keys';

/**
 * Opens a ticket with its first message. Works as `bestow_api` too: a company may open its own.
 *
 * @param ticket.rewardIds of the ticket's company: the database refuses others.
 */
export async function openTicket(tx: Transaction, ticket: NewTicket): Promise<OpenedTicket> {
  const clock = startClock(ticket.now.getTime(), ticket.answerSeconds * 1_000);
  const [opened] = await rowsOf<OpenedTicket>(
    tx,
    `INSERT INTO tickets (company_id, distribution_id, cause, priority, subject, opened_by, opener_id,
       contact_name, contact_email, contact_verified, warn_at, due_at, order_id, payment_id,
       idempotency_key, request_hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id, number`,
    [
      ticket.companyId,
      ticket.distributionId ?? null,
      ticket.cause,
      ticket.priority ?? 'normal',
      ticket.subject,
      ticket.openedBy,
      ticket.author?.id ?? null,
      ticket.contact?.name ?? null,
      ticket.contact?.email ?? null,
      ticket.contact?.verified ?? false,
      new Date(clock.warnAt),
      new Date(clock.dueAt),
      ticket.orderId ?? null,
      ticket.paymentId ?? null,
      ticket.idempotent?.key ?? null,
      ticket.idempotent?.requestHash ?? null,
    ],
  );
  if (opened === undefined) throw new Error('A ticket was not opened');
  if (ticket.text !== undefined && ticket.author !== undefined) {
    await rowsOf(
      tx,
      `INSERT INTO ticket_messages (ticket_id, company_id, kind, author_kind, author_id, text)
       VALUES (?, ?, 'message', ?, ?, ?)`,
      [opened.id, ticket.companyId, ticket.author.kind, ticket.author.id, ticket.text],
    );
  }
  if (ticket.companyId !== null && ticket.rewardIds !== undefined && ticket.rewardIds.length > 0) {
    await rowsOf(
      tx,
      `INSERT INTO ticket_rewards (ticket_id, reward_id, company_id)
       SELECT ?, id, ? FROM unnest(?::uuid[]) AS id ON CONFLICT DO NOTHING`,
      [opened.id, ticket.companyId, ticket.rewardIds],
    );
  }
  return opened;
}

export interface NewTicket {
  companyId: string | null;
  cause: TicketCause;
  subject: string;
  openedBy: 'workflow' | 'admin' | 'recipient';
  now: Date;
  answerSeconds: number;
  priority?: TicketPriority;
  text?: string;
  author?: { kind: 'admin' | 'api_key' | 'recipient'; id: string | null };
  contact?: { name: string | null; email: string | null; verified: boolean };
  distributionId?: string;
  orderId?: string;
  paymentId?: string;
  rewardIds?: readonly string[];
  /** Not to be opened a second time: the caller has looked (`findTicketOfKey`). */
  idempotent?: IdempotentRequest | undefined;
}

export interface OpenedTicket {
  id: string;
  number: number;
}

/** The clock of the database: the only one that several processes share. */
export async function readNow(tx: Transaction): Promise<Date> {
  const [row] = await rowsOf<{ now: Date }>(tx, 'SELECT clock_timestamp() AS now');
  if (row === undefined) throw new Error('The database has no time');
  return row.now;
}
