import { randomBytes } from 'node:crypto';
import type { KeyScope } from '../domain/permissions';
import { hashToken } from './link-tokens';
import { rowsOf, type Transaction } from './pool';

/**
 * Makes an API key of a company. The key is given once and stored as a hash; its first characters
 * stay readable, so that people can tell their keys apart.
 *
 * @param options.createdBy `admin/<id>`; without it, the key is made together with its company.
 */
export async function createApiKey(
  tx: Transaction,
  options: { companyId: string; name: string; scope?: KeyScope; createdBy?: string },
): Promise<{ id: string; prefix: string; key: string }> {
  const key = `bst_${randomBytes(32).toString('base64url')}`;
  const prefix = key.slice(0, SHOWN_CHARACTERS);
  const { companyId, name, scope = 'full', createdBy = null } = options;
  const [made] = await rowsOf<{ id: string }>(
    tx,
    `INSERT INTO api_keys (company_id, name, prefix, key_hash, scope, created_by)
     VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
    [companyId, name, prefix, hashToken(key), scope, createdBy],
  );
  if (made === undefined) throw new Error('A key was not made');
  return { id: made.id, prefix, key };
}

const SHOWN_CHARACTERS = 10;
