import { expireInvitations } from '../db/finish-distributions';
import { setApprovalLimit } from '../db/approvals';
import { rowsOf, withCompany } from '../db/pool';
import { recordBounce } from '../db/record-bounce';
import { reverseReward } from '../db/reverse-reward';
import { forgetOldWebhooks } from '../db/deliver-webhooks';
import { query } from '../test/support/ask-database';
import { useCleanUp } from '../test/support/clean-up';
import {
  makeCompany,
  startTestSystem,
  type TestCompany,
  type TestSystem,
} from '../test/support/company';
import { waitFor } from '../test/support/wait-for';
import { writeWebhook } from '../test/support/webhook-receiver';

/** Which events are written, and when. How they are told is deliver-webhooks.test.ts. */
const cleanUp = useCleanUp();
let system: TestSystem;
let acme: TestCompany;
let endpointId: string;
let companies = 0;

beforeAll(async () => {
  system = await startTestSystem(cleanUp);
});

beforeEach(async () => {
  system.sink.setBehaviour({});
  companies += 1;
  acme = await makeCompany(system.platformDb, { balance: 100, recipients: [known()] });
  const { body } = await system
    .as(acme)
    .request<{ id: string }>('POST', '/webhooks', { url: 'http://127.0.0.1:1/' });
  endpointId = body.id;
});

afterAll(() => expect(system.logged).toEqual([]));

const known = () => `known${companies}@events.example`;
const unknown = () => `unknown${companies}@events.example`;

const sendTo = async (email: string, more: object = {}) =>
  (await system.as(acme).send({ recipients: [{ name: 'Asha', email, points: 10 }], ...more })).body;

interface Told {
  type: string;
  data: { status: string; reason: string | null };
}

/** In the order in which they were written. */
const told = () =>
  rowsOf<Told>(
    system.platformDb,
    'SELECT type, data FROM webhook_events WHERE company_id = ? ORDER BY id',
    [acme.id],
  );

const waitForTypes = (types: string[]) =>
  waitFor(types.join(', '), async () => {
    const events = await told();
    const have = events.map(({ type }) => type);
    return types.every((type) => have.includes(type)) && events;
  });

const SENT = ['distribution.accepted', 'distribution.started', 'reward.credited'];

test('each event tells the state that its reward had in that moment', async () => {
  await sendTo(known());
  const events = await waitForTypes(['distribution.completed']);
  expect(events.map(({ type, data }) => `${type}: ${data.status}`)).toEqual([
    ...['distribution.accepted: accepted', 'distribution.started: sending'],
    ...['reward.credited: credited', 'reward.delivered: delivered'],
    'distribution.completed: completed',
  ]);
});

test('a mailbox that refuses, and a resend that arrives after all', async () => {
  system.sink.setBehaviour({ at: 'rcpt', behave: () => ({ code: 550, message: '5.1.1 no' }) });
  const sent = await sendTo(known());
  const failed = await waitForTypes(['distribution.completed_with_failures']);
  expect(failed.map(({ type }) => type)).toEqual([
    ...[...SENT, 'reward.email_failed', 'distribution.completed_with_failures'],
  ]);
  expect(failed[3]!.data).toMatchObject({ status: 'email_failed', reason: 'mailbox_not_found' });
  system.sink.setBehaviour({});
  await system.as(acme).request('POST', `/rewards/${sent.rewards[0]!.id}/resend`, {});
  const healed = await waitForTypes(['reward.delivered']);
  expect(healed.at(-1)).toMatchObject({
    ...{ type: 'reward.delivered', data: { status: 'delivered', reason: null } },
  });
});

test('a resend of what has arrived tells nothing new', async () => {
  const sent = await sendTo(known());
  await waitForTypes(['distribution.completed']);
  await system.as(acme).request('POST', `/rewards/${sent.rewards[0]!.id}/resend`, {});
  await waitFor('the resend', async () => {
    const resent = await rowsOf(
      system.platformDb,
      `SELECT FROM reward_events WHERE reward_id = ? AND event = 'resent'`,
      [sent.rewards[0]!.id],
    );
    return resent.length === 1;
  });
  expect((await told()).filter(({ type }) => type === 'reward.delivered')).toHaveLength(1);
});

test('a mail that comes back', async () => {
  const sent = await sendTo(known());
  await waitForTypes(['distribution.completed']);
  const bounced = await recordBounce(system.platformDb, {
    ...{ rewardId: sent.rewards[0]!.id, mail: 'reward', version: 1 },
    ...{ reason: 'mailbox_not_found', detail: '5.1.1' },
  });
  expect(bounced.outcome).toBe('failed');
  const types = (await told()).slice(5).map(({ type }) => type);
  expect(types.sort()).toEqual(['distribution.completed_with_failures', 'reward.email_failed']);
});

test('an invitation that is refused, and then expires', async () => {
  system.sink.setBehaviour({ at: 'rcpt', behave: () => ({ code: 550, message: '5.1.1 no' }) });
  const sent = await sendTo(unknown());
  const events = await waitForTypes(['reward.invitation_failed']);
  expect(events.at(-1)!.data).toMatchObject({
    ...{ status: 'awaiting_registration', reason: 'mailbox_not_found' },
  });
  await rowsOf(
    system.platformDb,
    'UPDATE rewards SET expires_at = now() WHERE distribution_id = ?',
    [sent.id],
  );
  await expireInvitations(system.platformDb, sent.id);
  expect((await told()).at(-1)).toMatchObject({
    ...{ type: 'reward.expired', data: { status: 'expired' } },
  });
});

test('a scheduled send that is cancelled', async () => {
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  const sent = await sendTo(known(), { sendAt });
  await system.as(acme).request('POST', `/distributions/${sent.id}/cancel`, {});
  expect((await told()).map(({ type, data }) => `${type}: ${data.status}`)).toEqual([
    'distribution.accepted: scheduled',
    'distribution.cancelled: cancelled',
    'reward.cancelled: cancelled',
  ]);
});

test('a send that waits for an approval, and is rejected', async () => {
  await withCompany(system.platformDb, acme.id, (tx) => setApprovalLimit(tx, acme.id, 5));
  const sent = await sendTo(known());
  await rowsOf(system.platformDb, 'SELECT decide_approval(?::uuid, ?, ?, ?, NULL)', [
    ...[sent.id, 'rejected', 'admin/0190a000-0000-7000-8000-000000000000', 'Too much.'],
  ]);
  expect((await told()).map(({ type, data }) => `${type}: ${data.status}`)).toEqual([
    'distribution.accepted: awaiting_approval',
    'distribution.rejected: rejected',
    'reward.cancelled: cancelled',
  ]);
});

test('points that support takes back', async () => {
  const sent = await sendTo(known());
  await waitForTypes(['distribution.completed']);
  await system.platformDb.transaction((tx) => reverseReward(tx, sent.rewards[0]!.id));
  expect((await told()).at(-1)).toMatchObject({
    ...{ type: 'reward.reversed', data: { status: 'reversed' } },
  });
});

test('a send while its endpoint is being deleted is accepted', async () => {
  let sending: Promise<{ status: number }> | undefined;
  await system.platformDb.transaction(async (tx) => {
    const [own] = await rowsOf<{ pid: number }>(tx, 'SELECT pg_backend_pid() AS pid');
    await rowsOf(tx, 'DELETE FROM webhook_endpoints WHERE id = ?', [endpointId]);
    sending = system.as(acme).send({ recipients: [{ name: 'Asha', email: known(), points: 1 }] });
    await waitFor('the send to come to the endpoint', async () => {
      const waiting = await rowsOf(
        system.platformDb,
        'SELECT FROM pg_locks WHERE NOT granted AND ? = ANY(pg_blocking_pids(pid))',
        [own!.pid],
      );
      return waiting.length > 0;
    });
  });
  expect((await sending!).status).toBe(201);
});

test('events are forgotten after 30 days with their deliveries, also what a disabled endpoint left', async () => {
  await system.as(acme).request('POST', `/webhooks/${endpointId}/disable`, {});
  await writeWebhook(system.platformDb, { companyId: acme.id, endpointId });
  await writeWebhook(system.platformDb, { companyId: acme.id, endpointId });
  const [old] = await rowsOf<{ id: string }>(
    system.platformDb,
    'SELECT id FROM webhook_events WHERE company_id = ? ORDER BY id LIMIT 1',
    [acme.id],
  );
  // Nobody of the application changes an event: as the owner of the tables.
  await query(
    system.databaseUrl,
    `UPDATE webhook_events SET created_at = now() - interval '31 days' WHERE id = $1`,
    [old!.id],
  );
  await forgetOldWebhooks(system.platformDb, 30);
  const left = await rowsOf<{ event_id: string }>(
    system.platformDb,
    'SELECT event_id FROM webhook_deliveries WHERE endpoint_id = ?',
    [endpointId],
  );
  expect(left).toHaveLength(1);
  expect(left[0]!.event_id).not.toBe(old!.id);
});
