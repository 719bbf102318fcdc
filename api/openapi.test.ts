import { gzipSync } from 'node:zlib';
import type { Express, RequestHandler } from 'express';
import { z } from 'zod';
import { useCleanUp } from '../test/support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  PUBLIC_URL,
  startTestApi,
  type TestApi,
  type TestCompany,
} from '../test/support/company';
import { errorSchema } from '../contracts/errors';
import { createApp } from './app';
import { fileOperations } from './openapi-files';
import { createPlatformKey } from '../db/platform-keys';
import type { Database } from '../db/pool';
import { webhookEvents } from '../domain/webhook-events';
import { listOperations } from './rest';

const cleanUp = useCleanUp();
let api: TestApi;
let acme: TestCompany;
let document: OpenApi;
let platformDb: Database;

beforeAll(async () => {
  const databases = await openTestDatabases(cleanUp);
  platformDb = databases.platformDb;
  api = await startTestApi(cleanUp, databases);
  acme = await makeCompany(databases.platformDb, { balance: 1_000, recipients: ['a@o.example'] });
  document = (await (await fetch(`${api.url}/api/v1/openapi.json`)).json()) as OpenApi;
});

test('the description is OpenAPI 3.1 with every operation, once, and a key for each', () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(document.info).toMatchObject({ title: 'Bestow', version: expect.any(String) });
  expect(document.servers).toEqual([{ url: `${PUBLIC_URL}/api/v1` }]);
  const described = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const procedures = listOperations().map(({ method, path }) => `${method} ${path}`);
  const files = Object.entries(fileOperations()).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual([...procedures, ...files].sort());
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  for (const { security, responses } of operations) {
    expect(security).toEqual([{ ApiKey: [] }]);
    expect(Object.keys(responses)).toContain('401');
    for (const status of Object.keys(responses)) expect(status).toMatch(/^[1-5]\d\d$/);
  }
  expect(document.components.securitySchemes).toHaveProperty('ApiKey');
});

test('whatever the server answers below /api/v1 is described', () => {
  const { services } = api;
  const readSession: RequestHandler = (_request, _response, next) => next();
  const routes = routesBelow(
    createApp({ services, sessions: { handler: readSession } as never, health: {} as never }),
    '/api/v1/x',
  );
  expect(routes.length).toBeGreaterThan(60);
  const missing = routes.filter(([method, path]) => {
    const pattern = new RegExp(
      `^${path.replace('.:format', '\\.\\w+').replaceAll(/:(\w+)/g, '{$1}')}$`,
    );
    return !Object.entries(document.paths).some(
      ([described, operations]) => pattern.test(described) && method in operations,
    );
  });
  // The description does not describe itself.
  expect(missing).toEqual([['get', '/openapi.json']]);
});

interface Layer {
  match: (path: string) => boolean;
  handle: { stack?: Layer[] };
  route?: { path: string; methods: Record<string, boolean> };
}

/** Method and path of every route of the routers that a path comes to. */
function routesBelow(app: Express, path: string): [string, string][] {
  const { stack } = app.router as unknown as { stack: Layer[] };
  const routesOf = (layers: Layer[]): [string, string][] =>
    layers.flatMap(({ handle, route }) => {
      if (route === undefined) return routesOf(handle.stack ?? []);
      const methods = Object.keys(route.methods).filter((method) => method !== '_all');
      return methods.map((method): [string, string] => [method, route.path]);
    });
  const isMountedThere = ({ match }: Layer, layer: Layer): boolean =>
    match.call(layer, path) && !match.call(layer, '/elsewhere');
  return routesOf(stack.filter((layer) => isMountedThere(layer, layer)));
}

test('what is posted to webhooks is described, each kind of event with its form', () => {
  expect(Object.keys(document.webhooks)).toEqual(Object.keys(webhookEvents));
  for (const [type, { post }] of Object.entries(document.webhooks)) {
    const { schema } = post.requestBody.content['application/json'];
    expect(schema).toMatchObject({
      required: ['type', 'timestamp', 'data'],
      properties: { type: { const: type }, data: { type: 'object' } },
    });
    expect(post.parameters.map(({ name }) => name)).toEqual([
      ...['webhook-id', 'webhook-timestamp', 'webhook-signature'],
    ]);
  }
  const { description } = document.tags.find(({ name }) => name === 'Webhooks')!;
  expect(description).toContain('verify');
});

test('every path parameter is described, and every reference leads somewhere', () => {
  for (const [path, operations] of Object.entries(document.paths)) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const { parameters = [] } of Object.values(operations)) {
      const described = parameters.filter((parameter) => parameter.in === 'path');
      expect(described.map(({ name }) => name)).toEqual(named);
      for (const { required } of described) expect(required).toBe(true);
    }
  }
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(0);
  for (const [, pointer] of references) expect(resolve(pointer!)).toBeDefined();
});

test('every operation refuses as it is described', async () => {
  const finance = await createPlatformKey(platformDb, { name: 'Walk', role: 'finance' });
  const unknownId = '01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11';
  const large = gzipSync(JSON.stringify({ large: 'x'.repeat(6_000_000) }));
  for (const [template, operations] of Object.entries(document.paths)) {
    const path = template.replace('{id}', unknownId).replace('{row}', '1');
    for (const method of Object.keys(operations)) {
      const ask = async (init: RequestInit, query = '', key = acme.apiKey): Promise<void> => {
        const answer = await fetch(`${api.url}/api/v1${path}${query}`, {
          method: method.toUpperCase(),
          ...init,
          headers: { authorization: `Bearer ${key}`, ...init.headers },
        });
        const { status } = answer;
        const body = await answer.text();
        const described = operations[method]!.responses[String(status)];
        expect([method, template, status, described]).toEqual([
          ...[method, template, status, expect.anything()],
        ]);
        if (status < 400) return;
        errorSchema.parse((JSON.parse(body) as { error: unknown }).error);
        const { schema } = described!.content!['application/json']!;
        expect(schema).toEqual({ $ref: '#/components/schemas/Error' });
      };
      await ask({});
      await ask({}, '', 'none');
      await ask({}, '', finance.key);
      await ask({}, '?unknown=1');
      if (method === 'get') continue;
      await ask({ body: '{' });
      await ask({ body: '{}', headers: { 'content-type': 'application/json; charset=klingon' } });
      await ask({ body: large, headers: { 'content-encoding': 'gzip' } });
    }
  }
});

test('answers are as described', async () => {
  const row = { name: 'Asha', email: 'a@o.example', points: 10 };
  const post = (body: unknown) =>
    api.as(acme).request<{ id: string }>('POST', '/distributions', body);
  const sent = await post({ recipients: [row, { ...row, email: 'new@o.example', citation: 'B' }] });
  const unknownId = '01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11';
  const rewardId = (sent.body as { rewards?: { id: string }[] }).rewards![0]!.id;
  const get = (path: string) => api.as(acme).request('GET', path);
  const postTo = (path: string, body: unknown) =>
    api.as(acme).request<{ id: string }>('POST', path, body);
  const content = { subject: 'Hi {{name}}', heading: 'Hello', message: 'Thank you.' };
  const campaign = { name: 'Spring', content };
  const made = await postTo('/campaigns', campaign);
  const asking = { 'idempotency-key': 'openapi' };
  const askFor = (points: number) =>
    api.as(acme).request<{ id: string }>('POST', '/recharges/request', { points }, asking);
  const recharge = await askFor(5);
  const put = (version: number) =>
    api.as(acme).request('PUT', `/campaigns/${made.body.id}`, { ...campaign, version });
  const answers: [string, string, { status: number; body: unknown }][] = [
    ['post', '/distributions', sent],
    [
      'post',
      '/distributions',
      await post({ dryRun: true, recipients: [row, { ...row, points: 0 }] }),
    ],
    ['post', '/distributions', await post({ recipients: 5 })],
    ['post', '/distributions', await post({ recipients: [{ ...row, points: '1' }] })],
    ['post', '/distributions', await post({ recipients: [{ ...row, points: 5_000 }] })],
    ['get', '/distributions', await get('/distributions')],
    ['get', '/distributions', await get('/distributions?limit=0')],
    ['get', '/distributions/{id}', await get(`/distributions/${sent.body.id}`)],
    ['get', '/distributions/{id}', await get(`/distributions/${unknownId}`)],
    ['get', '/distributions/{id}/rewards', await get(`/distributions/${sent.body.id}/rewards`)],
    ['get', '/rewards/{id}', await get(`/rewards/${rewardId}`)],
    ['get', '/campaigns', await get('/campaigns')],
    ['get', '/campaigns', await get('/campaigns?status=none')],
    ['post', '/campaigns', made],
    ['post', '/campaigns', await postTo('/campaigns', campaign)],
    ['post', '/campaigns', await postTo('/campaigns', { ...campaign, name: '' })],
    ['get', '/campaigns/{id}', await get(`/campaigns/${made.body.id}`)],
    ['get', '/campaigns/{id}', await get(`/campaigns/${unknownId}`)],
    ['put', '/campaigns/{id}', await put(2)],
    ['put', '/campaigns/{id}', await put(1)],
    ['post', '/campaigns/{id}/copy', await postTo(`/campaigns/${made.body.id}/copy`, {})],
    ['post', '/campaigns/{id}/archive', await postTo(`/campaigns/${made.body.id}/archive`, {})],
    ['post', '/campaigns/preview', await postTo('/campaigns/preview', campaign)],
    ['post', '/campaigns/preview', await postTo('/campaigns/preview', { content })],
    ['post', '/images', await postTo('/images', {})],
    ['post', '/recharges/request', recharge],
    ['post', '/recharges/request', await askFor(5)],
    ['post', '/recharges/request', await askFor(6)],
    ['post', '/recharges/{id}/cancel', await postTo(`/recharges/${recharge.body.id}/cancel`, {})],
    ['post', '/recharges/{id}/pay', await postTo(`/recharges/${recharge.body.id}/pay`, {})],
    ...(await askSupport(rewardId)),
    ['get', '/balance', await get('/balance')],
    ['get', '/balance', await api.as({ apiKey: 'none' }).request('GET', '/balance')],
  ];
  for (const answer of answers) expectAsDescribed(...answer);
});

function expectAsDescribed(
  method: string,
  path: string,
  { status, body, headers }: { status: number; body: unknown; headers?: Headers },
): void {
  const response = document.paths[path]![method]!.responses[String(status)];
  for (const name of ['Location', 'Idempotency-Replayed', 'Retry-After']) {
    if (headers?.has(name) === true) {
      expect([method, path, status, response]).toMatchObject([
        ...[method, path, status, { headers: { [name]: expect.anything() } }],
      ]);
    }
  }
  const schema = response?.content?.['application/json']?.schema;
  expect([method, path, status, schema]).toEqual([method, path, status, expect.anything()]);
  const checked = z.fromJSONSchema(standingAlone(schema!)).safeParse(body);
  expect([method, path, status, checked.error?.issues]).toEqual([method, path, status, undefined]);
}

test('answers about what waits are as described', async () => {
  const { key } = await createPlatformKey(platformDb, { name: 'Fi', role: 'finance' });
  const recipients = [{ name: 'Asha', email: 'a@o.example', points: 10 }];
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  const scheduled = await api.as(acme).send({ recipients, sendAt, timeZone: 'Asia/Kolkata' });
  const path = `/distributions/${scheduled.body.id}`;
  const post = (to: string, body?: unknown) => api.as(acme).request('POST', to, body);
  const payment = { companyId: acme.id, points: 5, paymentReference: 'openapi' };
  const pay = (body: object) => api.as({ apiKey: key }).request('POST', '/recharges', body);
  const answers: [string, string, { status: number; body: unknown }][] = [
    ['post', '/distributions', scheduled],
    ['post', '/distributions', await post('/distributions', { recipients, sendAt: 'soon' })],
    [
      'post',
      '/distributions/{id}/reschedule',
      await post(`${path}/reschedule`, { sendAt: 'soon' }),
    ],
    ['post', '/distributions/{id}/reschedule', await post(`${path}/reschedule`, { sendAt })],
    ['post', '/distributions/{id}/reschedule', await post(`${path}/reschedule`, {})],
    ['post', '/distributions/{id}/send-now', await post(`${path}/send-now`)],
    ['post', '/distributions/{id}/cancel', await post(`${path}/cancel`)],
    ['post', '/distributions/{id}/send-now', await post(`${path}/send-now`)],
    ['get', '/distributions/{id}', await api.as(acme).request('GET', path)],
    ['post', '/recharges', await pay(payment)],
    ['post', '/recharges', await pay(payment)],
    ['post', '/recharges', await pay({ ...payment, points: 6 })],
    ['post', '/recharges', await post('/recharges', payment)],
  ];
  expect(answers.map(([, , { status }]) => status)).toEqual([
    ...[201, 422, 422, 200, 400, 200, 200, 409, 200, 201, 200, 409, 403],
  ]);
  for (const answer of answers) expectAsDescribed(...answer);
});

/** The operations on tickets, with an answer of each kind. */
async function askSupport(
  rewardId: string,
): Promise<[string, string, { status: number; body: unknown }][]> {
  const call = (method: string, path: string, body?: unknown) =>
    api.as(acme).request<{ id: string }>(method, path, body);
  const repeated = (path: string, body: object) =>
    api.as(acme).request('POST', path, body, { 'idempotency-key': 'openapi' });
  const opened = await call('POST', '/tickets', {
    ...{ subject: 'Help', text: 'Please', rewardIds: [rewardId] },
  });
  const asking = { subject: 'Help', text: 'Once' };
  const path = `/tickets/${opened.body.id}`;
  const change = `/rewards/${rewardId}/change-email`;
  return [
    ['post', '/tickets', opened],
    ['post', '/tickets', await call('POST', '/tickets', { subject: 'No text' })],
    ['post', '/tickets', await repeated('/tickets', asking)],
    ['post', '/tickets', await repeated('/tickets', asking)],
    ['post', '/tickets', await repeated('/tickets', { ...asking, text: 'Twice' })],
    ['get', '/tickets', await call('GET', '/tickets')],
    ['get', '/tickets/{id}', await call('GET', path)],
    ['post', '/tickets/{id}/messages', await call('POST', `${path}/messages`, { text: 'More' })],
    ['post', '/tickets/{id}/messages', await repeated(`${path}/messages`, { text: 'Once' })],
    ['post', '/tickets/{id}/messages', await repeated(`${path}/messages`, { text: 'Once' })],
    ['post', '/tickets/{id}/messages', await repeated(`${path}/messages`, { text: 'Twice' })],
    ['post', '/rewards/{id}/change-email', await call('POST', change, { email: 'no' })],
    ['post', '/rewards/{id}/change-email', await call('POST', change, { email: 'b@o.example' })],
    ['post', '/rewards/{id}/change-email', await call('POST', change, { email: 'a@o.example' })],
  ];
}

test('resends are as described: refused, made and repeated; their key is a parameter', async () => {
  const recipients = [{ name: 'Asha', email: 'a@o.example', points: 10, citation: 'Resent' }];
  const { id, rewards } = (await api.as(acme).send({ recipients })).body;
  const ask = async (path: string, key: string): Promise<number> => {
    const actual = path.replace('{id}', path === OF_ALL ? id : rewards[0]!.id);
    const answer = await api.as(acme).request('POST', actual, {}, { 'idempotency-key': key });
    expectAsDescribed('post', path, answer);
    return answer.status;
  };
  expect([await ask(OF_ALL, 'all'), await ask(OF_ONE, 'one')]).toEqual([409, 409]);
  await platformDb.raw(`UPDATE rewards SET status = 'delivered' WHERE id = ?`, [rewards[0]!.id]);
  expect([await ask(OF_ALL, 'all'), await ask(OF_ONE, 'one')]).toEqual([201, 201]);
  expect([await ask(OF_ALL, 'all'), await ask(OF_ONE, 'one')]).toEqual([200, 200]);
  expect([await ask(OF_ALL, 'one'), await ask(OF_ONE, 'all')]).toEqual([409, 409]);
  for (const path of [OF_ALL, OF_ONE]) {
    expect(document.paths[path]!['post']!.parameters).toContainEqual(
      expect.objectContaining({ name: 'Idempotency-Key', in: 'header' }),
    );
  }
});

const OF_ALL = '/distributions/{id}/resend';
const OF_ONE = '/rewards/{id}/resend';

test('what a request must have is required, and no default breaks its own rule', () => {
  const bodies = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { requestBody }]) => {
      const schema = requestBody?.content['application/json']?.schema;
      return schema === undefined ? [] : [{ of: `${method} ${path}`, schema }];
    }),
  );
  const wrong = bodies.flatMap(({ of, schema: { properties = {} } }) =>
    Object.entries(properties).flatMap(([name, property]) => {
      if (!('default' in property)) return [];
      const { success } = z.fromJSONSchema(standingAlone(property)).safeParse(property.default);
      return success ? [] : [`${of}: ${name}`];
    }),
  );
  expect(wrong).toEqual([]);
  const requiredOf = (of: string) => bodies.find((body) => body.of === of)?.schema.required;
  expect(requiredOf('post /tickets')).toEqual(['subject', 'text']);
  expect(requiredOf('post /tickets/{id}/messages')).toEqual(['text']);
  expect(requiredOf('post /rewards/{id}/change-email')).toEqual(['email']);
  const asked = document.paths['/recharges/request']!['post']!.parameters;
  expect(asked).toMatchObject([{ name: 'Idempotency-Key', in: 'header' }]);
});

test('what narrows the list of distributions is explained', () => {
  const described = document.paths['/distributions']!['get']!.parameters!;
  for (const name of ['status', 'campaignId', 'from', 'to', 'search']) {
    const parameter = described.find((one) => one.name === name);
    expect([name, JSON.stringify(parameter)]).toEqual([
      ...[name, expect.stringMatching(/"description":"(Only|One|A text)/)],
    ]);
  }
});

test('every tag is declared', () => {
  const used = Object.values(document.paths).flatMap((path) =>
    Object.values(path).flatMap(({ tags }) => tags),
  );
  expect([...new Set(used)].sort()).toEqual(document.tags.map(({ name }) => name).sort());
});

test('the page that shows it refers to no outside host', async () => {
  const redirected = await fetch(`${api.url}/docs`, { redirect: 'manual' });
  expect(redirected.headers.get('location')).toBe('/docs/');
  const page = await fetch(`${api.url}/docs/`);
  const html = await page.text();
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const sources = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source!);
  expect(sources.length).toBeGreaterThan(2);
  for (const source of sources) {
    const url = new URL(source, page.url);
    expect(url.origin).toBe(api.url);
    const asset = await fetch(url);
    expect([source, asset.status]).toEqual([source, 200]);
    await asset.arrayBuffer();
  }
});

interface OpenApi {
  openapi: string;
  info: object;
  servers: unknown;
  tags: { name: string; description?: string }[];
  paths: Record<string, Record<string, Described>>;
  webhooks: Record<
    string,
    {
      post: {
        parameters: { name: string }[];
        requestBody: { content: { 'application/json': { schema: object } } };
      };
    }
  >;
  components: { securitySchemes: object };
}

interface Described {
  operationId: string;
  security: unknown;
  tags: string[];
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: { content: Record<string, { schema: BodySchema }> };
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

interface BodySchema {
  required?: string[];
  properties?: Record<string, { default?: unknown }>;
}

function resolve(pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);
}

function standingAlone(schema: object): Parameters<typeof z.fromJSONSchema>[0] {
  return { ...inline(schema) };
}

/** The schema with its references put in, so that it stands by itself. */
function inline(node: object): object {
  return JSON.parse(JSON.stringify(node), (_key, value: unknown) => {
    const reference = (value as { $ref?: string } | null)?.$ref;
    return reference?.startsWith('#') ? inline(resolve(reference.slice(1)) as object) : value;
  }) as object;
}
