import type { ManagedGoods } from '../../contracts/catalogue';
import { rowsOf } from '../../db/pool';
import { useCleanUp } from '../../test/support/clean-up';
import {
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestDatabases,
} from '../../test/support/company';
import { makeGoods } from '../../test/support/orders';
import { callTrpc, signInAgent } from '../../test/support/support-desk';

const cleanUp = useCleanUp();
let databases: TestDatabases;
let api: TestApi;
let cookie: string;
let newestFirst: string[];

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
  const { platformDb } = databases;
  cookie = (await signInAgent({ url: api.url, platformDb }, 'Lena', 'lead')).cookie;
  newestFirst = [];
  for (let n = 0; n < 7; n += 1) {
    newestFirst.unshift(await makeGoods(platformDb, { name: `Goods ${n}` }));
  }
});

test.each([1, 3, 6, 7, 8])('pages of %i give all goods once, newest first', async (limit) => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit, ...(cursor !== undefined && { cursor }) });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toEqual(newestFirst);
});

test('goods that are made with a reason are listed first, and the reason is kept', async () => {
  const goods = {
    ...{ name: 'Tea pot', description: 'Of iron.', imageId: null, pricePoints: 300 },
    ...{ variants: [], isAvailable: false, reason: 'Asked for by many' },
  };
  const made = await callTrpc(api.url, 'catalogue.create', goods, { cookie });
  expect(made.status).toBe(200);
  expect((await list({ limit: 1 })).items).toMatchObject([{ name: 'Tea pot', version: 1 }]);
  const [audit] = await rowsOf(
    databases.platformDb,
    `SELECT action, reason FROM audit_records WHERE action = 'create_goods'`,
  );
  expect(audit).toEqual({ action: 'create_goods', reason: 'Asked for by many' });
});

test('a cursor of another list is refused at its field', async () => {
  const refused = await callTrpc(
    api.url,
    'catalogue.list',
    { cursor: 'x' },
    { cookie, method: 'GET' },
  );
  expect(refused.status).toBe(400);
});

async function list(input: object): Promise<{ items: ManagedGoods[]; nextCursor: string | null }> {
  const answer = await callTrpc(api.url, 'catalogue.list', input, { cookie, method: 'GET' });
  const body = (await answer.json()) as {
    result: { data: { items: ManagedGoods[]; nextCursor: string | null } };
  };
  return body.result.data;
}
