import type { CompanyAudit } from '../contracts/audit';
import {
  type AuditAction,
  auditActions,
  type AuditKind,
  auditActionsOf,
} from '../domain/audit-actions';
import type { Actor } from './audit';
import { rowsOf, type Transaction } from './pool';

/** One page of what was done in the company of `tx`, newest first. */
export async function listCompanyAudit(
  tx: Transaction,
  { limit, before, kind }: { limit: number; before?: string; kind?: AuditKind },
): Promise<{ items: CompanyAudit[]; hasMore: boolean }> {
  const rows = await rowsOf<AuditRow>(
    tx,
    `SELECT r.id, r.at, r.action, r.actor_kind AS "actorKind", r.reason, r.reward_id AS "rewardId",
       r.before, r.after, coalesce(a.name, k.name) AS name
     FROM audit_records r
     LEFT JOIN admins a ON r.actor_kind = 'admin' AND a.id::text = r.actor_id
     LEFT JOIN api_keys k ON r.actor_kind = 'api_key' AND k.id::text = r.actor_id
     WHERE r.company_id = current_company_id() AND r.action = ANY(?)
       AND r.id < coalesce(?::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
     ORDER BY r.id DESC LIMIT ?`,
    [auditActionsOf(kind), before ?? null, limit + 1],
  );
  return { items: rows.slice(0, limit).map(showAudit), hasMore: rows.length > limit };
}

interface AuditRow extends Pick<CompanyAudit, 'id' | 'reason' | 'rewardId' | 'before' | 'after'> {
  at: Date;
  action: AuditAction;
  actorKind: Actor['kind'] | 'platform_key';
  name: string | null;
}

function showAudit({ actorKind, name, at, ...row }: AuditRow): CompanyAudit {
  return {
    ...row,
    at: at.toISOString(),
    kind: auditActions[row.action],
    by: { kind: ACTORS[actorKind], name },
  };
}

/** Which person of the platform it was is the platform's to know. */
const ACTORS = {
  admin: 'admin',
  api_key: 'api_key',
  agent: 'support',
  operator: 'operator',
  platform_key: 'operator',
} as const;
