import { hash } from '@node-rs/argon2';
import { createApiKeyFinder } from '../db/credentials';
import { createPlatformKey } from '../db/platform-keys';
import { rowsOf } from '../db/pool';
import { appRouter } from '../api/router';
import {
  adminRoles,
  companyPermissions,
  type CompanyPermission,
  mayDo,
  permissionsOf,
  platformPermissions,
  platformPermissionsOf,
} from '../domain/permissions';
import { useCleanUp } from './support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestCompany,
  type TestDatabases,
} from './support/company';
import { callTrpc } from './support/support-desk';

/** Every procedure says who may call it, and every role is tried on each. */
const cleanUp = useCleanUp();
const PASSWORD = 'three quiet green owls';
let databases: TestDatabases;
let api: TestApi;
let acme: TestCompany;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
  acme = await makeCompany(databases.platformDb);
});

afterAll(() => expect(api.logged).toEqual([]));

/** Whoever calls these is not known yet, or may be anybody. */
const FOR_EVERYBODY: ReadonlySet<string> = new Set([
  'auth.signIn',
  'auth.signInTotp',
  'auth.signOut',
  'auth.whoAmI',
  'auth.forgotPassword',
  'auth.checkReset',
  'auth.resetPassword',
  'auth.findInvitation',
  'auth.join',
  'support.signIn',
  // Whoever has the link of a parcel's mail.
  'recipientOrders.getByLink',
  'recipientOrders.correctAddressByLink',
]);

interface Procedure {
  _def: { type: 'query' | 'mutation' | 'subscription'; meta?: { permission?: string } };
}

const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, Procedure>,
).map(([name, { _def }]) => ({
  name,
  method: _def.type === 'mutation' ? ('POST' as const) : ('GET' as const),
  isStream: _def.type === 'subscription',
  permission: _def.meta?.permission ?? '',
}));
const isOfCompany = (permission: string): permission is CompanyPermission =>
  companyPermissions.some((known) => known === permission);
const ofCompany = procedures.filter(({ permission }) => isOfCompany(permission));
const notOfCompany = procedures.filter(
  ({ name, permission }) =>
    !FOR_EVERYBODY.has(name) && platformPermissions.some((known) => known === permission),
);

test('every procedure declares its permission, or is known to be for everybody', () => {
  const undeclared = procedures.filter(({ permission }) => permission === '');
  expect(undeclared.map(({ name }) => name).filter((name) => !FOR_EVERYBODY.has(name))).toEqual([]);
  expect(ofCompany.length).toBeGreaterThan(30);
  expect(notOfCompany.length).toBeGreaterThan(10);
});

test.each(adminRoles)('%s may do what the table says, and nothing else', async (role) => {
  const email = `${role}@permissions.example`;
  await databases.platformDb.raw(
    `INSERT INTO admins (company_id, email, email_key, name, role, password_hash)
     VALUES (:id, :email, :email, 'Admin', :role, :hash)`,
    { id: acme.id, email, role, hash: await hash(PASSWORD) },
  );
  const cookie = await signIn(email);
  for (const procedure of ofCompany) {
    const { name, permission } = procedure;
    const status = await statusOf(procedure, { cookie });
    // An input that nothing takes: whoever may is told so, and whoever may not is not.
    const allowed = isOfCompany(permission) && mayDo(role, permission);
    expect([name, status === 403]).toEqual([name, !allowed]);
    expect([name, status === 401]).toEqual([name, false]);
  }
  for (const procedure of notOfCompany) {
    const { name } = procedure;
    const status = await statusOf(procedure, { cookie });
    expect([name, status]).toEqual([name, 403]);
  }
  const me = await callTrpc(api.url, 'auth.whoAmI', {}, { cookie, method: 'GET' });
  const { result } = (await me.json()) as { result: { data: { permissions: string[] } } };
  expect(result.data.permissions).toEqual(permissionsOf(role));
});

test.each(['full', 'read_only'] as const)(
  'a key of scope %s may do what its role may',
  async (scope) => {
    const company = await makeCompany(databases.platformDb);
    await rowsOf(databases.platformDb, 'UPDATE api_keys SET scope = ? WHERE company_id = ?', [
      scope,
      company.id,
    ]);
    const found = await createApiKeyFinder(databases.platformDb)(company.apiKey);
    expect(found).toMatchObject({ scope });
    const role = scope === 'full' ? 'integrator' : 'read_only';
    const authorization = `Bearer ${company.apiKey}`;
    for (const procedure of ofCompany) {
      const { name, permission } = procedure;
      const status = await statusOf(procedure, { authorization });
      const allowed = isOfCompany(permission) && mayDo(role, permission);
      expect([name, status === 403]).toEqual([name, !allowed]);
    }
    for (const procedure of procedures) {
      const { name, permission } = procedure;
      if (permission !== 'own_account') continue;
      const status = await statusOf(procedure, { authorization });
      expect([name, status]).toEqual([name, 403]);
    }
  },
);

test('nobody may do nothing', async () => {
  for (const procedure of procedures) {
    const { name, permission } = procedure;
    if (permission === '') continue;
    const status = await statusOf(procedure, {});
    expect([name, status]).toEqual([name, 401]);
  }
});

test.each(['agent', 'lead', 'finance'] as const)(
  'a platform %s acts for no company, and only within the role',
  async (role) => {
    const email = `${role}@platform.example`;
    await databases.platformDb.raw(
      `INSERT INTO support_agents (email, email_key, name, role, password_hash)
       VALUES (:email, :email, 'Person', :role, :hash)`,
      { email, role, hash: await hash(PASSWORD) },
    );
    const cookie = await signIn(email);
    for (const procedure of [...ofCompany, ...notOfCompany]) {
      const { name, permission } = procedure;
      const status = await statusOf(procedure, { cookie });
      const isOwn = platformPermissionsOf(role).some((own) => own === permission);
      const refused = isOfCompany(permission) ? 401 : 403;
      if (isOwn) expect([name, [401, 403].includes(status)]).toEqual([name, false]);
      else expect([name, status]).toEqual([name, refused]);
    }
    const me = await callTrpc(api.url, 'auth.whoAmI', {}, { cookie, method: 'GET' });
    expect(await me.json()).toMatchObject({
      result: {
        data: {
          ...{ kind: 'platform', role, email, company: null },
          temporalUiUrl: role === 'lead' ? 'http://temporal.test.example' : null,
        },
      },
    });
  },
);

test('a person of finance confirms a payment as a key of finance does, by name', async () => {
  const company = await makeCompany(databases.platformDb);
  const cookie = await signIn('finance@platform.example');
  const input = { companyId: company.id, points: 5, paymentReference: 'by a person' };
  expect((await callTrpc(api.url, 'recharges.create', input, { cookie })).status).toBe(200);
  const { key } = await createPlatformKey(databases.platformDb, { name: 'Bank', role: 'finance' });
  const byKey = { ...input, paymentReference: 'by a key' };
  const authorization = `Bearer ${key}`;
  expect((await callTrpc(api.url, 'recharges.create', byKey, { authorization })).status).toBe(200);
  const rows = await rowsOf<{ by: string }>(
    databases.platformDb,
    `SELECT created_by AS by FROM recharges WHERE company_id = ? ORDER BY created_at`,
    [company.id],
  );
  expect(rows.map(({ by }) => by.split('/')[0])).toEqual(['agent', 'platform_key']);
});

/** Refused by every procedure's schema, after who is calling. */
const NO_INPUT = { noSuchField: 'x' };

/** Of a stream, the status stands in its first event: its answer has begun by then. */
async function statusOf(
  { name, method, isStream }: (typeof procedures)[number],
  caller: { cookie?: string; authorization?: string },
): Promise<number> {
  const answer = await callTrpc(api.url, name, NO_INPUT, { ...caller, method });
  if (!isStream) return answer.status;
  return Number(/"httpStatus":(\d+)/.exec(await answer.text())?.[1]);
}

async function signIn(email: string): Promise<string> {
  const answer = await callTrpc(api.url, 'auth.signIn', { email, password: PASSWORD });
  expect(answer.status).toBe(200);
  return answer.headers.get('set-cookie')!.split(';', 1)[0]!;
}
