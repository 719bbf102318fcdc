import { useCleanUp } from '../../test/support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestCompany,
  type TestDatabases,
} from '../../test/support/company';

const cleanUp = useCleanUp();
let databases: TestDatabases;
let api: TestApi;
let acme: TestCompany;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
  acme = await makeCompany(databases.platformDb, {
    balance: 100,
    admin: { email: 'ada@auth.example', password: PASSWORD },
  });
});

const PASSWORD = 'correct horse battery staple';

test('an admin signs in by cookie, is known, sends, and is unknown after signing out', async () => {
  const signedIn = await signIn('Ada@Auth.example', PASSWORD);
  expect(signedIn.status).toBe(200);
  const cookie = cookieOf(signedIn);
  const me = await call('auth.whoAmI', undefined, cookie);
  expect((await read(me)).result.data).toMatchObject({
    kind: 'admin',
    role: 'owner',
    email: 'ada@auth.example',
    company: { id: acme.id, timeZone: 'UTC', mobileRequired: false },
    temporalUiUrl: null,
    totpEnabled: false,
  });
  const sent = await call(
    'distributions.create',
    { recipients: [{ name: 'A', email: 'a@auth.example', points: 5 }] },
    cookie,
  );
  expect((await read(sent)).result.data).toMatchObject({
    method: 'individual',
    status: 'accepted',
  });
  expect((await call('auth.signOut', {}, cookie)).status).toBe(200);
  expect((await call('auth.whoAmI', undefined, cookie)).status).toBe(401);
});

test('the cookie is out of reach of scripts and of other sites, and new at every sign-in', async () => {
  const first = await signIn('ada@auth.example', PASSWORD);
  expect(first.headers.get('set-cookie')).toMatch(/HttpOnly/i);
  expect(first.headers.get('set-cookie')).toMatch(/SameSite=Lax/i);
  const planted = cookieOf(first);
  const second = await signIn('ada@auth.example', PASSWORD, planted);
  expect(cookieOf(second)).not.toBe(planted);
  expect((await call('auth.whoAmI', undefined, planted)).status).toBe(401);
});

test.each<[string, string | undefined]>([
  ['no cookie', undefined],
  ['a cookie of ours that is made up', 'bestow.session=s%3Amade-up.signature'],
  ['garbage', 'bestow.session=%E0%A4%A; ;;='],
])('%s is nobody', async (_what, cookie) => {
  const answer = await call('auth.whoAmI', undefined, cookie);
  expect(answer.status).toBe(401);
  expect((await read(answer)).error.data.error).toMatchObject({ code: 'unauthorized' });
});

test('a wrong password and an unknown address are answered alike', async () => {
  const bodies = await Promise.all(
    ['ada@auth.example', 'nobody@auth.example', 'no address', ''].map(async (email) => {
      const answer = await signIn(email, 'wrong');
      const { requestId: _, ...error } = (await read(answer)).error.data.error;
      return [answer.status, answer.headers.get('set-cookie'), error];
    }),
  );
  expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  expect(bodies[0]).toMatchObject([401, null, { code: 'wrong_credentials' }]);
  // A person reads it, who has no API key.
  expect(JSON.stringify(bodies[0])).not.toContain('Bearer');
});

test('after 10 wrong passwords the address is throttled, also for the right one', async () => {
  await makeCompany(databases.platformDb, {
    admin: { email: 'slow@auth.example', password: PASSWORD },
  });
  const statuses: number[] = [];
  for (let n = 0; n < 10; n += 1) statuses.push((await signIn('slow@auth.example', `${n}`)).status);
  expect(statuses).toEqual(Array.from({ length: 10 }, () => 401));
  const throttled = await signIn('SLOW@auth.example', PASSWORD);
  expect(throttled.status).toBe(429);
  const wait = Number(throttled.headers.get('retry-after'));
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(900);
  expect((await read(throttled)).error.data.error).toMatchObject({ code: 'rate_limited' });
  // Others are not.
  expect((await signIn('ada@auth.example', PASSWORD)).status).toBe(200);
});

test('the right password gives the attempts back', async () => {
  for (let round = 0; round < 3; round += 1) {
    for (let n = 0; n < 6; n += 1) await signIn('ada@auth.example', 'wrong');
    expect((await signIn('ada@auth.example', PASSWORD)).status).toBe(200);
  }
});

test('who may only look cannot send', async () => {
  await makeCompany(databases.platformDb, {
    balance: 10,
    admin: { email: 'viewer@auth.example', password: PASSWORD, role: 'viewer' },
  });
  const cookie = cookieOf(await signIn('viewer@auth.example', PASSWORD));
  expect((await call('balance.get', {}, cookie, 'GET')).status).toBe(200);
  const refused = await call(
    'distributions.create',
    { recipients: [{ name: 'A', email: 'v@auth.example', points: 1 }] },
    cookie,
  );
  expect(refused.status).toBe(403);
});

test('a cookie is no credential for REST', async () => {
  const cookie = cookieOf(await signIn('ada@auth.example', PASSWORD));
  const answer = await fetch(`${api.url}/api/v1/balance`, { headers: { cookie } });
  expect(answer.status).toBe(401);
});

afterAll(() => {
  expect(api.logged).toEqual([]);
});

function signIn(email: string, password: string, cookie?: string): Promise<Response> {
  return call('auth.signIn', { email, password }, cookie);
}

function call(
  procedure: string,
  input: unknown,
  cookie?: string,
  method = input === undefined ? 'GET' : 'POST',
): Promise<Response> {
  const query =
    method === 'GET' && input ? `?input=${encodeURIComponent(JSON.stringify(input))}` : '';
  return fetch(`${api.url}/trpc/${procedure}${query}`, {
    method,
    headers: {
      ...(cookie !== undefined && { cookie }),
      ...(method === 'POST' && { 'content-type': 'application/json' }),
    },
    ...(method === 'POST' && { body: JSON.stringify(input) }),
  });
}

interface Answer {
  result: { data: unknown };
  error: { data: { error: Record<string, unknown> } };
}

async function read(answer: Response): Promise<Answer> {
  return (await answer.json()) as Answer;
}

function cookieOf(answer: Response): string {
  return answer.headers.get('set-cookie')!.split(';', 1)[0]!;
}
