import type { Distribution } from '../contracts/distributions';
import type { ApiError } from '../test/support/api-client';
import { signalNames } from '../contracts/workflows';
import { rowsOf } from '../db/pool';
import { reconcile } from '../db/reconcile';
import { useCleanUp } from '../test/support/clean-up';
import {
  makeCompany,
  startTestSystem,
  type TestCompany,
  type TestSystem,
} from '../test/support/company';
import { waitFor } from '../test/support/wait-for';

const cleanUp = useCleanUp();
let system: TestSystem;
let acme: TestCompany;

/** By address; nobody's own zone is the company's. */
const zones: Record<string, string | null> = {
  'sydney@morning.example': 'Australia/Sydney',
  'home@morning.example': null,
  'york@morning.example': 'America/New_York',
};
const emails = [...Object.keys(zones), 'new@morning.example'];

beforeAll(async () => {
  system = await startTestSystem(cleanUp);
  acme = await makeCompany(system.platformDb, { balance: 10_000, recipients: Object.keys(zones) });
  await system.platformDb.raw(`UPDATE companies SET time_zone = 'Asia/Kolkata' WHERE id = ?`, [
    acme.id,
  ]);
  for (const [email, timeZone] of Object.entries(zones)) {
    const path = `/recipients/${acme.recipientIds[email]}/time-zone`;
    expect((await system.as(acme).request('PUT', path, { timeZone })).status).toBe(200);
  }
});

afterEach(async () => {
  expect(await reconcile(system.platformDb)).toEqual([]);
  expect(system.logged).toEqual([]);
});

const recipients = emails.map((email) => ({ name: 'Asha', email, points: 10 }));
/** Northern summer, southern winter, within a year. */
const DAY = `${new Date().getUTCFullYear() + (new Date().getUTCMonth() > 5 ? 1 : 0)}-07-01`;
const EVE = DAY.replace('07-01', '06-30');
const send = (more: object, key?: string) =>
  system.as(acme).send({ recipients, ifUnregistered: 'register', ...more }, key);
const toldOf = ({ sendOnMorning, rewards }: Distribution) => ({
  sendOnMorning,
  ...Object.fromEntries(rewards.map(({ email, sendAt }) => [email, sendAt])),
});
const MORNINGS = {
  'sydney@morning.example': `${EVE}T23:00:00.000Z`,
  'home@morning.example': `${DAY}T03:30:00.000Z`,
  'york@morning.example': `${DAY}T13:00:00.000Z`,
  'new@morning.example': `${DAY}T03:30:00.000Z`,
};
const morningsOf = async (id: string) => {
  const rows = await rowsOf<{ email: string; at: Date | null }>(
    system.platformDb,
    'SELECT email, send_at AS at FROM rewards WHERE distribution_id = ? ORDER BY row',
    [id],
  );
  return Object.fromEntries(rows.map(({ email, at }) => [email, at?.toISOString() ?? null]));
};

test('each is reached at 09:00 where he is; it starts with the first of them', async () => {
  const sent = await send({ sendOnMorning: DAY });
  expect(sent.status).toBe(201);
  expect(sent.body).toMatchObject({
    ...{
      status: 'scheduled',
      sendAt: `${EVE}T23:00:00.000Z`,
      timeZone: 'Asia/Kolkata',
      held: true,
    },
  });
  expect(await morningsOf(sent.body.id)).toEqual(MORNINGS);
  const dry = await send({ sendOnMorning: DAY, dryRun: true });
  expect(dry.body).toMatchObject({
    ...{ dryRun: true, sendAt: `${EVE}T23:00:00.000Z`, sendOnMorning: DAY },
  });
  // Another time is everybody's.
  const sendAt = `${DAY}T00:00:00.000Z`;
  const moved = `/distributions/${sent.body.id}/reschedule`;
  await system.as(acme).request('POST', moved, { sendAt });
  expect(new Set(Object.values(await morningsOf(sent.body.id)))).toEqual(new Set([null]));
  await system.as(acme).request('POST', `/distributions/${sent.body.id}/send-now`);
  await system.as(acme).waitForDistribution(sent.body.id, 'completed');
});

test('it says so: the day, and of each reward its time; another time is told as the same for all', async () => {
  const sent = await send({ sendOnMorning: DAY }, 'mornings');
  const told = { sendOnMorning: DAY, ...MORNINGS };
  expect(toldOf(sent.body)).toEqual(told);
  expect(toldOf(await system.as(acme).getDistribution(sent.body.id))).toEqual(told);
  const [reward] = sent.body.rewards;
  expect(await system.as(acme).getReward(reward!.id)).toMatchObject({ sendAt: reward!.sendAt });
  await system.as(acme).request('POST', `/distributions/${sent.body.id}/reschedule`, {
    sendAt: `${DAY}T00:00:00.000Z`,
  });
  const moved = toldOf(await system.as(acme).getDistribution(sent.body.id));
  expect(new Set(Object.values(moved))).toEqual(new Set([null]));
  const again = await send({ sendOnMorning: DAY }, 'mornings');
  expect([again.status, again.body]).toEqual([200, sent.body]);
  const atOnce = await send({});
  expect(atOnce.body.sendOnMorning).toBeNull();
  await system.as(acme).waitForDistribution(atOnce.body.id, 'completed');
});

test('its first morning, given as a time, is the same for all, too', async () => {
  const sent = await send({ sendOnMorning: DAY });
  const { sendAt, timeZone } = sent.body;
  const moved = `/distributions/${sent.body.id}/reschedule`;
  const { status } = await system.as(acme).request('POST', moved, { sendAt, timeZone });
  expect(status).toBe(200);
  const told = await system.as(acme).getDistribution(sent.body.id);
  expect(told).toMatchObject({ status: 'scheduled', sendAt, timeZone });
  expect(new Set(Object.values(toldOf(told)))).toEqual(new Set([null]));
  expect(new Set(Object.values(await morningsOf(sent.body.id)))).toEqual(new Set([null]));
  await system.as(acme).request('POST', `/distributions/${sent.body.id}/cancel`, {});
});

test('it is sent in waves, each at its own time, and what has begun counts as sent', async () => {
  system.sink.clear();
  const { body } = await send({ sendOnMorning: DAY });
  // The same with seconds between the zones.
  await system.platformDb.raw(`UPDATE distributions SET send_at = now() WHERE id = ?`, [body.id]);
  const second = Date.now() + 3_000;
  for (const [email, at] of [
    ['home@morning.example', second],
    ['york@morning.example', second + 2_000],
  ] as const) {
    await system.platformDb.raw(
      'UPDATE rewards SET send_at = ? WHERE distribution_id = ? AND email = ?',
      [new Date(at), body.id, email],
    );
  }
  const handle = system.worker.client.workflow.getHandle(`distribution/${body.id}`);
  await waitFor('the run', async () => (await handle.describe()).status.name === 'RUNNING');
  await handle.signal(signalNames.fundsAvailable);
  await waitFor('the first wave', () => system.sink.mails.length === 2);
  expect(system.sink.mailsTo('home@morning.example')).toHaveLength(0);
  const late = await system.as(acme).request<ApiError>('POST', `/distributions/${body.id}/cancel`);
  expect(late.body.error.code).toBe('already_sent');
  const done = await system.as(acme).waitForDistribution(body.id, 'completed');
  const creditedAt = (email: string) =>
    Date.parse(done.rewards.find((reward) => reward.email === email)!.creditedAt!);
  expect(creditedAt('home@morning.example')).toBeGreaterThanOrEqual(second);
  expect(creditedAt('york@morning.example')).toBeGreaterThanOrEqual(second + 2_000);
  expect(system.sink.mails).toHaveLength(4);
});

test.each<[what: string, input: object, status: number]>([
  ['a day that has passed', { sendOnMorning: '2020-01-01' }, 422],
  ['a day in two years', { sendOnMorning: DAY.replace(/^\d+/, (year) => `${+year + 2}`) }, 422],
  ['a day that is none', { sendOnMorning: '2027-02-30' }, 400],
  ['a time', { sendOnMorning: `${DAY}T09:00` }, 400],
  ['a time besides', { sendOnMorning: DAY, sendAt: `${DAY}T09:00:00Z` }, 422],
  ['a zone besides', { sendOnMorning: DAY, timeZone: 'UTC' }, 422],
])('%s is refused, also in a dry run', async (_what, input, status) => {
  const before = await system.as(acme).getBalance();
  expect((await send(input)).status).toBe(status);
  expect((await send({ ...input, dryRun: true })).status).toBe(status);
  expect(await system.as(acme).getBalance()).toEqual(before);
});

test('a draft is sent in everybody’s own morning, too', async () => {
  const file = ['Name,E-mail,Points', ...emails.map((email) => `Asha,${email},10`)].join('\n');
  const draft = await system.as(acme).upload('mornings.csv', file);
  const distribute = (body: object) =>
    system.as(acme).request<Distribution>('POST', `/drafts/${draft.body.id}/distribute`, {
      version: draft.body.version,
      confirm: draft.body.toConfirm,
      ...body,
    });
  for (const wrong of [
    { sendOnMorning: '2020-01-01' },
    { sendOnMorning: DAY, sendAt: `${DAY}T09:00:00Z` },
  ]) {
    expect((await distribute(wrong)).status).toBe(422);
  }
  const sent = await distribute({ sendOnMorning: DAY, takeFunds: 'at_send' });
  expect(sent).toMatchObject({
    status: 201,
    body: { status: 'scheduled', sendAt: `${EVE}T23:00:00.000Z`, held: false },
  });
  expect(toldOf(sent.body)).toEqual({ sendOnMorning: DAY, ...MORNINGS });
  expect(await morningsOf(sent.body.id)).toMatchObject({
    'home@morning.example': `${DAY}T03:30:00.000Z`,
    'york@morning.example': `${DAY}T13:00:00.000Z`,
  });
});
