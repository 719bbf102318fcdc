import type { Campaign } from '../../contracts/campaigns';
import { withCompany } from '../../db/pool';
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
let globex: TestCompany;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
  acme = await makeCompany(databases.platformDb, {
    name: 'Acme',
    balance: 10_000,
    recipients: ['a@acme.example'],
  });
  globex = await makeCompany(databases.platformDb, { balance: 10_000 });
});

afterAll(() => {
  expect(api.logged).toEqual([]);
});

const BIRTHDAY = '00000000-0000-7000-8000-000000000001';
const UNKNOWN = '01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11';
const content = { subject: 'Hi {{first_name}}', heading: 'Hello', message: 'Thank you.' };
const row = { name: 'Asha', email: 'a@acme.example', points: 10 };

const call = <Body = Campaign>(
  method: string,
  path: string,
  body?: unknown,
  company: TestCompany = acme,
) => api.as(company).request<Body>(method, `/campaigns${path}`, body);

async function make(name: string, changed: object = {}): Promise<Campaign> {
  const made = await call('POST', '', { name, content: { ...content, ...changed } });
  expect([made.status, made.body]).toEqual([201, expect.anything()]);
  return made.body;
}

describe('the library', () => {
  test('a campaign that was made is read as it was made', async () => {
    const typed = { ...content, subject: '  Hi  ', senderName: 'The {{company}} team' };
    const made = await call('POST', '', { name: ' Spring ', content: typed });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/api/v1/campaigns/${made.body.id}`);
    expect(made.body).toEqual({
      id: expect.any(String),
      name: 'Spring',
      version: 1,
      content: {
        ...{ ...typed, subject: 'Hi', buttonText: '', bannerImageId: null, colour: '#0b5f56' },
      },
      builtIn: false,
      archived: false,
      createdAt: expect.any(String),
      updatedAt: made.body.createdAt,
      createdBy: expect.stringMatching(/^api_key\//),
      inUse: false,
    });
    expect((await call('GET', `/${made.body.id}`)).body).toEqual(made.body);
  });

  test('built-in campaigns come first, for everybody, and every page has its own', async () => {
    await make('Listed 1');
    await make('Listed 2');
    const seen: Campaign[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page = await call<{ items: Campaign[]; nextCursor: string | null }>(
        'GET',
        `?limit=2${query}`,
      );
      expect(page.status).toBe(200);
      seen.push(...page.body.items);
      cursor = page.body.nextCursor;
    } while (cursor !== null);
    expect(seen.slice(0, 5).map(({ name, builtIn }) => [name, builtIn])).toEqual(
      ['Birthday', 'Work anniversary', 'Long service', 'Spot award', 'Festival'].map((name) => [
        name,
        true,
      ]),
    );
    expect(seen.slice(5).every(({ builtIn }) => !builtIn)).toBe(true);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect(seen.map(({ name }) => name)).toEqual(expect.arrayContaining(['Listed 1', 'Listed 2']));
    const others = await call<{ items: Campaign[] }>('GET', '', undefined, globex);
    expect(others.body.items).toHaveLength(5);
  });

  test.each([1, 2, 3, 4, 5])('built-in campaign %i passes the checks of its own', async (n) => {
    const { body } = await call('GET', `/00000000-0000-7000-8000-00000000000${n}`);
    const copy = await call('POST', `/${body.id}/copy`, {}, globex);
    expect([copy.status, copy.body.content]).toEqual([201, body.content]);
  });

  test('a name is one campaign’s, in whatever letters, until it is archived', async () => {
    const first = await make('Diwali');
    const other = await make('Holi');
    const again = await call<ApiError>('POST', '', { name: 'DIWALI', content });
    expect(again.status).toBe(409);
    expect(again.body.error).toMatchObject({
      code: 'campaign_name_taken',
      issues: [{ path: 'name' }],
    });
    const renamed = { version: 1, name: 'diwali', content };
    expect((await call('PUT', `/${other.id}`, renamed)).status).toBe(409);
    expect((await call('POST', `/${other.id}/copy`, { name: 'Diwali' })).status).toBe(409);
    expect((await call('POST', '', { name: 'Diwali', content }, globex)).status).toBe(201);
    await call('POST', `/${first.id}/archive`, {});
    expect((await call('POST', '', { name: 'DIWALI', content })).status).toBe(201);
  });

  test('every wrong text is told at once, with its field and place', async () => {
    const wrong = {
      subject: 'Hi\r\nBcc: x',
      heading: '',
      message: 'Dear {{nmae}}, {{',
      colour: 'red',
    };
    const refused = await call<ApiError>('POST', '', { name: '', content: wrong });
    expect(refused.status).toBe(422);
    expect(refused.body.error.code).toBe('invalid_campaign');
    expect(refused.body.error.issues).toEqual([
      { path: 'name', code: 'invalid_campaign', message: expect.any(String) },
      { path: 'content.subject', code: 'invalid_campaign', message: expect.any(String) },
      { path: 'content.heading', code: 'invalid_campaign', message: expect.any(String) },
      {
        path: 'content.message',
        code: 'unknown_variable',
        position: 6,
        message: expect.stringContaining('Did you mean {{name}}?'),
      },
      {
        path: 'content.message',
        code: 'unclosed_braces',
        position: 16,
        message: expect.any(String),
      },
      { path: 'content.colour', code: 'invalid_campaign', message: expect.any(String) },
    ]);
  });

  test.each([
    ['no content', { name: 'A' }],
    ['a number as a text', { name: 'A', content: { ...content, subject: 5 } }],
    ['a field that there is not', { name: 'A', content: { ...content, html: '<b>' } }],
    ['a list', { name: 'A', content: [] }],
  ])('malformed: %s is 400', async (_, body) => {
    const refused = await call<ApiError>('POST', '', body);
    expect([refused.status, refused.body.error.code]).toEqual([400, 'bad_request']);
    expect(refused.body.error.issues!.length).toBeGreaterThan(0);
  });
});

describe('versions', () => {
  test('a change is another version; the earlier one can still be read', async () => {
    const made = await make('Versioned');
    const second = { ...made.content, subject: 'Second' };
    const changed = await call('PUT', `/${made.id}`, {
      version: 1,
      name: 'Renamed',
      content: second,
    });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ version: 2, name: 'Renamed', content: second });
    expect(changed.body.updatedAt > made.updatedAt).toBe(true);
    expect(changed.body.createdAt).toBe(made.createdAt);
    const first = await call('GET', `/${made.id}?version=1`);
    expect(first.body).toMatchObject({ version: 1, name: 'Versioned', content: made.content });
    expect((await call('GET', `/${made.id}?version=3`)).status).toBe(404);
  });

  test('a change that changes nothing makes no version', async () => {
    const made = await make('Same');
    const same = { version: 1, name: made.name, content: made.content };
    expect((await call('PUT', `/${made.id}`, same)).body).toEqual(made);
  });

  test('of many edits to one version at once, one is saved and the others are told', async () => {
    const made = await make('Raced');
    const edits = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        call<Campaign & ApiError>('PUT', `/${made.id}`, {
          version: 1,
          name: 'Raced',
          content: { ...content, subject: `Edit ${n}` },
        }),
      ),
    );
    expect(edits.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)]);
    const saved = edits.find(({ status }) => status === 200)!.body;
    const refused = edits.filter(({ status }) => status === 409);
    for (const { body } of refused) expect(body.error.code).toBe('campaign_changed');
    expect((await call('GET', `/${made.id}`)).body).toEqual(saved);
    expect(saved.version).toBe(2);
  });

  test('of many that take one name at once, one has it', async () => {
    const made = await Promise.all(
      Array.from({ length: 6 }, () => call('POST', '', { name: 'Wanted', content })),
    );
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  });

  test('the database itself keeps a version as it was written', async () => {
    for (const db of [databases.companyDb, databases.platformDb]) {
      await expect(db.raw(`UPDATE campaign_versions SET subject = 'x'`)).rejects.toMatchObject({
        code: '42501',
      });
      await expect(db.raw('DELETE FROM campaign_versions')).rejects.toMatchObject({
        code: '42501',
      });
    }
  });
});

describe('built in, copied, archived', () => {
  test('a built-in campaign is not changed and not archived', async () => {
    const before = await call('GET', `/${BIRTHDAY}`);
    const changed = { version: 1, name: 'Mine', content };
    for (const refused of [
      await call<ApiError>('PUT', `/${BIRTHDAY}`, changed),
      await call<ApiError>('POST', `/${BIRTHDAY}/archive`, {}),
    ]) {
      expect([refused.status, refused.body.error.code]).toEqual([409, 'campaign_built_in']);
    }
    expect((await call('GET', `/${BIRTHDAY}`)).body).toEqual(before.body);
  });

  test('the role of the API cannot take a built-in campaign over', async () => {
    const taken = await withCompany(databases.companyDb, acme.id, (tx) =>
      tx.raw('UPDATE campaigns SET company_id = current_company_id() WHERE company_id IS NULL'),
    );
    expect(taken).toMatchObject({ rowCount: 0 });
  });

  test('a copy is the company’s own, with a name that is free', async () => {
    const copies = [
      await call('POST', `/${BIRTHDAY}/copy`, {}),
      await call('POST', `/${BIRTHDAY}/copy`, {}),
      await call('POST', `/${BIRTHDAY}/copy`, { name: 'Our birthday' }),
    ];
    expect(copies.map(({ status, body }) => [status, body.name, body.builtIn])).toEqual([
      [201, 'Birthday (copy)', false],
      [201, 'Birthday (copy 2)', false],
      [201, 'Our birthday', false],
    ]);
  });

  test('an archived one is out of the list, cannot be changed or sent, and can be copied', async () => {
    const made = await make('Old');
    const archived = await call('POST', `/${made.id}/archive`, {});
    expect(archived.body).toMatchObject({ archived: true, content: made.content });
    expect((await call('POST', `/${made.id}/archive`, {})).body).toEqual(archived.body);
    const names = async (query: string) =>
      (await call<{ items: Campaign[] }>('GET', query)).body.items.map(({ id }) => id);
    expect(await names('?limit=500')).not.toContain(made.id);
    expect(await names('?limit=500&status=archived')).toContain(made.id);
    const change = await call<ApiError>('PUT', `/${made.id}`, { version: 1, name: 'New', content });
    expect([change.status, change.body.error.code]).toEqual([409, 'campaign_archived']);
    const sent = await api.as(acme).request('POST', '/distributions', {
      recipients: [row],
      campaignId: made.id,
    });
    expect(sent.status).toBe(422);
    expect((await call('POST', `/${made.id}/copy`, {})).status).toBe(201);
  });
});

describe('a send with a campaign', () => {
  test('keeps the version it was accepted with, and the campaign is in use', async () => {
    const made = await make('Sent');
    const sent = await api.as(acme).send({ recipients: [row], campaignId: made.id });
    const campaign = { id: made.id, name: 'Sent', version: 1 };
    expect([sent.status, sent.body.campaign]).toEqual([201, campaign]);
    await call('PUT', `/${made.id}`, {
      version: 1,
      name: 'Sent 2',
      content: { ...content, heading: 'X' },
    });
    await call('POST', `/${made.id}/archive`, {});
    expect(await api.as(acme).getDistribution(sent.body.id)).toMatchObject({ campaign });
    const page = await api.as(acme).request<{ items: { id: string }[] }>('GET', '/distributions');
    expect(page.body.items.find(({ id }) => id === sent.body.id)).toMatchObject({ campaign });
    expect((await call('GET', `/${made.id}`)).body).toMatchObject({ inUse: true, version: 2 });
    const plain = await api.as(acme).send({ recipients: [row] });
    expect(plain.body.campaign).toBeNull();
  });

  test('a built-in one is in use for the company that sent it, for no other', async () => {
    await api.as(acme).send({ recipients: [row], campaignId: BIRTHDAY });
    expect((await call('GET', `/${BIRTHDAY}`)).body.inUse).toBe(true);
    expect((await call('GET', `/${BIRTHDAY}`, undefined, globex)).body.inUse).toBe(false);
  });

  test('an unknown, malformed or foreign campaign is refused at its field; nothing is sent', async () => {
    const foreign = await make('Secret plan');
    const before = await api.as(globex).getBalance();
    for (const campaignId of [UNKNOWN, foreign.id, 'birthday', '', `${BIRTHDAY}'`]) {
      for (const dryRun of [false, true]) {
        const body = { recipients: [row], campaignId, dryRun };
        const refused = await api.as(globex).request<ApiError>('POST', '/distributions', body);
        expect(refused.status).toBe(422);
        expect(refused.body.error).toMatchObject({
          code: 'campaign_not_usable',
          issues: [{ path: 'campaignId', code: 'campaign_not_usable' }],
        });
      }
    }
    expect(await api.as(globex).getBalance()).toEqual(before);
  });

  test('a repeated send has its first answer, whatever became of the campaign', async () => {
    const made = await make('Repeated');
    const body = { recipients: [row], campaignId: made.id };
    const first = await api.as(acme).send(body, 'repeated-1');
    await call('PUT', `/${made.id}`, {
      version: 1,
      name: 'Repeated',
      content: { ...content, heading: 'X' },
    });
    const second = await api.as(acme).send(body, 'repeated-1');
    await call('POST', `/${made.id}/archive`, {});
    const third = await api.as(acme).send(body, 'repeated-1');
    expect([first.status, second.status, third.status]).toEqual([201, 200, 200]);
    expect(second.body).toEqual(first.body);
    expect(third.body).toEqual(first.body);
    expect(third.headers.get('idempotency-replayed')).toBe('true');
    expect((await api.as(acme).send(body, 'repeated-2')).status).toBe(422);
  });

  test('another campaign under the same idempotency key is another request', async () => {
    await api.as(acme).send({ recipients: [row], campaignId: BIRTHDAY }, 'other-campaign');
    const plain = await api
      .as(acme)
      .request<ApiError>(...(['POST', '/distributions', { recipients: [row] }] as const), {
        'idempotency-key': 'other-campaign',
      });
    expect([plain.status, plain.body.error.code]).toEqual([409, 'idempotency_key_reused']);
  });

  test('the database refuses a version that is another company’s', async () => {
    const made = await make('Guarded');
    const { rows } = await databases.platformDb.raw<{ rows: { id: string }[] }>(
      'SELECT id FROM campaign_versions WHERE campaign_id = ?',
      [made.id],
    );
    const campaign = { campaignVersionId: rows[0]!.id, id: made.id, name: 'Guarded', version: 1 };
    const request = {
      ...{ companyId: globex.id, method: 'api' as const, createdBy: 'test', externalId: null },
      ...{ idempotencyKey: null, requestHash: Buffer.alloc(32), campaign },
      ifUnregistered: 'invite' as const,
      ...{
        sendAt: null,
        timeZone: null,
        takeFunds: 'now' as const,
        ifInsufficient: 'fail' as const,
      },
    };
    const accepted = api.services.acceptor.accept(request, []);
    await expect(accepted).rejects.toMatchObject({ code: '23503' });
  });
});
