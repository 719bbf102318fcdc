import { Workbook } from 'exceljs';
import { hostileTexts } from '../../emails/hostile-texts';
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
const ids: Record<string, string> = {};
const WAITS = { name: '=cmd()', email: 'new@list.example', points: 100_000 };
let campaignId: string;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
  acme = await makeCompany(databases.platformDb, {
    balance: 10_000,
    recipients: ['zoe@list.example', 'asha@list.example'],
  });
  const globex = await makeCompany(databases.platformDb, {
    balance: 10,
    recipients: ['zoe@elsewhere.example'],
  });
  await databases.platformDb.raw(`UPDATE recipients SET name = 'Zoë Östberg' WHERE email_key = ?`, [
    'zoe@list.example',
  ]);
  const send = async (key: string, recipients: object[], more: object = {}) => {
    const sent = await api.as(acme).request<{ id: string }>('POST', '/distributions', {
      recipients,
      ...more,
    });
    expect(sent.status).toBe(201);
    ids[key] = sent.body.id;
  };
  await send('zoe', [{ name: 'Zoë Östberg', email: 'zoe@list.example', points: 1 }]);
  await send('asha', [{ name: 'Asha', email: 'Asha@list.example', points: 2 }], {
    externalId: 'PO-100%_\\x',
  });
  await send('wait', [{ ...WAITS, externalId: 'HR 7/2026' }], {
    ifInsufficient: 'wait',
  });
  const { body } = await api.as(acme).request<{ items: { id: string }[] }>('GET', '/campaigns');
  campaignId = body.items[0]!.id;
  await send('later', [{ name: 'L', email: 'later@list.example', points: 3 }], {
    sendAt: new Date(Date.now() + 86_400_000).toISOString(),
    campaignId,
  });
  await api.as(globex).send({
    recipients: [{ name: 'Zoë Östberg', email: 'zoe@elsewhere.example', points: 1 }],
    externalId: 'PO-100%_\\x',
  });
  await api.as(globex).send({
    recipients: [{ name: 'A', email: 'a@globex.example', points: 1, externalId: 'HR 7/2026' }],
  });
  // As the worker marks whom it has credited and whom it has invited.
  await databases.platformDb.raw(
    `UPDATE rewards r SET recipient_id = p.id, status = 'credited', credited_at = now()
     FROM recipients p WHERE p.email_key = r.email_key AND p.company_id = r.company_id`,
  );
  await databases.platformDb.raw(
    `UPDATE rewards SET status = 'awaiting_registration' WHERE email_key = 'later@list.example'`,
  );
});

afterAll(() => expect(api.logged).toEqual([]));

async function found(query: Record<string, string>): Promise<(string | undefined)[]> {
  const { status, body } = await api
    .as(acme)
    .request<{ items: { id: string }[] }>(
      'GET',
      `/distributions?${new URLSearchParams(query).toString()}`,
    );
  expect(status).toBe(200);
  const names = Object.fromEntries(Object.entries(ids).map(([name, id]) => [id, name]));
  return body.items.map(({ id }) => names[id]);
}

test.each<[string, Record<string, string>, string[]]>([
  ['one status', { status: 'scheduled' }, ['later']],
  ['several statuses', { status: 'scheduled,awaiting_funds' }, ['later', 'wait']],
  ['a method', { method: 'individual' }, []],
  ['an external id, in any case', { search: 'po-100' }, ['asha']],
  ['the external id of a reward, whole', { search: ' HR 7/2026 ' }, ['wait']],
  ['a part of the external id of a reward', { search: 'HR 7' }, []],
  ['what is a wildcard elsewhere', { search: '0%_\\X' }, ['asha']],
  ['a wildcard alone', { search: '%' }, ['asha']],
  ['the beginning of an address, in any case', { search: 'ZOE@' }, ['zoe']],
  ['a part of a recipient’s name', { search: 'östb' }, ['zoe']],
  ['the name of somebody who is invited', { search: 'later' }, ['later']],
  ['the name of the key that sent', { search: 'test' }, ['later', 'wait', 'asha', 'zoe']],
  ['nothing that exists', { search: 'no such thing' }, []],
  ['blanks, which are no search', { search: '  ' }, ['later', 'wait', 'asha', 'zoe']],
  ['a time in the future', { from: '2100-01-01T00:00:00Z' }, []],
  ['a time in the past', { to: '2020-01-01T00:00:00+05:30' }, []],
  ['all at once', { search: 'zoe@', method: 'api', from: '2020-01-01T00:00:00Z' }, ['zoe']],
])('the list is narrowed by %s', async (_what, query, expected) => {
  expect(await found(query)).toEqual(expected);
});

test('the list is narrowed by a campaign; one that nobody has sent has nothing', async () => {
  expect(await found({ campaignId })).toEqual(['later']);
  expect(await found({ campaignId: ids['later']! })).toEqual([]);
  // An id of no form is a mistake of whoever asks; only the id in an address is what is not there.
  const { status } = await api.as(acme).request('GET', '/distributions?campaignId=birthday');
  expect(status).toBe(400);
});

test('the list is narrowed to what has failed rewards, whether it still runs or not', async () => {
  const refused = { name: 'Theirs', email: 'zoe@elsewhere.example', points: 1 };
  const client = api.as(await makeCompany(databases.platformDb, { balance: 10 }));
  const ofAll: string[] = [];
  for (const recipients of [
    [{ name: 'A', email: 'a@list.example', points: 1 }],
    [{ name: 'B', email: 'b@list.example', points: 1 }, refused],
    [{ name: 'C', email: 'c@list.example', points: 1 }],
  ]) {
    ofAll.push((await client.send({ recipients })).body.id);
  }
  await databases.platformDb.raw(
    `UPDATE rewards SET status = 'email_failed', credited_at = now() WHERE distribution_id = ?`,
    [ofAll[2]!],
  );
  const list = async (query: string) => {
    const path = `/distributions?${query}`;
    const { body } = await client.request<{ items: { id: string; status: string }[] }>('GET', path);
    return body.items.map(({ id }) => ofAll.indexOf(id));
  };
  expect(await list('hasFailed=true')).toEqual([2, 1]);
  expect(await list('hasFailed=true&status=completed_with_failures')).toEqual([]);
  expect(await list('hasFailed=false')).toEqual([0]);
  const file = await client.download('/distributions/export.csv?hasFailed=true');
  expect(file.toString().trim().split('\r\n')).toHaveLength(3);
});

test.each<[string, Record<string, string>]>([
  ['hasFailed', { hasFailed: 'perhaps' }],
  ['status', { status: 'no such status' }],
  ['status', { status: '' }],
  ['from', { from: 'yesterday' }],
  ['to', { to: '2026-13-01T00:00:00Z' }],
  ['search', { search: 'a\u0000b' }],
  ['search', { search: 'x'.repeat(201) }],
])('a wrong %s is refused by its name', async (field, query) => {
  for (const path of ['/distributions', '/distributions/export.csv']) {
    const answer = await api
      .as(acme)
      .request<{ error: { issues: { path: string }[] } }>(
        'GET',
        `${path}?${new URLSearchParams(query).toString()}`,
      );
    expect(answer.status).toBe(400);
    expect(answer.body.error.issues[0]!.path.split('.')[0]).toBe(field);
  }
});

test.each(hostileTexts)('a search for %s finds nothing and breaks nothing', async (_name, text) => {
  expect(await found({ search: text.slice(0, 200).replaceAll(/[\n\t]/g, ' ') })).toEqual([]);
});

test('a line tells who sent', async () => {
  const { body } = await api
    .as(acme)
    .request<{ items: object[] }>('GET', '/distributions?search=po-100');
  expect(body.items).toEqual([
    expect.objectContaining({
      createdBy: { kind: 'api_key', id: expect.any(String), name: 'Test' },
      counts: { credited: 1 },
    }),
  ]);
});

test.each(['csv', 'xlsx'])(
  'what is exported as %s is what is listed, and no formula',
  async (format) => {
    const list = await api
      .as(acme)
      .download(`/distributions/export.${format}?status=awaiting_funds,scheduled`);
    const rewards = await api.as(acme).download(`/distributions/${ids['wait']}/rewards.${format}`);
    if (format === 'csv') {
      expect(list.toString()).toMatch(/^\ufeffDistribution,External id,Status,/);
      expect(list.toString().trim().split('\r\n')).toHaveLength(3);
      expect(rewards.toString()).toContain("'=cmd()");
    }
    if (format === 'xlsx') {
      const workbook = new Workbook();
      await workbook.xlsx.load(rewards as unknown as ArrayBuffer);
      expect(workbook.worksheets[0]!.getCell('B2').value).toMatch(/=cmd\(\)$/);
    }
  },
);

test('an export of another company’s distribution is not found', async () => {
  const globex = await makeCompany(databases.platformDb);
  for (const format of ['csv', 'xlsx']) {
    const path = `/distributions/${ids['zoe']}/rewards.${format}`;
    expect((await api.as(globex).request('GET', path)).status).toBe(404);
    expect((await fetch(`${api.url}/api/v1${path}`)).status).toBe(401);
  }
  const list = await api.as(globex).download('/distributions/export.csv');
  expect(list.toString().trim().split('\r\n')).toHaveLength(1);
});
