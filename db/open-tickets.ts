import { startClock } from '../domain/ticket-clock';
import { type MailFailure, mailFailures } from '../domain/mail-failures';
import { machineSubjects, type TicketCause, type TicketPriority } from '../domain/tickets';
import { type Database, rowsOf, type Transaction } from './pool';
import type { IdempotentRequest } from './ticket-keys';

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
       contact_name, contact_email, contact_verified, warn_at, due_at, order_id, idempotency_key,
       request_hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id, number`,
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

/**
 * Opens tickets for the mails of a distribution that were refused for good or given up: one for each
 * cause, which later failures join while it is open. Repeating it opens nothing more.
 *
 * When mails of several distributions could not be handed over, that is one incident of the platform:
 * a ticket of its own, to which those of the companies refer, one of each.
 *
 * @returns the tickets whose workflow has not begun yet.
 */
export async function openTicketsForFailures(
  db: Database,
  distributionId: string,
  answerSeconds: number,
): Promise<string[]> {
  return db.transaction(async (tx) => {
    // Two runs of one distribution open one ticket, not one each.
    await rowsOf(tx, 'SELECT 1 FROM distributions WHERE id = ? FOR NO KEY UPDATE', [
      distributionId,
    ]);
    // Before the look: what comes back after it is due anew.
    await rowsOf(
      tx,
      `UPDATE mail_bounces SET ticket_due = false WHERE ticket_due
         AND reward_id IN (SELECT id FROM rewards WHERE distribution_id = ?)`,
      [distributionId],
    );
    const failures = await rowsOf<Failure>(
      tx,
      `SELECT r.id, r.company_id AS "companyId", r.reason_code AS cause
       FROM rewards r WHERE r.distribution_id = ? AND ${FAILED_WITHOUT_TICKET} ORDER BY r.id`,
      [distributionId],
    );
    const now = await readNow(tx);
    for (const cause of new Set(failures.map((failure) => failure.cause))) {
      const same = failures.filter((failure) => failure.cause === cause);
      await joinOrOpen(tx, { distributionId, cause, failures: same, now, answerSeconds });
    }
    return listUntended(tx, distributionId);
  });
}

interface Failure {
  id: string;
  companyId: string;
  cause: MailFailure;
}

/** The same reward may be tried again and fail again: that is another failure. */
export const FAILED_WITHOUT_TICKET = `
  r.reason_code IN (${mailFailures.map((code) => `'${code}'`).join(', ')})
  AND (r.status = 'email_failed'
    OR (r.status = 'awaiting_registration' AND r.invitation_refused_at IS NOT NULL))
  AND NOT EXISTS (SELECT FROM ticket_rewards known WHERE known.reward_id = r.id
    AND known.failed_at >= coalesce(r.failed_at, r.invitation_refused_at))`;

async function joinOrOpen(
  tx: Transaction,
  work: {
    distributionId: string;
    cause: Failure['cause'];
    failures: readonly Failure[];
    now: Date;
    answerSeconds: number;
  },
): Promise<void> {
  const { distributionId, cause, failures, now, answerSeconds } = work;
  const [first] = failures;
  if (first === undefined) return;
  const { companyId } = first;
  // When the mail server is away, whatever is sent meanwhile fails with it: hundreds of distributions
  // of a company are one trouble, and its one ticket. Two that fail at one moment open one incident.
  const isOutage = cause === 'mail_server_unreachable';
  if (isOutage) await rowsOf(tx, `SELECT pg_advisory_xact_lock(hashtext('tickets.incident'))`);
  const [known] = await rowsOf<{ id: string }>(
    tx,
    `UPDATE tickets SET updated_at = now() WHERE id = (SELECT id FROM tickets
       WHERE company_id = ? AND cause = ? AND opened_by = 'workflow' AND state <> 'resolved'
         AND (distribution_id = ? OR (? AND (first_answered_at IS NULL OR incident_id IN (
           SELECT id FROM tickets WHERE company_id IS NULL AND state <> 'resolved'))))
       ORDER BY distribution_id = ? DESC, id LIMIT 1) RETURNING id`,
    [companyId, cause, distributionId, isOutage, distributionId],
  );
  const subject = machineSubjects[cause];
  const ticket =
    known ??
    (await openTicket(tx, {
      ...{ companyId, distributionId, cause, subject, now, answerSeconds },
      openedBy: 'workflow',
    }));
  await rowsOf(
    tx,
    `INSERT INTO ticket_rewards (ticket_id, reward_id, company_id, failed_at)
     SELECT ?, id, company_id, coalesce(failed_at, invitation_refused_at) FROM rewards
     WHERE id = ANY(?::uuid[])
     ON CONFLICT (ticket_id, reward_id) DO UPDATE SET failed_at = excluded.failed_at`,
    [ticket.id, failures.map(({ id }) => id)],
  );
  if (isOutage) await noteIncident(tx, { now, answerSeconds });
}

/** Below this many distributions, it is not everybody's mail that fails. */
const INCIDENT_DISTRIBUTIONS = 2;

async function noteIncident(
  tx: Transaction,
  { now, answerSeconds }: { now: Date; answerSeconds: number },
): Promise<void> {
  const [known] = await rowsOf<{ id: string }>(
    tx,
    `SELECT id FROM tickets WHERE company_id IS NULL AND opened_by = 'workflow'
       AND cause = 'mail_server_unreachable' AND state <> 'resolved'`,
  );
  const waiting = await rowsOf<{ id: string }>(
    tx,
    `SELECT id FROM tickets WHERE company_id IS NOT NULL AND opened_by = 'workflow'
       AND cause = 'mail_server_unreachable' AND state <> 'resolved' AND incident_id IS NULL`,
  );
  const [{ distributions } = { distributions: 0 }] = await rowsOf<{ distributions: number }>(
    tx,
    `SELECT count(DISTINCT r.distribution_id)::int AS distributions FROM ticket_rewards tr
     JOIN rewards r ON r.id = tr.reward_id WHERE tr.ticket_id = ANY(?::uuid[])`,
    [waiting.map(({ id }) => id)],
  );
  if (known === undefined && distributions < INCIDENT_DISTRIBUTIONS) return;
  const incident =
    known ??
    (await openTicket(tx, {
      companyId: null,
      cause: 'mail_server_unreachable',
      subject: INCIDENT_SUBJECT,
      openedBy: 'workflow',
      priority: 'high',
      ...{ now, answerSeconds },
    }));
  await rowsOf(tx, 'UPDATE tickets SET incident_id = ? WHERE id = ANY(?::uuid[])', [
    incident.id,
    waiting.map(({ id }) => id),
  ]);
}

const INCIDENT_SUBJECT = 'The mail server could not be reached for several distributions';

/** A ticket whose workflow was never heard of: the activity that opened it may have been repeated. */
async function listUntended(tx: Transaction, distributionId: string): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    `SELECT id FROM tickets WHERE tended_version = 0 AND opened_by = 'workflow' AND state <> 'resolved'
       AND (distribution_id = ? OR company_id IS NULL) ORDER BY id`,
    [distributionId],
  );
  return rows.map(({ id }) => id);
}
