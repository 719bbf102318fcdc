import type { SupportTicket, SupportTicketSummary } from '../contracts/support';
import type { TicketPriority, TicketState } from '../domain/tickets';
import { listAudit } from './audit';
import {
  listEntries,
  listTicketRewards,
  showTicket,
  showTime,
  TICKET_COLUMNS,
  type TicketRecord,
} from './find-tickets';
import { findPayment } from './payments';
import { rowsOf, type Transaction } from './pool';
import { findClaims } from './replace-link';
import { containing } from './search-text';
import { HAS_LEFT } from './ticket-customers';

/** One page of the queue of support: what is due first comes first, what is not due comes last. */
export async function listQueue(
  tx: Transaction,
  filter: QueueFilter,
): Promise<{ items: SupportTicketSummary[]; next: QueueCursor | undefined }> {
  const { sql, bindings } = whereOf(filter);
  const rows = await rowsOf<SupportRecord & { deadlineKey: string }>(
    tx,
    `${SELECT_SUPPORT_TICKET} WHERE ${sql} ORDER BY coalesce(t.deadline, 'infinity'), t.id LIMIT ?`,
    [...bindings, filter.limit + 1],
  );
  const shown = rows.slice(0, filter.limit);
  const last = rows.length > filter.limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(showSupportTicket),
    next: last && { deadline: last.deadlineKey, id: last.id },
  };
}

/** Only the conditions that are asked for stand in the statement, so that each has a plan of its own. */
function whereOf(filter: QueueFilter): { sql: string; bindings: unknown[] } {
  const { priority, cause, companyId, incidentId, assignedTo, search, after } = filter;
  const conditions: [condition: string, ...bindings: unknown[]][] = [
    ['t.state = ANY(?::text[])', filter.states],
  ];
  if (priority !== undefined) conditions.push(['t.priority = ?', priority]);
  if (cause !== undefined) conditions.push(['t.cause = ?', cause]);
  if (companyId !== undefined) conditions.push(['t.company_id = ?::uuid', companyId]);
  if (incidentId !== undefined) conditions.push(['t.incident_id = ?::uuid', incidentId]);
  if (assignedTo !== undefined) conditions.push(['t.assigned_to = ?::uuid', assignedTo]);
  if (filter.unassigned) conditions.push(['t.assigned_to IS NULL']);
  if (filter.breached) conditions.push(['t.breached_at IS NOT NULL']);
  if (search !== undefined && search !== '') {
    const number = /^(?:t-)?(\d{1,15})$/i.exec(search)?.[1] ?? null;
    const text = containing(search);
    conditions.push([FOUND, number, text, text, text, text, text]);
  }
  if (after !== undefined) {
    const key = `(coalesce(t.deadline, 'infinity'), t.id) > (?::text::timestamptz, ?::uuid)`;
    conditions.push([key, after.deadline, after.id]);
  }
  return {
    sql: conditions.map(([condition]) => `(${condition})`).join(' AND '),
    bindings: conditions.flatMap(([, ...bindings]) => bindings),
  };
}

/** By number, or a text in the subject, the company, who asked, or a recipient’s address. */
const FOUND = `t.number = ?::bigint OR t.subject ILIKE ? OR c.name ILIKE ? OR t.contact_name ILIKE ?
  OR t.contact_email ILIKE ? OR EXISTS (SELECT 1 FROM ticket_rewards tr
    JOIN rewards r ON r.id = tr.reward_id WHERE tr.ticket_id = t.id AND r.email_key ILIKE ?)`;

export interface QueueFilter {
  states: readonly TicketState[];
  priority?: TicketPriority | undefined;
  cause?: string | undefined;
  companyId?: string | undefined;
  incidentId?: string | undefined;
  assignedTo?: string | undefined;
  unassigned: boolean;
  breached: boolean;
  search?: string | undefined;
  limit: number;
  after?: QueueCursor | undefined;
}

export interface QueueCursor {
  /** As PostgreSQL writes it, with all its digits; `infinity` for what has no deadline. */
  deadline: string;
  id: string;
}

/** All that support sees of a ticket. */
export async function findSupportTicket(
  tx: Transaction,
  ticketId: string,
): Promise<SupportTicket | undefined> {
  const [row] = await rowsOf<SupportRecord>(tx, `${SELECT_SUPPORT_TICKET} WHERE t.id = ?`, [
    ticketId,
  ]);
  if (row === undefined) return undefined;
  const requests = await rowsOf<
    Omit<SupportTicket['reversalRequests'][number], 'requestedAt'> & { at: Date }
  >(
    tx,
    `SELECT id, reward_id AS "rewardId", points, reason, requested_by AS "requestedBy",
       requested_at AS at
     FROM reversal_requests WHERE ticket_id = ? AND outcome IS NULL ORDER BY id`,
    [ticketId],
  );
  const { rewardCount, rewards } = await listTicketRewards(tx, ticketId);
  const claims = await findClaims(
    tx,
    rewards.map(({ id }) => id),
  );
  return {
    ...showSupportTicket(row),
    rewardCount,
    rewards: rewards.map((reward) => ({ ...reward, claim: claims.get(reward.id) ?? 'closed' })),
    payment: row.payment_id === null ? null : ((await findPayment(tx, row.payment_id)) ?? null),
    entries: await listEntries(tx, ticketId),
    audit: await listAudit(tx, ticketId),
    reversalRequests: requests.map(({ at, ...request }) => ({
      ...request,
      requestedAt: at.toISOString(),
    })),
  };
}

const SELECT_SUPPORT_TICKET = `SELECT ${TICKET_COLUMNS}, t.version, t.incident_id, t.order_id, t.payment_id, t.warned_at, t.paused_at,
  t.contact_name, t.contact_email, t.contact_verified, ${HAS_LEFT} AS contact_has_left, c.id AS company_id, c.name AS company_name,
  a.id AS agent_id, a.name AS agent_name, coalesce(t.deadline, 'infinity')::text AS "deadlineKey"
  FROM tickets t LEFT JOIN companies c ON c.id = t.company_id
  LEFT JOIN support_agents a ON a.id = t.assigned_to`;

interface SupportRecord extends TicketRecord {
  version: number;
  incident_id: string | null;
  order_id: string | null;
  payment_id: string | null;
  warned_at: Date | null;
  paused_at: Date | null;
  contact_name: string | null;
  contact_email: string | null;
  contact_verified: boolean;
  contact_has_left: boolean;
  company_id: string | null;
  company_name: string | null;
  agent_id: string | null;
  agent_name: string | null;
}

function showSupportTicket(row: SupportRecord): SupportTicketSummary {
  const { contact_name: name, contact_email: email, contact_verified: verified } = row;
  const contact = { name, email, verified, hasLeft: email !== null && row.contact_has_left };
  return {
    ...showTicket(row),
    version: row.version,
    company: named(row.company_id, row.company_name),
    incidentId: row.incident_id,
    orderId: row.order_id,
    assignedTo: named(row.agent_id, row.agent_name),
    contact: name === null && email === null ? null : contact,
    warnedAt: showTime(row.warned_at),
    pausedAt: showTime(row.paused_at),
  };
}

function named(id: string | null, name: string | null): { id: string; name: string } | null {
  return id === null || name === null ? null : { id, name };
}
