import type { Knex } from 'knex';
import type { OrderStatus, ParcelReport } from '../domain/order-states';
import { useCleanUp } from '../test/support/clean-up';
import { openTestDatabases, walletOf } from '../test/support/company';
import { type Buyer, makeBuyer, makeGoods, place, placeOne } from '../test/support/orders';
import { requestCancel, settleCancel } from './change-order';
import { lockOrder, type LockedOrder } from './lock-order';
import { type Database, rowsOf, type Transaction } from './pool';
import { reconcile } from './reconcile';
import { reportParcel } from './report-parcel';

const cleanUp = useCleanUp();
let db: Database;
let goodsId: string;

beforeAll(async () => {
  db = (await openTestDatabases(cleanUp)).platformDb;
  goodsId = await makeGoods(db);
});

afterEach(async () => {
  expect(ofOrders(await reconcile(db))).toEqual([]);
});

/** A buyer's points come without a reward here, which the proofs of rewards rightly notice. */
function ofOrders(differences: Awaited<ReturnType<typeof reconcile>>) {
  return differences.filter(({ proof }) => !/reward|distribution/.test(proof));
}

const SETTINGS = { parcelReportSeconds: 1_000, ticketAnswerSeconds: 86_400 };
const BY_CARRIER = { actor: 'carrier', settings: SETTINGS } as const;

const REPORTS: readonly ParcelReport[] = [
  { kind: 'dispatched' },
  { kind: 'attempt_failed', attempt: 1 },
  { kind: 'attempt_failed', attempt: 2 },
  { kind: 'attempt_failed', attempt: 3 },
  { kind: 'delivered' },
  { kind: 'returned' },
];

async function locked(tx: Transaction, orderId: string): Promise<LockedOrder> {
  const order = await lockOrder(tx, orderId);
  if (typeof order === 'string') throw new Error(order);
  return order;
}

async function report(orderId: string, what: ParcelReport, tx?: Transaction): Promise<string> {
  const apply = async (inner: Transaction) =>
    reportParcel(inner, await locked(inner, orderId), what, BY_CARRIER);
  return tx ? apply(tx) : db.transaction(apply);
}

interface Standing {
  status: OrderStatus;
  wallet: number;
  redeems: number;
  creditNotes: number;
  credits: number;
}

async function standingOf(tx: Database | Transaction, orderId: string): Promise<Standing> {
  const [standing] = await rowsOf<Standing>(
    tx,
    `SELECT o.status, a.balance AS wallet,
       (SELECT count(*)::int FROM transfers WHERE business_key = 'redeem/' || o.id) AS redeems,
       (SELECT count(*)::int FROM credit_notes n WHERE n.order_id = o.id) AS "creditNotes",
       (SELECT count(*)::int FROM transfers WHERE business_key = 'credit_note/' || o.id) AS credits
     FROM orders o JOIN accounts a ON a.kind = 'recipient_wallet' AND a.owner_id = o.recipient_id
     WHERE o.id = ?`,
    [orderId],
  );
  return standing!;
}

/** Delivered, or credited back once: never both; open, and then not credited. */
function expectSound({ status, wallet, redeems, creditNotes, credits }: Standing): void {
  const isCredited = status === 'returned' || status === 'cancelled';
  const expected = { redeems: 1, creditNotes: +isCredited, credits: +isCredited };
  expect({ status, redeems, creditNotes, credits }).toEqual({ status, ...expected });
  expect(wallet).toBe(isCredited ? 100 : 0);
}

test('R15: every sequence of carrier events up to length 5, in the database: delivered or credited, never both', async () => {
  const buyer = await makeBuyer(db, 100);
  const orderId = await placeOne(db, buyer, goodsId);
  const rollBack = new Error('Only to roll back');
  const LONGEST = 5;
  let sequences = 0;
  const walk = async (tx: Transaction, end: OrderStatus | undefined, depth: number) => {
    sequences += 1;
    const standing = await standingOf(tx, orderId);
    expectSound(standing);
    if (end !== undefined) expect(standing.status).toBe(end);
    if (depth === LONGEST) return;
    const before = await everythingOf(tx, orderId);
    for (const what of REPORTS) {
      // A transaction in a transaction is a savepoint: each branch is undone for the next.
      const branch = tx.transaction(async (inner: Knex.Transaction) => {
        const outcome = await report(orderId, what, inner);
        if (outcome === 'unchanged') {
          // To the letter; so what follows it is what follows the sequence without it.
          expect(await everythingOf(inner, orderId)).toBe(before);
          sequences += sequencesWithin(LONGEST - depth - 1);
          throw rollBack;
        }
        const isEnd = what.kind === 'delivered' || what.kind === 'returned';
        const said = isEnd ? (what.kind as OrderStatus) : undefined;
        await walk(inner, end ?? said, depth + 1);
        throw rollBack;
      });
      await expect(branch).rejects.toBe(rollBack);
    }
  };
  await expect(
    db.transaction(async (tx) => {
      await walk(tx, undefined, 0);
      throw rollBack;
    }),
  ).rejects.toBe(rollBack);
  expect(sequences).toBe(1 + 6 + 36 + 216 + 1_296 + 7_776);
}, 240_000);

/** How many sequences of up to so many reports there are, the empty one among them. */
function sequencesWithin(length: number): number {
  return length === 0 ? 1 : 1 + REPORTS.length * sequencesWithin(length - 1);
}

/** Every row that belongs to an order, as text. */
async function everythingOf(tx: Transaction, orderId: string): Promise<string> {
  const [row] = await rowsOf<{ all: string }>(
    tx,
    `WITH o AS (SELECT * FROM orders WHERE id = ?)
     SELECT concat_ws(E'\n', (SELECT o FROM o),
       (SELECT json_agg(a ORDER BY a.id) FROM accounts a, o WHERE a.owner_id = o.recipient_id),
       (SELECT json_agg(t ORDER BY t.id) FROM transfers t WHERE business_key LIKE '%/' || (SELECT id FROM o)),
       (SELECT json_agg(e ORDER BY e.id) FROM order_events e, o WHERE e.order_id = o.id),
       (SELECT json_agg(m ORDER BY m.id) FROM order_mails m, o WHERE m.order_id = o.id),
       (SELECT json_agg(n ORDER BY n.id) FROM credit_notes n, o WHERE n.order_id = o.id),
       (SELECT json_agg(t ORDER BY t.id) FROM tickets t, o WHERE t.order_id = o.id)) AS all`,
    [orderId],
  );
  return row!.all;
}

test('of ten orders at once for the last points one wins, and the wallet is never below zero', async () => {
  const buyer = await makeBuyer(db, 150);
  const placed = await Promise.all(Array.from({ length: 10 }, () => place(db, buyer, goodsId)));
  const outcomes = placed.map(({ outcome }) => outcome).sort();
  expect(outcomes).toEqual(['placed', ...Array<string>(9).fill('wallet_too_low')]);
  expect(await walletOf(db, buyer.email)).toBe(50);
});

test('the same order ten times at once is one order, charged once', async () => {
  const buyer = await makeBuyer(db, 1_000);
  const key = { idempotencyKey: 'the same' };
  const placed = await Promise.all(
    Array.from({ length: 10 }, () => place(db, buyer, goodsId, key)),
  );
  expect(new Set(placed.map((one) => ('orderId' in one ? one.orderId : one.outcome))).size).toBe(1);
  expect(placed.filter(({ outcome }) => outcome === 'placed')).toHaveLength(1);
  expect(await walletOf(db, buyer.email)).toBe(900);
  const changed = await db.transaction(async () =>
    place(db, buyer, goodsId, { ...key, items: [{ goodsId, quantity: 2 }], expectedPoints: 200 }),
  );
  // The hash is the caller's: the same one is the same request.
  expect(changed.outcome).toBe('replayed');
});

test('a price that changes later changes no order, and one that has changed is asked about', async () => {
  const buyer = await makeBuyer(db, 1_000);
  const dear = await makeGoods(db);
  const orderId = await placeOne(db, buyer, dear);
  await db.raw('UPDATE goods SET price_points = 300 WHERE id = ?', [dear]);
  const [item] = await rowsOf(db, 'SELECT price_points AS p FROM order_items WHERE order_id = ?', [
    orderId,
  ]);
  expect(item).toEqual({ p: 100 });
  expect(await place(db, buyer, dear)).toEqual({ outcome: 'price_changed', points: 300 });
  expect(await walletOf(db, buyer.email)).toBe(900);
});

test('goods that are not offered, or in no such variant, are named, and nothing is charged', async () => {
  const buyer = await makeBuyer(db, 1_000);
  const shirt = await makeGoods(db, { variants: ['S', 'M'] });
  const gone = await makeGoods(db);
  await db.raw('UPDATE goods SET is_available = false WHERE id = ?', [gone]);
  const answer = await place(db, buyer, shirt, {
    items: [
      { goodsId: gone, quantity: 1 },
      { goodsId: shirt, quantity: 1 },
      { goodsId: shirt, variant: 'XXL', quantity: 1 },
      { goodsId: shirt, variant: 'M', quantity: 1 },
      { goodsId, variant: 'M', quantity: 1 },
    ],
  });
  expect(answer).toEqual({
    outcome: 'goods_not_available',
    issues: [
      { path: 'items.0.goodsId', code: 'goods_not_available' },
      ...[1, 2, 4].map((n) => ({ path: `items.${n}.variant`, code: 'unknown_variant' })),
    ],
  });
  expect(await walletOf(db, buyer.email)).toBe(1_000);
});

describe('a cancellation', () => {
  let buyer: Buyer;
  let orderId: string;

  beforeEach(async () => {
    buyer = await makeBuyer(db, 100);
    orderId = await placeOne(db, buyer, goodsId);
  });

  const ask = () => db.transaction(async (tx) => requestCancel(tx, await locked(tx, orderId)));
  const settle = () => db.transaction(async (tx) => settleCancel(tx, await locked(tx, orderId)));

  test('gives the points back once, by a credit note, when the carrier has agreed', async () => {
    expect([await ask(), await ask()]).toEqual(['changed', 'unchanged']);
    expect((await standingOf(db, orderId)).wallet).toBe(0);
    expect([await settle(), await settle()]).toEqual([true, false]);
    expectSound(await standingOf(db, orderId));
    expect(await ask()).toBe('unchanged');
  });

  test('that the parcel outruns gives nothing back', async () => {
    await ask();
    expect(await report(orderId, { kind: 'dispatched' })).toBe('applied');
    expect(await settle()).toBe(false);
    expect(await ask()).toEqual({ code: 'already_dispatched' });
    expectSound(await standingOf(db, orderId));
  });

  test('that the carrier contradicts afterwards stays, and a human is called once', async () => {
    await ask();
    await settle();
    for (const kind of ['delivered', 'dispatched'] as const) {
      expect(await report(orderId, { kind })).toBe('contradiction');
    }
    expectSound(await standingOf(db, orderId));
    const tickets = await rowsOf(db, 'SELECT cause FROM tickets WHERE order_id = ?', [orderId]);
    expect(tickets).toEqual([{ cause: 'parcel_contradicted' }]);
  });
});

test('two reports of an end at once end the order once', async () => {
  const buyer = await makeBuyer(db, 100);
  const orderId = await placeOne(db, buyer, goodsId);
  await Promise.all(
    (['delivered', 'returned', 'returned', 'lost', 'delivered'] as const).map((kind) =>
      report(orderId, { kind }),
    ),
  );
  expectSound(await standingOf(db, orderId));
});

test('the numbers of credit notes have no gaps, also when many are issued at once and some fail', async () => {
  const buyer = await makeBuyer(db, 1_000);
  const orders = [];
  for (let n = 0; n < 8; n += 1) orders.push(await placeOne(db, buyer, goodsId));
  const failing = new Error('Fails after its credit note');
  await Promise.allSettled(
    orders.map((orderId, index) =>
      db.transaction(async (tx) => {
        await report(orderId, { kind: 'returned' }, tx);
        if (index % 2 === 0) throw failing;
      }),
    ),
  );
  const rows = await rowsOf<{ number: string }>(db, 'SELECT number FROM credit_notes ORDER BY 1');
  expect(rows.length).toBeGreaterThan(3);
  expect(rows.map(({ number }) => Number(number.slice('CN-2026-'.length)))).toEqual(
    rows.map((_, index) => index + 1),
  );
});

test('an end cannot be changed by any statement, nor a credit note written for an order that goes on', async () => {
  const buyer = await makeBuyer(db, 200);
  const delivered = await placeOne(db, buyer, goodsId);
  await report(delivered, { kind: 'delivered' });
  const change = db.raw(`UPDATE orders SET status = 'returned' WHERE id = ?`, [delivered]);
  await expect(change).rejects.toThrow('does not change its end');
  const note = db.raw(
    `INSERT INTO credit_notes (number, order_id, company_id, recipient_id, points, reason)
     SELECT 'X', id, company_id, recipient_id, points, 'returned' FROM orders WHERE id = ?`,
    [delivered],
  );
  await expect(note).rejects.toThrow('a credit note needs an order');
});
