import { rowsOf } from '../../db/pool';
import type { ApiError } from '../../test/support/api-client';
import { useCleanUp } from '../../test/support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestCompany,
  type TestDatabases,
} from '../../test/support/company';
import { callTrpc } from '../../test/support/support-desk';

const cleanUp = useCleanUp();
let databases: TestDatabases;
let api: TestApi;
let acme: TestCompany;
let globex: TestCompany;
let path: string;

const admin = { email: 'admin@zones.example', password: 'correct horse battery staple' };

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
  acme = await makeCompany(databases.platformDb, { recipients: ['asha@zones.example'], admin });
  globex = await makeCompany(databases.platformDb, {
    admin: { ...admin, email: 'viewer@zones.example', role: 'viewer' },
  });
  path = `/recipients/${acme.recipientIds['asha@zones.example']}/time-zone`;
});

afterAll(() => expect(api.logged).toEqual([]));

const put = (body: object, company = acme) => api.as(company).request<ApiError>('PUT', path, body);

test('a recipient’s time zone is set, and taken back, with a record of who did it', async () => {
  expect(await put({ timeZone: 'America/New_York' })).toMatchObject({
    ...{ status: 200, body: { timeZone: 'America/New_York' } },
  });
  // The same again is no change.
  expect((await put({ timeZone: 'America/New_York' })).status).toBe(200);
  expect((await put({ timeZone: null })).status).toBe(200);
  const records = await rowsOf<object>(
    databases.platformDb,
    `SELECT actor_kind, before->>'timeZone' AS before, after->>'timeZone' AS after
     FROM audit_records WHERE action = 'set_recipient_time_zone' ORDER BY id`,
  );
  expect(records).toEqual([
    { actor_kind: 'api_key', before: null, after: 'America/New_York' },
    { actor_kind: 'api_key', before: 'America/New_York', after: null },
  ]);
});

test('a recipient of another company is not found, whatever the zone', async () => {
  for (const timeZone of ['Asia/Kolkata', 'Atlantis', null]) {
    expect((await put({ timeZone }, globex)).status).toBe(404);
  }
});

test.each([
  'Atlantis',
  '+05:30',
  'Asia/Kolkata; DROP',
  'UTC+5',
  '0',
  ' Asia/Kolkata',
  'no time zone',
])('%s is refused, with the field and what to do', async (timeZone) => {
  const { status, body } = await put({ timeZone });
  expect([status, body.error.code]).toEqual([422, 'invalid_time_zone']);
  expect(body.error.issues).toMatchObject([{ path: 'timeZone', code: 'invalid_time_zone' }]);
});

test('the company’s time zone is set by its admins alone', async () => {
  const set = async (email: string, timeZone: string) => {
    const signedIn = await callTrpc(api.url, 'auth.signIn', { ...admin, email });
    const cookie = signedIn.headers.get('set-cookie')!.split(';', 1)[0]!;
    return callTrpc(api.url, 'company.setTimeZone', { timeZone }, { cookie });
  };
  const zone = () =>
    rowsOf<object>(databases.platformDb, 'SELECT time_zone FROM companies WHERE id = ?', [acme.id]);
  expect((await set(admin.email, 'Asia/Kolkata')).status).toBe(200);
  expect(await zone()).toEqual([{ time_zone: 'Asia/Kolkata' }]);
  expect((await set(admin.email, 'Atlantis')).status).toBe(422);
  expect((await set('viewer@zones.example', 'Asia/Kolkata')).status).toBe(403);
  const byKey = await callTrpc(
    api.url,
    'company.setTimeZone',
    { timeZone: 'UTC' },
    { authorization: `Bearer ${acme.apiKey}` },
  );
  expect(byKey.status).toBe(403);
  expect(await zone()).toEqual([{ time_zone: 'Asia/Kolkata' }]);
});
