import { ROUNDS_AT_ONCE } from '../activities/webhooks';
import { rowsOf, withCompany } from '../db/pool';
import { createWebhookEndpoint } from '../db/webhook-endpoints';
import { claimWebhookDeliveries } from '../db/deliver-webhooks';
import {
  type WebhookDelivery,
  type WebhookEndpoint,
  webhookPayloadSchema,
} from '../contracts/webhooks';
import { webhooksWorkflowId } from '../contracts/workflows';
import type { WebhookEventType } from '../domain/webhook-events';
import { WEBHOOK_RETRY_SECONDS } from '../domain/webhook-retries';
import { useCleanUp } from '../test/support/clean-up';
import {
  linkIn,
  makeCompany,
  pressButton,
  startTestSystem,
  type TestCompany,
  type TestSystem,
} from '../test/support/company';
import { startTestWorker } from '../test/support/temporal-worker';
import { waitFor } from '../test/support/wait-for';
import { createWebhookSecret } from '../webhooks/sign-webhook';
import {
  startWebhookReceiver,
  verifyWebhook,
  type WebhookReceiver,
  writeWebhook,
} from '../test/support/webhook-receiver';

const cleanUp = useCleanUp();
let system: TestSystem;
let receiver: WebhookReceiver;

beforeAll(async () => {
  system = await startTestSystem(cleanUp);
  receiver = await startWebhookReceiver(cleanUp);
});

beforeEach(() => {
  receiver.clear();
  receiver.setBehaviour(() => 200);
});

afterAll(() => expect(system.logged).toEqual([]));

let companies = 0;

async function company(recipients: string[] = []): Promise<TestCompany> {
  companies += 1;
  const admin = { email: `owner${companies}@webhooks.example`, password: 'p' };
  return makeCompany(system.platformDb, { balance: 1_000, recipients, admin });
}

type WithSecret = WebhookEndpoint & { secret: string };

async function endpointOf(acme: TestCompany, input: object = {}): Promise<WithSecret> {
  const { status, body } = await system
    .as(acme)
    .request<WithSecret>('POST', '/webhooks', { url: receiver.url, ...input });
  expect(status).toBe(201);
  return body;
}

const deliveriesOf = async (acme: TestCompany, { id }: { id: string }) =>
  (await system.as(acme).request<{ items: WebhookDelivery[] }>('GET', `/webhooks/${id}/deliveries`))
    .body.items;

const getEndpoint = async (acme: TestCompany, { id }: { id: string }) =>
  (await system.as(acme).request<WebhookEndpoint>('GET', `/webhooks/${id}`)).body;

const testOf = (acme: TestCompany, { id }: { id: string }) =>
  system.as(acme).request<WebhookDelivery>('POST', `/webhooks/${id}/test`, {});

/** As if the time of the next attempt had come. */
const hurry = ({ id }: { id: string }) =>
  rowsOf(
    system.platformDb,
    `UPDATE webhook_deliveries SET next_attempt_at = now() WHERE endpoint_id = ? AND status = 'pending'`,
    [id],
  );

const row = (email: string) => ({
  name: 'Secret Person',
  email,
  points: 10,
  externalId: email[0]!,
});

test('one send tells what happened, once each, signed, without names and addresses', async () => {
  const acme = await company(['a@tells.example']);
  const endpoint = await endpointOf(acme);
  const sent = await system.as(acme).send({
    externalId: 'order-7',
    recipients: [
      row('a@tells.example'),
      row('b@tells.example'),
      row(`owner${companies}@webhooks.example`),
    ],
  });
  const first = await receiver.waitFor(6);
  expect(first.map(({ type }) => type).sort()).toEqual([
    ...['distribution.accepted', 'distribution.started', 'reward.credited', 'reward.delivered'],
    ...['reward.failed', 'reward.invited'],
  ]);
  const mail = await system.sink.readMailTo('b@tells.example');
  await pressButton(system.url, linkIn(mail.text), { name: 'Nina' });
  await system.as(acme).waitForDistribution(sent.body.id, 'completed_with_failures');
  const all = await receiver.waitFor(9);
  expect(
    all
      .slice(6)
      .map(({ type }) => type)
      .sort(),
  ).toEqual([...['distribution.completed_with_failures', 'reward.credited', 'reward.delivered']]);
  for (const webhook of all) {
    expect(verifyWebhook(webhook, endpoint.secret)).toEqual(JSON.parse(webhook.body));
    expect(webhook).toMatchObject({ method: 'POST', id: expect.stringMatching(/^[\da-f-]{36}$/) });
    expect(webhook.body).not.toMatch(/@|Secret/);
    // As the API's description has it, and nothing besides.
    const payload: unknown = JSON.parse(webhook.body);
    expect(webhookPayloadSchema(webhook.type as WebhookEventType).parse(payload)).toEqual(payload);
  }
  expect(new Set(all.map(({ id }) => id)).size).toBe(9);
  const dataOf = (type: string, n = 0) => all.filter((each) => each.type === type)[n]!.data;
  const reward = { distributionId: sent.body.id, distributionExternalId: 'order-7', points: 10 };
  expect(dataOf('reward.credited')).toEqual({
    ...reward,
    ...{
      rewardId: sent.body.rewards[0]!.id,
      row: 1,
      externalId: 'a',
      status: 'credited',
      reason: null,
    },
  });
  expect(dataOf('reward.delivered')).toMatchObject({ ...reward, row: 1, status: 'delivered' });
  expect(dataOf('reward.invited')).toMatchObject({ row: 2, status: 'awaiting_registration' });
  expect(dataOf('reward.credited', 1)).toMatchObject({ row: 2, status: 'credited' });
  expect(dataOf('reward.failed')).toMatchObject({
    ...{ row: 3, status: 'failed', reason: 'recipient_is_admin' },
  });
  const distribution = { distributionId: sent.body.id, externalId: 'order-7', recipients: 3 };
  expect(dataOf('distribution.accepted')).toEqual({
    ...distribution,
    ...{ method: 'api', status: 'accepted', points: 20, counts: { failed: 1, pending: 2 } },
    reason: null,
  });
  expect(dataOf('distribution.started')).toMatchObject({ ...distribution, status: 'sending' });
  expect(dataOf('distribution.completed_with_failures')).toMatchObject({
    ...distribution,
    counts: { delivered: 2, failed: 1 },
  });
});

test('who chose some types is told of those only, and other companies of nothing', async () => {
  const [acme, globex] = [await company(['c@tells.example']), await company()];
  await endpointOf(acme, { eventTypes: ['reward.delivered'] });
  await endpointOf(acme, { eventTypes: ['distribution.completed'], url: `${receiver.url}/second` });
  await endpointOf(globex, { url: `${receiver.url}/globex` });
  const sent = await system.as(acme).send({ recipients: [row('c@tells.example')] });
  await system.as(acme).waitForDistribution(sent.body.id, 'completed');
  await receiver.waitFor(1);
  await receiver.waitFor(1, '/second');
  expect(receiver.received.map(({ type, path }) => `${type} ${path}`).sort()).toEqual([
    ...['distribution.completed /second', 'reward.delivered /'],
  ]);
  const written = await rowsOf(
    system.platformDb,
    'SELECT type FROM webhook_events WHERE company_id = ANY(?) ORDER BY type',
    [[acme.id, globex.id]],
  );
  expect(written).toEqual([{ type: 'distribution.completed' }, { type: 'reward.delivered' }]);
});

test('a company without an endpoint writes no events', async () => {
  const acme = await company(['d@tells.example']);
  const sent = await system
    .as(acme)
    .send({ recipients: [row('d@tells.example'), row('e@tells.example')] });
  await waitFor('the mails', async () => {
    const { rewards } = await system.as(acme).getDistribution(sent.body.id);
    return rewards[0]!.status === 'delivered' && rewards[1]!.status === 'awaiting_registration';
  });
  const rows = await rowsOf(system.platformDb, 'SELECT FROM webhook_events WHERE company_id = ?', [
    acme.id,
  ]);
  expect(rows).toEqual([]);
});

test('what was rolled back was never told', async () => {
  const acme = await company(['f@tells.example']);
  const endpoint = await endpointOf(acme);
  const sent = await system.as(acme).send({ recipients: [row('f@tells.example')] });
  await system.as(acme).waitForDistribution(sent.body.id, 'completed');
  await receiver.waitFor(5);
  const rolledBack = system.platformDb.transaction(async (tx) => {
    await rowsOf(
      tx,
      `INSERT INTO reward_events (reward_id, company_id, event) VALUES (?, ?, 'reversed')`,
      [sent.body.rewards[0]!.id, acme.id],
    );
    const told = await rowsOf(tx, `SELECT FROM webhook_events WHERE type = 'reward.reversed'`);
    expect(told).toHaveLength(1);
    throw new Error('undo');
  });
  await expect(rolledBack).rejects.toThrow('undo');
  await testOf(acme, endpoint);
  expect((await receiver.waitFor(6)).map(({ type }) => type)).not.toContain('reward.reversed');
});

test('an endpoint that fails is told again, with the same id, until it answers well', async () => {
  const acme = await company(['g@tells.example']);
  const endpoint = await endpointOf(acme, { eventTypes: ['distribution.completed'] });
  receiver.setBehaviour((_, attempt) => [500, 302][attempt - 1] ?? 204);
  await system.as(acme).send({ recipients: [row('g@tells.example')] });
  const waitForAttempts = (attempts: number) =>
    waitFor(`attempt ${attempts}`, async () => {
      const [delivery] = await deliveriesOf(acme, endpoint);
      return delivery?.attempts === attempts && delivery;
    });
  expect(await waitForAttempts(1)).toMatchObject({
    ...{ status: 'pending', lastHttpStatus: 500, lastResponse: 'no', lastError: null },
    nextAttemptAt: expect.any(String),
  });
  expect(await getEndpoint(acme, endpoint)).toMatchObject({
    ...{ status: 'enabled', failingSince: expect.any(String), pending: 1 },
  });
  await hurry(endpoint);
  expect(await waitForAttempts(2)).toMatchObject({
    ...{ status: 'pending', lastHttpStatus: 302, lastError: 'Redirects are not followed' },
  });
  await hurry(endpoint);
  expect(await waitForAttempts(3)).toMatchObject({
    ...{ status: 'delivered', lastHttpStatus: 204, nextAttemptAt: null },
  });
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
  expect(receiver.received.map(({ path }) => path)).toEqual(['/', '/', '/']);
  for (const webhook of receiver.received) verifyWebhook(webhook, endpoint.secret);
  expect(await getEndpoint(acme, endpoint)).toMatchObject({ failingSince: null, pending: 0 });
  await waitFor('the run to end', async () => {
    const run = system.worker.client.workflow.getHandle(webhooksWorkflowId(endpoint.id));
    return (await run.describe()).status.name === 'COMPLETED';
  });
});

test('after the last attempt it is given up, until somebody asks for it', async () => {
  const acme = await company(['h@tells.example']);
  const endpoint = await endpointOf(acme, { eventTypes: ['reward.credited'] });
  receiver.setBehaviour(() => 503);
  await system.as(acme).send({ recipients: [row('h@tells.example')] });
  const most = WEBHOOK_RETRY_SECONDS.length + 1;
  const given = await waitFor('the end of the schedule', async () => {
    await hurry(endpoint);
    const [delivery] = await deliveriesOf(acme, endpoint);
    return delivery?.status === 'failed' && delivery;
  });
  expect(given).toMatchObject({
    attempts: most,
    lastHttpStatus: 503,
    failedAt: expect.any(String),
  });
  expect(receiver.received).toHaveLength(most);
  expect(await getEndpoint(acme, endpoint)).toMatchObject({ failed: 1, pending: 0 });

  receiver.setBehaviour(() => 200);
  const since = new Date(Date.now() - 60_000).toISOString();
  const again = await system
    .as(acme)
    .request('POST', `/webhooks/${endpoint.id}/redeliver-failed`, { since });
  expect(again).toMatchObject({ status: 200, body: { deliveries: 1 } });
  await waitFor(
    'the delivery',
    async () => (await deliveriesOf(acme, endpoint))[0]!.status === 'delivered',
  );
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
});

test('410 disables the endpoint, and its owners are told', async () => {
  const acme = await company();
  const endpoint = await endpointOf(acme, { url: `${receiver.url}/gone?token=hidden` });
  receiver.setBehaviour(() => 410);
  await testOf(acme, endpoint);
  const disabled = await waitFor('the end of the endpoint', async () => {
    const found = await getEndpoint(acme, endpoint);
    return found.status === 'disabled' && found;
  });
  expect(disabled).toMatchObject({ disabledReason: 'gone', disabledAt: expect.any(String) });
  const mail = await system.sink.readMailTo(`owner${companies}@webhooks.example`);
  expect(mail.text).toContain(`${receiver.url}/gone`);
  expect(mail.text).toContain('410 Gone');
  expect(mail.text).not.toContain('hidden');
  expect(await testOf(acme, endpoint)).toMatchObject({
    ...{ status: 409, body: { error: { code: 'webhook_disabled' } } },
  });

  receiver.setBehaviour(() => 200);
  await system.as(acme).request('POST', `/webhooks/${endpoint.id}/enable`, {});
  expect((await testOf(acme, endpoint)).status).toBe(200);
  await receiver.waitFor(2, '/gone?token=hidden');
});

test('where nothing arrives for five days the endpoint is disabled; one that recovers is not', async () => {
  const acme = await company();
  const endpoint = await endpointOf(acme);
  receiver.setBehaviour(() => 500);
  const age = (failing: string, last: string) =>
    rowsOf(
      system.platformDb,
      `UPDATE webhook_endpoints SET failing_since = now() - ?::interval,
         last_failed_at = now() - ?::interval WHERE id = ?`,
      [failing, last, endpoint.id],
    );
  const failOnce = async () => {
    const { id } = (await testOf(acme, endpoint)).body;
    await waitFor('a failure', async () => {
      const found = (await deliveriesOf(acme, endpoint)).find((each) => each.id === id);
      return found?.status === 'failed';
    });
    return getEndpoint(acme, endpoint);
  };
  expect(await failOnce()).toMatchObject({ status: 'enabled' });
  await age('4 days 23 hours', '1 hour');
  expect(await failOnce()).toMatchObject({ status: 'enabled' });
  // The trouble before was another one.
  await age('30 days', '3 days');
  expect(await failOnce()).toMatchObject({ status: 'enabled' });
  await age('5 days', '1 hour');
  expect(await failOnce()).toMatchObject({ status: 'disabled', disabledReason: 'failing' });
  const mail = await system.sink.readMailTo(`owner${companies}@webhooks.example`);
  expect(mail.text).toContain('For five days nothing');
});

test('what a lost run has taken is delivered by the next', async () => {
  const acme = await company();
  const endpoint = await endpointOf(acme);
  // Taken in the transaction that writes it, so that no other run can.
  const taken = await system.platformDb.transaction(async (tx) => {
    await writeWebhook(tx, { companyId: acme.id, endpointId: endpoint.id });
    return claimWebhookDeliveries(tx, endpoint.id, 10);
  });
  expect(taken).toHaveLength(1);
  await testOf(acme, endpoint);
  const [second] = await receiver.waitFor(1);
  expect(second!.id).not.toBe(taken[0]!.eventId);
  await hurry(endpoint);
  const [, lost] = await receiver.waitFor(2);
  expect(lost!.id).toBe(taken[0]!.eventId);
});

test('while a secret is being changed both sign; a day later the new one alone', async () => {
  const acme = await company();
  const endpoint = await endpointOf(acme);
  const { body: changed } = await system
    .as(acme)
    .request<WithSecret>('POST', `/webhooks/${endpoint.id}/rotate-secret`, {});
  expect(changed.secret).not.toBe(endpoint.secret);
  expect(changed.previousSecretUntil).not.toBeNull();
  await testOf(acme, endpoint);
  const [both] = await receiver.waitFor(1);
  verifyWebhook(both!, endpoint.secret);
  verifyWebhook(both!, changed.secret);
  expect(String(both!.headers['webhook-signature']).split(' ')).toHaveLength(2);

  await rowsOf(
    system.platformDb,
    'UPDATE webhook_endpoints SET previous_secret_until = now() WHERE id = ?',
    [endpoint.id],
  );
  await testOf(acme, endpoint);
  const [, one] = await receiver.waitFor(2);
  verifyWebhook(one!, changed.secret);
  expect(() => verifyWebhook(one!, endpoint.secret)).toThrow('No matching signature');
});

test('an endpoint that does not answer holds up no other', async () => {
  const [slow, quick] = [await company(), await company()];
  const silent = await endpointOf(slow, { url: `${receiver.url}/silent` });
  const other = await endpointOf(quick, { url: `${receiver.url}/quick` });
  let release: (() => void) | undefined;
  receiver.setBehaviour(({ path }, _, response) => {
    if (path !== '/silent') return 200;
    release = () => void response.writeHead(200).end();
    return undefined;
  });
  await testOf(slow, silent);
  await receiver.waitFor(1, '/silent');
  await testOf(quick, other);
  await receiver.waitFor(1, '/quick');
  expect((await deliveriesOf(slow, silent))[0]).toMatchObject({ status: 'pending', attempts: 0 });
  release!();
  await waitFor(
    'the slow one',
    async () => (await deliveriesOf(slow, silent))[0]!.status === 'delivered',
  );
});

test('endpoints that do not answer take neither the places of each other for long, nor those of sends', async () => {
  const acme = await company(['z@tells.example']);
  const { secretBox } = system.services;
  const made = await withCompany(system.platformDb, acme.id, async (tx) => {
    const ids: string[] = [];
    for (let n = 0; n <= ROUNDS_AT_ONCE; n += 1) {
      const url = `${receiver.url}/${n === ROUNDS_AT_ONCE ? 'late' : 'silent'}`;
      const secret = createWebhookSecret();
      const given = { url, secret, description: '', eventTypes: null, createdBy: 'test' };
      ids.push(await createWebhookEndpoint(tx, secretBox, given));
    }
    return ids;
  });
  const release: (() => void)[] = [];
  receiver.setBehaviour(({ path }, _, response) => {
    if (path !== '/silent') return 200;
    release.push(() => void response.writeHead(200).end());
    return undefined;
  });
  const late = made.pop()!;
  for (const endpointId of made) {
    await writeWebhook(system.platformDb, { companyId: acme.id, endpointId });
  }
  await receiver.waitFor(ROUNDS_AT_ONCE, '/silent');
  await writeWebhook(system.platformDb, { companyId: acme.id, endpointId: late });
  const run = system.worker.client.workflow.getHandle(webhooksWorkflowId(late));
  await waitFor('the late one to wait for a place', async () => {
    const { events } = await run.fetchHistory();
    return events?.some(({ timerStartedEventAttributes: timer }) => Boolean(timer));
  });
  const other = await company(['y@tells.example']);
  const sent = await system.as(other).send({ recipients: [row('y@tells.example')] });
  await system.as(other).waitForDistribution(sent.body.id, 'completed');
  release[0]!();
  await receiver.waitFor(1, '/late');
  for (const one of release.slice(1)) one();
});

test('a worker that is told to stop leaves what has no answer yet to the next, uncounted', async () => {
  const stopping = await startTestSystem(cleanUp, {
    startWorker: async (activities) => {
      const worker = await startTestWorker({ activities });
      let stopped: Promise<void> | undefined;
      return { ...worker, stop: () => (stopped ??= worker.stop()) };
    },
  });
  const acme = await makeCompany(stopping.platformDb);
  const made = await stopping
    .as(acme)
    .request<WithSecret>('POST', '/webhooks', { url: `${receiver.url}/open` });
  receiver.setBehaviour(() => undefined);
  for (let n = 0; n < 15; n += 1) {
    await writeWebhook(stopping.platformDb, { companyId: acme.id, endpointId: made.body.id });
  }
  await receiver.waitFor(10, '/open');
  await stopping.worker.stop();
  const due = await rowsOf(
    stopping.platformDb,
    `SELECT FROM webhook_deliveries WHERE endpoint_id = ? AND status = 'pending' AND attempts = 0
       AND next_attempt_at <= now()`,
    [made.body.id],
  );
  expect(due).toHaveLength(15);
});
