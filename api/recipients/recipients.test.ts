import { rowsOf } from '../../db/pool';
import type { Overview } from '../../contracts/overview';
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

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
  acme = await makeCompany(databases.platformDb, {
    balance: 10_000,
    recipients: ['asha@r.example', 'bruno@r.example', 'zoe@r.example'],
  });
  await makeCompany(databases.platformDb, {
    recipients: ['stranger@r.example'],
    admin: { email: 'boss@r.example', password: 'x' },
  });
  await databases.platformDb.raw(
    `UPDATE recipients SET name = CASE email_key WHEN 'zoe@r.example' THEN 'Zoë van Dyk' ELSE 'Asha Rao' END,
       activated_at = CASE email_key WHEN 'bruno@r.example' THEN NULL ELSE activated_at END
     WHERE company_id = ?`,
    [acme.id],
  );
  await api.as(acme).send({
    recipients: [
      { name: 'A', email: 'asha@r.example', points: 10 },
      { name: 'A', email: 'asha@r.example', points: 5 },
      { name: 'Maya', email: 'maya@r.example', points: 7 },
      { name: 'Maya', email: 'maya@r.example', points: 1 },
      { name: 'F', email: 'stranger@r.example', points: 9 },
    ],
  });
  // As the worker marks whom it has credited and whom it has invited.
  await databases.platformDb.raw(
    `UPDATE rewards r SET recipient_id = p.id, status = CASE points WHEN 5 THEN 'delivered' ELSE 'credited' END
     FROM recipients p WHERE p.email_key = r.email_key AND p.company_id = r.company_id`,
  );
  await databases.platformDb.raw(
    `UPDATE rewards SET status = 'awaiting_registration' WHERE email_key = 'maya@r.example'`,
  );
  await databases.platformDb.raw(
    `UPDATE distributions SET status = 'sending', started_at = now() WHERE company_id = ?`,
    [acme.id],
  );
});

afterAll(() => expect(api.logged).toEqual([]));

async function ask<Data>(name: string, input: object, company = acme): Promise<Data> {
  const options = { authorization: `Bearer ${company.apiKey}`, method: 'GET' as const };
  const answer = await callTrpc(api.url, name, input, options);
  const { result } = (await answer.json()) as { result: { data: Data } };
  return result.data;
}

interface Page {
  items: { email: string; status: string; pointsReceived: number; pointsWaiting: number }[];
  nextCursor: string | null;
}

test('people are listed by address, with what they have and what waits for them', async () => {
  const page = await ask<Page>('recipients.list', {});
  expect(
    page.items.map((one) => [one.email, one.status, one.pointsReceived, one.pointsWaiting]),
  ).toEqual([
    ['asha@r.example', 'active', 15, 0],
    ['bruno@r.example', 'not_activated', 0, 0],
    ['maya@r.example', 'invited', 0, 8],
    ['zoe@r.example', 'active', 0, 0],
  ]);
});

test.each([1, 2, 3, 4, 5])('pages of %i give everybody once', async (limit) => {
  const emails: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Page = await ask('recipients.list', { limit, ...(cursor && { cursor }) });
    emails.push(...page.items.map(({ email }) => email));
    cursor = page.nextCursor;
  }
  expect(emails).toEqual(['asha@r.example', 'bruno@r.example', 'maya@r.example', 'zoe@r.example']);
});

test.each([
  [{ status: 'active' }, ['asha@r.example', 'zoe@r.example']],
  [{ status: 'not_activated' }, ['bruno@r.example']],
  [{ status: 'invited' }, ['maya@r.example']],
  [{ search: 'DYK' }, ['zoe@r.example']],
  [{ search: 'maya' }, ['maya@r.example']],
  [{ search: '_' }, []],
])('%j narrows the list', async (input, expected) => {
  const page = await ask<Page>('recipients.list', input);
  expect(page.items.map(({ email }) => email)).toEqual(expected);
});

test('a person is shown with the rewards, newest first, page by page', async () => {
  const id = acme.recipientIds['asha@r.example']!;
  const first = await ask<{ rewards: { points: number }[]; nextCursor: string }>('recipients.get', {
    id,
    limit: 1,
  });
  expect(first).toMatchObject({ id, pointsReceived: 15, rewards: [{ points: 5 }] });
  const second = await ask('recipients.get', { id, limit: 1, cursor: first.nextCursor });
  expect(second).toMatchObject({ rewards: [{ points: 10 }], nextCursor: null });
});

test.each([
  ['asha@', ['asha@r.example']],
  ['ASHA', ['asha@r.example', 'bruno@r.example']],
  ['zoë', ['zoe@r.example']],
  // The second name, too.
  ['dyk', ['zoe@r.example']],
  ['yk', []],
  ['%', []],
  ['', []],
  ['stranger', []],
])('typing %j offers %j', async (text, expected) => {
  const { items } = await ask<Page>('recipients.search', { text });
  expect(items.map(({ email }) => email)).toEqual(expected);
});

function lookUp(emails: string[], company = acme) {
  const authorization = `Bearer ${company.apiKey}`;
  return callTrpc(api.url, 'recipients.lookUp', { emails }, { authorization });
}

test('addresses are looked up in order, and nobody learns where a stranger belongs', async () => {
  const emails = [
    'ASHA@r.example',
    'new@r.example',
    'stranger@r.example',
    'boss@r.example',
    'x@',
    '',
  ];
  const answer = await lookUp([...emails, 'asha@r.example']);
  const { result } = (await answer.json()) as {
    result: { data: { items: { standing: string }[] } };
  };
  expect(result.data.items.map(({ standing }) => standing)).toEqual([
    ...['registered', 'unregistered', 'elsewhere', 'admin', 'invalid', 'invalid', 'registered'],
  ]);
  expect(Object.keys(result.data.items[2]!)).toEqual(['email', 'standing']);
});

test('strangers can be asked about up to a number an hour, one’s own people always', async () => {
  const globex = await makeCompany(databases.platformDb, { recipients: ['own@globex.example'] });
  const strangers = (n: number) => Array.from({ length: 500 }, (_, k) => `s${n}-${k}@x.example`);
  const statuses: number[] = [];
  for (let n = 0; n <= 10; n += 1) statuses.push((await lookUp(strangers(n), globex)).status);
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
  expect((await lookUp(['own@globex.example', 'half an addr'], globex)).status).toBe(200);
  expect((await lookUp(['new@x.example'])).status).toBe(200);
  expect((await lookUp(Array.from({ length: 501 }, () => 'x'))).status).toBe(400);
});

test('the overview tells what was sent, what waits, and what needs somebody', async () => {
  const overview = await ask<Overview>('overview.get', { days: 7 });
  const today = new Date().toISOString().slice(0, 10);
  expect(overview).toMatchObject({
    // The row of somebody else's person was refused, and not charged.
    ...{ balance: 10_000 - 23, held: 23, timeZone: 'UTC' },
    sent: { by: 'day', points: 23, distributions: 1 },
    // Of what was refused, nothing could be delivered.
    delivery: { delivered: 1, rewards: 1, rate: 1 },
    waitingForRegistration: { rewards: 2, points: 8 },
    attention: {
      failedRewards: { notCharged: 1, emailFailed: 0 },
      awaitingFunds: { distributions: 0, points: 0 },
      ticketsWaitingForCompany: 0,
      ticketsNearDeadline: { tickets: 0, nextDeadline: null },
    },
  });
  expect(overview.sent.series).toHaveLength(7);
  expect(overview.sent.series.at(-1)).toMatchObject({ date: today, distributions: 1 });
});

test('a ticket that waits for the company needs its attention', async () => {
  const asking = await makeCompany(databases.platformDb);
  const { body } = await api.as(asking).request<{ id: string }>('POST', '/tickets', {
    subject: 'Where is it?',
    text: 'The mail has not come.',
  });
  const waiting = async () =>
    (await ask<Overview>('overview.get', {}, asking)).attention.ticketsWaitingForCompany;
  expect(await waiting()).toBe(0);
  await databases.platformDb.raw(`UPDATE tickets SET state = 'waiting_for_customer' WHERE id = ?`, [
    body.id,
  ]);
  expect(await waiting()).toBe(1);
});

test('days are those of the company, and a week begins on its Monday', async () => {
  const tonga = await makeCompany(databases.platformDb, { balance: 5 });
  await databases.platformDb.raw(
    `UPDATE companies SET time_zone = 'Pacific/Tongatapu' WHERE id = ?`,
    [tonga.id],
  );
  await api.as(tonga).send({ recipients: [{ name: 'A', email: 't@r.example', points: 5 }] });
  await databases.platformDb.raw(
    `UPDATE distributions SET status = 'sending', started_at = now() WHERE company_id = ?`,
    [tonga.id],
  );
  const [there] = await rowsOf<{ day: string; monday: string }>(
    databases.platformDb,
    `SELECT (now() AT TIME ZONE 'Pacific/Tongatapu')::date::text AS day,
       date_trunc('week', now() AT TIME ZONE 'Pacific/Tongatapu')::date::text AS monday`,
  );
  const byDay = await ask<Overview>('overview.get', { days: 3 }, tonga);
  expect(byDay.sent.series.at(-1)).toEqual({ date: there!.day, points: 5, distributions: 1 });
  const byWeek = await ask<Overview>('overview.get', { days: 20, by: 'week' }, tonga);
  expect(byWeek.sent.series.at(-1)).toEqual({ date: there!.monday, points: 5, distributions: 1 });
});

test('a company without anything has an overview of zeros', async () => {
  const empty = await makeCompany(databases.platformDb);
  expect(await ask('overview.get', {}, empty)).toMatchObject({
    ...{ balance: 0, held: 0 },
    sent: { points: 0, distributions: 0 },
    delivery: { rate: null },
  });
});
