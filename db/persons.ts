import type { AdminRole, PlatformRole } from '../domain/permissions';
import { type Database, rowsOf, type Transaction } from './pool';

/** Somebody who signs in: an admin of a company, or one of the platform's people. */
export interface Person {
  kind: 'admin' | 'agent';
  id: string;
}

export interface PersonRecord extends Person {
  name: string;
  email: string;
  emailKey: string;
  passwordHash: string;
  role: AdminRole | PlatformRole;
  /** Of an admin. */
  companyId: string | null;
  totpEnabled: boolean;
}

/** A person by address or by who it is; admins and the platform's people share no address. */
export async function findPerson(
  db: Database | Transaction,
  by: Person | { emailKey: string },
): Promise<PersonRecord | undefined> {
  const [row] = await rowsOf<PersonRecord>(
    db,
    `SELECT p.*, EXISTS (SELECT FROM totp_secrets t WHERE t.person_kind = p.kind
       AND t.person_id = p.id AND t.confirmed_at IS NOT NULL) AS "totpEnabled"
     FROM (
       SELECT 'admin' AS kind, id, name, email, email_key AS "emailKey",
         password_hash AS "passwordHash", role, company_id AS "companyId"
       FROM admins WHERE removed_at IS NULL AND (email_key = ? OR id = ?::uuid)
       UNION ALL
       SELECT 'agent', id, name, email, email_key, password_hash, role, NULL
       FROM support_agents WHERE removed_at IS NULL AND (email_key = ? OR id = ?::uuid)
     ) p LIMIT 1`,
    'id' in by
      ? [null, by.kind === 'admin' ? by.id : null, null, by.kind === 'agent' ? by.id : null]
      : [by.emailKey, null, by.emailKey, null],
  );
  return row;
}

export async function setPassword(
  tx: Transaction,
  person: Person,
  passwordHash: string,
): Promise<void> {
  await rowsOf(
    tx,
    person.kind === 'admin'
      ? 'UPDATE admins SET password_hash = ? WHERE id = ?'
      : 'UPDATE support_agents SET password_hash = ? WHERE id = ?',
    [passwordHash, person.id],
  );
}

export async function setName(tx: Transaction, person: Person, name: string): Promise<void> {
  await rowsOf(
    tx,
    person.kind === 'admin'
      ? 'UPDATE admins SET name = ? WHERE id = ?'
      : 'UPDATE support_agents SET name = ? WHERE id = ?',
    [name, person.id],
  );
}

/** For the team's page: who has not been here for long. */
export async function noteSignIn(db: Database | Transaction, { kind, id }: Person): Promise<void> {
  if (kind !== 'admin') return;
  await rowsOf(db, 'UPDATE admins SET last_signed_in_at = now() WHERE id = ?', [id]);
}
