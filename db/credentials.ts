import { createBatcher } from '../domain/batcher';
import { hashToken } from './link-tokens';
import { type Database, rowsOf } from './pool';

/**
 * Finds the company that an API key belongs to, or undefined when the key is unknown or revoked.
 * Calls that come while an answer is under way are answered together by the next one.
 */
export function createApiKeyFinder(db: Database): ApiKeyFinder {
  const { add } = createBatcher(
    async (keys: string[]) => {
      const rows = await rowsOf<{ id: string; keyHash: Buffer } & CompanyColumns>(
        db,
        `SELECT k.id, k.key_hash AS "keyHash", ${COMPANY_COLUMNS}
         FROM api_keys k JOIN companies c ON c.id = k.company_id
         WHERE k.key_hash = ANY(?) AND k.revoked_at IS NULL`,
        [keys.map(hashToken)],
      );
      const found = new Map(rows.map((row) => [row.keyHash.toString('hex'), row]));
      return keys.map((key) => {
        const row = found.get(hashToken(key).toString('hex'));
        return row && { id: row.id, company: companyOf(row) };
      });
    },
    { weigh: () => 1, maxWeight: MOST_KEYS_AT_ONCE },
  );
  return add;
}

export type ApiKeyFinder = (
  key: string,
) => Promise<{ id: string; company: CompanyRecord } | undefined>;

const MOST_KEYS_AT_ONCE = 200;

/** The admin of an address with the argon2id hash of the password. */
export async function findAdminByEmail(
  db: Database,
  emailKey: string,
): Promise<AdminRecord | undefined> {
  return findAdmin(db, 'a.email_key = ?', emailKey);
}

export async function findAdminById(db: Database, id: string): Promise<AdminRecord | undefined> {
  return findAdmin(db, 'a.id = ?', id);
}

export interface AdminRecord {
  id: string;
  company: CompanyRecord;
  name: string;
  email: string;
  role: 'owner' | 'admin' | 'approver' | 'finance' | 'viewer';
  passwordHash: string;
}

/** A company with the rules for rows that it may set. */
export interface CompanyRecord {
  id: string;
  name: string;
  /** ISO 3166-1 alpha-2: where mobile numbers without a country code belong. */
  country: string;
  mobileRequired: boolean;
}

async function findAdmin(
  db: Database,
  condition: string,
  value: string,
): Promise<AdminRecord | undefined> {
  const [row] = await rowsOf<Omit<AdminRecord, 'company'> & CompanyColumns>(
    db,
    `SELECT a.id, a.name, a.email, a.role, a.password_hash AS "passwordHash", ${COMPANY_COLUMNS}
     FROM admins a JOIN companies c ON c.id = a.company_id WHERE ${condition}`,
    [value],
  );
  if (row === undefined) return undefined;
  const { id, name, email, role, passwordHash } = row;
  return { id, name, email, role, passwordHash, company: companyOf(row) };
}

/** A person of support by address or by id, with the argon2id hash of the password. */
export async function findAgent(
  db: Database,
  by: { emailKey: string } | { id: string },
): Promise<AgentRecord | undefined> {
  const [row] = await rowsOf<AgentRecord>(
    db,
    `SELECT id, name, email, role, password_hash AS "passwordHash" FROM support_agents
     WHERE email_key = ? OR id = ?::uuid`,
    'id' in by ? [null, by.id] : [by.emailKey, null],
  );
  return row;
}

export interface AgentRecord {
  id: string;
  name: string;
  email: string;
  role: 'agent' | 'lead';
  passwordHash: string;
}

interface CompanyColumns {
  companyId: string;
  companyName: string;
  country: string;
  mobileRequired: boolean;
}

const COMPANY_COLUMNS = `c.id AS "companyId", c.name AS "companyName", c.country,
  c.mobile_required AS "mobileRequired"`;

function companyOf(row: CompanyColumns): CompanyRecord {
  const { companyId, companyName, country, mobileRequired } = row;
  return { id: companyId, name: companyName, country, mobileRequired };
}
