import type { Ticket } from '../contracts/tickets';
import { rowsOf } from '../db/pool';
import { noteSweep } from '../db/vitals';
import { useCleanUp } from '../test/support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestDatabases,
} from '../test/support/company';

/** What an operator watches: figures, and the line that a refused call leaves. */
const cleanUp = useCleanUp();
let databases: TestDatabases;
let api: TestApi;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
});

async function readMetrics(): Promise<Map<string, number>> {
  const answer = await fetch(`${api.url}/metrics`);
  expect(answer.status).toBe(200);
  const lines = (await answer.text()).split('\n').filter((line) => line.startsWith('bestow_'));
  return new Map(lines.map((line) => [line.split(' ')[0]!, Number(line.split(' ')[1])]));
}

test('with nothing to tell there is no age', async () => {
  const metrics = await readMetrics();
  expect(metrics.get('bestow_tickets_breached')).toBe(0);
  expect(metrics.get('bestow_incidents_open')).toBe(0);
  expect(metrics.get('bestow_webhooks_given_up')).toBe(0);
  expect(metrics.get('bestow_mails_total{outcome="deferred"}')).toBe(0);
  for (const name of [
    'oldest_accepted',
    'last_sweep',
    'scheduled_late',
    'next_answer',
    'webhook_overdue',
  ]) {
    expect([name, metrics.has(`bestow_${name}_seconds`)]).toEqual([name, false]);
  }
});

test('what waits too long is in the figures', async () => {
  const acme = await makeCompany(databases.platformDb, { balance: 100 });
  const sent = await api
    .as(acme)
    .send({ recipients: [{ name: 'Asha', email: 'asha@vitals.example', points: 1 }] });
  const later = await api.as(acme).send({
    recipients: [{ name: 'Asha', email: 'asha@vitals.example', points: 1 }],
    sendAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  const opened = await api
    .as(acme)
    .request<Ticket>('POST', '/tickets', { subject: 'Help', text: 'Please.' });
  const age = (table: string, column: string, id: string) =>
    rowsOf(
      databases.platformDb,
      `UPDATE ${table} SET ${column} = now() - interval '10 minutes' WHERE id = ?`,
      [id],
    );
  await age('distributions', 'created_at', sent.body.id);
  await age('distributions', 'send_at', later.body.id);
  await age('tickets', 'due_at', opened.body.id);
  await age('tickets', 'breached_at', opened.body.id);
  await noteSweep(databases.platformDb);
  const metrics = await readMetrics();
  for (const name of ['oldest_accepted', 'scheduled_late']) {
    const seconds = metrics.get(`bestow_${name}_seconds`);
    expect([name, seconds]).toEqual([name, expect.any(Number)]);
    expect(Math.round(seconds! / 60)).toBe(10);
  }
  expect(metrics.get('bestow_tickets_breached')).toBe(1);
  expect(metrics.get('bestow_next_answer_seconds')).toBeLessThan(-590);
  expect(metrics.get('bestow_last_sweep_seconds')).toBeLessThan(60);
});

test('webhooks that wait or were given up are in the figures, those of a disabled endpoint are not', async () => {
  const acme = await makeCompany(databases.platformDb);
  const { body } = await api
    .as(acme)
    .request<{ id: string }>('POST', '/webhooks', { url: 'https://vitals.example/' });
  const deliver = (values: string) =>
    rowsOf(
      databases.platformDb,
      `WITH event AS (INSERT INTO webhook_events (company_id, type, data) VALUES (?, 'webhook.test', '{}')
         RETURNING id, company_id)
       INSERT INTO webhook_deliveries (company_id, event_id, endpoint_id, status, next_attempt_at, failed_at)
       SELECT company_id, id, ?, ${values} FROM event`,
      [acme.id, body.id],
    );
  await deliver(`'pending', now() - interval '10 minutes', NULL`);
  await deliver(`'pending', now() + interval '10 minutes', NULL`);
  await deliver(`'failed', NULL, now() - interval '23 hours'`);
  await deliver(`'failed', NULL, now() - interval '25 hours'`);
  const metrics = await readMetrics();
  expect(Math.round(metrics.get('bestow_webhook_overdue_seconds')! / 60)).toBe(10);
  expect(metrics.get('bestow_webhooks_given_up')).toBe(1);
  await api.as(acme).request('POST', `/webhooks/${body.id}/disable`, {});
  expect((await readMetrics()).has('bestow_webhook_overdue_seconds')).toBe(false);
});

test('a call that is refused leaves a line with the id of its answer', async () => {
  const lineOf = (requestId: string) => {
    const line = api.noted.find((text) => text.includes(requestId));
    return line && (JSON.parse(line) as Record<string, unknown>);
  };
  const rest = await fetch(`${api.url}/api/v1/balance`);
  const { error } = (await rest.json()) as { error: { requestId: string } };
  expect(lineOf(error.requestId)).toMatchObject({ code: 'unauthorized', path: '/balance' });
  const trpc = await fetch(`${api.url}/trpc/auth.signIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'nobody@vitals.example', password: 'a secret word' }),
  });
  const line = lineOf(trpc.headers.get('x-request-id')!);
  expect(line).toMatchObject({ procedure: 'auth.signIn', clientAddress: '127.0.0.1' });
  expect(JSON.stringify(line)).not.toMatch(/nobody|secret/);
});
