import type { TendedTicket } from '../contracts/workflows';
import { readClock } from '../domain/ticket-clock';
import type { TicketAction } from '../domain/tickets';
import { recordAudit } from './audit';
import {
  addEntry,
  applyTicketAction,
  type LockedTicket,
  lockTicket,
  writeClock,
} from './change-ticket';
import { type Database, rowsOf, type Transaction } from './pool';

/**
 * One look at a ticket's clock by its workflow: warns at half of the time, escalates at its end, and
 * remembers that this version of the ticket was seen. Mails are only written down here: that the mail
 * server is away must not keep a breach from being seen.
 *
 * @returns undefined when there is no such ticket.
 */
export async function tendTicket(
  db: Database,
  ticketId: string,
  settings: { supportEmail: string },
): Promise<Omit<TendedTicket, 'mailsLeft' | 'retry'> | undefined> {
  return db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, ticketId);
    if (typeof ticket === 'string') return undefined;
    const now = ticket.now.getTime();
    const { alarm, nextAt } = readClock(ticket.clock, now);
    if (alarm === 'warn') await warn(tx, ticket, settings.supportEmail);
    if (alarm === 'escalate') await escalate(tx, ticket, settings.supportEmail);
    await rowsOf(tx, 'UPDATE tickets SET tended_version = version WHERE id = ?', [ticketId]);
    return {
      state: ticket.clock.state,
      status: statusOf(ticket),
      companyId: ticket.companyId,
      distributionId: ticket.distributionId,
      nextAlarmMilliseconds: nextAt === undefined ? null : Math.max(1, nextAt - now),
    };
  });
}

function statusOf({ clock }: LockedTicket): TendedTicket['status'] {
  if (clock.state !== 'open') return clock.state;
  if (clock.firstAnsweredAt !== null) return 'answered';
  return clock.breachedAt === null ? 'open' : 'breached';
}

const BY_CLOCK = { kind: 'workflow', id: null } as const;

async function warn(tx: Transaction, ticket: LockedTicket, supportEmail: string): Promise<void> {
  ticket.clock = { ...ticket.clock, warnedAt: ticket.now.getTime() };
  await writeClock(tx, ticket.id, ticket.clock, { bump: false });
  await addEntry(tx, ticket, { kind: 'event', text: 'warned', by: BY_CLOCK });
  const [agent] = await rowsOf<Addressee>(
    tx,
    'SELECT name, email FROM support_agents WHERE id = ? AND removed_at IS NULL',
    [ticket.assignedTo],
  );
  await addMails(tx, ticket.id, 'warning', [agent ?? { name: 'Support', email: supportEmail }]);
}

async function escalate(
  tx: Transaction,
  ticket: LockedTicket,
  supportEmail: string,
): Promise<void> {
  ticket.clock = { ...ticket.clock, breachedAt: ticket.now.getTime() };
  await writeClock(tx, ticket.id, ticket.clock, { bump: false });
  await rowsOf(tx, `UPDATE tickets SET priority = 'urgent' WHERE id = ?`, [ticket.id]);
  await addEntry(tx, ticket, { kind: 'event', text: 'breached', by: BY_CLOCK });
  const leads = await rowsOf<Addressee>(
    tx,
    `SELECT name, email FROM support_agents WHERE role = 'lead' AND removed_at IS NULL ORDER BY id`,
  );
  const told = leads.length > 0 ? leads : [{ name: 'Support', email: supportEmail }];
  await addMails(tx, ticket.id, 'breach', told);
}

interface Addressee {
  name: string;
  email: string;
}

/** Writes mails down for the ticket's workflow to send. */
export async function addMails(
  tx: Transaction,
  ticketId: string,
  kind: 'answer' | 'warning' | 'breach',
  addressees: readonly Addressee[],
  messageId?: string,
): Promise<void> {
  await rowsOf(
    tx,
    `INSERT INTO ticket_mails (ticket_id, kind, message_id, to_name, to_address)
     SELECT ?, ?, ?::uuid, name, email FROM unnest(?::text[], ?::text[]) AS a(name, email)`,
    [
      ticketId,
      kind,
      messageId ?? null,
      addressees.map(({ name }) => name),
      addressees.map(({ email }) => email),
    ],
  );
}

/**
 * An action that an operator signalled, with its audit record; one that the state does not allow
 * changes nothing. The Temporal UI does not tell who has signalled.
 */
export async function recordOperatorAction(
  db: Database,
  ticketId: string,
  action: TicketAction,
  answerSeconds: number,
): Promise<void> {
  await db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, ticketId);
    if (typeof ticket === 'string') return;
    const by = { kind: 'operator', id: 'temporal' } as const;
    const before = { state: ticket.clock.state };
    if (!(await applyTicketAction(tx, ticket, action, by, answerSeconds))) return;
    await recordAudit(tx, {
      ...{ companyId: ticket.companyId, ticketId, actor: by, action },
      reason: 'An operator signalled it to the workflow of the ticket.',
      before,
      after: { state: ticket.clock.state },
    });
  });
}

/** A mail that its ticket's workflow is to send now. */
export interface TicketMail {
  id: string;
  kind: 'answer' | 'warning' | 'breach';
  toName: string;
  toAddress: string;
  number: number;
  subject: string;
  openedBy: 'workflow' | 'admin' | 'recipient';
  dueAt: Date;
  ticketId: string;
  /** The answer; null for mails of the clock. */
  text: string | null;
}

export async function listUnsentMails(db: Database, ticketId: string): Promise<TicketMail[]> {
  return rowsOf(
    db,
    `SELECT m.id, m.kind, m.to_name AS "toName", m.to_address AS "toAddress", t.number, t.subject,
       t.opened_by AS "openedBy", t.due_at AS "dueAt", t.id AS "ticketId", w.text
     FROM ticket_mails m JOIN tickets t ON t.id = m.ticket_id
     LEFT JOIN ticket_messages w ON w.id = m.message_id
     WHERE m.ticket_id = ? AND m.sent_at IS NULL AND m.given_up_at IS NULL ORDER BY m.id`,
    [ticketId],
  );
}

/** Tickets that changed, or whose clock has an alarm, without their workflow having looked. */
export async function findUntendedTickets(
  db: Database,
  limits: { secondsAgo: number; limit: number },
): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    db,
    `SELECT id FROM tickets WHERE updated_at <= now() - make_interval(secs => ?)
       AND (tended_version < version
         OR (deadline IS NOT NULL AND breached_at IS NULL
           AND (due_at <= now() - make_interval(secs => ?)
             OR (warned_at IS NULL AND warn_at <= now() - make_interval(secs => ?)))))
     ORDER BY updated_at LIMIT ?`,
    [limits.secondsAgo, limits.secondsAgo, limits.secondsAgo, limits.limit],
  );
  return rows.map(({ id }) => id);
}
