import { randomBytes } from 'node:crypto';
import { hashToken } from './link-tokens';
import { type Database, rowsOf } from './pool';

/**
 * Makes a key of the platform's own staff or systems; it is of no company. The key is given once and
 * stored as a hash.
 */
export async function createPlatformKey(
  db: Database,
  options: { name: string; role: PlatformKeyRole },
): Promise<{ key: string }> {
  const key = `${PREFIX}${randomBytes(32).toString('base64url')}`;
  await rowsOf(db, 'INSERT INTO platform_keys (name, role, prefix, key_hash) VALUES (?, ?, ?, ?)', [
    options.name,
    options.role,
    key.slice(0, SHOWN_CHARACTERS),
    hashToken(key),
  ]);
  return { key };
}

/** Finds who a platform key belongs to, or undefined when it is unknown, revoked, or a company's. */
export async function findPlatformKey(
  db: Database,
  key: string,
): Promise<{ id: string; role: PlatformKeyRole } | undefined> {
  if (!key.startsWith(PREFIX)) return undefined;
  const [row] = await rowsOf<{ id: string; role: PlatformKeyRole }>(
    db,
    'SELECT id, role FROM platform_keys WHERE key_hash = ? AND revoked_at IS NULL',
    [hashToken(key)],
  );
  return row;
}

/** `finance` enters what companies have paid. */
type PlatformKeyRole = 'finance';

/** Another prefix than that of companies' keys, so that nobody confuses the two. */
const PREFIX = 'bsp_';
const SHOWN_CHARACTERS = 10;
