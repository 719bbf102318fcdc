import { randomBytes } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { account, openCompanyAccounts, openWallets, postTransfers } from './ledger';
import { createApiKey } from './create-api-key';
import { type Database, rowsOf, type Transaction } from './pool';

/**
 * Fills an empty database with something to try: two companies with balances, an admin each, three
 * people of the platform (support, its lead, finance), twenty registered recipients, and a catalogue of goods.
 *
 * @returns the credentials, which are stored nowhere in clear, or undefined when the database is
 *   already in use.
 */
export async function seedDemo(db: Database): Promise<DemoCredentials | undefined> {
  const [admin, support, lead, finance] = await Promise.all([
    newPassword(),
    newPassword(),
    newPassword(),
    newPassword(),
  ]);
  return db.transaction(async (tx) => {
    // Two first starts at once seed once.
    await tx.raw('LOCK TABLE companies IN SHARE ROW EXCLUSIVE MODE');
    const [used] = await rowsOf(tx, 'SELECT 1 FROM companies LIMIT 1');
    if (used !== undefined) return undefined;
    const acme = await seedCompany(tx, { ...ACME, passwordHash: admin.hash });
    const globex = await seedCompany(tx, { ...GLOBEX, passwordHash: admin.hash });
    await seedCatalogue(tx);
    await tx.raw(
      `INSERT INTO support_agents (email, email_key, name, role, password_hash)
       VALUES (:support, :support, 'Sam Support', 'agent', :supportHash),
         (:lead, :lead, 'Lena Lead', 'lead', :leadHash),
         (:finance, :finance, 'Fiona Finance', 'finance', :financeHash)`,
      {
        ...{ support: SUPPORT_EMAIL, supportHash: support.hash },
        ...{ lead: LEAD_EMAIL, leadHash: lead.hash },
        ...{ finance: FINANCE_EMAIL, financeHash: finance.hash },
      },
    );
    return {
      companyId: acme.id,
      adminEmail: ACME.adminEmail,
      adminPassword: admin.password,
      apiKey: acme.apiKey,
      supportEmail: SUPPORT_EMAIL,
      supportPassword: support.password,
      leadEmail: LEAD_EMAIL,
      leadPassword: lead.password,
      financeEmail: FINANCE_EMAIL,
      financePassword: finance.password,
      otherCompanyApiKey: globex.apiKey,
    };
  });
}

export interface DemoCredentials {
  companyId: string;
  adminEmail: string;
  adminPassword: string;
  apiKey: string;
  supportEmail: string;
  supportPassword: string;
  leadEmail: string;
  leadPassword: string;
  financeEmail: string;
  financePassword: string;
  otherCompanyApiKey: string;
}

async function newPassword(): Promise<{ password: string; hash: string }> {
  const password = randomBytes(9).toString('base64url');
  return { password, hash: await hash(password) };
}

const SUPPORT_EMAIL = 'sam@support.bestow.example';
/** A large reversal takes two. */
const LEAD_EMAIL = 'lena@support.bestow.example';
const FINANCE_EMAIL = 'fiona@finance.bestow.example';

/** The company that a demo begins with. */
export const ACME: DemoCompany = {
  name: 'Acme Industries',
  adminEmail: 'ada@acme.example',
  adminName: 'Ada Admin',
  balancePoints: 1_000_000,
  people: [
    ['Asha Rao', 'asha.rao@acme.example'],
    ['Bruno Silva', 'bruno.silva@acme.example'],
    ['Chen Wei 陈伟', 'chen.wei@acme.example'],
    ['Divya Nair', 'divya.nair@acme.example'],
    ['Élodie Fontaine', 'elodie.fontaine@acme.example'],
    ['فاطمة الزهراء', 'fatima.zahra@acme.example'],
    ['Gita Sharma गीता शर्मा', 'gita.sharma@acme.example'],
    ['Hiroshi Tanaka 田中 宏', 'hiroshi.tanaka@acme.example'],
    ['Ingrid Østby', 'ingrid.ostby@acme.example'],
    ["John O'Neill", 'john.oneill@acme.example'],
    ['Kavita Iyer', 'kavita.iyer@acme.example'],
    ['Łukasz Żak', 'lukasz.zak@acme.example'],
    ['María-José Peña', 'maria.pena@acme.example'],
    ['Ngozi Okafor', 'ngozi.okafor@acme.example'],
    ['Olga Иванова', 'olga.ivanova@acme.example'],
    ['Priya Menon', 'priya.menon@acme.example'],
  ],
};

const GLOBEX: DemoCompany = {
  name: 'Globex Services',
  adminEmail: 'gus@globex.example',
  adminName: 'Gus Admin',
  balancePoints: 250_000,
  people: [
    ['Quentin Roy', 'quentin.roy@globex.example'],
    ['Rosa Diaz', 'rosa.diaz@globex.example'],
    ['Sunil Gupta', 'sunil.gupta@globex.example'],
    ['Tara Singh', 'tara.singh@globex.example'],
  ],
};

const CATALOGUE: [name: string, description: string, pricePoints: number, variants: string[]][] = [
  ['Steel water bottle', 'Keeps 750 ml cold for a day.', 120, ['Green', 'Black']],
  ['Cotton T-shirt', 'Organic cotton, in sizes for everybody.', 200, ['S', 'M', 'L', 'XL']],
  ['Desk lamp', 'Dimmable, with a warm light.', 450, []],
  ['Noise-cancelling headphones', 'For trains, and for the open-plan office.', 2_500, []],
  ['Box of teas', 'Twelve teas from Assam, Darjeeling and the Nilgiris.', 90, []],
];

async function seedCatalogue(tx: Transaction): Promise<void> {
  for (const [name, description, pricePoints, variants] of CATALOGUE) {
    await rowsOf(
      tx,
      `INSERT INTO goods (name, description, price_points, variants, is_available)
       VALUES (?, ?, ?, ?, true)`,
      [name, description, pricePoints, variants],
    );
  }
}

export interface DemoCompany {
  name: string;
  adminEmail: string;
  adminName: string;
  balancePoints: number;
  people: [name: string, email: string][];
}

/** One company with an owner, registered people, a balance and a key. */
export async function seedCompany(
  tx: Transaction,
  company: DemoCompany & { passwordHash: string },
): Promise<{ id: string; apiKey: string }> {
  const [made] = await rowsOf<{ id: string }>(
    tx,
    'INSERT INTO companies (name) VALUES (?) RETURNING id',
    [company.name],
  );
  if (made === undefined) throw new Error('A company was not made');
  const { id } = made;
  await openCompanyAccounts(tx, id);
  await tx.raw(
    `INSERT INTO admins (company_id, email, email_key, name, role, password_hash)
     VALUES (:id, :email, :email, :name, 'owner', :hash)`,
    { id, email: company.adminEmail, name: company.adminName, hash: company.passwordHash },
  );
  const people = await rowsOf<{ id: string }>(
    tx,
    `INSERT INTO recipients (company_id, email, email_key, name, registered_by, activated_at)
     SELECT ?, email, email, name, 'import', now() FROM unnest(?::text[], ?::text[]) AS p(name, email)
     RETURNING id`,
    [id, company.people.map(([name]) => name), company.people.map(([, email]) => email)],
  );
  await openWallets(
    tx,
    people.map((person) => ({ id: person.id, companyId: id })),
  );
  await postTransfers(tx, [
    {
      businessKey: `recharge/demo/${id}`,
      kind: 'recharge',
      points: company.balancePoints,
      from: account.funding,
      to: account.balanceOf(id),
      companyId: id,
    },
  ]);
  const { key } = await createApiKey(tx, { companyId: id, name: 'Demo' });
  return { id, apiKey: key };
}
