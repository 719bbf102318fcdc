import type { Invitation } from '../contracts/team';
import type { EmailAddress } from '../domain/email-address';
import type { AdminRole } from '../domain/permissions';
import { hashToken } from './link-tokens';
import { type Database, rowsOf, type Transaction } from './pool';

/** A week, in which most come back from their holidays; sending again is one click. */
export const INVITATION_DAYS = 7;

/** Those of the company of `tx` that nobody has used or cancelled, also expired ones. */
export async function listInvitations(tx: Transaction): Promise<Invitation[]> {
  const rows = await rowsOf<InvitationRow>(tx, `${SELECT_INVITATION} ${OPEN} ORDER BY i.id`);
  return rows.map(showInvitation);
}

/** One of the company of `tx`, locked; `isOpen` is false when it was used or cancelled. */
export async function lockInvitation(
  tx: Transaction,
  id: string,
): Promise<(Invitation & { isOpen: boolean }) | undefined> {
  const [row] = await rowsOf<InvitationRow & { isOpen: boolean }>(
    tx,
    `${SELECT_INVITATION} AND i.id = ? FOR NO KEY UPDATE OF i`,
    [id],
  );
  return row && { ...showInvitation(row), isOpen: row.isOpen };
}

/** @returns undefined when the address has an open invitation of the company already. */
export async function createInvitation(
  tx: Transaction,
  invitation: {
    email: EmailAddress;
    role: AdminRole;
    tokenHash: Buffer;
    invitedBy: string;
    days: number;
  },
): Promise<Invitation | undefined> {
  const { email, role, tokenHash, invitedBy, days } = invitation;
  const [made] = await rowsOf<{ id: string }>(
    tx,
    `INSERT INTO admin_invitations
       (company_id, email, email_key, role, token_hash, invited_by, expires_at)
     VALUES (current_company_id(), ?, ?, ?, ?, ?, now() + ?::int * interval '1 day')
     ON CONFLICT (company_id, email_key) WHERE accepted_at IS NULL AND cancelled_at IS NULL
     DO NOTHING RETURNING id`,
    [email.address, email.key, role, tokenHash, invitedBy, days],
  );
  return made && (await lockInvitation(tx, made.id));
}

/** Gives it a new link and a new time; the link before is dead. */
export async function renewInvitation(
  tx: Transaction,
  id: string,
  { tokenHash, days }: { tokenHash: Buffer; days: number },
): Promise<void> {
  await rowsOf(
    tx,
    `UPDATE admin_invitations SET token_hash = ?, expires_at = now() + ?::int * interval '1 day'
     WHERE id = ? AND company_id = current_company_id()`,
    [tokenHash, days, id],
  );
}

export async function cancelInvitation(tx: Transaction, id: string): Promise<void> {
  await rowsOf(
    tx,
    `UPDATE admin_invitations SET cancelled_at = now()
     WHERE id = ? AND company_id = current_company_id()`,
    [id],
  );
}

/** Takes back the open invitation of an address, if there is one. */
export async function cancelInvitationTo(
  tx: Transaction,
  emailKey: string,
): Promise<{ email: string; role: AdminRole } | undefined> {
  const [cancelled] = await rowsOf<{ email: string; role: AdminRole }>(
    tx,
    `UPDATE admin_invitations i SET cancelled_at = now()
     WHERE i.company_id = current_company_id() AND i.email_key = ? ${OPEN} RETURNING email, role`,
    [emailKey],
  );
  return cancelled;
}

/** The invitation that a link leads to, while it works. */
export async function findInvitationOfLink(
  db: Database | Transaction,
  token: string,
): Promise<LinkedInvitation | undefined> {
  const [row] = await rowsOf<LinkedInvitation>(
    db,
    `SELECT i.id, i.company_id AS "companyId", c.name AS "companyName", i.email,
       i.email_key AS "emailKey", i.role
     FROM admin_invitations i JOIN companies c ON c.id = i.company_id
     WHERE i.token_hash = ? ${OPEN} AND i.expires_at > now()`,
    [hashToken(token)],
  );
  return row;
}

export interface LinkedInvitation {
  id: string;
  companyId: string;
  companyName: string;
  email: string;
  emailKey: string;
  role: AdminRole;
}

/** Uses it up; false when another call was first, or it was cancelled or replaced meanwhile. */
export async function takeInvitation(tx: Transaction, id: string, token: string): Promise<boolean> {
  const taken = await rowsOf(
    tx,
    `UPDATE admin_invitations i SET accepted_at = now()
     WHERE i.id = ? AND i.token_hash = ? ${OPEN} AND i.expires_at > now() RETURNING i.id`,
    [id, hashToken(token)],
  );
  return taken.length > 0;
}

/** @returns undefined when the address is somebody's already: one address, one account. */
export async function createAdmin(
  tx: Transaction,
  admin: LinkedInvitation & { name: string; passwordHash: string },
): Promise<{ id: string } | undefined> {
  const { companyId, email, emailKey, name, role, passwordHash } = admin;
  const [made] = await rowsOf<{ id: string }>(
    tx,
    `INSERT INTO admins (company_id, email, email_key, name, role, password_hash)
     SELECT ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT FROM support_agents WHERE email_key = ?)
     ON CONFLICT (email_key) DO NOTHING RETURNING id`,
    [companyId, email, emailKey, name, role, passwordHash, emailKey],
  );
  return made;
}

const OPEN = 'AND i.accepted_at IS NULL AND i.cancelled_at IS NULL';

const SELECT_INVITATION = `SELECT i.id, i.email, i.role, i.created_at AS "invitedAt",
    i.expires_at AS "expiresAt", i.accepted_at IS NULL AND i.cancelled_at IS NULL AS "isOpen",
    (SELECT a.name FROM admins a WHERE i.invited_by = 'admin/' || a.id
       AND a.company_id = i.company_id) AS "invitedBy",
    (SELECT CASE WHEN m.sent_at IS NOT NULL THEN 'sent' WHEN m.given_up_at IS NOT NULL THEN 'failed'
       ELSE 'waiting' END FROM access_mails m WHERE m.token_hash = i.token_hash) AS mail
  FROM admin_invitations i WHERE i.company_id = current_company_id()`;

interface InvitationRow extends Pick<Invitation, 'id' | 'email' | 'role' | 'invitedBy' | 'mail'> {
  invitedAt: Date;
  expiresAt: Date;
}

function showInvitation(row: InvitationRow): Invitation {
  const { id, email, role, invitedBy, mail } = row;
  return {
    ...{ id, email, role, invitedBy, mail },
    invitedAt: row.invitedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}
