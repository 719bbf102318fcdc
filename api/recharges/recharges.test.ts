import type { Distribution, DistributionWithTimeline } from '../../contracts/distributions';
import { startIfDue } from '../../db/change-plan';
import { createPlatformKey } from '../../db/platform-keys';
import { fundWaiting } from '../../db/recharge';
import { reconcile } from '../../db/reconcile';
import { rowsOf } from '../../db/pool';
import { useCleanUp } from '../../test/support/clean-up';
import type { ApiError } from '../../test/support/api-client';
import {
  createRecordingDispatcher,
  makeCompany,
  openTestDatabases,
  type RecordingDispatcher,
  startTestApi,
  type TestApi,
  type TestCompany,
  type TestDatabases,
} from '../../test/support/company';

const cleanUp = useCleanUp();
let databases: TestDatabases;
let api: TestApi;
let dispatcher: RecordingDispatcher;
let financeKey: string;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  dispatcher = createRecordingDispatcher();
  api = await startTestApi(cleanUp, databases, { dispatcher });
  const { key } = await createPlatformKey(databases.platformDb, { name: 'Fi', role: 'finance' });
  financeKey = key;
});

afterEach(async () => {
  expect(await reconcile(databases.platformDb)).toEqual([]);
  expect(api.logged).toEqual([]);
});

interface Recharge {
  id: string;
  companyId: string;
  points: number;
  paymentReference: string;
  createdAt: string;
}

let references = 0;
const enter = (body: object, apiKey = financeKey) =>
  api.as({ apiKey }).request<Recharge & ApiError>('POST', '/recharges', body);
const pay = async (company: TestCompany, points: number) => {
  const paymentReference = `payment ${(references += 1)}`;
  const { status } = await enter({ companyId: company.id, points, paymentReference });
  expect(status).toBe(201);
};
const person = (points: number) => ({ name: 'Asha', email: 'asha@wait.example', points });
const send = (company: TestCompany, points: number, more: object = {}) =>
  api.as(company).send({ recipients: [person(points)], ifInsufficient: 'wait', ...more });
const statusesOf = async (company: TestCompany, ids: readonly string[]) => {
  const found = await Promise.all(ids.map((id) => api.as(company).getDistribution(id)));
  return found.map(({ status }) => status);
};
const cancel = (company: TestCompany, id: string) =>
  api
    .as(company)
    .request<DistributionWithTimeline & ApiError>('POST', `/distributions/${id}/cancel`);
const inHour = () => new Date(Date.now() + 3_600_000).toISOString();

describe('a recharge', () => {
  test('raises the balance once for each reference', async () => {
    const acme = await makeCompany(databases.platformDb);
    const body = { companyId: acme.id, points: 500, paymentReference: 'NEFT/2026/0001' };
    const first = await enter(body);
    expect(first.status).toBe(201);
    expect(first.body).toEqual({
      ...{ id: expect.any(String), companyId: acme.id, points: 500 },
      ...{ paymentReference: 'NEFT/2026/0001', createdAt: expect.any(String) },
    });
    const again = await Promise.all([enter(body), enter(body)]);
    for (const { status, headers, body: repeated } of again) {
      expect([status, headers.get('idempotency-replayed')]).toEqual([200, 'true']);
      expect(repeated).toEqual(first.body);
    }
    expect(await api.as(acme).getBalance()).toEqual({ balance: 500, held: 0 });
    const [transfer] = await rowsOf<{ kind: string; points: number }>(
      databases.platformDb,
      `SELECT kind, points FROM transfers WHERE business_key = 'recharge/NEFT/2026/0001'`,
    );
    expect(transfer).toEqual({ kind: 'recharge', points: 500 });

    const other = await makeCompany(databases.platformDb);
    for (const changed of [{ points: 501 }, { companyId: other.id }]) {
      const refused = await enter({ ...body, ...changed });
      expect([refused.status, refused.body.error.code]).toEqual([409, 'payment_reference_reused']);
    }
    expect(await api.as(other).getBalance()).toEqual({ balance: 0, held: 0 });
  });

  test('entered ten times at one moment is entered once', async () => {
    const acme = await makeCompany(databases.platformDb);
    const body = { companyId: acme.id, points: 7, paymentReference: 'at once' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => enter(body)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(9);
    expect(await api.as(acme).getBalance()).toEqual({ balance: 7, held: 0 });
  });

  test('a reference that the ledger knows from elsewhere is refused', async () => {
    const acme = await makeCompany(databases.platformDb, { balance: 5 });
    const body = { companyId: acme.id, points: 6, paymentReference: `start/${acme.id}` };
    expect((await enter(body)).body.error.code).toBe('payment_reference_reused');
    expect(await api.as(acme).getBalance()).toEqual({ balance: 5, held: 0 });
  });

  test('is of the platform’s finance only', async () => {
    const acme = await makeCompany(databases.platformDb);
    const body = { companyId: acme.id, points: 5, paymentReference: 'not allowed' };
    expect((await enter(body, acme.apiKey)).status).toBe(403);
    expect((await enter(body, 'bsp_made-up')).status).toBe(401);
    expect((await enter(body, 'none')).status).toBe(401);
    const { key } = await createPlatformKey(databases.platformDb, { name: 'Old', role: 'finance' });
    await databases.platformDb.raw(
      `UPDATE platform_keys SET revoked_at = now() WHERE name = 'Old'`,
    );
    expect((await enter(body, key)).status).toBe(401);
    // It acts for no company, so it sees and sends nothing of one.
    for (const path of ['/balance', '/distributions']) {
      expect((await api.as({ apiKey: financeKey }).request('GET', path)).status).toBe(403);
    }
    expect(await api.as(acme).getBalance()).toEqual({ balance: 0, held: 0 });
  });

  test.each<[what: string, change: object, status: number]>([
    ['no points', { points: undefined }, 400],
    ['zero', { points: 0 }, 400],
    ['less than zero', { points: -5 }, 400],
    ['half a point', { points: 1.5 }, 400],
    ['a text', { points: '5' }, 400],
    ['more than money', { points: 1e15 }, 400],
    ['no reference', { paymentReference: '' }, 400],
    ['a reference with NUL', { paymentReference: 'a\u0000b' }, 400],
    ['a reference that is too long', { paymentReference: 'x'.repeat(201) }, 400],
    ['a company that is not there', { companyId: '01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11' }, 404],
    ['a company that is no id', { companyId: 'acme' }, 400],
  ])('with %s is refused', async (_what, change, status) => {
    const acme = await makeCompany(databases.platformDb);
    const body = { companyId: acme.id, points: 5, paymentReference: 'wrong', ...change };
    expect((await enter(body)).status).toBe(status);
    expect(await api.as(acme).getBalance()).toEqual({ balance: 0, held: 0 });
  });
});

describe('R6: a short send that waits', () => {
  test('is accepted, holds nothing, and its points are held by the recharge that is enough', async () => {
    const acme = await makeCompany(databases.platformDb, { balance: 40 });
    const sent = await send(acme, 100, { externalId: 'w' });
    expect(sent.status).toBe(201);
    expect(sent.body).toMatchObject({ status: 'awaiting_funds', held: false, points: 100 });
    expect(dispatcher.called.at(-1)).toEqual({ distributionId: sent.body.id });
    const read = await api.as(acme).getDistribution(sent.body.id);
    const { timeline, approvers, ...shown } = read;
    expect(shown).toEqual(sent.body);
    expect(approvers).toEqual([]);
    expect(timeline).toMatchObject([
      { event: 'awaiting_funds', reason: { code: 'insufficient_balance' }, before: null },
    ]);
    expect(await api.as(acme).getBalance()).toEqual({ balance: 40, held: 0 });
    await pay(acme, 59);
    expect(await statusesOf(acme, [sent.body.id])).toEqual(['awaiting_funds']);
    const calls = dispatcher.called.length;
    await pay(acme, 1);
    expect(await api.as(acme).getBalance()).toEqual({ balance: 0, held: 100 });
    const funded = await api.as(acme).getDistribution(sent.body.id);
    expect(funded).toMatchObject({ status: 'scheduled', held: true });
    expect(funded.timeline.map(({ event, actor }) => [event, actor.kind])).toEqual([
      ['awaiting_funds', 'api_key'],
      ['funded', 'system'],
    ]);
    expect(dispatcher.called.slice(calls)).toEqual([
      { distributionId: sent.body.id, signal: { name: 'fundsAvailable', input: {} } },
    ]);
    const { platformDb } = databases;
    const run = { distributionId: sent.body.id, workflowId: 'w', runId: 'r' };
    expect(await startIfDue(platformDb, run)).toMatchObject({ status: 'sending' });
    expect((await cancel(acme, sent.body.id)).body.error.code).toBe('already_sent');
  });

  test('repeated with its key it is answered as before, though it is funded meanwhile', async () => {
    const acme = await makeCompany(databases.platformDb);
    const body = { recipients: [person(5)], ifInsufficient: 'wait' as const };
    const sent = await api.as(acme).send(body, 'wait-key');
    await pay(acme, 5);
    const again = await api.as(acme).send(body, 'wait-key');
    expect([again.status, again.body]).toEqual([200, sent.body]);
  });

  test('goes at once when the balance is enough, and is refused as ever without the choice', async () => {
    const acme = await makeCompany(databases.platformDb, { balance: 10 });
    expect((await send(acme, 10)).body).toMatchObject({ status: 'accepted', held: true });
    expect((await send(acme, 1, { ifInsufficient: 'fail' })).status).toBe(402);
  });

  test('the oldest goes first, and a later smaller one does not overtake it', async () => {
    const acme = await makeCompany(databases.platformDb, { balance: 30 });
    const ids: string[] = [];
    // The second would fit the balance; it joins the queue behind the first.
    for (const points of [100, 20, 50]) ids.push((await send(acme, points)).body.id);
    expect(await statusesOf(acme, ids)).toEqual(Array.from(ids, () => 'awaiting_funds'));
    await pay(acme, 60);
    expect(await statusesOf(acme, ids)).toEqual(Array.from(ids, () => 'awaiting_funds'));
    await pay(acme, 30);
    expect(await statusesOf(acme, ids)).toEqual(['scheduled', 'scheduled', 'awaiting_funds']);
    expect(await api.as(acme).getBalance()).toEqual({ balance: 0, held: 120 });
    await pay(acme, 50);
    expect(await statusesOf(acme, ids)).toEqual(Array.from(ids, () => 'scheduled'));
  });

  test('one that does not wait may use the balance: what waits holds nothing', async () => {
    const acme = await makeCompany(databases.platformDb, { balance: 30 });
    const waiting = await send(acme, 40);
    expect((await send(acme, 30, { ifInsufficient: 'fail' })).status).toBe(201);
    await pay(acme, 39);
    expect(await statusesOf(acme, [waiting.body.id])).toEqual(['awaiting_funds']);
  });

  test('is cancelled with nothing to give back, and lets the next one go', async () => {
    const acme = await makeCompany(databases.platformDb, { balance: 30 });
    const [first, second] = [await send(acme, 100), await send(acme, 20)];
    const cancelled = await cancel(acme, first.body.id);
    expect(cancelled.body).toMatchObject({ status: 'cancelled', held: false });
    expect(await statusesOf(acme, [second.body.id])).toEqual(['scheduled']);
    expect(await api.as(acme).getBalance()).toEqual({ balance: 10, held: 20 });
    expect(dispatcher.called.at(-1)).toMatchObject({
      distributionId: second.body.id,
      signal: { name: 'fundsAvailable' },
    });
    expect((await cancel(acme, first.body.id)).body).toEqual(cancelled.body);
  });

  test('with a time, waits for both', async () => {
    const acme = await makeCompany(databases.platformDb);
    const sendAt = inHour();
    const sent = await send(acme, 100, { sendAt });
    expect(sent.body).toMatchObject({ status: 'awaiting_funds', sendAt });
    await pay(acme, 100);
    expect(await api.as(acme).getDistribution(sent.body.id)).toMatchObject({
      ...{ status: 'scheduled', sendAt, held: true },
    });
  });

  test('is funded by points that come back, too', async () => {
    const acme = await makeCompany(databases.platformDb, { balance: 100 });
    const holding = await send(acme, 100, { sendAt: inHour() });
    const waiting = await send(acme, 60);
    await cancel(acme, holding.body.id);
    expect(await statusesOf(acme, [waiting.body.id])).toEqual(['scheduled']);
  });

  test('the sweeper’s look funds what nobody looked at', async () => {
    const acme = await makeCompany(databases.platformDb, { balance: 5 });
    const sent = await send(acme, 6);
    const globex = await makeCompany(databases.platformDb, { balance: 0 });
    const other = await send(globex, 6);
    // As from an expired invitation: the balance rises and nobody is told.
    await databases.platformDb.raw(
      `SELECT post_transfers(jsonb_build_array(jsonb_build_object('businessKey', 'recharge/silent',
         'kind', 'recharge', 'points', 1, 'companyId', :id::uuid,
         'from', '{"kind": "funding", "ownerId": "00000000-0000-0000-0000-000000000000"}'::jsonb,
         'to', jsonb_build_object('kind', 'company_balance', 'ownerId', :id::uuid))))`,
      { id: acme.id },
    );
    expect(await fundWaiting(databases.platformDb)).toEqual([sent.body.id]);
    expect(await fundWaiting(databases.platformDb)).toEqual([]);
    expect(await statusesOf(globex, [other.body.id])).toEqual(['awaiting_funds']);
  });

  test('no recharge slips between a look and a decision to wait, 100 times', async () => {
    const acme = await makeCompany(databases.platformDb);
    for (let round = 0; round < 100; round += 1) {
      const [sent] = await Promise.all([send(acme, 1), pay(acme, 1)]);
      const { status } = await api.as(acme).getDistribution(sent.body.id);
      expect(['accepted', 'scheduled']).toContain(status);
    }
    expect(await api.as(acme).getBalance()).toEqual({ balance: 0, held: 100 });
  }, 60_000);

  test('fifty that wait, twenty that pay and ten that cancel at one moment leave no point behind', async () => {
    const acme = await makeCompany(databases.platformDb);
    const first = await Promise.all(Array.from({ length: 10 }, () => send(acme, 3)));
    const work: Promise<unknown>[] = [];
    const sent: Promise<{ body: Distribution }>[] = [];
    for (let n = 0; n < 50; n += 1) sent.push(send(acme, 1 + (n % 4)));
    for (let n = 0; n < 20; n += 1) work.push(pay(acme, 5));
    for (const { body } of first) work.push(cancel(acme, body.id));
    await Promise.all([...work, ...sent]);
    const { balance, held } = await api.as(acme).getBalance();
    expect(balance + held).toBe(100);
    // What still waits is longer than what is left: the queue was served to its end.
    const [oldest] = await rowsOf<{ points: number }>(
      databases.platformDb,
      `SELECT points FROM distributions WHERE company_id = ? AND status = 'awaiting_funds'
       ORDER BY waiting_since, id LIMIT 1`,
      [acme.id],
    );
    if (oldest !== undefined) expect(oldest.points).toBeGreaterThan(balance);
  });
});
