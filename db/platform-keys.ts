import { randomBytes } from 'node:crypto';
import { BY_COMMAND, recordChange } from './audit';
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
  const { name, role } = options;
  const key = `${PREFIX}${randomBytes(32).toString('base64url')}`;
  const prefix = key.slice(0, SHOWN_CHARACTERS);
  await db.transaction(async (tx) => {
    const [made] = await rowsOf<{ id: string }>(
      tx,
      `INSERT INTO platform_keys (name, role, prefix, key_hash) VALUES (?, ?, ?, ?) RETURNING id`,
      [name, role, prefix, hashToken(key)],
    );
    const after = { ...made, name, role, prefix };
    await recordChange(tx, { ...OF_NO_COMPANY, action: 'create_platform_key', after });
  });
  return { key };
}

/** Id, what it begins with, role, name, since when, and whether it works; oldest first. */
export async function listPlatformKeys(db: Database): Promise<string[][]> {
  const rows = await rowsOf<KeyRecord & { createdAt: Date; revokedAt: Date | null }>(
    db,
    `SELECT id, name, role, prefix, created_at AS "createdAt", revoked_at AS "revokedAt"
     FROM platform_keys ORDER BY id`,
  );
  return rows.map(({ id, prefix, role, name, createdAt, revokedAt }) => [
    ...[id, prefix, role, name, createdAt.toISOString()],
    revokedAt === null ? 'works' : `revoked ${revokedAt.toISOString()}`,
  ]);
}

/**
 * Revokes a key, which is refused from then on.
 *
 * @param which its id, or what it begins with as lists show it.
 * @throws Error when no key, or more than one, is such a one and works.
 */
export async function revokePlatformKey(db: Database, which: string): Promise<void> {
  await db.transaction(async (tx) => {
    const [before, another] = await rowsOf<KeyRecord>(
      tx,
      `UPDATE platform_keys SET revoked_at = now()
       WHERE revoked_at IS NULL AND (id::text = ? OR prefix = ?)
       RETURNING id, name, role, prefix`,
      [which, which],
    );
    if (before === undefined) throw new Error(`No key that works is, or begins with, ${which}`);
    if (another !== undefined) throw new Error(`Several keys begin with ${which}: say which id`);
    const act = { ...OF_NO_COMPANY, action: 'revoke_platform_key' };
    await recordChange(tx, { ...act, before: { ...before } });
  });
}

interface KeyRecord {
  id: string;
  name: string;
  role: PlatformKeyRole;
  prefix: string;
}

const OF_NO_COMPANY = { companyId: null, actor: BY_COMMAND };

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
