import type { TeamMember } from '../contracts/team';
import type { AdminRole } from '../domain/permissions';
import { rowsOf, type Transaction } from './pool';

/** The people of the company of `tx`, in the order in which they joined. Runs as `bestow_worker`. */
export async function listTeam(tx: Transaction, ownId: string): Promise<TeamMember[]> {
  const rows = await rowsOf<MemberRow>(tx, `${SELECT_MEMBER} ORDER BY a.id`);
  return rows.map((row) => showMember(row, ownId));
}

export async function findMember(
  tx: Transaction,
  id: string,
  ownId: string,
): Promise<TeamMember | undefined> {
  const [row] = await rowsOf<MemberRow>(tx, `${SELECT_MEMBER} AND a.id = ?`, [id]);
  return row && showMember(row, ownId);
}

/**
 * Lets one change of a team happen at a time, so that two owners cannot demote each other in the same
 * moment and leave none. Sends go on: they take no lock that this one conflicts with.
 *
 * @returns the role of the one who acts, as it is now; undefined when he was removed meanwhile.
 */
export async function lockTeam(tx: Transaction, adminId: string): Promise<AdminRole | undefined> {
  await rowsOf(tx, 'SELECT FROM companies WHERE id = current_company_id() FOR NO KEY UPDATE');
  const [row] = await rowsOf<{ role: AdminRole }>(
    tx,
    `SELECT role FROM admins
     WHERE id = ? AND company_id = current_company_id() AND removed_at IS NULL`,
    [adminId],
  );
  return row?.role;
}

export async function countOwners(tx: Transaction): Promise<number> {
  const [row] = await rowsOf<{ owners: number }>(
    tx,
    `SELECT count(*)::int AS owners FROM admins
     WHERE company_id = current_company_id() AND role = 'owner' AND removed_at IS NULL`,
  );
  return row?.owners ?? 0;
}

export async function setRole(tx: Transaction, id: string, role: AdminRole): Promise<void> {
  await rowsOf(
    tx,
    'UPDATE admins SET role = ? WHERE id = ? AND company_id = current_company_id()',
    [role, id],
  );
}

/**
 * Removes a person from the team. The row stays, since records name it; the address is free, also to
 * be invited again. As a viewer it is none of those whom mails about funds and payments go to.
 */
export async function removeMember(tx: Transaction, id: string): Promise<void> {
  await rowsOf(
    tx,
    `UPDATE admins SET removed_at = now(), email_key = 'removed/' || id, role = 'viewer'
     WHERE id = ? AND company_id = current_company_id()`,
    [id],
  );
  await rowsOf(tx, `DELETE FROM totp_secrets WHERE person_kind = 'admin' AND person_id = ?`, [id]);
}

const SELECT_MEMBER = `SELECT a.id, a.name, a.email, a.role, a.created_at AS "joinedAt",
    a.last_signed_in_at AS "lastSignedInAt", t.confirmed_at IS NOT NULL AS "totpEnabled"
  FROM admins a
  LEFT JOIN totp_secrets t ON t.person_kind = 'admin' AND t.person_id = a.id
  WHERE a.company_id = current_company_id() AND a.removed_at IS NULL`;

interface MemberRow extends Pick<TeamMember, 'id' | 'name' | 'email' | 'role' | 'totpEnabled'> {
  joinedAt: Date;
  lastSignedInAt: Date | null;
}

function showMember(row: MemberRow, ownId: string): TeamMember {
  return {
    ...row,
    isYou: row.id === ownId,
    joinedAt: row.joinedAt.toISOString(),
    lastSignedInAt: row.lastSignedInAt?.toISOString() ?? null,
  };
}
