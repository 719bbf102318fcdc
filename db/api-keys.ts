import type { ApiKey } from '../contracts/api-keys';
import { rowsOf, type Transaction } from './pool';

/** The keys of the company of `tx`: those that work first, then those that were revoked, newest first. */
export async function listApiKeys(tx: Transaction): Promise<ApiKey[]> {
  const rows = await rowsOf<KeyRow>(
    tx,
    `${SELECT_KEY} ORDER BY k.revoked_at IS NOT NULL, k.id DESC LIMIT ?`,
    [SHOWN_KEYS],
  );
  return rows.map(showKey);
}

/** The working ones, and of the revoked as many as anybody looks through. */
const SHOWN_KEYS = 200;

export async function findApiKeyById(tx: Transaction, id: string): Promise<ApiKey | undefined> {
  const [row] = await rowsOf<KeyRow>(tx, `${SELECT_KEY} AND k.id = ?`, [id]);
  return row && showKey(row);
}

export async function countWorkingKeys(tx: Transaction): Promise<number> {
  const [row] = await rowsOf<{ keys: number }>(
    tx,
    `SELECT count(*)::int AS keys FROM api_keys
     WHERE company_id = current_company_id() AND revoked_at IS NULL`,
  );
  return row?.keys ?? 0;
}

/** @returns whether it worked until now. */
export async function revokeApiKey(
  tx: Transaction,
  id: string,
  revokedBy: string,
): Promise<boolean> {
  const revoked = await rowsOf(
    tx,
    `UPDATE api_keys SET revoked_at = now(), revoked_by = ?
     WHERE id = ? AND company_id = current_company_id() AND revoked_at IS NULL RETURNING id`,
    [revokedBy, id],
  );
  return revoked.length > 0;
}

const SELECT_KEY = `SELECT k.id, k.name, k.prefix, k.scope, k.created_at AS "createdAt",
    k.last_used_at AS "lastUsedAt", k.revoked_at AS "revokedAt",
    (SELECT a.name FROM admins a WHERE k.created_by = 'admin/' || a.id
       AND a.company_id = k.company_id) AS "createdBy"
  FROM api_keys k WHERE k.company_id = current_company_id()`;

interface KeyRow extends Pick<ApiKey, 'id' | 'name' | 'prefix' | 'scope' | 'createdBy'> {
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

function showKey(row: KeyRow): ApiKey {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
