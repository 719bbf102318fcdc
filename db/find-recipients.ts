import type { Recipient, RecipientStatus } from '../contracts/recipients';
import { type RewardRecord, SELECT_REWARD, showReward } from './find-distribution';
import { rowsOf, type Transaction } from './pool';
import { containing, upperBound } from './search-text';

/** One page of the company's people by address: those with an account and those who are invited. */
export async function listRecipients(
  tx: Transaction,
  filter: { limit: number; after?: string; status?: RecipientStatus; text?: string },
): Promise<{ items: Recipient[]; hasMore: boolean; last: string | undefined }> {
  const { limit, after, status, text } = filter;
  const pattern = text === undefined ? undefined : containing(text);
  const matches = (person: string) =>
    pattern === undefined ? '' : `AND (${person}.name ILIKE ? OR ${person}.email_key ILIKE ?)`;
  const bindings = [after ?? '', ...(pattern === undefined ? [] : [pattern, pattern]), limit + 1];
  const accounts = `(SELECT p.id, p.name, p.email, p.email_key, p.mobile, p.activated_at, p.created_at
    FROM recipients p WHERE p.company_id = current_company_id() AND p.email_key > ''
      AND p.email_key > ? ${matches('p')} ${ACTIVATED[status ?? 'invited']}
    ORDER BY p.email_key LIMIT ?)`;
  const invited = `(SELECT DISTINCT ON (r.email_key) NULL::uuid, r.name, r.email, r.email_key, r.mobile,
      NULL::timestamptz, r.created_at
    FROM rewards r WHERE r.company_id = current_company_id() AND r.status = 'awaiting_registration'
      AND r.email_key > ? ${matches('r')} ORDER BY r.email_key, r.id LIMIT ?)`;
  const parts = [...(status === 'invited' ? [] : [accounts])];
  if (status === undefined || status === 'invited') parts.push(invited);
  const rows = await rowsOf<RecipientRecord>(
    tx,
    `WITH person (id, name, email, email_key, mobile, activated_at, created_at) AS (
       ${parts.join(' UNION ALL ')}), page AS (SELECT * FROM person ORDER BY email_key LIMIT ?)
     SELECT page.*, ${RECEIVED} AS received, ${WAITING} AS waiting FROM page ORDER BY email_key`,
    [...parts.flatMap(() => bindings), limit + 1],
  );
  const shown = rows.slice(0, limit);
  return {
    items: shown.map(showRecipient),
    hasMore: rows.length > limit,
    last: shown.at(-1)?.email_key,
  };
}

const ACTIVATED: Record<RecipientStatus, string> = {
  active: 'AND p.activated_at IS NOT NULL',
  not_activated: 'AND p.activated_at IS NULL',
  invited: '',
};

const RECEIVED = `(SELECT coalesce(sum(r.points), 0)::bigint FROM rewards r
  WHERE r.recipient_id = page.id AND r.status IN ('credited', 'delivered', 'email_failed'))`;

const WAITING = `(SELECT coalesce(sum(r.points), 0)::bigint FROM rewards r
  WHERE r.company_id = current_company_id() AND r.status = 'awaiting_registration'
    AND r.email_key = page.email_key)`;

interface RecipientRecord {
  id: string | null;
  name: string;
  email: string;
  email_key: string;
  mobile: string | null;
  activated_at: Date | null;
  created_at: Date;
  received: number;
  waiting: number;
}

function showRecipient(row: RecipientRecord): Recipient {
  const withAccount = row.activated_at === null ? 'not_activated' : 'active';
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    mobile: row.mobile,
    status: row.id === null ? 'invited' : withAccount,
    pointsReceived: row.received,
    pointsWaiting: row.waiting,
    since: row.created_at.toISOString(),
  };
}

/** A person of the company with a page of rewards, newest first. */
export async function findRecipient(
  tx: Transaction,
  which: { id: string; before?: string; limit: number },
): Promise<
  | (Recipient & {
      id: string;
      timeZone: string | null;
      rewards: ReturnType<typeof showReward>[];
      hasMore: boolean;
    })
  | undefined
> {
  const [row] = await rowsOf<RecipientRecord & { time_zone: string | null }>(
    tx,
    `WITH page AS (SELECT id, name, email, email_key, mobile, activated_at, created_at, time_zone
       FROM recipients WHERE id = ? AND company_id = current_company_id())
     SELECT page.*, ${RECEIVED} AS received, ${WAITING} AS waiting FROM page`,
    [which.id],
  );
  if (row === undefined) return undefined;
  const rewards = await rowsOf<RewardRecord>(
    tx,
    `${SELECT_REWARD} WHERE recipient_id = ? AND company_id = current_company_id()
       AND (id < ?::uuid OR ?::uuid IS NULL) ORDER BY id DESC LIMIT ?`,
    [which.id, which.before ?? null, which.before ?? null, which.limit + 1],
  );
  return {
    ...showRecipient(row),
    id: which.id,
    timeZone: row.time_zone,
    rewards: rewards.slice(0, which.limit).map(showReward),
    hasMore: rewards.length > which.limit,
  };
}

/**
 * Known people whose address or name begins with a text, as a form offers them while one types. Only
 * when too few begin with it, a later part of the name counts too: that reads all names.
 */
export async function searchRecipients(
  tx: Transaction,
  text: string,
  limit: number,
): Promise<Suggestion[]> {
  const key = text.toLowerCase();
  const bounds = [key, upperBound(key)];
  const first = await rowsOf<Suggestion>(
    tx,
    `SELECT id, name, email, mobile FROM (
       (${SUGGESTED} AND email_key >= ? AND email_key < ? ORDER BY email_key LIMIT ?)
       UNION
       (${SUGGESTED} AND lower(name) >= ? AND lower(name) < ? ORDER BY lower(name) LIMIT ?)
     ) found ORDER BY name, email LIMIT ?`,
    [...bounds, limit, ...bounds, limit, limit],
  );
  if (first.length >= limit) return first;
  const more = await rowsOf<Suggestion>(
    tx,
    `${SUGGESTED} AND lower(name) LIKE ? AND id <> ALL(?::uuid[]) ORDER BY name LIMIT ?`,
    [containing(` ${key}`), first.map(({ id }) => id), limit - first.length],
  );
  return [...first, ...more];
}

// The comparison with '' is what the partial indexes ask for (db/migrations/012-accounts.ts).
const SUGGESTED = `SELECT id, name, email, mobile FROM recipients
  WHERE company_id = current_company_id() AND email_key > ''`;

export interface Suggestion {
  id: string;
  name: string;
  email: string;
  mobile: string | null;
}

/** What a company may learn of addresses, in order. */
export async function lookUpAddresses(
  tx: Transaction,
  emailKeys: readonly string[],
): Promise<Map<string, 'registered' | 'unregistered' | 'elsewhere' | 'admin'>> {
  const rows = await rowsOf<{
    email_key: string;
    standing: 'registered' | 'unregistered' | 'elsewhere' | 'admin';
  }>(tx, 'SELECT email_key, standing FROM lookup_people(?::text[])', [emailKeys]);
  return new Map(rows.map((row) => [row.email_key, row.standing]));
}
