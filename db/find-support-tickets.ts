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
import { rowsOf, type Transaction } from './pool';

/** One page of the queue of support: what is due first comes first, what is not due comes last. */
export async function listQueue(
  tx: Transaction,
  filter: QueueFilter,
): Promise<{ items: SupportTicketSummary[]; next: QueueCursor | undefined }> {
  const rows = await rowsOf<SupportRecord & { deadlineKey: string }>(
    tx,
    `${SELECT_SUPPORT_TICKET} WHERE (t.state = ANY(?::text[])) AND (t.priority = ? OR ?::text IS NULL)
       AND (t.cause = ? OR ?::text IS NULL) AND (t.company_id = ?::uuid OR ?::uuid IS NULL)
       AND (t.assigned_to = ?::uuid OR ?::uuid IS NULL) AND (t.assigned_to IS NULL OR NOT ?::boolean)
       AND (t.breached_at IS NOT NULL OR NOT ?::boolean)
       AND (?::text IS NULL OR (coalesce(t.deadline, 'infinity'), t.id) > (?::text::timestamptz, ?::uuid))
     ORDER BY coalesce(t.deadline, 'infinity'), t.id LIMIT ?`,
    [
      filter.states,
      ...[filter.priority ?? null, filter.priority ?? null],
      ...[filter.cause ?? null, filter.cause ?? null],
      ...[filter.companyId ?? null, filter.companyId ?? null],
      ...[filter.assignedTo ?? null, filter.assignedTo ?? null],
      filter.unassigned,
      filter.breached,
      ...[filter.after?.deadline ?? null, filter.after?.deadline ?? null, filter.after?.id ?? null],
      filter.limit + 1,
    ],
  );
  const shown = rows.slice(0, filter.limit);
  const last = rows.length > filter.limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(showSupportTicket),
    next: last && { deadline: last.deadlineKey, id: last.id },
  };
}

export interface QueueFilter {
  states: readonly TicketState[];
  priority?: TicketPriority;
  cause?: string;
  companyId?: string;
  assignedTo?: string;
  unassigned: boolean;
  breached: boolean;
  limit: number;
  after?: QueueCursor;
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
  return {
    ...showSupportTicket(row),
    ...(await listTicketRewards(tx, ticketId)),
    entries: await listEntries(tx, ticketId),
    audit: await listAudit(tx, ticketId),
    reversalRequests: requests.map(({ at, ...request }) => ({
      ...request,
      requestedAt: at.toISOString(),
    })),
  };
}

const SELECT_SUPPORT_TICKET = `SELECT ${TICKET_COLUMNS}, t.version, t.incident_id, t.warned_at, t.paused_at,
  t.contact_name, t.contact_email, t.contact_verified, c.id AS company_id, c.name AS company_name,
  a.id AS agent_id, a.name AS agent_name, coalesce(t.deadline, 'infinity')::text AS "deadlineKey"
  FROM tickets t LEFT JOIN companies c ON c.id = t.company_id
  LEFT JOIN support_agents a ON a.id = t.assigned_to`;

interface SupportRecord extends TicketRecord {
  version: number;
  incident_id: string | null;
  warned_at: Date | null;
  paused_at: Date | null;
  contact_name: string | null;
  contact_email: string | null;
  contact_verified: boolean;
  company_id: string | null;
  company_name: string | null;
  agent_id: string | null;
  agent_name: string | null;
}

function showSupportTicket(row: SupportRecord): SupportTicketSummary {
  const { contact_name: name, contact_email: email, contact_verified: verified } = row;
  return {
    ...showTicket(row),
    version: row.version,
    company: named(row.company_id, row.company_name),
    incidentId: row.incident_id,
    assignedTo: named(row.agent_id, row.agent_name),
    contact: name === null && email === null ? null : { name, email, verified },
    warnedAt: showTime(row.warned_at),
    pausedAt: showTime(row.paused_at),
  };
}

function named(id: string | null, name: string | null): { id: string; name: string } | null {
  return id === null || name === null ? null : { id, name };
}
