import type { Ticket, TicketReward, TicketSummary } from '../contracts/tickets';
import { showTicketNumber, type TicketPriority, type TicketState } from '../domain/tickets';
import { type RewardRecord, SELECT_REWARD, showReward } from './find-distribution';
import { findTimelines } from './find-reward';
import { rowsOf, type Transaction } from './pool';

/** One page of the company's tickets, newest first. */
export async function listCompanyTickets(
  tx: Transaction,
  filter: { before?: string; limit: number; state?: TicketState; distributionId?: string },
): Promise<{ items: TicketSummary[]; hasMore: boolean }> {
  const rows = await rowsOf<TicketRecord>(
    tx,
    `${SELECT_TICKET} WHERE t.company_id = current_company_id() AND (t.id < ?::uuid OR ?::uuid IS NULL)
       AND (t.state = ? OR ?::text IS NULL) AND (t.distribution_id = ?::uuid OR ?::uuid IS NULL)
     ORDER BY t.id DESC LIMIT ?`,
    [
      ...[filter.before ?? null, filter.before ?? null],
      ...[filter.state ?? null, filter.state ?? null],
      ...[filter.distributionId ?? null, filter.distributionId ?? null],
      filter.limit + 1,
    ],
  );
  return {
    items: rows.slice(0, filter.limit).map(showTicket),
    hasMore: rows.length > filter.limit,
  };
}

/** A ticket as its company sees it: no notes, nobody's name at support. */
export async function findCompanyTicket(
  tx: Transaction,
  ticketId: string,
): Promise<Ticket | undefined> {
  const [row] = await rowsOf<TicketRecord>(
    tx,
    `${SELECT_TICKET} WHERE t.id = ? AND t.company_id = current_company_id()`,
    [ticketId],
  );
  if (row === undefined) return undefined;
  const entries = await listEntries(tx, ticketId);
  const messages = entries
    .filter(({ kind }) => kind === 'message')
    .map(({ id, authorKind, text, at }) => ({ id, author: authorOf(authorKind), text, at }));
  return { ...showTicket(row), ...(await listTicketRewards(tx, ticketId)), messages };
}

function authorOf(kind: EntryRecord['authorKind']): 'support' | 'company' | 'recipient' {
  if (kind === 'recipient') return 'recipient';
  return kind === 'admin' || kind === 'api_key' ? 'company' : 'support';
}

/** A message, a note or an event. */
interface EntryRecord {
  id: string;
  kind: 'message' | 'note' | 'event';
  authorKind: 'agent' | 'admin' | 'api_key' | 'recipient' | 'operator' | 'workflow';
  authorId: string | null;
  text: string;
  at: string;
}

/** As `bestow_api`, only the messages are there. */
export async function listEntries(tx: Transaction, ticketId: string): Promise<EntryRecord[]> {
  const rows = await rowsOf<Omit<EntryRecord, 'at'> & { at: Date }>(
    tx,
    `SELECT id, kind, author_kind AS "authorKind", author_id AS "authorId", text, at
     FROM ticket_messages WHERE ticket_id = ? ORDER BY id`,
    [ticketId],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

export async function listTicketRewards(
  tx: Transaction,
  ticketId: string,
): Promise<{ rewardCount: number; rewards: TicketReward[] }> {
  const [counted] = await rowsOf<{ count: number }>(
    tx,
    'SELECT count(*)::int AS count FROM ticket_rewards WHERE ticket_id = ?',
    [ticketId],
  );
  const rows = await rowsOf<RewardRecord>(
    tx,
    `${SELECT_REWARD} WHERE id IN (SELECT reward_id FROM ticket_rewards WHERE ticket_id = ?)
     ORDER BY id LIMIT ?`,
    [ticketId, SHOWN_REWARDS],
  );
  const timelines = await findTimelines(
    tx,
    rows.map(({ id }) => id),
  );
  const rewards = rows.map((row) => ({
    ...showReward(row),
    timeline: timelines.get(row.id) ?? [],
  }));
  return { rewardCount: counted?.count ?? 0, rewards };
}

const SHOWN_REWARDS = 100;

export const TICKET_COLUMNS = `t.id, t.number, t.state, t.cause, t.priority, t.subject, t.opened_by, t.distribution_id,
  t.created_at, t.updated_at, t.deadline, t.first_answered_at, t.breached_at, t.resolved_at`;

const SELECT_TICKET = `SELECT ${TICKET_COLUMNS} FROM tickets t`;

export interface TicketRecord {
  id: string;
  number: number;
  state: TicketState;
  cause: TicketSummary['cause'];
  priority: TicketPriority;
  subject: string;
  opened_by: TicketSummary['openedBy'];
  distribution_id: string | null;
  created_at: Date;
  updated_at: Date;
  deadline: Date | null;
  first_answered_at: Date | null;
  breached_at: Date | null;
  resolved_at: Date | null;
}

export function showTicket(row: TicketRecord): TicketSummary {
  return {
    id: row.id,
    number: showTicketNumber(row.number),
    state: row.state,
    cause: row.cause,
    priority: row.priority,
    subject: row.subject,
    openedBy: row.opened_by,
    distributionId: row.distribution_id,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    answerDueAt: showTime(row.deadline),
    firstAnsweredAt: showTime(row.first_answered_at),
    breachedAt: showTime(row.breached_at),
    resolvedAt: showTime(row.resolved_at),
  };
}

export function showTime(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}
