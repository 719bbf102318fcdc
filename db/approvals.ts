import { type ApprovalOutcome, approversOf } from '../domain/approvals';
import { type AdminRole, mayDo } from '../domain/permissions';
import type { DistributionStatus } from '../domain/states';
import { recordAudit } from './audit';
import type { PlanAnswer } from './change-plan';
import { type Database, rowsOf, type Transaction } from './pool';
import { lockTeam } from './team';

/**
 * Approves or rejects a send that waits for it, with its audit record: one decision, whoever else decides
 * or cancels in the same moment. The same person who repeats his decision is told that it stands.
 *
 * Runs as `bestow_worker` with the company set (`withCompany`): audit records are not the API role's.
 */
export async function decideApproval(
  tx: Transaction,
  decision: {
    companyId: string;
    distributionId: string;
    adminId: string;
    outcome: ApprovalOutcome;
    note: string | null;
  },
): Promise<DecisionAnswer> {
  const { companyId, distributionId, adminId, outcome, note } = decision;
  // Who may is asked when nobody can be made or unmade an approver.
  const role = await lockTeam(tx, adminId);
  if (role === undefined || !mayDo(role, 'distributions.approve')) return { outcome: 'forbidden' };
  const waiting = await findToDecide(tx, companyId, distributionId);
  if (waiting === undefined) return { outcome: 'not_found' };
  const actor = `admin/${adminId}`;
  if (waiting.outcome === outcome && waiting.decidedBy === actor) return { outcome: 'unchanged' };
  if (waiting.status !== 'awaiting_approval') return { outcome: 'not_awaiting_approval' };
  const approvers = approversOf(await listPeople(tx, companyId), waiting.senderId);
  if (!approvers.some(({ id }) => id === adminId)) return { outcome: 'own_send' };
  const isOwn = waiting.senderId === adminId;
  const [row] = await rowsOf<{ answer: PlanAnswer }>(
    tx,
    'SELECT decide_approval(?::uuid, ?, ?, ?, ?) AS answer',
    [distributionId, outcome, actor, note, isOwn ? 'no_other_approver' : null],
  );
  // Cancelled, since it was looked at.
  if (row?.answer.outcome !== 'changed') return { outcome: 'not_awaiting_approval' };
  const { points, recipients } = waiting;
  await recordAudit(tx, {
    companyId,
    actor: { kind: 'admin', id: adminId },
    action: outcome === 'approved' ? 'approve_send' : 'reject_send',
    reason: note,
    before: { status: 'awaiting_approval' },
    after: { status: row.answer.status, distributionId, points, recipients, ownSend: isOwn },
  });
  const { eventId, funded = [] } = row.answer;
  return { outcome: 'decided', eventId: eventId ?? 0, funded };
}

export type DecisionAnswer =
  | { outcome: 'decided'; eventId: number; funded: string[] }
  | { outcome: 'unchanged' | 'forbidden' | 'not_found' | 'own_send' | 'not_awaiting_approval' };

async function findToDecide(
  tx: Transaction,
  companyId: string,
  distributionId: string,
): Promise<ToDecide | undefined> {
  const [row] = await rowsOf<ToDecide>(
    tx,
    `SELECT d.status, d.points, d.recipients, person_behind(d.created_by) AS "senderId", w.outcome,
       w.decided_by AS "decidedBy"
     FROM distributions d LEFT JOIN approvals w ON w.distribution_id = d.id
     WHERE d.id = ? AND d.company_id = ?`,
    [distributionId, companyId],
  );
  return row;
}

interface ToDecide {
  status: DistributionStatus;
  points: number;
  recipients: number;
  senderId: string | null;
  outcome: ApprovalOutcome | null;
  decidedBy: string | null;
}

interface NamedPerson {
  id: string;
  name: string;
  role: AdminRole;
}

async function listPeople(db: Database | Transaction, companyId: string): Promise<NamedPerson[]> {
  return rowsOf<NamedPerson>(
    db,
    `SELECT id, name, role FROM admins WHERE company_id = ? AND removed_at IS NULL ORDER BY id`,
    [companyId],
  );
}

/** Who may decide about a send, whether or not it waits. */
export async function listApprovers(
  db: Database | Transaction,
  distributionId: string,
): Promise<{ id: string; name: string }[]> {
  const [sent] = await rowsOf<{ companyId: string; senderId: string | null }>(
    db,
    `SELECT company_id AS "companyId", person_behind(created_by) AS "senderId" FROM distributions
     WHERE id = ?`,
    [distributionId],
  );
  if (sent === undefined) return [];
  const people = await listPeople(db, sent.companyId);
  return approversOf(people, sent.senderId).map(({ id, name }) => ({ id, name }));
}

/** How much of the company of `tx` waits for the approval of this person. */
export async function findAwaitingApprovalOf(
  tx: Transaction,
  companyId: string,
  adminId: string,
): Promise<{ distributions: number; points: number }> {
  const waiting = await rowsOf<{ senderId: string | null; distributions: number; points: number }>(
    tx,
    `SELECT person_behind(created_by) AS "senderId", count(*)::int AS distributions,
       sum(points)::bigint AS points
     FROM distributions WHERE company_id = ? AND status = 'awaiting_approval' GROUP BY 1`,
    [companyId],
  );
  const sums = { distributions: 0, points: 0 };
  if (waiting.length === 0) return sums;
  const people = await listPeople(tx, companyId);
  for (const { senderId, distributions, points } of waiting) {
    if (!approversOf(people, senderId).some(({ id }) => id === adminId)) continue;
    sums.distributions += distributions;
    sums.points += points;
  }
  return sums;
}

/**
 * The limit above which sends of a company need an approval; null: none does. What was accepted before
 * stays as it was.
 *
 * @returns what it was.
 */
export async function setApprovalLimit(
  tx: Transaction,
  companyId: string,
  points: number | null,
): Promise<number | null> {
  const [was] = await rowsOf<{ points: number | null }>(
    tx,
    'SELECT approval_limit AS points FROM companies WHERE id = ? FOR NO KEY UPDATE',
    [companyId],
  );
  if (was === undefined) throw new Error('The company of a caller is gone');
  await rowsOf(tx, 'UPDATE companies SET approval_limit = ? WHERE id = ?', [points, companyId]);
  return was.points;
}
