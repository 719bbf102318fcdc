import type { CompanyAudit } from '../../contracts/audit';
import { useCleanUp } from '../../test/support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestCompany,
  type TestDatabases,
} from '../../test/support/company';
import { type PersonClient, signInPerson } from '../../test/support/person-client';

const cleanUp = useCleanUp();
const PASSWORD = 'three quiet green owls';
let databases: TestDatabases;
let api: TestApi;
let acme: TestCompany;
let owner: PersonClient;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
  const admin = { email: 'owner@audit.example', password: PASSWORD };
  acme = await makeCompany(databases.platformDb, { admin });
  owner = await signInPerson(api.url, admin);
});

afterAll(() => expect(api.logged).toEqual([]));

interface Page {
  items: CompanyAudit[];
  nextCursor: string | null;
}

const list = async (input: object = {}, person = owner) =>
  (await person.ask<Page>('audit.list', input)).data;

test('a change of the company is kept by field, with who, before and after; no change is none', async () => {
  const change = { name: 'Acme Rewards', country: 'DE', mobileRequired: true };
  expect((await owner.call('company.change', change)).data).toEqual(change);
  expect((await owner.call('company.change', change)).status).toBe(200);
  await owner.call('company.change', { mobileRequired: false });
  const { items } = await list({ kind: 'company' });
  expect(items).toMatchObject([
    {
      action: 'change_company',
      before: { mobileRequired: true },
      after: { mobileRequired: false },
    },
    {
      by: { kind: 'admin', name: 'Admin' },
      before: { name: acme.name, country: 'IN', mobileRequired: false },
      after: change,
    },
  ]);
  const me = await owner.ask<{ company: object }>('auth.whoAmI');
  expect(me.data.company).toMatchObject({ ...change, mobileRequired: false });
});

test.each([
  [{ name: '' }, 'invalid_name', 'name'],
  [{ name: 'a\nb' }, 'invalid_name', 'name'],
  [{ country: 'XX' }, 'invalid_country', 'country'],
  [{ country: 'de' }, 'invalid_country', 'country'],
])('%j is refused as %s of its field', async (input, code, path) => {
  const { error } = await owner.call('company.change', input);
  expect(error).toMatchObject({ code, issues: [{ path }] });
});

test('the alert level is a record of its key or person, once a change', async () => {
  const set = (points: number | null) => api.as(acme).request('PUT', '/balance/alert', { points });
  expect([(await set(500)).status, (await set(500)).status]).toEqual([200, 200]);
  const [record] = (await list({ kind: 'company' })).items;
  expect(record).toMatchObject({
    ...{ action: 'set_balance_alert', before: { points: null }, after: { points: 500 } },
    by: { kind: 'api_key', name: 'Test' },
  });
});

test('what a person does with the own account is there, without a secret', async () => {
  await owner.call('auth.changeName', { name: 'Ada Owner' });
  const change = { currentPassword: PASSWORD, newPassword: 'four noisy yellow owls' };
  await owner.call('auth.changePassword', change);
  const { items } = await list({ kind: 'security' });
  expect(items.map(({ action }) => action)).toEqual(['change_password', 'change_name']);
  expect(items[1]).toMatchObject({
    ...{ before: { name: 'Admin' }, after: { name: 'Ada Owner' } },
    by: { kind: 'admin', name: 'Ada Owner' },
  });
  expect(JSON.stringify(items)).not.toContain('owls');
});

test('pages go on where they ended, newest first, and a kind keeps its own', async () => {
  const all = (await list({ limit: 100 })).items;
  expect(all.length).toBeGreaterThanOrEqual(5);
  const paged: CompanyAudit[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await list({ limit: 2, ...(cursor && { cursor }) });
    paged.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(paged).toEqual(all);
  expect((await list({ kind: 'keys' })).items).toEqual([]);
  const wrong = await owner.ask('audit.list', { cursor: 'made up' });
  expect(wrong.error?.code).toBe('bad_request');
});

test('another company reads nothing of it', async () => {
  const admin = { email: 'other@audit.example', password: PASSWORD };
  await makeCompany(databases.platformDb, { admin });
  const other = await signInPerson(api.url, admin);
  expect(await list({}, other)).toEqual({ items: [], nextCursor: null });
});

test('how support works on a ticket is not in it, and what it did to rewards is, without a name', async () => {
  const insert = (action: string) =>
    databases.platformDb.raw(
      `INSERT INTO audit_records (company_id, actor_kind, actor_id, action, reason, before, after)
       VALUES (?, 'agent', 'agent-id', ?, 'why', '{}', '{}')`,
      [acme.id, action],
    );
  await insert('note');
  await insert('correct_order_address');
  await insert('retry_now');
  const { items } = await list({ kind: 'rewards' });
  expect(items).toMatchObject([
    { action: 'retry_now', by: { kind: 'support', name: null }, reason: 'why' },
  ]);
  expect((await list({ limit: 100 })).items.map(({ action }) => action)).not.toContain('note');
});
