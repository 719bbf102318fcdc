import type { Person } from './persons';
import { type Database, rowsOf, type Transaction } from './pool';

/** The sessions of a person that are not over, newest first. */
export async function listSessions(db: Database, person: Person): Promise<SessionRecord[]> {
  const rows = await rowsOf<Omit<SessionRecord, 'expiresAt'> & { expiresAt: Date }>(
    db,
    `SELECT sess->>'sessionId' AS id, sess->>'device' AS device, sess->>'signedInAt' AS "signedInAt",
       expire AS "expiresAt"
     FROM sessions WHERE ${OWNED_BY[person.kind]} AND expire > now()
     ORDER BY sess->>'signedInAt' DESC`,
    [person.id],
  );
  return rows.map((row) => ({ ...row, expiresAt: row.expiresAt.toISOString() }));
}

export interface SessionRecord {
  id: string;
  /** The browser, as it calls itself (User-Agent, RFC 9110 section 10.1.5). */
  device: string;
  signedInAt: string;
  expiresAt: string;
}

/** Ends one session of a person; false when there is none of this id. */
export async function endSession(tx: Transaction, person: Person, id: string): Promise<boolean> {
  const ended = await rowsOf(
    tx,
    `DELETE FROM sessions WHERE ${OWNED_BY[person.kind]} AND sess->>'sessionId' = ? RETURNING sid`,
    [person.id, id],
  );
  return ended.length > 0;
}

/** Ends every session of a person, but for the one that does it, if it is to stay. */
export async function endSessions(
  tx: Database | Transaction,
  person: Person,
  except?: string,
): Promise<number> {
  const ended = await rowsOf(
    tx,
    `DELETE FROM sessions WHERE ${OWNED_BY[person.kind]}
       AND sess->>'sessionId' IS DISTINCT FROM ?::text RETURNING sid`,
    [person.id, except ?? null],
  );
  return ended.length;
}

const OWNED_BY = { admin: `sess->>'adminId' = ?`, agent: `sess->>'agentId' = ?` } as const;
