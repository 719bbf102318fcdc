import type { EmailAddress } from '../domain/email-address';
import { createAccessMail } from './access-mails';
import { cancelInvitationTo, createInvitation, INVITATION_DAYS } from './admin-invitations';
import { BY_COMMAND, recordChange } from './audit';
import { openCompanyAccounts } from './ledger';
import type { Link } from './link-tokens';
import { findPerson } from './persons';
import { type Database, rowsOf, type Transaction, withCompany } from './pool';

/**
 * Makes a company with empty accounts, and invites its first owner.
 *
 * @returns the company's id.
 * @throws Error when the name is taken, so that a command that is repeated makes no second one, or when
 *   the owner's address is somebody's already.
 */
export async function createCompany(
  db: Database,
  company: { name: string; country: string; timeZone: string },
  owner: EmailAddress,
  link: Link,
): Promise<string> {
  const { name, country, timeZone } = company;
  return db.transaction(async (tx) => {
    const [taken] = await rowsOf<{ id: string }>(
      tx,
      'SELECT id FROM companies WHERE lower(name) = lower(?)',
      [name],
    );
    if (taken !== undefined) throw new Error(`The company ${taken.id} has this name`);
    const [made] = await rowsOf<{ id: string }>(
      tx,
      'INSERT INTO companies (name, country, time_zone) VALUES (?, ?, ?) RETURNING id',
      [name, country, timeZone],
    );
    if (made === undefined) throw new Error('A company was not made');
    const { id } = made;
    await tx.raw(`SELECT set_config('bestow.company_id', ?, true)`, [id]);
    await openCompanyAccounts(tx, id);
    const act = { companyId: id, actor: BY_COMMAND, action: 'create_company', after: company };
    await recordChange(tx, act);
    await invite(tx, { id, name }, owner, link);
    return id;
  });
}

/**
 * Invites an owner to a company that is there: the first one's link was lost, or no owner is left. An
 * open invitation of the address is replaced.
 *
 * @throws Error when there is no such company, or when the address is somebody's already.
 */
export async function inviteOwner(
  db: Database,
  companyId: string,
  owner: EmailAddress,
  link: Link,
): Promise<void> {
  const [company] = await rowsOf<{ id: string; name: string }>(
    db,
    'SELECT id, name FROM companies WHERE id::text = ?',
    [companyId],
  );
  if (company === undefined) throw new Error(`There is no company ${companyId}`);
  await withCompany(db, company.id, (tx) => invite(tx, company, owner, link));
}

async function invite(
  tx: Transaction,
  { id: companyId, name: companyName }: { id: string; name: string },
  owner: EmailAddress,
  link: Link,
): Promise<void> {
  const { address: email, key: emailKey } = owner;
  if ((await findPerson(tx, { emailKey })) !== undefined) {
    throw new Error(`Somebody has an account with the address ${email}`);
  }
  const by = { companyId, actor: BY_COMMAND };
  const before = await cancelInvitationTo(tx, emailKey);
  if (before) await recordChange(tx, { ...by, action: 'cancel_invitation', before });
  const after = { email, role: 'owner' as const };
  const invitation = { tokenHash: link.hash, invitedBy: 'operator/command', days: INVITATION_DAYS };
  await createInvitation(tx, { ...invitation, email: owner, role: after.role });
  await recordChange(tx, { ...by, action: 'invite_admin', after });
  await createAccessMail(tx, {
    content: { kind: 'invitation', companyName, inviterName: 'Bestow', role: after.role },
    ...{ toName: '', toAddress: email, link, minutes: INVITATION_DAYS * 24 * 60 },
  });
}

/** Id, name, country, time zone, how many owners, and when it was made; oldest first. */
export async function listCompanies(db: Database): Promise<(string | number)[][]> {
  const rows = await rowsOf<CompanyLine>(
    db,
    `SELECT c.id, c.name, c.country, c.time_zone AS "timeZone", c.created_at AS "createdAt",
       (SELECT count(*) FROM admins a WHERE a.company_id = c.id AND a.role = 'owner'
          AND a.removed_at IS NULL) AS owners
     FROM companies c ORDER BY c.id`,
  );
  return rows.map(({ id, name, country, timeZone, owners, createdAt }) => [
    ...[id, name, country, timeZone, owners, createdAt.toISOString()],
  ]);
}

interface CompanyLine {
  id: string;
  name: string;
  country: string;
  timeZone: string;
  owners: number;
  createdAt: Date;
}
