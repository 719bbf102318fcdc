import ExcelJS from 'exceljs';
import type { Statement } from '../../contracts/statement';
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
import type { ApiError } from '../../test/support/api-client';

const cleanUp = useCleanUp();
let databases: TestDatabases;
let api: TestApi;
let acme: TestCompany;
let sentId: string;
let cancelledId: string;

/** Charged 1,000, sent 100, set aside 60 for three people at an hour, and cancelled those. */
beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
  acme = await makeCompany(databases.platformDb, {
    name: 'Acme Prüfung',
    balance: 1_000,
    recipients: ['a@statement.example'],
  });
  const row = (name: string, points: number) => ({
    ...{ name: name.toUpperCase(), email: `${name}@statement.example`, points },
  });
  const sent = await api.as(acme).send({ recipients: [row('a', 100)], externalId: '=SUM(1)' });
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  const later = [row('a', 10), row('b', 20), row('c', 30)];
  const scheduled = await api.as(acme).send({ recipients: later, sendAt });
  const cancelled = await api
    .as(acme)
    .request('POST', `/distributions/${scheduled.body.id}/cancel`);
  expect([sent.status, scheduled.status, cancelled.status]).toEqual([201, 201, 200]);
  [sentId, cancelledId] = [sent.body.id, scheduled.body.id];
});

afterAll(() => {
  expect(api.logged).toEqual([]);
});

const read = (query = '') =>
  api.as(acme).request<Statement & ApiError>('GET', `/statement${query}`);

test('opening, lines and closing are the ledger: each line continues the one before', async () => {
  const { body } = await read();
  expect(body.items.map(({ kind, points, entries }) => [kind, points, entries])).toEqual([
    ['recharge', 1_000, 1],
    ['hold', -100, 1],
    ['hold', -60, 1],
    ['release', 60, 3],
  ]);
  let balance = body.opening.balance;
  for (const line of body.items) {
    balance += line.points;
    expect(line.balanceAfter).toBe(balance);
  }
  expect(body.opening).toEqual({ balance: 0, held: 0 });
  expect(body.closing).toEqual(await api.as(acme).getBalance());
  const [ledger] = await rowsOf<{ sum: number; entries: number }>(
    databases.platformDb,
    `SELECT sum(e.points)::int8 AS sum, count(*)::int AS entries FROM entries e
     JOIN accounts a ON a.id = e.account_id WHERE a.kind = 'company_balance' AND a.owner_id = ?`,
    [acme.id],
  );
  expect(ledger).toEqual({
    sum: body.items.reduce((sum, { points }) => sum + points, 0),
    entries: body.items.reduce((sum, { entries }) => sum + entries, 0),
  });
});

test('a line leads to its distribution, and to its reward where it is the only one', async () => {
  const { body } = await read();
  const links = body.items.map((line) => line.links.map(({ type, id }) => [type, id]));
  expect(links[1]).toEqual([['distribution', sentId]]);
  expect(links[2]).toEqual([['distribution', cancelledId]]);
  expect(links[3]).toEqual([['distribution', cancelledId]]);
});

test('a send is named by the rows that were charged', async () => {
  const globex = await makeCompany(databases.platformDb, { balance: 100 });
  const recipients = ['d', 'a', 'e'].map((name) => ({
    ...{ name, email: `${name}@statement.example`, points: 5 },
  }));
  // Who is registered with Acme is refused.
  await api.as(globex).send({ recipients });
  await api.as(globex).send({ recipients: recipients.slice(0, 2), externalId: 'PO-7' });
  const { body } = await api.as(globex).request<Statement>('GET', '/statement');
  expect(
    body.items.map(({ points, links }) => [points, ...links.map(({ label }) => label)]),
  ).toEqual([[100], [-10, 'Send to 2 recipients'], [-5, 'Send to 1 recipient (PO-7)']]);
});

test('pages one after another are the whole, once', async () => {
  const whole = (await read()).body.items;
  const paged: Statement['items'] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Statement = (await read(`?limit=1${cursor && `&cursor=${cursor}`}`)).body;
    expect(page.items.length).toBeLessThanOrEqual(1);
    paged.push(...page.items);
    cursor = page.nextCursor;
  }
  const points = (items: Statement['items']) => items.reduce((sum, line) => sum + line.points, 0);
  expect(points(paged)).toBe(points(whole));
  expect(paged.at(0)?.firstVersion).toBe(whole.at(0)?.firstVersion);
  expect(paged.at(-1)?.lastVersion).toBe(whole.at(-1)?.lastVersion);
  paged.slice(1).forEach((line, index) => {
    expect(line.firstVersion).toBe((paged[index]?.lastVersion ?? 0) + 1);
  });
});

test('a period before the first entry is empty at nothing, one after the last at the balance', async () => {
  const before = (await read('?from=2020-01-01&to=2020-02-29')).body;
  expect(before).toMatchObject({ opening: { balance: 0 }, closing: { balance: 0 }, items: [] });
  const after = (await read('?from=2099-01-01&to=2099-01-31')).body;
  expect(after).toMatchObject({ opening: { balance: 900 }, closing: { balance: 900 }, items: [] });
});

test.each([
  ['?from=2026-02-30', 'from'],
  ['?from=2026-03-02&to=2026-03-01', 'to'],
  ['?from=2025-01-01&to=2026-12-31', 'from'],
])('%s is refused with the field that is wrong', async (query, path) => {
  const { status, body } = await read(query);
  expect([status, body.error.code]).toEqual([422, 'invalid_period']);
  expect(body.error.issues).toMatchObject([{ path }]);
});

test.each(['?cursor=made-up', '?from=yesterday', '?limit=0'])('%s is malformed', async (query) => {
  expect((await read(query)).status).toBe(400);
});

test('the files say the same, and nothing in them is a live formula', async () => {
  const csv = (await api.as(acme).download('/statement.csv')).toString('utf8');
  const lines = csv.trim().split(/\r?\n/);
  expect(lines).toHaveLength(7);
  expect(lines.at(-1)).toMatch(/Closing balance.*900/);
  expect(csv).toContain('(=SUM(1))');
  expect(csv).not.toMatch(/(^|,)"?=/m);

  const workbook = new ExcelJS.Workbook();
  // The library's types are those of an older Buffer.
  await workbook.xlsx.load((await api.as(acme).download('/statement.xlsx')).buffer as ArrayBuffer);
  const sheet = workbook.worksheets[0];
  expect(sheet?.rowCount).toBe(7);
  expect(sheet?.getRow(7).getCell(5).value).toBe(900);

  const pdf = await api.as(acme).download('/statement.pdf');
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
});
