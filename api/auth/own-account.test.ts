import { rowsOf } from '../../db/pool';
import { useCleanUp } from '../../test/support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestDatabases,
} from '../../test/support/company';
import { callTrpc } from '../../test/support/support-desk';

const cleanUp = useCleanUp();
const PASSWORD = 'three quiet green owls';
const ANOTHER = 'four noisy yellow owls';
let databases: TestDatabases;
let api: TestApi;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
});

afterAll(() => expect(api.logged).toEqual([]));

let count = 0;

async function makePerson(): Promise<string> {
  const email = `person${(count += 1)}@own.example`;
  await makeCompany(databases.platformDb, { admin: { email, password: PASSWORD } });
  return email;
}

async function signIn(email: string, password = PASSWORD) {
  const answer = await callTrpc(api.url, 'auth.signIn', { email, password });
  return {
    status: answer.status,
    cookie: answer.headers.get('set-cookie')?.split(';', 1)[0] ?? '',
  };
}

interface Answer<Data> {
  status: number;
  data: Data;
  error: { code: string; issues?: { path: string }[] };
}

async function call<Data>(
  name: string,
  cookie: string,
  input: object = {},
  method: 'GET' | 'POST' = 'POST',
): Promise<Answer<Data>> {
  const answer = await callTrpc(api.url, `auth.${name}`, input, { cookie, method });
  const body = (await answer.json()) as {
    result?: { data: Data };
    error?: { data: { error: Answer<Data>['error'] } };
  };
  return {
    status: answer.status,
    data: body.result?.data,
    error: body.error?.data.error,
  } as Answer<Data>;
}

interface Sessions {
  items: { id: string; device: string; isThis: boolean }[];
}

test('sessions are listed by device, without their secret, and can be ended one by one', async () => {
  const email = await makePerson();
  const [here, there] = [await signIn(email), await signIn(email)];
  const { data } = await call<Sessions>('sessions', here.cookie, {}, 'GET');
  expect(data.items.map(({ isThis }) => isThis).sort()).toEqual([false, true]);
  expect(data.items[0]!.device).toMatch(/\w/);
  const stored = await rowsOf<{ sid: string }>(databases.platformDb, 'SELECT sid FROM sessions');
  for (const { sid } of stored) expect(JSON.stringify(data)).not.toContain(sid);
  const other = data.items.find(({ isThis }) => !isThis)!;
  expect((await call('endSession', here.cookie, { sessionId: other.id })).status).toBe(200);
  expect((await call('whoAmI', there.cookie, {}, 'GET')).status).toBe(401);
  expect((await call('whoAmI', here.cookie, {}, 'GET')).status).toBe(200);
  expect((await call('endSession', here.cookie, { sessionId: other.id })).error.code).toBe(
    'not_found',
  );
});

test('nobody sees or ends the session of somebody else', async () => {
  const [mine, theirs] = [await signIn(await makePerson()), await signIn(await makePerson())];
  const { data } = await call<Sessions>('sessions', theirs.cookie, {}, 'GET');
  const sessionId = data.items[0]!.id;
  const seen = await call<Sessions>('sessions', mine.cookie, {}, 'GET');
  expect(seen.data.items.map(({ id }) => id)).not.toContain(sessionId);
  expect((await call('endSession', mine.cookie, { sessionId })).error.code).toBe('not_found');
  expect((await call('whoAmI', theirs.cookie, {}, 'GET')).status).toBe(200);
});

test('signing out everywhere ends this session and all others', async () => {
  const email = await makePerson();
  const signedIn = [await signIn(email), await signIn(email), await signIn(email)];
  expect((await call('signOutEverywhere', signedIn[0]!.cookie)).data).toEqual({ sessionsEnded: 3 });
  for (const { cookie } of signedIn) {
    expect((await call('whoAmI', cookie, {}, 'GET')).status).toBe(401);
  }
});

test('a changed password is the only one, and ends the other sessions', async () => {
  const email = await makePerson();
  const [here, there] = [await signIn(email), await signIn(email)];
  const input = { currentPassword: PASSWORD, newPassword: ANOTHER };
  expect((await call('changePassword', here.cookie, input)).data).toEqual({ sessionsEnded: 1 });
  expect((await call('whoAmI', here.cookie, {}, 'GET')).status).toBe(200);
  expect((await call('whoAmI', there.cookie, {}, 'GET')).status).toBe(401);
  expect((await signIn(email)).status).toBe(401);
  expect((await signIn(email, ANOTHER)).status).toBe(200);
});

test.each([
  [{ currentPassword: 'wrong', newPassword: ANOTHER }, 'wrong_password', 'currentPassword'],
  [{ currentPassword: PASSWORD, newPassword: 'short' }, 'password_too_short', 'newPassword'],
  [
    { currentPassword: PASSWORD, newPassword: 'passwordpassword' },
    'password_too_easy',
    'newPassword',
  ],
])('%j is refused as %s of its field, and changes nothing', async (input, code, path) => {
  const email = await makePerson();
  const { cookie } = await signIn(email);
  const { error } = await call('changePassword', cookie, input);
  expect(error).toMatchObject({ code, issues: [{ path }] });
  expect((await signIn(email)).status).toBe(200);
});

test('guesses of the password in an open session are throttled', async () => {
  const { cookie } = await signIn(await makePerson());
  const guess = { currentPassword: 'wrong', newPassword: ANOTHER };
  const statuses: number[] = [];
  for (let n = 0; n < 11; n += 1) {
    statuses.push((await call('changePassword', cookie, guess)).status);
  }
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 422), 429]);
});
