import { createHash } from 'node:crypto';
import type { Person } from './persons';
import { type Database, rowsOf, type Transaction } from './pool';

/** What is kept of a person's second factor; the secret is encrypted (db/secret-box.ts). */
export async function findSecondFactor(
  db: Database | Transaction,
  { kind, id }: Person,
): Promise<SecondFactor | undefined> {
  const [row] = await rowsOf<SecondFactor>(
    db,
    `SELECT t.encrypted, t.confirmed_at IS NOT NULL AS "isConfirmed",
       (SELECT count(*)::int FROM recovery_codes c
        WHERE c.person_kind = t.person_kind AND c.person_id = t.person_id) AS "recoveryCodesLeft"
     FROM totp_secrets t WHERE t.person_kind = ? AND t.person_id = ?`,
    [kind, id],
  );
  return row;
}

export interface SecondFactor {
  encrypted: Buffer;
  isConfirmed: boolean;
  recoveryCodesLeft: number;
}

/** Begins, or begins anew, with a secret that no code has confirmed; false when one is confirmed. */
export async function beginSecondFactor(
  db: Database,
  { kind, id }: Person,
  encrypted: Buffer,
): Promise<boolean> {
  const begun = await rowsOf(
    db,
    `INSERT INTO totp_secrets AS t (person_kind, person_id, encrypted) VALUES (?, ?, ?)
     ON CONFLICT (person_kind, person_id) DO UPDATE
       SET encrypted = excluded.encrypted, used_step = 0, created_at = now()
       WHERE t.confirmed_at IS NULL
     RETURNING person_id`,
    [kind, id, encrypted],
  );
  return begun.length > 0;
}

/**
 * Switches it on with the step of a first code; false when it is on already, or was begun anew
 * meanwhile with another secret than the one that the code is of.
 */
export async function confirmSecondFactor(
  tx: Transaction,
  { kind, id }: Person,
  { encrypted, step }: { encrypted: Buffer; step: number },
): Promise<boolean> {
  const confirmed = await rowsOf(
    tx,
    `UPDATE totp_secrets SET confirmed_at = now(), used_step = ?
     WHERE person_kind = ? AND person_id = ? AND encrypted = ? AND confirmed_at IS NULL
     RETURNING person_id`,
    [step, kind, id, encrypted],
  );
  return confirmed.length > 0;
}

/** Takes a time step, of which and of older ones no code works any more (RFC 6238 section 5.2). */
export async function takeStep(
  tx: Transaction,
  { kind, id }: Person,
  step: number,
): Promise<boolean> {
  const taken = await rowsOf(
    tx,
    `UPDATE totp_secrets SET used_step = ?
     WHERE person_kind = ? AND person_id = ? AND used_step < ? AND confirmed_at IS NOT NULL
     RETURNING person_id`,
    [step, kind, id, step],
  );
  return taken.length > 0;
}

/** Uses a recovery code up; false when it is none of the person's, or was used. */
export async function takeRecoveryCode(
  tx: Transaction,
  { kind, id }: Person,
  code: string,
): Promise<boolean> {
  const taken = await rowsOf(
    tx,
    `DELETE FROM recovery_codes WHERE person_kind = ? AND person_id = ? AND code_hash = ?
     RETURNING person_id`,
    [kind, id, hashCode(code)],
  );
  return taken.length > 0;
}

/** Gives the person these codes in place of all before. */
export async function replaceRecoveryCodes(
  tx: Transaction,
  { kind, id }: Person,
  codes: readonly string[],
): Promise<void> {
  await rowsOf(tx, 'DELETE FROM recovery_codes WHERE person_kind = ? AND person_id = ?', [
    kind,
    id,
  ]);
  await rowsOf(
    tx,
    `INSERT INTO recovery_codes (person_kind, person_id, code_hash)
     SELECT ?, ?, hash FROM unnest(?::bytea[]) AS hash`,
    [kind, id, codes.map(hashCode)],
  );
}

/** Switches it off, with its recovery codes; false when it was off. */
export async function endSecondFactor(tx: Transaction, { kind, id }: Person): Promise<boolean> {
  const ended = await rowsOf(
    tx,
    'DELETE FROM totp_secrets WHERE person_kind = ? AND person_id = ? RETURNING person_id',
    [kind, id],
  );
  return ended.length > 0;
}

/** 80 random bits need no slow hash. */
function hashCode(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}
