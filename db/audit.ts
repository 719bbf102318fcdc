import type { AuditRecord } from '../contracts/support';
import { rowsOf, type Transaction } from './pool';

/**
 * Records who did what to which reward or ticket, when and why, with what was before and after. Part
 * of the transaction that does it: there is no act without its record. No secret may stand in it.
 */
export async function recordAudit(tx: Transaction, record: NewAuditRecord): Promise<void> {
  await rowsOf(
    tx,
    `INSERT INTO audit_records (company_id, actor_kind, actor_id, action, reason, ticket_id, reward_id,
       order_id, goods_id, before, after)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)`,
    [
      record.companyId,
      record.actor.kind,
      record.actor.id,
      record.action,
      record.reason,
      record.ticketId ?? null,
      record.rewardId ?? null,
      record.orderId ?? null,
      record.goodsId ?? null,
      JSON.stringify(record.before),
      JSON.stringify(record.after),
    ],
  );
}

export interface NewAuditRecord {
  companyId: string | null;
  actor: Actor;
  action: string;
  /** What support does to points has one; a change of settings needs none. */
  reason: string | null;
  ticketId?: string;
  rewardId?: string;
  orderId?: string;
  goodsId?: string;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

/** A change of settings, or of what belongs to a person: nothing but who, what, before and after. */
export function recordChange(
  tx: Transaction,
  change: Pick<NewAuditRecord, 'companyId' | 'actor' | 'action'> & {
    before?: Record<string, unknown>;
    after?: Record<string, unknown>;
  },
): Promise<void> {
  return recordAudit(tx, { before: {}, after: {}, ...change, reason: null });
}

/** Something that a person did with the own account: password, second factor, sessions. */
export function recordOwnChange(
  tx: Transaction,
  { kind, id, companyId }: Actor & { companyId: string | null },
  action: string,
  change: { before?: Record<string, unknown>; after?: Record<string, unknown> } = {},
): Promise<void> {
  return recordChange(tx, { companyId, actor: { kind, id }, action, ...change });
}

/**
 * Who acts. An operator acts by a signal from the Temporal UI or by a command, of which neither tells
 * who it is.
 */
export interface Actor {
  kind: 'agent' | 'admin' | 'api_key' | 'operator';
  id: string;
}

/** The operator by a command, which takes the rights of the database's login. */
export const BY_COMMAND = { kind: 'operator', id: 'command' } as const;

/** What was done under a ticket, oldest first. */
export async function listAudit(tx: Transaction, ticketId: string): Promise<AuditRecord[]> {
  const rows = await rowsOf<Omit<AuditRecord, 'at'> & { at: Date }>(
    tx,
    `SELECT id, actor_kind AS "actorKind", actor_id AS "actorId", action, reason,
       reward_id AS "rewardId", before, after, at
     FROM audit_records WHERE ticket_id = ? ORDER BY id`,
    [ticketId],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
