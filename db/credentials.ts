import { createBatcher } from '../domain/batcher';
import type { AdminRole, KeyScope, PlatformRole } from '../domain/permissions';
import { hashToken } from './link-tokens';
import { type Database, rowsOf } from './pool';

/**
 * Finds the company that an API key belongs to, or undefined when the key is unknown or revoked.
 * Calls that come while an answer is under way are answered together by the next one.
 */
export function createApiKeyFinder(db: Database): ApiKeyFinder {
  const { add } = createBatcher(
    async (keys: string[]) => {
      const rows = await rowsOf<KeyColumns & CompanyColumns>(
        db,
        `SELECT k.id, k.name, k.scope, k.key_hash AS "keyHash", k.last_used_at IS NULL
           OR k.last_used_at < now() - interval '5 minutes' AS "isStale", ${COMPANY_COLUMNS}
         FROM api_keys k JOIN companies c ON c.id = k.company_id
         WHERE k.key_hash = ANY(?) AND k.revoked_at IS NULL`,
        [keys.map(hashToken)],
      );
      // To within five minutes: a write a call would cost more than what it tells.
      const used = rows.filter((row) => row.isStale).map(({ id }) => id);
      if (used.length > 0) {
        await rowsOf(db, 'UPDATE api_keys SET last_used_at = now() WHERE id = ANY(?)', [used]);
      }
      const found = new Map(rows.map((row) => [row.keyHash.toString('hex'), row]));
      return keys.map((key) => {
        const row = found.get(hashToken(key).toString('hex'));
        return row && { id: row.id, name: row.name, scope: row.scope, company: companyOf(row) };
      });
    },
    { weigh: () => 1, maxWeight: MOST_KEYS_AT_ONCE },
  );
  return add;
}

export type ApiKeyFinder = (key: string) => Promise<FoundKey | undefined>;

export interface FoundKey {
  id: string;
  name: string;
  scope: KeyScope;
  company: CompanyRecord;
}

interface KeyColumns {
  id: string;
  name: string;
  scope: KeyScope;
  keyHash: Buffer;
  isStale: boolean;
}

const MOST_KEYS_AT_ONCE = 200;

export interface AdminRecord {
  id: string;
  company: CompanyRecord;
  name: string;
  email: string;
  role: AdminRole;
  passwordHash: string;
}

/** A company with the rules for rows that it may set. */
export interface CompanyRecord {
  id: string;
  name: string;
  /** ISO 3166-1 alpha-2: where mobile numbers without a country code belong. */
  country: string;
  mobileRequired: boolean;
  /** IANA: what a day and a morning are. */
  timeZone: string;
  /** Sends of more points than this need an approval; null: none does. */
  approvalLimit: number | null;
}

/** An admin who is still one. */
export async function findAdminById(
  db: Database,
  adminId: string,
): Promise<AdminRecord | undefined> {
  const [row] = await rowsOf<Omit<AdminRecord, 'company'> & CompanyColumns>(
    db,
    `SELECT a.id, a.name, a.email, a.role, a.password_hash AS "passwordHash", ${COMPANY_COLUMNS}
     FROM admins a JOIN companies c ON c.id = a.company_id WHERE a.id = ? AND a.removed_at IS NULL`,
    [adminId],
  );
  if (row === undefined) return undefined;
  const { id, name, email, role, passwordHash } = row;
  return { id, name, email, role, passwordHash, company: companyOf(row) };
}

/** A person of the platform who is still one, by address or by id, with the argon2id hash of the password. */
export async function findAgent(
  db: Database,
  by: { emailKey: string } | { id: string },
): Promise<AgentRecord | undefined> {
  const [row] = await rowsOf<AgentRecord>(
    db,
    `SELECT id, name, email, role, password_hash AS "passwordHash" FROM support_agents
     WHERE removed_at IS NULL AND (email_key = ? OR id = ?::uuid)`,
    'id' in by ? [null, by.id] : [by.emailKey, null],
  );
  return row;
}

export interface AgentRecord {
  id: string;
  name: string;
  email: string;
  role: PlatformRole;
  passwordHash: string;
}

interface CompanyColumns {
  companyId: string;
  companyName: string;
  country: string;
  mobileRequired: boolean;
  timeZone: string;
  approvalLimit: number | null;
}

const COMPANY_COLUMNS = `c.id AS "companyId", c.name AS "companyName", c.country,
  c.mobile_required AS "mobileRequired", c.time_zone AS "timeZone",
  c.approval_limit AS "approvalLimit"`;

function companyOf(row: CompanyColumns): CompanyRecord {
  const { companyId, companyName, country, mobileRequired, timeZone, approvalLimit } = row;
  return { id: companyId, name: companyName, country, mobileRequired, timeZone, approvalLimit };
}
