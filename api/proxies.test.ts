import { rowsOf } from '../db/pool';
import { useCleanUp } from '../test/support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestDatabases,
} from '../test/support/company';

/** The API behind the proxy that speaks TLS, and without one. */
const cleanUp = useCleanUp();
const admin = { email: 'owner@proxies.example', password: 'three quiet green owls' };
let databases: TestDatabases;
let behindProxy: TestApi;
let alone: TestApi;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  behindProxy = await startTestApi(cleanUp, databases, {
    ...{ publicUrl: 'https://points.example', trustedProxies: 1 },
  });
  alone = await startTestApi(cleanUp, databases);
  await makeCompany(databases.platformDb, { admin });
});

beforeEach(() => databases.platformDb.raw('DELETE FROM rate_limits'));

const post = (
  api: TestApi,
  path: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${api.url}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const ask = (from: string, api = behindProxy): Promise<Response> =>
  fetch(`${api.url}/help`, {
    method: 'POST',
    headers: { 'x-forwarded-for': from, 'x-forwarded-proto': 'https' },
    body: new URLSearchParams({
      email: `${Math.random()}@proxies.example`,
      text: 'Where are my points?',
    }),
  });

test('who signs in by way of the proxy has a cookie that is secure, and is signed in by it', async () => {
  const throughTls = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' };
  const signedIn = await post(behindProxy, '/trpc/auth.signIn', admin, throughTls);
  expect(signedIn.status).toBe(200);
  const cookie = signedIn.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^__Host-bestow\.session=.*; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/);
  const me = await fetch(`${behindProxy.url}/trpc/auth.whoAmI`, {
    headers: { ...throughTls, cookie: cookie.split(';', 1)[0]! },
  });
  expect(me.status).toBe(200);
});

test('clients behind the proxy are told apart: one who writes often keeps nobody else from it', async () => {
  const statuses: number[] = [];
  for (let n = 0; n < 6; n += 1) statuses.push((await ask('203.0.113.7')).status);
  expect(statuses).toEqual([201, 201, 201, 201, 201, 429]);
  expect((await ask('203.0.113.8')).status).toBe(201);
  // What a client says itself stands before what the proxy adds, and is not believed.
  expect((await ask('198.51.100.1, 203.0.113.7')).status).toBe(429);
});

test('without a proxy nobody chooses an address by a header', async () => {
  const statuses: number[] = [];
  for (let n = 0; n < 6; n += 1) statuses.push((await ask(`203.0.113.${n}`, alone)).status);
  expect(statuses.at(-1)).toBe(429);
});

test('limits know no address in clear', async () => {
  await ask('203.0.113.9');
  await post(alone, '/trpc/auth.signIn', { ...admin, password: 'wrong' });
  const rows = await rowsOf<{ key: string }>(databases.platformDb, 'SELECT key FROM rate_limits');
  expect(rows.length).toBeGreaterThan(2);
  expect(rows.filter(({ key }) => /@|\d\.\d/.test(key))).toEqual([]);
});

describe('wrong passwords', () => {
  const guess = (email: string, client: string) =>
    post(
      behindProxy,
      '/trpc/auth.signIn',
      { email, password: 'wrong' },
      { 'x-forwarded-for': client },
    );
  /** What guesses have used up of a limit of 100. */
  const useUp = (prefix: string) =>
    rowsOf(databases.platformDb, `UPDATE rate_limits SET points = 100 WHERE key LIKE ? || ':%'`, [
      prefix,
    ]);

  test('of one client are counted over all addresses; a right one gives its own back', async () => {
    expect((await guess('a@proxies.example', '203.0.113.7')).status).toBe(401);
    await useUp('sign-in-client');
    const limited = await guess('b@proxies.example', '203.0.113.7');
    expect(limited.status).toBe(429);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await guess('b@proxies.example', '203.0.113.8')).status).toBe(401);
    await databases.platformDb.raw('DELETE FROM rate_limits');
    for (let n = 0; n < 3; n += 1) await post(alone, '/trpc/auth.signIn', admin);
    const left = await rowsOf<{ points: number }>(
      databases.platformDb,
      `SELECT points FROM rate_limits WHERE key LIKE 'sign-in-%' AND points <> 0`,
    );
    expect(left).toEqual([]);
  });

  test('for one address are counted over all clients', async () => {
    expect((await guess(admin.email, '203.0.113.7')).status).toBe(401);
    await useUp('sign-in-address');
    expect((await guess(admin.email, '203.0.113.8')).status).toBe(429);
    expect((await guess('other@proxies.example', '203.0.113.8')).status).toBe(401);
  });

  test('cannot be tried by the hundred in one request', async () => {
    const names = Array(21).fill('auth.whoAmI').join(',');
    const answer = await fetch(`${alone.url}/trpc/${names}?batch=1`);
    expect(answer.status).toBe(400);
  });
});

test('a link to the wallet is asked for sixty times an hour by one client, for whomever', async () => {
  const askForLink = (email: string) =>
    fetch(`${alone.url}/wallet`, { method: 'POST', body: new URLSearchParams({ email }) });
  expect((await askForLink('a@proxies.example')).status).toBe(200);
  await rowsOf(
    databases.platformDb,
    `UPDATE rate_limits SET points = 60 WHERE key LIKE 'wallet-client:%'`,
  );
  expect((await askForLink('b@proxies.example')).status).toBe(429);
});

test('a session ends after a working day, however often it is used', async () => {
  const signedIn = await post(alone, '/trpc/auth.signIn', admin);
  const cookie = signedIn.headers.get('set-cookie')!.split(';', 1)[0]!;
  const me = () => fetch(`${alone.url}/trpc/auth.whoAmI`, { headers: { cookie } });
  expect((await me()).status).toBe(200);
  const sid = decodeURIComponent(cookie).split('=s:')[1]!.split('.', 1)[0]!;
  const age = `UPDATE sessions SET sess = jsonb_set(sess::jsonb, '{signedInAt}', to_jsonb(?::text))::json
    WHERE sid = ?`;
  const before = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  await rowsOf(databases.platformDb, age, [before(11.9), sid]);
  expect((await me()).status).toBe(200);
  await rowsOf(databases.platformDb, age, [before(12.1), sid]);
  expect((await me()).status).toBe(401);
});

test.each<[string, Record<string, string>, number]>([
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
  ['a sister of ours', { 'sec-fetch-site': 'same-site', origin: 'https://x.points.example' }, 403],
  ['another site, by an old browser', { origin: 'https://evil.example' }, 403],
  ['our page', { 'sec-fetch-site': 'same-origin', origin: 'null' }, 410],
  ['our page, by an old browser', { origin: 'https://points.example' }, 410],
  ['our page that sends no referrer', { origin: 'null' }, 410],
  ['a program', {}, 410],
])('a form that signs in, posted by %s', async (_, headers, status) => {
  const answer = await post(behindProxy, '/wallet/sign-in/unknown', {}, headers);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('set-cookie')).toBeNull();
});
