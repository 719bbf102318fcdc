import type { AccessMailContent } from '../domain/access-mail';
import { type Database, rowsOf, type Transaction } from './pool';

/** A mail by which somebody gets in: an invitation, a link to sign in or to set a new password. */
export interface AccessMail {
  id: string;
  content: AccessMailContent;
  toName: string;
  toAddress: string;
  /** Its token is derived from it (db/link-tokens.ts); null when the mail has no link of its own. */
  linkId: string | null;
  expiresAt: Date;
}

/** Writes a mail down before it is sent, in the transaction that makes its link. */
export async function createAccessMail(
  db: Database | Transaction,
  mail: Pick<AccessMail, 'content' | 'toName' | 'toAddress'> & {
    link: { id: string; hash: Buffer } | null;
    /** How long it is worth sending. */
    minutes: number;
  },
): Promise<AccessMail> {
  const { content, toName, toAddress, link, minutes } = mail;
  const [made] = await rowsOf<AccessMail>(
    db,
    `INSERT INTO access_mails AS m (content, to_name, to_address, link_id, token_hash, expires_at)
     VALUES (?::jsonb, ?, ?, ?::uuid, ?, now() + ?::int * interval '1 minute') RETURNING ${COLUMNS}`,
    [
      ...[JSON.stringify(content), toName, toAddress],
      ...[link?.id ?? null, link?.hash ?? null, minutes],
    ],
  );
  if (made === undefined) throw new Error('A mail was not written down');
  return made;
}

/**
 * A mail that is still to be sent, or undefined. One that would come too late, or whose link was used,
 * replaced or cancelled meanwhile, is given up by this.
 */
export async function findUnsentAccessMail(
  db: Database,
  mailId: string,
): Promise<AccessMail | undefined> {
  await rowsOf(
    db,
    `UPDATE access_mails m SET given_up_at = now(), detail = 'Its link does not work any more'
     WHERE id = ? AND ${IS_UNSENT} AND (m.expires_at <= now() OR NOT ${LINK_WORKS})`,
    [mailId],
  );
  const [mail] = await rowsOf<AccessMail>(
    db,
    `SELECT ${COLUMNS} FROM access_mails m WHERE m.id = ? AND ${IS_UNSENT}`,
    [mailId],
  );
  return mail;
}

/** Mails that should have left by now: their workflow is started if it does not run. */
export async function listUnsentAccessMails(
  db: Database,
  limits: { secondsAgo: number; limit: number },
): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    db,
    `SELECT m.id FROM access_mails m
     WHERE ${IS_UNSENT} AND m.created_at <= now() - make_interval(secs => ?)
     ORDER BY m.created_at LIMIT ?`,
    [limits.secondsAgo, limits.limit],
  );
  return rows.map(({ id }) => id);
}

/** Forgets mails of so many days ago, sent or given up: they hold addresses. */
export async function forgetOldAccessMails(db: Database, days: number): Promise<void> {
  await rowsOf(
    db,
    `DELETE FROM access_mails m
     WHERE m.created_at < now() - ?::int * interval '1 day' AND NOT (${IS_UNSENT})`,
    [days],
  );
}

const COLUMNS = `m.id, m.content, m.to_name AS "toName", m.to_address AS "toAddress",
  m.link_id AS "linkId", m.expires_at AS "expiresAt"`;

const IS_UNSENT = 'm.sent_at IS NULL AND m.given_up_at IS NULL';

const LINK_WORKS = `CASE m.kind
  WHEN 'invitation' THEN EXISTS (SELECT FROM admin_invitations l WHERE l.token_hash = m.token_hash
    AND l.accepted_at IS NULL AND l.cancelled_at IS NULL)
  WHEN 'reset' THEN EXISTS (SELECT FROM password_resets l WHERE l.token_hash = m.token_hash
    AND l.used_at IS NULL)
  WHEN 'sign_in' THEN EXISTS (SELECT FROM wallet_links l WHERE l.token_hash = m.token_hash
    AND l.used_at IS NULL)
  ELSE true END`;
