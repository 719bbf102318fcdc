import { hashToken } from './link-tokens';
import type { Person } from './persons';
import { type Database, rowsOf, type Transaction } from './pool';

/** A link that sets a new password; those before it work until one of them is used. */
export async function createPasswordReset(
  tx: Transaction,
  { kind, id }: Person,
  { tokenHash, minutes }: { tokenHash: Buffer; minutes: number },
): Promise<void> {
  await rowsOf(
    tx,
    `INSERT INTO password_resets (person_kind, person_id, token_hash, expires_at)
     VALUES (?, ?, ?, now() + ?::int * interval '1 minute')`,
    [kind, id, tokenHash, minutes],
  );
}

/** Whose password a link sets, while it works. */
export async function findPasswordReset(db: Database, token: string): Promise<Person | undefined> {
  const [row] = await rowsOf<Person>(
    db,
    `SELECT person_kind AS kind, person_id AS id FROM password_resets
     WHERE token_hash = ? AND used_at IS NULL AND expires_at > now()`,
    [hashToken(token)],
  );
  return row;
}

/** Uses a link up, and with it all others of the person; false when another call was first. */
export async function takePasswordReset(
  tx: Transaction,
  person: Person,
  token: string,
): Promise<boolean> {
  const taken = await rowsOf(
    tx,
    `UPDATE password_resets SET used_at = now()
     WHERE token_hash = ? AND used_at IS NULL AND expires_at > now() RETURNING id`,
    [hashToken(token)],
  );
  if (taken.length === 0) return false;
  await endPasswordResets(tx, person);
  return true;
}

/** A password that was changed meanwhile is not changed again by a mail that lies around. */
export async function endPasswordResets(tx: Transaction, { kind, id }: Person): Promise<void> {
  await rowsOf(
    tx,
    `UPDATE password_resets SET used_at = now()
     WHERE person_kind = ? AND person_id = ? AND used_at IS NULL`,
    [kind, id],
  );
}
