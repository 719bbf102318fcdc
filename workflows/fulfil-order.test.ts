import { randomUUID } from 'node:crypto';
import { signMessage } from '../carrier/signature';
import type { Order, SupportOrder } from '../contracts/orders';
import { rowsOf } from '../db/pool';
import { reconcile } from '../db/reconcile';
import { useCleanUp } from '../test/support/clean-up';
import {
  CARRIER_SECRET,
  startTestSystem,
  type TestSystem,
  walletOf,
} from '../test/support/company';
import {
  type Buyer,
  makeBuyer,
  makeGoods,
  signInBuyer,
  type TrpcCaller,
  TYPED_ADDRESS,
} from '../test/support/orders';
import { startTestCarrier, type TestCarrier } from '../test/support/simulated-carrier';
import { signInAgent } from '../test/support/support-desk';
import { waitFor } from '../test/support/wait-for';

const cleanUp = useCleanUp();
let system: TestSystem;
let carrier: TestCarrier;
let goodsId: string;

beforeAll(async () => {
  carrier = await startTestCarrier(cleanUp);
  system = await startTestSystem(cleanUp, {
    carrierUrl: carrier.url,
    retry: { first: 100, max: 300, window: 60_000 },
  });
  carrier.reportTo(system.url);
  goodsId = await makeGoods(system.platformDb);
});

afterEach(async () => {
  const differences = await reconcile(system.platformDb);
  expect(differences.filter(({ proof }) => !/reward|distribution/.test(proof))).toEqual([]);
});

async function order(): Promise<Placed> {
  const buyer = await makeBuyer(system.platformDb, 100);
  const { call, cookie } = await signInBuyer(system, buyer);
  const placed = await call<Order>('recipientOrders.place', {
    idempotencyKey: randomUUID(),
    items: [{ goodsId, quantity: 1 }],
    expectedPoints: 100,
    address: TYPED_ADDRESS,
  });
  expect(placed).toMatchObject({ status: 200, data: { status: 'placed', points: 100 } });
  return { id: placed.data.id, buyer, call, cookie };
}

interface Placed {
  id: string;
  buyer: Buyer;
  call: TrpcCaller;
  cookie: string;
}

async function until(
  { id, call }: Placed,
  what: string,
  holds: (now: Order) => boolean,
): Promise<Order> {
  return waitFor(`the order to be ${what}`, async () => {
    const { data } = await call<Order>('recipientOrders.get', { id }, 'GET');
    return holds(data) && data;
  });
}

const isHandedOver = ({ timeline }: Order) => timeline.some(({ event }) => event === 'handed_over');

async function mailsOf({ email }: Buyer, count: number): Promise<string[]> {
  const subjects = () =>
    rowsOf<{ kind: string }>(
      system.platformDb,
      `SELECT m.kind FROM order_mails m JOIN orders o ON o.id = m.order_id
       JOIN recipients p ON p.id = o.recipient_id
       WHERE p.email = ? AND m.sent_at IS NOT NULL ORDER BY m.id`,
      [email],
    );
  return waitFor(`${count} mails`, async () => {
    const sent = await subjects();
    return sent.length === count && sent.map(({ kind }) => kind);
  });
}

const ended = (id: string) =>
  waitFor('the run to end', async () => {
    const handle = system.worker.client.workflow.getHandle(`order/${id}`);
    return (await handle.describe()).status.name === 'COMPLETED';
  });

test('R15: an order is handed over, dispatched, delivered, and its points are spent once', async () => {
  const placed = await order();
  await until(placed, 'handed over', isHandedOver);
  carrier.choose(placed.id, 'delivered');
  await until(placed, 'dispatched', ({ status }) => status === 'dispatched');
  carrier.choose(placed.id, 'delivered');
  const done = await until(placed, 'delivered', ({ status }) => status === 'delivered');
  expect(done).toMatchObject({ creditNote: null, attempts: 0 });
  expect(await walletOf(system.platformDb, placed.buyer.email)).toBe(0);
  expect(await mailsOf(placed.buyer, 3)).toEqual(['placed', 'dispatched', 'delivered']);
  await ended(placed.id);
});

test('R15: three attempts, an address that is corrected by the mailed link, and the points are back', async () => {
  const placed = await order();
  await until(placed, 'handed over', isHandedOver);
  for (const attempt of [1, 2, 3]) {
    const before = attempt === 1 ? 'placed' : 'attempt_failed';
    await until(placed, before, ({ status }) => status === before);
    carrier.choose(placed.id, 'wrong_address');
    if (attempt === 1) {
      await until(placed, 'dispatched', ({ status }) => status === 'dispatched');
      carrier.choose(placed.id, 'wrong_address');
    }
    await until(placed, `attempt ${attempt}`, ({ attempts }) => attempts === attempt);
    if (attempt === 1) await correctByLink(placed);
  }
  const done = await until(placed, 'returning', ({ status }) => status === 'returning');
  expect(done).toMatchObject({ attempts: 3, canCorrectAddress: false, canCancel: false });
  expect(await walletOf(system.platformDb, placed.buyer.email)).toBe(0);
  carrier.choose(placed.id, 'returned');
  const back = await until(placed, 'returned', ({ status }) => status === 'returned');
  expect(back.creditNote).toMatchObject({ points: 100, reason: 'returned' });
  expect(await walletOf(system.platformDb, placed.buyer.email)).toBe(100);
  await mailsOf(placed.buyer, 6);
  await ended(placed.id);
  const paper = `${system.url}/credit-notes/${back.creditNote!.number}.pdf`;
  const own = await fetch(paper, { headers: { cookie: placed.cookie } });
  expect(Buffer.from(await own.arrayBuffer()).toString('latin1', 0, 5)).toBe('%PDF-');
  const stranger = await signInBuyer(system, await makeBuyer(system.platformDb, 1));
  for (const headers of [{}, { cookie: stranger.cookie }]) {
    expect((await fetch(paper, { headers })).status).toBe(404);
  }
  // Where people live is nothing that finance needs.
  for (const [role, status] of [
    ['finance', 404],
    ['agent', 200],
  ] as const) {
    const { cookie } = await signInAgent(system, `Paper${randomUUID().slice(0, 6)}`, role);
    expect((await fetch(paper, { headers: { cookie } })).status).toBe(status);
  }
});

async function correctByLink(placed: Placed): Promise<void> {
  const token = await waitFor('the link', () => {
    const mails = system.sink.mails.filter(({ envelope }) => envelope.to[0] === placed.buyer.email);
    return mails
      .map(({ raw }) => /order-address\/([\w=\r\n-]+)/.exec(raw.toString())?.[1])
      .find(Boolean);
  });
  const address = { ...TYPED_ADDRESS, line1: '14 MG Road' };
  const link = { token: token.replaceAll(/=\r?\n/g, '').split(/[\r\n]/)[0] };
  const changed = await placed.call('recipientOrders.correctAddressByLink', { ...link, address });
  expect(changed).toMatchObject({ status: 200, data: { isUsable: true } });
  const taken = await until(placed, 'told of', ({ timeline }) =>
    timeline.some(({ event }) => event === 'address_taken'),
  );
  expect(taken.address.line1).toBe('14 MG Road');
}

test('a cancellation before the parcel leaves gives the points back; one after it is refused', async () => {
  const early = await order();
  await until(early, 'handed over', isHandedOver);
  await early.call('recipientOrders.cancel', { id: early.id });
  const done = await until(early, 'cancelled', ({ status }) => status === 'cancelled');
  expect(done.creditNote).toMatchObject({ points: 100, reason: 'cancelled' });
  expect(await walletOf(system.platformDb, early.buyer.email)).toBe(100);
  const late = await order();
  await until(late, 'handed over', isHandedOver);
  carrier.choose(late.id, 'delivered');
  await until(late, 'dispatched', ({ status }) => status === 'dispatched');
  const refused = await late.call('recipientOrders.cancel', { id: late.id });
  expect(refused).toMatchObject({ status: 409, error: { code: 'already_dispatched' } });
});

test('a parcel that nobody reports on becomes a ticket, which support ends', async () => {
  const lena = await signInAgent(system, `Lena${randomUUID().slice(0, 6)}`, 'lead');
  const placed = await order();
  await until(placed, 'handed over', isHandedOver);
  await system.platformDb.raw(
    `UPDATE orders SET report_due_at = now() - interval '1 second' WHERE id = ?`,
    [placed.id],
  );
  await system.worker.client.workflow.getHandle(`order/${placed.id}`).signal('orderChanged');
  await until(placed, 'noticed', ({ timeline }) =>
    timeline.some(({ event }) => event === 'not_reported'),
  );
  const seen = (await lena.call('orders.get', { id: placed.id }, 'GET')).data as SupportOrder;
  expect(seen.tickets).toMatchObject([{ cause: 'parcel_not_reported', state: 'open' }]);
  const act = { id: placed.id, version: seen.version, reason: 'The carrier has lost it' };
  const marked = (await lena.call('orders.markLost', act)).data as SupportOrder;
  expect(marked).toMatchObject({ status: 'returned', creditNote: { reason: 'lost' } });
  expect(marked.audit).toMatchObject([{ action: 'mark_order_lost', reason: act.reason }]);
  const again = await lena.call('orders.markDelivered', { ...act, version: marked.version });
  expect(again).toMatchObject({ status: 409, error: { code: 'not_in_this_state' } });
  expect(await walletOf(system.platformDb, placed.buyer.email)).toBe(100);
});

test('forged, old, malformed and repeated callbacks change nothing, and each leaves a trace', async () => {
  const placed = await order();
  await until(placed, 'handed over', isHandedOver);
  const now = Math.floor(Date.now() / 1_000);
  const occurredAt = new Date().toISOString();
  const post = async (
    report: object,
    { secret = CARRIER_SECRET, at = now, id = String(randomUUID()) } = {},
  ) => {
    const body = JSON.stringify({ orderId: placed.id, occurredAt, ...report });
    const headers = signMessage(secret, { id, timestampSeconds: at, body });
    const answer = await fetch(`${system.url}/webhooks/carrier`, { method: 'POST', headers, body });
    return { status: answer.status, body: await answer.json() };
  };
  const returned = { kind: 'returned' };
  expect((await post(returned, { secret: 'another secret' })).status).toBe(401);
  expect((await post(returned, { at: now - 600 })).body).toMatchObject({
    error: { code: 'timestamp_out_of_tolerance' },
  });
  expect((await post({ kind: 'attempt_failed' })).body).toMatchObject({
    error: { code: 'bad_request', issues: [{ path: 'attempt' }] },
  });
  expect((await post({ kind: 'exploded' })).status).toBe(400);
  expect((await post({ ...returned, orderId: randomUUID() })).status).toBe(404);
  const first = { id: 'msg_once' };
  expect((await post({ kind: 'dispatched' }, first)).body).toEqual({ outcome: 'applied' });
  expect((await post({ kind: 'dispatched' }, first)).body).toEqual({ outcome: 'duplicate' });
  // Signed by the carrier under an id that was taken: not a second report, whatever it says.
  expect((await post(returned, first)).body).toEqual({ outcome: 'duplicate' });
  expect((await post({ kind: 'dispatched' })).body).toEqual({ outcome: 'unchanged' });
  await until(placed, 'dispatched', ({ status }) => status === 'dispatched');
  expect(await walletOf(system.platformDb, placed.buyer.email)).toBe(0);
  const traces = await rowsOf<{ verdict: string }>(
    system.platformDb,
    `SELECT verdict FROM carrier_callbacks WHERE order_id = ? OR order_id IS NULL ORDER BY id`,
    [placed.id],
  );
  expect(traces.map(({ verdict }) => verdict)).toEqual([
    ...['forged', 'out_of_tolerance', 'malformed', 'malformed', 'unknown_order'],
    ...['applied', 'duplicate', 'duplicate', 'unchanged'],
  ]);
});

test('an operator can tell the run what the carrier did not, by signals', async () => {
  const placed = await order();
  await until(placed, 'handed over', isHandedOver);
  const handle = system.worker.client.workflow.getHandle(`order/${placed.id}`);
  await handle.signal('dispatched');
  await handle.signal('attemptFailed', { attempt: 9 });
  await handle.signal('attemptFailed', { attempt: 2 });
  await until(placed, 'tried twice', ({ attempts }) => attempts === 2);
  await handle.signal('returned');
  await handle.signal('delivered');
  const done = await until(placed, 'returned', ({ status }) => status === 'returned');
  expect(done.creditNote).toMatchObject({ points: 100 });
  expect(await walletOf(system.platformDb, placed.buyer.email)).toBe(100);
});

test('another recipient sees, cancels and changes none of it', async () => {
  const mine = await order();
  const { call: other } = await signInBuyer(system, await makeBuyer(system.platformDb, 1));
  for (const [operation, method, more] of [
    ['get', 'GET', {}],
    ['cancel', 'POST', {}],
    ['correctAddress', 'POST', { address: TYPED_ADDRESS }],
  ] as const) {
    const input = { id: mine.id, ...more };
    expect((await other(`recipientOrders.${operation}`, input, method)).status).toBe(404);
  }
});

test('a carrier that is away is asked again until it is back', async () => {
  carrier.setAway(true);
  const placed = await order();
  const run = system.worker.client.workflow.getHandle(`order/${placed.id}`);
  await waitFor('several tries', async () => (await run.describe()).historyLength > 30);
  expect(
    (await placed.call<Order>('recipientOrders.get', { id: placed.id }, 'GET')).data.status,
  ).toBe('placed');
  carrier.setAway(false);
  await until(placed, 'handed over', isHandedOver);
});
