import { hash } from '@node-rs/argon2';
import { setApprovalLimit } from '../../db/approvals';
import { type Database, rowsOf, withCompany } from '../../db/pool';
import type { ApprovalOutcome } from '../../domain/approvals';
import type { AdminRole } from '../../domain/permissions';
import { makeCompany, type NewCompany, type TestCompany } from './company';
import { type PersonClient, signInPerson } from './person-client';
import { waitFor } from './wait-for';

/** A company that wants an approval of sends of more than 100 points, and its people. */
export async function makeFourEyes(
  { platformDb, url }: { platformDb: Database; url: string },
  options: NewCompany & { limit?: number | null } = {},
): Promise<FourEyes> {
  companies += 1;
  const domain = `four${companies}.example`;
  const email = `owner@${domain}`;
  const company = await makeCompany(platformDb, {
    ...options,
    admin: { email, password: PASSWORD },
  });
  const { limit = 100 } = options;
  await withCompany(platformDb, company.id, (tx) => setApprovalLimit(tx, company.id, limit));
  const idOf = async (address: string) => {
    const [admin] = await rowsOf<{ id: string }>(
      platformDb,
      'SELECT id FROM admins WHERE email_key = ?',
      [address],
    );
    return admin!.id;
  };
  const enter = async (address: string): Promise<FourEyesPerson> => {
    const client = await signInPerson(url, { email: address, password: PASSWORD });
    return { ...client, id: await idOf(address), email: address };
  };
  let people = 0;
  return {
    company,
    domain,
    owner: await enter(email),
    add: async (role) => {
      people += 1;
      const address = `${role}${people}@${domain}`;
      await rowsOf(
        platformDb,
        `INSERT INTO admins (company_id, email, email_key, name, role, password_hash)
         VALUES (?, ?, ?, ?, ?, ?)`,
        [...[company.id, address, address, `Person ${people}`], ...[role, await hash(PASSWORD)]],
      );
      return enter(address);
    },
  };
}

/**
 * A send that waits, of which its approver is told, and that he decides about.
 *
 * @returns its id.
 */
export async function sendAndDecide(
  system: { platformDb: Database; url: string },
  of: { company: string; recipients: object[]; is: ApprovalOutcome; note: string },
): Promise<string> {
  const { owner, add } = await makeFourEyes(system, { name: of.company, balance: 1_000 });
  const approver = await add('approver');
  const sent = await owner.call<{ id: string }>('distributions.create', {
    ...{ recipients: of.recipients, ifUnregistered: 'register' },
  });
  const { id } = sent.data;
  await waitFor('the mail to its approver', async () => {
    const mails = await rowsOf(
      system.platformDb,
      'SELECT 1 FROM approval_mails WHERE distribution_id = ? AND sent_at IS NOT NULL',
      [id],
    );
    return mails.length === 1;
  });
  const operation = of.is === 'approved' ? 'approve' : 'reject';
  const { status } = await approver.call(`distributions.${operation}`, { id, note: of.note });
  if (status !== 200) throw new Error(`To ${operation} was answered with ${status}`);
  return id;
}

let companies = 0;
const PASSWORD = 'three quiet green owls';

export interface FourEyes {
  company: TestCompany;
  domain: string;
  owner: FourEyesPerson;
  /** Somebody with this role, signed in. */
  add: (role: AdminRole) => Promise<FourEyesPerson>;
}

export interface FourEyesPerson extends PersonClient {
  id: string;
  email: string;
}
