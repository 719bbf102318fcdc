import type { ApiKey } from '../../contracts/api-keys';
import { rowsOf } from '../../db/pool';
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
let databases: TestDatabases;
let api: TestApi;
let acme: TestCompany;
let owner: PersonClient;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
  const admin = { email: 'owner@keys.example', password: 'three quiet green owls' };
  acme = await makeCompany(databases.platformDb, { balance: 10, admin });
  owner = await signInPerson(api.url, admin);
});

afterAll(() => expect(api.logged).toEqual([]));

const list = async () => (await owner.ask<{ items: ApiKey[] }>('keys.list')).data.items;

const create = async (input: object) =>
  (await owner.call<{ item: ApiKey; key: string }>('keys.create', input)).data;

const get = (key: string) => api.as({ apiKey: key }).request('GET', '/balance');

test('a key is shown once, works at once, is stored as a hash, and shows when it was used', async () => {
  const { item, key } = await create({ name: 'HR system', scope: 'full' });
  expect(key).toMatch(/^bst_[\w-]{43}$/);
  expect(item).toMatchObject({ name: 'HR system', createdBy: 'Admin', lastUsedAt: null });
  expect(key.startsWith(item.prefix)).toBe(true);
  expect((await get(key)).status).toBe(200);
  expect(JSON.stringify(await list())).not.toContain(key);
  const [found] = await list();
  expect(found).toMatchObject({ id: item.id, lastUsedAt: expect.any(String) });
  const stored = await rowsOf<object>(databases.platformDb, 'SELECT * FROM api_keys');
  expect(JSON.stringify(stored)).not.toContain(key);
});

test('a key that may only look cannot send', async () => {
  const { key } = await create({ name: 'Dashboard', scope: 'read_only' });
  expect((await get(key)).status).toBe(200);
  const recipients = [{ name: 'A', email: 'a@keys.example', points: 1 }];
  expect((await api.as({ apiKey: key }).send({ recipients })).status).toBe(403);
});

test('a revoked key is refused from the next call on, also when it is revoked twice', async () => {
  const { item, key } = await create({ name: 'Old', scope: 'full' });
  const revoked = await owner.call<ApiKey>('keys.revoke', { id: item.id });
  expect(revoked.data.revokedAt).not.toBeNull();
  expect((await get(key)).status).toBe(401);
  const again = await owner.call<ApiKey>('keys.revoke', { id: item.id });
  expect(again.data).toEqual(revoked.data);
  // Those that work stand first.
  expect((await list()).at(-1)!.id).toBe(item.id);
});

test.each([
  [{ name: '', scope: 'full' }, 'invalid_name'],
  [{ name: 'a\u0000b', scope: 'full' }, 'invalid_name'],
  [{ name: 'x', scope: 'everything' }, 'bad_request'],
])('%j is refused as %s', async (input, code) => {
  const { error } = await owner.call('keys.create', input);
  expect(error).toMatchObject({ code, issues: [{ path: expect.any(String) }] });
});

test('making and revoking a key is recorded, without the key', async () => {
  const { item, key } = await create({ name: 'Recorded', scope: 'full' });
  await owner.call('keys.revoke', { id: item.id });
  const records = await rowsOf<object>(
    databases.platformDb,
    `SELECT action, actor_kind, coalesce(before->>'name', after->>'name') AS name
     FROM audit_records WHERE company_id = ? ORDER BY id DESC LIMIT 2`,
    [acme.id],
  );
  expect(records).toEqual([
    { action: 'revoke_api_key', actor_kind: 'admin', name: 'Recorded' },
    { action: 'create_api_key', actor_kind: 'admin', name: 'Recorded' },
  ]);
  expect(JSON.stringify(records)).not.toContain(key);
});

test('a company has at most 50 working keys', async () => {
  await rowsOf(
    databases.platformDb,
    `INSERT INTO api_keys (company_id, name, prefix, key_hash)
     SELECT ?, 'Filler', 'bst_', sha256(('filler ' || n)::bytea) FROM generate_series(1, 50) AS n`,
    [acme.id],
  );
  const { error } = await owner.call('keys.create', { name: 'One more', scope: 'full' });
  expect(error?.code).toBe('too_many_keys');
});
