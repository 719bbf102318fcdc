import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { reasons } from '../domain/reasons';
import { errorSchema } from '../contracts/errors';
import { createPlatformKey } from '../db/platform-keys';
import { useCleanUp } from '../test/support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestCompany,
  type TestDatabases,
} from '../test/support/company';

const cleanUp = useCleanUp();
let databases: TestDatabases;
let api: TestApi;
let acme: TestCompany;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
  acme = await makeCompany(databases.platformDb, { balance: 1_000_000 });
});

const person = { name: 'Asha', email: 'asha@hostile.example', points: 1 };
const send = JSON.stringify({ recipients: [person] });
const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;

describe('a malformed body is refused in the form of the contract', () => {
  test.each<[string, number, string | Buffer, Record<string, string>]>([
    ['nothing', 400, '', {}],
    ['no JSON', 400, 'recipients=1', {}],
    ['half a JSON', 400, send.slice(0, -3), {}],
    ['JSON in single quotes', 400, send.replaceAll('"', "'"), {}],
    ['NaN', 400, send.replace(':1}', ':NaN}'), {}],
    ['an array', 400, `[${send}]`, {}],
    ['a string', 400, '"send"', {}],
    ['a number', 400, '5', {}],
    ['null', 400, 'null', {}],
    ['true', 400, 'true', {}],
    ['recipients as object', 400, '{"recipients":{}}', {}],
    ['recipients as text', 400, '{"recipients":"all"}', {}],
    ['no recipients', 422, '{"recipients":[]}', {}],
    ['unknown fields', 400, '{"recipients":[{}],"everyone":true,"x":1}', {}],
    [
      '__proto__',
      400,
      `{"__proto__":{"dryRun":true},"recipients":[${JSON.stringify(person)}]}`,
      {},
    ],
    ['a wrong option', 400, '{"recipients":[{}],"ifInvalid":"ignore"}', {}],
    ['an option of a wrong type', 400, '{"recipients":[{}],"dryRun":"yes"}', {}],
    ['an external id with NUL', 400, send.replace('{', '{"externalId":"a\\u0000b",'), {}],
    [
      'an external id with half a character',
      400,
      send.replace('{', '{"externalId":"\\ud800",'),
      {},
    ],
    [
      'an external id that is too long',
      400,
      `{"recipients":[{}],"externalId":"${'x'.repeat(201)}"}`,
      {},
    ],
    ['deep nesting', 400, deep, {}],
    ['deep nesting in a row', 400, `{"recipients":[${deep}]}`, {}],
    ['a charset that is none', 415, send, { 'content-type': 'application/json; charset=klingon' }],
    ['latin1', 415, send, { 'content-type': 'application/json; charset=iso-8859-1' }],
    ['an encoding that is none', 415, send, { 'content-encoding': 'rot13' }],
    ['gzip that is none', 400, send, { 'content-encoding': 'gzip' }],
    ['half a gzip', 400, gzipSync(send).subarray(0, 30), { 'content-encoding': 'gzip' }],
    ['6 MB', 413, JSON.stringify({ recipients: ['x'.repeat(6_000_000)] }), {}],
    ['6 MB in 6 kB', 413, gzipSync(`["${'x'.repeat(6_000_000)}"]`), { 'content-encoding': 'gzip' }],
  ])('%s: %i', async (_what, status, body, headers) => {
    await expectRefusal(await post(body, headers), status);
  });

  test('deep nesting is no stack overflow where invalid rows are skipped', async () => {
    const body = `{"ifInvalid":"skip","recipients":[{"name":${deep},"extra":${deep}},${JSON.stringify(person)}]}`;
    const answer = await post(body);
    expect(answer.status).toBeLessThan(500);
    const text = await answer.text();
    expect(text).not.toMatch(STACK);
  });

  test('any content type is read as JSON; gzip is unpacked', async () => {
    for (const headers of [
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-type': 'nonsense' },
    ]) {
      expect((await post(send, headers)).status).toBe(201);
    }
    expect((await post(gzipSync(send), { 'content-encoding': 'gzip' })).status).toBe(201);
  });
});

describe('hostile rows', () => {
  test.each<[string, unknown]>([
    ['CRLF in an address', { email: 'a@b.example\r\nBcc: victim@c.example' }],
    ['a second address after a comma', { email: 'a@b.example,victim@c.example' }],
    ['a second address after a semicolon', { email: 'a@b.example; victim@c.example' }],
    ['a name with an address', { email: 'A <a@b.example>' }],
    ['a list of addresses', { email: ['a@b.example', 'victim@c.example'] }],
    ['an object for an address', { email: { address: 'a@b.example' } }],
    ['10,000 characters for a name', { name: 'x'.repeat(10_000) }],
    ['CRLF in a name', { name: 'A\r\nBcc: victim@c.example' }],
    ['a direction override in a name', { name: 'A\u202egnp.exe' }],
    ['NUL in a name', { name: 'A\u0000B' }],
    ['a lone surrogate in a name', { name: 'A\ud83d' }],
    ['a lone surrogate in a citation', { citation: 'A\udc00' }],
    ['10,001 characters for a citation', { citation: 'x'.repeat(10_001) }],
    ['NUL in an external id', { externalId: 'A\u0000B' }],
    ['a number for an external id', { externalId: 7 }],
    ['points of 0', { points: 0 }],
    ['points of -1', { points: -1 }],
    ['points of 1.5', { points: 1.5 }],
    ['points of 1e9', { points: 1e9 }],
    ['points of 2^53', { points: 2 ** 53 }],
    ['points as text', { points: '10' }],
    ['points as true', { points: true }],
    ['an unknown field', { pointz: 5 }],
    ['a field called constructor', { constructor: 5 }],
  ])('%s: refused with its row and path', async (_what, change) => {
    const answer = await post(
      JSON.stringify({ recipients: [person, { ...person, ...(change as object) }] }),
    );
    const error = await expectRefusal(answer, 422);
    const [field] = Object.keys(change as object);
    expect(error.issues).toHaveLength(1);
    expect(error.issues![0]).toMatchObject({ row: 2, path: `recipients.1.${field}` });
  });
});

describe('who is not known is refused with 401 and WWW-Authenticate', () => {
  test.each<[string, string | undefined]>([
    ['no key', undefined],
    ['an empty header', ''],
    ['no scheme', 'KEY'],
    ['another scheme', 'Basic KEY'],
    ['a key that is none', 'Bearer nonsense'],
    ['a key with more behind it', 'Bearer KEY KEY'],
    ['a key with its case changed', 'Bearer SWAPPED'],
    ['a very long key', `Bearer ${'x'.repeat(10_000)}`],
    ['bytes that are no ASCII', 'Bearer \u00ff\u00fe'],
    ['SQL', "Bearer ' OR 1=1 --"],
  ])('%s', async (_what, authorization) => {
    const swapped = acme.apiKey.replace(/[a-z]/g, (letter) => letter.toUpperCase());
    const value = authorization?.replaceAll('KEY', acme.apiKey).replace('SWAPPED', swapped);
    const headers: Record<string, string> = value === undefined ? {} : { authorization: value };
    for (const path of ['/balance', '/distributions']) {
      const answer = await fetch(`${api.url}/api/v1${path}`, { headers });
      await expectRefusal(answer, 401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  test('a revoked key is refused from the next call on', async () => {
    const other = await makeCompany(databases.platformDb, { balance: 10 });
    expect((await api.as(other).request('GET', '/balance')).status).toBe(200);
    await databases.platformDb.raw('UPDATE api_keys SET revoked_at = now() WHERE company_id = ?', [
      other.id,
    ]);
    expect((await api.as(other).request('GET', '/balance')).status).toBe(401);
  });

  test('the scheme is case-insensitive', async () => {
    const headers = { authorization: `bearer ${acme.apiKey}` };
    expect((await fetch(`${api.url}/api/v1/balance`, { headers })).status).toBe(200);
  });
});

describe('addresses that lead nowhere', () => {
  test.each([
    ...[
      '',
      '/',
      '/nothing',
      '/distribution',
      '/balance/1',
      '/distributions/1/2/3',
      '/%2e%2e%2fetc%2fpasswd',
    ],
    ...['/distributions/not-an-id', `/distributions/${'0'.repeat(5_000)}`, '/distributions/%00'],
    ...[
      '/distributions/01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11',
      '/rewards/01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11',
    ],
    ...[
      '/distributions/01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11/rewards',
      "/rewards/'; DROP TABLE rewards",
    ],
    ...['/rewards/{id}', '/distributions/undefined', '/rewards/null', '/rewards/%E2%98%83'],
  ])('GET %s: 404', async (path) => {
    await expectRefusal(await get(path), 404);
  });

  test('a path that is no UTF-8 is the caller’s mistake', async () => {
    await expectRefusal(await get('/distributions/%E0%A4%A'), 400);
  });

  test.each<[string, string, string]>([
    ...['DELETE', 'PUT', 'PATCH', 'OPTIONS', 'POST'].map((method): [string, string, string] => [
      method,
      '/balance',
      'GET, HEAD',
    ]),
    ['DELETE', '/distributions', 'GET, HEAD, POST'],
    ['GET', '/recharges/request', 'POST'],
    ['HEAD', '/distributions/01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11/cancel', 'POST'],
    ['POST', '/drafts/01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11', 'GET, HEAD, PATCH, DELETE'],
    ['GET', '/uploads', 'POST'],
    ['POST', '/template.csv', 'GET, HEAD'],
    ['POST', '/statement.pdf', 'GET, HEAD'],
    ['POST', '/openapi.json', 'GET, HEAD'],
  ])('%s %s is no operation: the methods that are, are named', async (method, path, allowed) => {
    const answer = await call(method, path);
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed]);
    if (method !== 'HEAD') await expectRefusal(answer, 405);
  });
});

describe('what only a query says is refused by operations that take none', () => {
  test.each<[string, string, string | undefined]>([
    ['POST', '/distributions?dryRun=true', send],
    ['POST', '/recharges/request?points=5', '{"points":5}'],
    ['PUT', '/balance/alert?dryRun=true', '{"points":5}'],
    ['DELETE', '/drafts/01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11?dryRun=true', undefined],
    ['POST', '/uploads?ifUnregistered=fail', undefined],
    ['POST', '/images?name=x', undefined],
  ])('%s %s', async (method, path, body) => {
    const before = await (await get('/distributions?limit=1')).json();
    const form = new FormData();
    form.set('file', new Blob(['x']), 'x.csv');
    const isForm = method === 'POST' && body === undefined;
    const answer = await call(method, path, isForm ? form : body);
    const { issues } = await expectRefusal(answer, 400);
    const [name] = new URL(answer.url).searchParams.keys();
    expect(issues).toEqual([
      { path: name, code: 'bad_request', message: expect.stringContaining('in the body') },
    ]);
    expect(await (await get('/distributions?limit=1')).json()).toEqual(before);
  });

  test('HEAD reads its query as GET does', async () => {
    const statuses = await Promise.all(
      ['limit=1', 'limit=0', 'unknown=1'].map(
        async (query) => (await call('HEAD', `/distributions?${query}`)).status,
      ),
    );
    expect(statuses).toEqual([200, 400, 400]);
  });
});

describe('what to do next fits what is wrong', () => {
  const noFile = new FormData();
  noFile.set('ifUnregistered', 'fail');
  test.each<[string, string, string | FormData, Record<string, string>, number, RegExp, RegExp]>([
    ['no JSON', '/distributions', '{"a"', {}, 400, /not valid JSON/, /quotes, commas/],
    ...['null', '5', '"x"', 'true', '[]'].map(
      (body): [string, string, string, Record<string, string>, number, RegExp, RegExp] => [
        ...([body, '/distributions', body, {}, 400] as const),
        ...([/JSON object/, /\{/] as const),
      ],
    ),
    ['an address that is no UTF-8', '/rewards/%E0%A4%A/resend', '{}', {}, 400, /address/, /UTF-8/],
    [
      ...(['an empty key', '/distributions', send, { 'idempotency-key': '' }, 400] as const),
      ...([/Idempotency-Key must have 1 to 200 characters/, /leave it out/] as const),
    ],
    ['JSON for an image', '/images', '{}', {}, 415, /format/, /multipart\/form-data/],
    ['JSON for a file', '/uploads', '{}', {}, 415, /format/, /multipart\/form-data/],
    ['a form without a file', '/uploads', noFile, {}, 400, /no file/, /multipart\/form-data/],
    [
      ...(['gzip that is none', '/distributions', send, { 'content-encoding': 'gzip' }] as const),
      ...([400, /malformed/, /API description/] as const),
    ],
    [
      ...(['an encoding', '/distributions', send, { 'content-encoding': 'rot13' }] as const),
      ...([415, /format/, /gzip/] as const),
    ],
  ])('%s', async (_what, path, body, headers, status, message, nextAction) => {
    const error = await expectRefusal(await call('POST', path, body, headers), status);
    expect(error.message).toMatch(message);
    expect(error.nextAction).toMatch(nextAction);
    if (error.issues === undefined) expect(error.nextAction).not.toMatch(/issues/);
  });
});

test.each([
  ['subject', { text: 'Please' }],
  ['subject', { subject: ' ', text: 'Please' }],
  ['text', { subject: 'Help' }],
])('a missing %s is called missing', async (path, body) => {
  const error = await expectRefusal(await call('POST', '/tickets', JSON.stringify(body)), 422);
  expect(error.message).toBe('A text is missing.');
  expect(error.issues).toMatchObject([{ path, message: expect.stringContaining('missing') }]);
  expect(error.nextAction).not.toMatch(/control/);
});

test.each<[string, string, string, unknown]>([
  ['GET', '/distributions?campaignId=x', 'campaignId', undefined],
  ['GET', '/tickets?distributionId=x', 'distributionId', undefined],
  ['POST', '/tickets', 'distributionId', { subject: 'A', text: 'B', distributionId: 'x' }],
  ['POST', '/campaigns/preview', 'campaignId', { campaignId: 'x' }],
])('%s %s: an id that is none is named, as it is not what is asked for', async (...given) => {
  const [method, path, field, body] = given;
  const answer = await call(method, path, body === undefined ? undefined : JSON.stringify(body));
  const { issues } = await expectRefusal(answer, 400);
  expect(issues).toMatchObject([{ path: field, code: 'bad_request' }]);
});

test('a key of the platform is known, and acts for no company', async () => {
  const { key } = await createPlatformKey(databases.platformDb, { name: 'Fi', role: 'finance' });
  const headers = { authorization: `Bearer ${key}` };
  for (const path of [
    '/balance',
    '/distributions',
    '/statement.csv',
    '/template.csv',
    '/distributions/01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11/progress',
  ]) {
    const error = await expectRefusal(await call('GET', path, undefined, headers), 403);
    expect(error.message).toMatch(/no company/);
    expect(error.nextAction).toMatch(/key of the company/);
  }
});

describe('a list’s question that makes no sense is refused with its field', () => {
  const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  test.each([
    ...[
      'limit=0',
      'limit=-1',
      'limit=501',
      'limit=1.5',
      'limit=ten',
      'limit=1e400',
      'limit=1&limit=2',
    ],
    ...['cursor=garbage', `cursor=${'x'.repeat(300)}`, 'cursor=%00', `cursor=${cursorOf({})}`],
    ...[`cursor=${cursorOf("' OR 1=1")}`, `cursor=${cursorOf(7)}`, 'status=nonsense', 'method=fax'],
    ...[
      'unknown=1',
      'status[]=sending',
      '__proto__=1',
      'companyId=01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11',
    ],
  ])('GET /distributions?%s', async (query) => {
    const error = await expectRefusal(await get(`/distributions?${query}`), 400);
    expect(error.issues?.length).toBeGreaterThan(0);
  });

  test.each([
    -1,
    1.5,
    2 ** 31,
    2 ** 53 - 1,
    1e300,
    'x',
    null,
    [1],
    '01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11',
  ])('a forged cursor of rewards (%j) is a refusal or an empty page', async (value) => {
    const sent = await api.as(acme).send({ recipients: [person] });
    const answer = await get(`/distributions/${sent.body.id}/rewards?cursor=${cursorOf(value)}`);
    if (answer.status === 200) expect(await answer.json()).toEqual({ items: [], nextCursor: null });
    else await expectRefusal(answer, 400);
  });
});

test('what is no HTTP at all ends the connection, and the next caller is served', async () => {
  for (const bytes of [
    '\x16\x03\x01\x02\x00',
    'GET / HTTP/9.9\r\n\r\n',
    'POST /api/v1/distributions\r\n\r\n',
  ]) {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    const received: Buffer[] = [];
    socket.on('data', (chunk) => received.push(chunk));
    socket.end(bytes);
    await new Promise((resolve) => socket.on('close', resolve));
    expect(Buffer.concat(received).toString()).not.toMatch(STACK);
  }
  expect((await get('/balance')).status).toBe(200);
});

describe('tRPC', () => {
  test.each<[string, string, RequestInit]>([
    ['no JSON', 'distributions.create', { method: 'POST', body: '{' }],
    ['nothing', 'distributions.create', { method: 'POST' }],
    ['no such procedure', 'distributions.destroy', { method: 'POST', body: '{}' }],
    ['a mutation by GET', 'distributions.create?input={}', {}],
    ['an input that is no JSON', 'distributions.get?input=garbage', {}],
    ['an id that is none', `distributions.get?input=${encodeURIComponent('{"id":"x"}')}`, {}],
    [
      'more than 5 MB',
      'distributions.create',
      { method: 'POST', body: `"${'x'.repeat(6_000_000)}"` },
    ],
    ['a form', 'distributions.create', { method: 'POST', body: new URLSearchParams({ a: '1' }) }],
    ['a path that is no UTF-8', '%E0%A4%A', {}],
    [
      'a batch of many',
      `${'distributions.get,'.repeat(100)}distributions.get?batch=1&input={}`,
      {},
    ],
  ])('%s is the caller’s mistake and answered without a stack', async (_what, path, init) => {
    const answer = await fetch(`${api.url}/trpc/${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${acme.apiKey}`,
        ...(typeof init.body === 'string' && { 'content-type': 'application/json' }),
      },
    });
    const text = await answer.text();
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(text).not.toMatch(STACK);
    for (const { error } of [JSON.parse(text)].flat()) {
      const { code } = errorSchema.parse(error.data.error);
      expect(reasons[code].httpStatus).toBeLessThan(500);
    }
  });
});

afterAll(() => {
  expect(api.logged).toEqual([]);
});

const STACK = /\bat .*[(/].*:\d+:\d+|node_modules|SELECT |INSERT /;

function post(body: string | Buffer, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${api.url}/api/v1/distributions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${acme.apiKey}`,
      'content-type': 'application/json',
      ...headers,
    },
    body,
  });
}

function get(path: string): Promise<Response> {
  return fetch(`${api.url}/api/v1${path}`, { headers: { authorization: `Bearer ${acme.apiKey}` } });
}

function call(
  method: string,
  path: string,
  body?: string | FormData,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${api.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${acme.apiKey}`,
      ...(typeof body === 'string' && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
}

/** The form that the contract promises for every refusal. */
async function expectRefusal(answer: Response, status: number) {
  const text = await answer.text();
  expect([answer.status, text]).toEqual([status, text]);
  expect(text).not.toMatch(STACK);
  const { error, ...rest } = JSON.parse(text);
  expect(rest).toEqual({});
  const parsed = errorSchema.strict().parse(error);
  expect(reasons[parsed.code].httpStatus).toBe(status);
  expect(answer.headers.get('x-request-id')).toBe(parsed.requestId);
  return parsed;
}
