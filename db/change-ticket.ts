import { actOnTicket, askAgain, type TicketClock } from '../domain/ticket-clock';
import type { TicketAction, TicketPriority, TicketState } from '../domain/tickets';
import { readNow } from './open-tickets';
import { rowsOf, type Transaction } from './pool';
import type { IdempotentRequest } from './idempotency-keys';

/** A ticket that is locked until the end of the transaction. */
export interface LockedTicket {
  id: string;
  companyId: string | null;
  distributionId: string | null;
  version: number;
  tendedVersion: number;
  priority: TicketPriority;
  subject: string;
  number: number;
  openedBy: 'workflow' | 'admin' | 'recipient';
  openerId: string | null;
  contactName: string | null;
  contactEmail: string | null;
  assignedTo: string | null;
  clock: TicketClock;
  now: Date;
}

/**
 * Locks a ticket for a change.
 *
 * @param version what the caller has read; undefined for those who need not have looked (a customer
 *   who writes, the clock).
 */
export async function lockTicket(
  tx: Transaction,
  ticketId: string,
  version?: number,
): Promise<LockedTicket | 'not_found' | 'ticket_changed'> {
  const [row] = await rowsOf<TicketRow>(
    tx,
    `SELECT id, company_id AS "companyId", distribution_id AS "distributionId", version,
       tended_version AS "tendedVersion", priority, subject, number, opened_by AS "openedBy",
       opener_id AS "openerId", contact_name AS "contactName", contact_email AS "contactEmail",
       assigned_to AS "assignedTo", state, warn_at, due_at, paused_at, warned_at, breached_at,
       first_answered_at, resolved_at
     FROM tickets WHERE id = ? FOR NO KEY UPDATE`,
    [ticketId],
  );
  if (row === undefined) return 'not_found';
  if (version !== undefined && row.version !== version) return 'ticket_changed';
  return { ...row, clock: clockOf(row), now: await readNow(tx) };
}

type TicketRow = Omit<LockedTicket, 'clock' | 'now'> & ClockColumns;

interface ClockColumns {
  state: TicketState;
  warn_at: Date;
  due_at: Date;
  paused_at: Date | null;
  warned_at: Date | null;
  breached_at: Date | null;
  first_answered_at: Date | null;
  resolved_at: Date | null;
}

function clockOf(row: ClockColumns): TicketClock {
  return {
    state: row.state,
    warnAt: row.warn_at.getTime(),
    dueAt: row.due_at.getTime(),
    pausedAt: row.paused_at?.getTime() ?? null,
    warnedAt: row.warned_at?.getTime() ?? null,
    breachedAt: row.breached_at?.getTime() ?? null,
    firstAnsweredAt: row.first_answered_at?.getTime() ?? null,
    resolvedAt: row.resolved_at?.getTime() ?? null,
  };
}

/**
 * Applies an action to a locked ticket.
 *
 * @returns false when the ticket's state does not allow it; nothing is then written.
 */
export async function applyTicketAction(
  tx: Transaction,
  ticket: LockedTicket,
  action: TicketAction,
  by: Author,
  answerSeconds: number,
): Promise<boolean> {
  const next = actOnTicket(ticket.clock, action, ticket.now.getTime(), answerSeconds * 1_000);
  if (next === undefined) return false;
  const reopened = ticket.clock.state === 'resolved';
  if (next.state !== ticket.clock.state || action === 'answer') {
    const event = reopened ? 'reopened' : EVENTS[action];
    await addEntry(tx, ticket, { kind: 'event', text: event, by });
  }
  await writeClock(tx, ticket.id, next, { bump: true });
  ticket.clock = next;
  return true;
}

const EVENTS: Record<TicketAction, string> = {
  answer: 'answered',
  wait: 'waiting_for_customer',
  customerReply: 'customer_replied',
  resolve: 'resolved',
  reopen: 'reopened',
};

/**
 * Calls support to a ticket once more. Unless its clock runs, a human is promised anew, and an event
 * says why; the sweeper has the ticket's workflow look.
 */
export async function callSupportAgain(
  tx: Transaction,
  ticketId: string,
  event: 'failed_again' | 'answer_not_delivered',
  answerSeconds: number,
): Promise<void> {
  const ticket = await lockTicket(tx, ticketId);
  if (typeof ticket === 'string') return;
  const next = askAgain(ticket.clock, ticket.now.getTime(), answerSeconds * 1_000);
  // What joins a ticket before its answer is seen together with the rest.
  if (event === 'failed_again' && next === ticket.clock) return;
  const by = { kind: 'workflow', id: null } as const;
  await addEntry(tx, ticket, { kind: 'event', text: event, by });
  await writeClock(tx, ticketId, next, { bump: true });
}

/** Who writes into a ticket. */
export interface Author {
  kind: 'agent' | 'admin' | 'api_key' | 'recipient' | 'operator' | 'workflow';
  id: string | null;
}

/** Adds a message, a note or an event. @returns its id. */
export async function addEntry(
  tx: Transaction,
  ticket: { id: string; companyId: string | null },
  entry: {
    kind: 'message' | 'note' | 'event';
    text: string;
    by: Author;
    /** Not to be written a second time: the caller has looked (`findMessageOfKey`). */
    idempotent?: IdempotentRequest | undefined;
  },
): Promise<string> {
  // Drawn apart: as bestow_api, RETURNING would show only what the company may read.
  const [drawn] = await rowsOf<{ id: string }>(tx, 'SELECT uuidv7() AS id');
  if (drawn === undefined) throw new Error('The database has no UUIDs');
  await rowsOf(
    tx,
    `INSERT INTO ticket_messages (id, ticket_id, company_id, kind, author_kind, author_id, text,
       idempotency_key, request_hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[drawn.id, ticket.id, ticket.companyId, entry.kind, entry.by.kind, entry.by.id],
      ...[entry.text, entry.idempotent?.key ?? null, entry.idempotent?.requestHash ?? null],
    ],
  );
  return drawn.id;
}

/** @param options.bump whether people see it as a change: those who have read before are told. */
export async function writeClock(
  tx: Transaction,
  ticketId: string,
  clock: TicketClock,
  { bump }: { bump: boolean },
): Promise<void> {
  await rowsOf(
    tx,
    `UPDATE tickets SET reopened = reopened OR (state = 'resolved' AND ?::text <> 'resolved'),
       state = ?, warn_at = ?, due_at = ?, paused_at = ?, warned_at = ?,
       breached_at = ?, first_answered_at = ?, resolved_at = ?, version = version + ?::int,
       updated_at = date_trunc('milliseconds', clock_timestamp())
     WHERE id = ?`,
    [
      ...[clock.state, clock.state],
      new Date(clock.warnAt),
      new Date(clock.dueAt),
      dateOf(clock.pausedAt),
      dateOf(clock.warnedAt),
      dateOf(clock.breachedAt),
      dateOf(clock.firstAnsweredAt),
      dateOf(clock.resolvedAt),
      bump ? 1 : 0,
      ticketId,
    ],
  );
}

/** For what changes nothing of the clock. */
export async function bumpTicket(tx: Transaction, ticketId: string): Promise<void> {
  await rowsOf(
    tx,
    `UPDATE tickets SET version = version + 1,
       updated_at = date_trunc('milliseconds', clock_timestamp()) WHERE id = ?`,
    [ticketId],
  );
}

function dateOf(milliseconds: number | null): Date | null {
  return milliseconds === null ? null : new Date(milliseconds);
}
