import type { Preview } from '../contracts/distributions';
import { setApprovalLimit } from '../db/approvals';
import { rowsOf, withCompany } from '../db/pool';
import { forgetTold } from '../db/told-addresses';
import type { ApiError } from '../test/support/api-client';
import { useCleanUp } from '../test/support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestCompany,
  type TestDatabases,
} from '../test/support/company';
import { callTrpc } from '../test/support/support-desk';

/** R5: no company walks lists of addresses to learn who has an account with another one. */

const cleanUp = useCleanUp();
let databases: TestDatabases;
let api: TestApi;
let acme: TestCompany;
let companies = 0;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
  await makeCompany(databases.platformDb, { recipients: ['theirs@elsewhere.example'] });
});

beforeEach(async () => {
  companies += 1;
  acme = await makeCompany(databases.platformDb, { balance: 10_000, recipients: [own()] });
});

afterAll(() => expect(api.logged).toEqual([]));

const own = () => `own${companies}@told.example`;
const row = (email: string, points = 1) => ({ name: 'Somebody', email, points });
const preview = (emails: string[], company = acme) =>
  api.as(company).request<Preview & ApiError>('POST', '/distributions', {
    recipients: emails.map((email) => row(email)),
    dryRun: true,
  });
const upload = (emails: string[]) =>
  api
    .as(acme)
    .upload(
      'team.csv',
      ['Name,E-mail,Points', ...emails.map((email) => `A,${email},1`)].join('\n'),
    );
const lookUp = (emails: string[]) =>
  callTrpc(api.url, 'recipients.lookUp', { emails }, { authorization: `Bearer ${acme.apiKey}` });
const strangers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => `s${from + n}@strangers.example`);

/** The company was told about so many strangers, s1 and so on, so many minutes ago. */
async function told(count: number, minutesAgo = 1): Promise<void> {
  await databases.platformDb.raw(
    `INSERT INTO told_addresses (company_id, email_key, told_at)
     SELECT ?, 's' || n || '@strangers.example', now() - make_interval(mins => ?)
     FROM generate_series(1, ?) AS n`,
    [acme.id, minutesAgo, count],
  );
}

test('a preview tells about so many strangers an hour; who was told about is not counted again', async () => {
  await told(4_500);
  expect((await preview([own(), ...strangers(4_501, 4_999)])).status).toBe(200);
  expect((await preview(strangers(5_000, 5_000))).status).toBe(200);
  const refused = await preview([own(), 'theirs@elsewhere.example', ...strangers(1, 10)]);
  expect(refused.status).toBe(429);
  expect(refused.body.error).toMatchObject({ code: 'too_many_addresses' });
  expect(JSON.stringify(refused.body)).not.toContain('elsewhere');
  const wait = Number(refused.headers.get('retry-after'));
  expect(wait).toBeGreaterThan(3_500);
  expect(wait).toBeLessThanOrEqual(3_600);
  // What was refused was not told, and counts nothing; the others can be looked at again and again.
  for (const emails of [strangers(4_600, 5_000), [own(), 'half an addr']]) {
    expect((await preview(emails)).status).toBe(200);
  }
  const globex = await makeCompany(databases.platformDb);
  expect((await preview(['theirs@elsewhere.example'], globex)).status).toBe(200);
});

test('the look-up and the page’s own preview count with the others', async () => {
  await told(4_999);
  expect((await lookUp(['s5000@strangers.example', own()])).status).toBe(200);
  expect((await lookUp(['s5001@strangers.example'])).status).toBe(429);
  const previewed = await callTrpc(
    api.url,
    'distributions.create',
    { recipients: [row('s5001@strangers.example')], dryRun: true },
    { authorization: `Bearer ${acme.apiKey}` },
  );
  expect([previewed.status, Number(previewed.headers.get('retry-after')) > 3_000]).toEqual([
    429,
    true,
  ]);
});

test('of those who ask at once no more are told than there is room for', async () => {
  await told(4_998);
  const asked = strangers(5_001, 5_006).map((email) => preview([email]));
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  expect(statuses.sort()).toEqual([200, 200, 429, 429, 429, 429]);
});

test('room comes back as an hour passes, and a day has a limit of its own', async () => {
  await told(5_000, 59);
  const soon = await preview(strangers(5_001, 5_001));
  expect(soon.status).toBe(429);
  expect(Number(soon.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  await age(2);
  expect((await preview(strangers(5_001, 5_001))).status).toBe(200);
  await databases.platformDb.raw('DELETE FROM told_addresses WHERE company_id = ?', [acme.id]);
  await told(20_000, 120);
  const late = await preview(strangers(20_001, 20_001));
  expect([late.status, Number(late.headers.get('retry-after')) > 21 * 3_600]).toEqual([429, true]);
  await age(24 * 60);
  expect((await preview(strangers(20_001, 20_001))).status).toBe(200);
  await forgetTold(databases.platformDb);
  const kept = await rowsOf(
    databases.platformDb,
    'SELECT email_key FROM told_addresses WHERE company_id = ?',
    [acme.id],
  );
  expect(kept).toEqual([{ email_key: 's20001@strangers.example' }]);
});

function age(minutes: number): Promise<unknown> {
  return databases.platformDb.raw(
    'UPDATE told_addresses SET told_at = told_at - make_interval(mins => ?) WHERE company_id = ?',
    [minutes, acme.id],
  );
}

test('a file counts once, and one that is refused is no draft', async () => {
  await told(4_990);
  const { status, body: draft } = await upload([own(), ...strangers(5_001, 5_008)]);
  expect(status).toBe(201);
  // Its rows are looked at and mended as often as one likes, and it is read again.
  expect((await upload([own(), ...strangers(5_001, 5_008)])).status).toBe(201);
  const path = `/drafts/${draft.id}`;
  for (const each of [path, `${path}/rows`]) {
    expect((await api.as(acme).request('GET', each)).status).toBe(200);
  }
  const refused = await upload(strangers(5_009, 5_011));
  expect([refused.status, Number(refused.headers.get('retry-after')) > 3_000]).toEqual([429, true]);
  const list = await api.as(acme).request<{ items: object[] }>('GET', '/drafts?status=open');
  expect(list.body.items).toHaveLength(2);

  const mend = (email: string, version: number) =>
    api.as(acme).request('PATCH', `${path}/rows/3`, { version, email });
  expect((await mend('s5009@strangers.example', 1)).status).toBe(200);
  expect((await mend('s5010@strangers.example', 2)).status).toBe(200);
  expect((await mend('s5011@strangers.example', 3)).status).toBe(429);
  expect((await mend(own(), 3)).status).toBe(200);
});

test('rows that were left out before anybody looked are counted when they come back', async () => {
  const { body: draft } = await upload(strangers(5_001, 5_003));
  // As a process leaves it that dies after it has written the draft.
  await databases.platformDb.raw('DELETE FROM told_addresses WHERE company_id = ?', [acme.id]);
  await databases.platformDb.raw('UPDATE drafts SET told = false WHERE id = ?', [draft.id]);
  await told(4_999);
  const change = (verb: string, version: number) =>
    api.as(acme).request('POST', `/drafts/${draft.id}/${verb}-rows`, { version, rows: [3, 4] });
  expect((await change('remove', 1)).status).toBe(200);
  expect((await change('restore', 2)).status).toBe(429);
  expect((await api.as(acme).request('GET', `/drafts/${draft.id}`)).status).toBe(429);
});

test('whom points were sent to, or are held for, is not counted; who was cancelled is', async () => {
  await told(5_000);
  const send = (emails: string[], more: object = {}) =>
    api.as(acme).send({ recipients: emails.map((email) => row(email)), ...more });
  expect((await preview(strangers(5_001, 5_001))).status).toBe(429);
  expect((await send(strangers(1, 1))).status).toBe(201);
  expect((await preview(strangers(5_001, 5_001))).status).toBe(200);

  const sendAt = new Date(Date.now() + 86_400_000).toISOString();
  const planned = await send(strangers(2, 3), { sendAt });
  expect((await preview(strangers(5_002, 5_002))).status).toBe(200);
  const { status } = await api
    .as(acme)
    .request('POST', `/distributions/${planned.body.id}/cancel`, {});
  expect(status).toBe(200);
  expect((await preview(strangers(5_003, 5_003))).status).toBe(429);
  // Who pays is not asked how many he has looked at.
  expect((await send(strangers(5_003, 5_010))).status).toBe(201);
});

test.each([
  ['rows that are refused', { ifUnregistered: 'fail' as const }, 1],
  ['points that are missing', {}, 10_000],
  ['a time that can be cancelled', { sendAt: new Date(Date.now() + 86_400_000).toISOString() }, 1],
  ['funds that may never come', { ifInsufficient: 'wait' as const }, 10_000],
])('a send tells about no more than a preview, by %s', async (_by, choices, points) => {
  await told(5_000);
  const recipients = [row(own(), points), row('s5001@strangers.example')];
  const refused = await api.as(acme).send({ recipients, ...choices }, 'once');
  expect(refused).toMatchObject({ status: 429, body: { error: { code: 'too_many_addresses' } } });
  expect(await api.as(acme).getBalance()).toMatchObject({ balance: 10_000, held: 0 });
});

test('a send that waits for an approval, and can be cancelled, tells about no more than a preview', async () => {
  await told(5_000);
  await withCompany(databases.platformDb, acme.id, (tx) => setApprovalLimit(tx, acme.id, 5));
  const sendTo = (points: number) =>
    api.as(acme).send({ recipients: [row('s5001@strangers.example', points)] });
  expect((await sendTo(6)).status).toBe(429);
  expect((await sendTo(5)).status).toBe(201);
});

test('a send that is repeated with its key is answered, whatever was looked at since', async () => {
  const recipients = [row(own()), row('s1@strangers.example')];
  const send = () => api.as(acme).send({ recipients, ifUnregistered: 'fail' }, 'again');
  expect((await send()).status).toBe(201);
  await databases.platformDb.raw('DELETE FROM told_addresses WHERE company_id = ?', [acme.id]);
  await told(5_000);
  await databases.platformDb.raw(
    `DELETE FROM told_addresses WHERE company_id = ? AND email_key = 's1@strangers.example'`,
    [acme.id],
  );
  await preview(strangers(5_001, 5_001));
  expect((await send()).status).toBe(200);
});

test('the address of what is planned is corrected to no more strangers than are looked at', async () => {
  const sendAt = new Date(Date.now() + 86_400_000).toISOString();
  const { body } = await api.as(acme).send({ recipients: [row('s1@strangers.example')], sendAt });
  const change = (email: string) =>
    api.as(acme).request('POST', `/rewards/${body.rewards[0]!.id}/change-email`, { email });
  await databases.platformDb.raw('DELETE FROM told_addresses WHERE company_id = ?', [acme.id]);
  await told(5_000);
  expect((await change('s5001@strangers.example')).status).toBe(200);
  expect((await change('s5002@strangers.example')).status).toBe(429);
  expect((await change(own())).status).toBe(200);
});
