import type { WebhookDelivery, WebhookEndpoint } from '../../contracts/webhooks';
import { rowsOf, withCompany } from '../../db/pool';
import { writeTestEvent } from '../../db/webhook-deliveries';
import { useCleanUp } from '../../test/support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestCompany,
  type TestDatabases,
} from '../../test/support/company';
import { subscribableEventTypes, webhookEvents } from '../../domain/webhook-events';

/** What an integrator sets up; that events arrive is workflows/deliver-webhooks.test.ts. */
const cleanUp = useCleanUp();
let databases: TestDatabases;
let api: TestApi;
let acme: TestCompany;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  // As in production: to the public Internet only.
  api = await startTestApi(cleanUp, databases, { privateWebhooks: false });
});

beforeEach(async () => {
  acme = await makeCompany(databases.platformDb);
});

afterAll(() => expect(api.logged).toEqual([]));

type WithSecret = WebhookEndpoint & { secret: string };
interface Refused {
  error: { code: string; issues?: { path: string; code: string; message: string }[] };
}

const ask = <Body>(method: string, path: string, body?: object) =>
  api.as(acme).request<Body>(method, path, body);

const URL_OF_ACME = 'https://hooks.acme.example/bestow';

async function create(input: object = {}): Promise<WithSecret> {
  const made = await ask<WithSecret>('POST', '/webhooks', { url: URL_OF_ACME, ...input });
  expect(made.status).toBe(201);
  expect(made.headers.get('location')).toBe(`/api/v1/webhooks/${made.body.id}`);
  return made.body;
}

const get = async (id: string) => (await ask<WebhookEndpoint>('GET', `/webhooks/${id}`)).body;

const testEventOf = (endpointId: string) =>
  withCompany(databases.platformDb, acme.id, (tx) => writeTestEvent(tx, endpointId));

test('an endpoint is made with a secret that is shown once and stored encrypted', async () => {
  const { secret, ...endpoint } = await create({ description: ' Payroll ' });
  expect(secret).toMatch(/^whsec_[A-Za-z\d+/]{43}=$/);
  expect(endpoint).toMatchObject({
    ...{ url: URL_OF_ACME, description: 'Payroll', eventTypes: null, status: 'enabled' },
    ...{ disabledReason: null, failingSince: null, pending: 0, failed: 0 },
  });
  expect(await get(endpoint.id)).toEqual(endpoint);
  expect((await ask('GET', '/webhooks')).body).toEqual({ items: [endpoint] });
  const stored = JSON.stringify(
    await rowsOf(databases.platformDb, "SELECT *, encode(secret, 'escape') FROM webhook_endpoints"),
  );
  expect(stored).not.toContain(secret);
  expect(stored).not.toContain(secret.slice('whsec_'.length));
});

test.each([
  ['http://hooks.acme.example/', 'webhook_url_not_https'],
  ['https://127.0.0.1/', 'webhook_url_not_public'],
  ['https://localhost/', 'webhook_url_not_public'],
  ['https://169.254.169.254/latest/meta-data', 'webhook_url_not_public'],
  ['https://user:pass@hooks.acme.example/', 'webhook_url_has_credentials'],
  ['hooks.acme.example', 'webhook_url_malformed'],
])('%s is refused as %s, when it is made and when it is changed', async (url, code) => {
  const refusal = { error: { code, issues: [{ path: 'url', code, message: expect.any(String) }] } };
  const { id } = await create();
  expect(await ask('POST', '/webhooks', { url })).toMatchObject({ status: 422, body: refusal });
  expect(await ask('PATCH', `/webhooks/${id}`, { url })).toMatchObject({
    ...{ status: 422, body: refusal },
  });
  expect((await get(id)).url).toBe(URL_OF_ACME);
});

test.each([
  [{ eventTypes: [] }, 'eventTypes'],
  [{ eventTypes: ['reward.stolen'] }, 'eventTypes.0'],
  // The test is asked for, and not subscribed to.
  [{ eventTypes: ['webhook.test'] }, 'eventTypes.0'],
  [{ description: 'x'.repeat(201) }, 'description'],
  [{ description: 'a\u0000b' }, 'description'],
  [{ url: 5 }, 'url'],
  [{ secret: 'whsec_mine' }, 'secret'],
])('%j is refused with its field', async (input, path) => {
  const { status, body } = await ask<Refused>('POST', '/webhooks', { url: URL_OF_ACME, ...input });
  expect(status).toBe(400);
  expect(body.error.issues).toMatchObject([{ path }]);
});

test('every kind of event can be chosen', async () => {
  const { eventTypes } = await create({ eventTypes: subscribableEventTypes });
  expect(eventTypes).toEqual(subscribableEventTypes);
});

test('what the database lets in is what the table of events has', async () => {
  const [check] = await rowsOf<{ text: string }>(
    databases.platformDb,
    `SELECT pg_get_constraintdef(oid) AS text FROM pg_constraint
     WHERE conrelid = 'webhook_events'::regclass AND conname = 'webhook_events_type_check'`,
  );
  const types = [...check!.text.matchAll(/'([^']+)'/g)].map(([, type]) => type);
  expect(types.sort()).toEqual(Object.keys(webhookEvents).sort());
});

test('a change changes what is given, and is recorded with what was before', async () => {
  const { id } = await create({ description: 'One' });
  const changed = await ask<WebhookEndpoint>('PATCH', `/webhooks/${id}`, {
    eventTypes: ['reward.delivered'],
  });
  expect(changed.body).toMatchObject({ description: 'One', eventTypes: ['reward.delivered'] });
  expect(await get(id)).toEqual(changed.body);
  // Nothing differs: nothing is recorded.
  await ask('PATCH', `/webhooks/${id}`, { description: 'One' });
  await ask('POST', `/webhooks/${id}/rotate-secret`, {});
  await ask('POST', `/webhooks/${id}/disable`, {});
  await ask('POST', `/webhooks/${id}/disable`, {});
  await ask('POST', `/webhooks/${id}/enable`, {});
  await ask('DELETE', `/webhooks/${id}`, {});
  const records = await rowsOf<{ action: string; before: object; after: object }>(
    databases.platformDb,
    `SELECT action, before, after FROM audit_records WHERE company_id = ? ORDER BY id`,
    [acme.id],
  );
  expect(records.map(({ action }) => action)).toEqual([
    ...['create_webhook', 'change_webhook', 'rotate_webhook_secret', 'disable_webhook'],
    ...['enable_webhook', 'delete_webhook'],
  ]);
  expect(records[1]).toMatchObject({
    ...{ before: { eventTypes: null }, after: { eventTypes: ['reward.delivered'] } },
  });
  expect(JSON.stringify(records)).not.toContain('whsec');
});

test('a company has ten endpoints at most, also when several are made at once', async () => {
  const made = await Promise.all(
    Array.from({ length: 12 }, () => ask<Refused>('POST', '/webhooks', { url: URL_OF_ACME })),
  );
  const refused = made.filter(({ status }) => status !== 201);
  expect(refused).toHaveLength(2);
  for (const { status, body } of refused) {
    expect([status, body.error.code]).toEqual([409, 'too_many_webhooks']);
  }
});

test('a disabled endpoint is not told, and neither tested nor sent to again', async () => {
  const { id } = await create();
  const deliveryId = await testEventOf(id);
  const disabled = await ask<WebhookEndpoint>('POST', `/webhooks/${id}/disable`, {});
  expect(disabled.body).toMatchObject({ status: 'disabled', disabledReason: 'by_hand' });
  for (const path of ['test', `deliveries/${deliveryId}/redeliver`]) {
    expect(await ask('POST', `/webhooks/${id}/${path}`, {})).toMatchObject({
      ...{ status: 409, body: { error: { code: 'webhook_disabled' } } },
    });
  }
  const since = { since: '2026-01-01T00:00:00Z' };
  expect((await ask('POST', `/webhooks/${id}/redeliver-failed`, since)).status).toBe(409);
  const enabled = await ask<WebhookEndpoint>('POST', `/webhooks/${id}/enable`, {});
  expect(enabled.body).toMatchObject({ status: 'enabled', disabledReason: null, pending: 1 });
});

test('deliveries come by pages, newest first, and by their state', async () => {
  const { id } = await create();
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) ids.unshift(await testEventOf(id));
  await rowsOf(
    databases.platformDb,
    `UPDATE webhook_deliveries SET status = 'failed', failed_at = now(), next_attempt_at = NULL,
       attempts = 1, last_http_status = 500 WHERE id = ANY(?)`,
    [[ids[1]!, ids[3]!]],
  );
  const list = async (query: string) =>
    (
      await ask<{ items: WebhookDelivery[]; nextCursor: string | null }>(
        'GET',
        `/webhooks/${id}/deliveries?${query}`,
      )
    ).body;
  const first = await list('limit=3');
  expect(first.items.map((item) => item.id)).toEqual(ids.slice(0, 3));
  const second = await list(`limit=3&cursor=${first.nextCursor}`);
  expect(second.items.map((item) => item.id)).toEqual(ids.slice(3));
  expect(second.nextCursor).toBeNull();
  const failed = await list('status=failed');
  expect(failed.items.map((item) => item.id)).toEqual([ids[1], ids[3]]);
  expect(failed.items[0]).toMatchObject({ eventType: 'webhook.test', lastHttpStatus: 500 });

  const again = await ask<WebhookDelivery>(
    'POST',
    `/webhooks/${id}/deliveries/${ids[1]}/redeliver`,
    {},
  );
  expect(again.body).toMatchObject({ id: ids[1], status: 'pending', attempts: 0, failedAt: null });
  const later = { since: new Date(Date.now() + 60_000).toISOString() };
  const none = await ask('POST', `/webhooks/${id}/redeliver-failed`, later);
  expect(none.body).toEqual({ deliveries: 0 });
  const rest = { since: '2026-01-01T00:00:00+05:30' };
  expect((await ask('POST', `/webhooks/${id}/redeliver-failed`, rest)).body).toEqual({
    deliveries: 1,
  });
});

test('a deleted endpoint is gone with its deliveries', async () => {
  const { id } = await create();
  await testEventOf(id);
  expect(await ask('DELETE', `/webhooks/${id}`)).toMatchObject({
    ...{ status: 200, body: { id, deleted: true } },
  });
  expect((await ask('GET', `/webhooks/${id}`)).status).toBe(404);
  expect((await ask('DELETE', `/webhooks/${id}`)).status).toBe(404);
  const left = await rowsOf(
    databases.platformDb,
    'SELECT FROM webhook_deliveries WHERE endpoint_id = ?',
    [id],
  );
  expect(left).toEqual([]);
});

test('a key that may only look sees no webhooks', async () => {
  await create();
  await rowsOf(
    databases.platformDb,
    `UPDATE api_keys SET scope = 'read_only' WHERE company_id = ?`,
    [acme.id],
  );
  expect((await ask('GET', '/webhooks')).status).toBe(403);
});
