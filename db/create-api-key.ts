import { randomBytes } from 'node:crypto';
import { hashToken } from './link-tokens';
import type { Transaction } from './pool';

/**
 * Makes an API key of a company. The key is given once and stored as a hash; its first characters
 * stay readable, so that people can tell their keys apart.
 */
export async function createApiKey(
  tx: Transaction,
  options: { companyId: string; name: string },
): Promise<{ key: string }> {
  const key = `bst_${randomBytes(32).toString('base64url')}`;
  await tx.raw('INSERT INTO api_keys (company_id, name, prefix, key_hash) VALUES (?, ?, ?, ?)', [
    options.companyId,
    options.name,
    key.slice(0, SHOWN_CHARACTERS),
    hashToken(key),
  ]);
  return { key };
}

const SHOWN_CHARACTERS = 10;
