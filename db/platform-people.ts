import { randomBytes } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import type { EmailAddress } from '../domain/email-address';
import type { PlatformRole } from '../domain/permissions';
import { createAccessMail } from './access-mails';
import { BY_COMMAND, recordChange } from './audit';
import type { Link } from './link-tokens';
import { createPasswordReset, endPasswordResets } from './password-resets';
import { type Database, rowsOf } from './pool';
import { endSecondFactor } from './second-factors';
import { endSessions } from './sessions';

/**
 * Adds a person of support or finance, who sets a password by the link.
 *
 * @throws Error when the address is somebody's already: one address, one account.
 */
export async function addPlatformPerson(
  db: Database,
  person: { name: string; email: EmailAddress; role: PlatformRole },
  link: Link,
): Promise<void> {
  const { name, email, role } = person;
  // Until then a password that nobody knows.
  const passwordHash = await hash(randomBytes(32));
  await db.transaction(async (tx) => {
    const [made] = await rowsOf<{ id: string }>(
      tx,
      `INSERT INTO support_agents (email, email_key, name, role, password_hash)
       SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT FROM admins WHERE email_key = ?)
       ON CONFLICT (email_key) DO NOTHING RETURNING id`,
      [email.address, email.key, name, role, passwordHash, email.key],
    );
    if (made === undefined) {
      throw new Error(`Somebody has an account with the address ${email.address}`);
    }
    const { id } = made;
    const minutes = LINK_MINUTES;
    await createPasswordReset(tx, { kind: 'agent', id }, { tokenHash: link.hash, minutes });
    await createAccessMail(tx, {
      content: { kind: 'reset', isFirst: true },
      ...{ toName: name, toAddress: email.address, link, minutes },
    });
    await recordChange(tx, {
      ...{ companyId: null, actor: BY_COMMAND, action: 'add_platform_person' },
      after: { id, name, email: email.address, role },
    });
  });
}

/** A day, to hand it over by telephone; who is later asks for another at the sign-in page. */
const LINK_MINUTES = 24 * 60;

/** Address, role, name and since when, of those who have not been removed. */
export async function listPlatformPeople(db: Database): Promise<string[][]> {
  const rows = await rowsOf<{ email: string; role: string; name: string; createdAt: Date }>(
    db,
    `SELECT email, role, name, created_at AS "createdAt" FROM support_agents
     WHERE removed_at IS NULL ORDER BY role, name, id`,
  );
  return rows.map(({ email, role, name, createdAt }) => [
    ...[email, role, name, createdAt.toISOString()],
  ]);
}

/**
 * Removes a person of the platform: signed out everywhere, without links, tickets given back. The row
 * stays, since records name it; the address is free, also to be added again.
 *
 * @throws Error when there is nobody with this address.
 */
export async function removePlatformPerson(db: Database, emailKey: string): Promise<void> {
  await db.transaction(async (tx) => {
    const [was] = await rowsOf<{ id: string; name: string; email: string; role: string }>(
      tx,
      `SELECT id, name, email, role FROM support_agents
       WHERE email_key = ? AND removed_at IS NULL FOR UPDATE`,
      [emailKey],
    );
    if (was === undefined) throw new Error(`The platform has nobody with the address ${emailKey}`);
    const { id } = was;
    await rowsOf(
      tx,
      `UPDATE support_agents SET removed_at = now(), email_key = 'removed/' || id WHERE id = ?`,
      [id],
    );
    const person = { kind: 'agent', id } as const;
    await endSessions(tx, person);
    await endPasswordResets(tx, person);
    await endSecondFactor(tx, person);
    await rowsOf(tx, 'UPDATE tickets SET assigned_to = NULL WHERE assigned_to = ?', [id]);
    await recordChange(tx, {
      ...{ companyId: null, actor: BY_COMMAND, action: 'remove_platform_person', before: was },
    });
  });
}
