import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Recharge } from '../../contracts/recharges';
import { createDatabase, type Database } from '../../db/pool';
import { useCleanUp } from '../support/clean-up';
import { makeBuyer, makeGoods, signInBuyer, TYPED_ADDRESS } from '../support/orders';
import type { Ready } from '../support/platform-process';
import { startWholeSystem, type WholeSystem } from '../support/whole-system';
import { waitFor } from '../support/wait-for';

/**
 * The money before and after a reward while parts are killed with -9, on the product as users run it:
 * a recharge is credited once, an order takes its points once and ends in goods or a credit note.
 */
type Part = keyof Ready['pids'];

let system: WholeSystem;
let db: Database;
const cleanUp = useCleanUp();

beforeAll(async () => {
  system = await startWholeSystem({
    // Nothing happens to a parcel but what a test chooses.
    env: { BESTOW_CARRIER_STEP_SECONDS: '3600' },
  });
  cleanUp(() => system.stop());
  const { databaseUrl } = system.ready;
  db = createDatabase({ databaseUrl, role: 'bestow_worker', connections: 2 });
  cleanUp(() => db.destroy());
}, 120_000);

test.each<[part: Part, millisecondsLater: number]>([
  ['app', 0],
  ['app', 15],
  ['postgres', 10],
  ['temporal', 0],
])(
  '%s is killed %d ms after a payment: it is credited once, and the send goes out once',
  async (part, millisecondsLater) => {
    const { acme } = system;
    const { balance } = await acme.getBalance();
    const email = `${part}.${millisecondsLater}@recharge.example`;
    const sent = await acme.send({
      recipients: [{ name: 'Asha', email, points: balance + 100 }],
      ...{ ifUnregistered: 'register', ifInsufficient: 'wait' },
    });
    expect(sent.body.status).toBe('awaiting_funds');
    const asked = await acme.request<Recharge>('POST', '/recharges/request', { points: 150 });
    const { id } = asked.body;
    const page = (await acme.request<{ url: string }>('POST', `/recharges/${id}/pay`)).body.url;
    const press = () =>
      fetch(page, { method: 'POST', redirect: 'manual' }).then(
        ({ status }) => status === 303,
        () => false,
      );
    await killDuring(part, millisecondsLater, press);
    // A provider sends its event until it is answered, and sometimes after.
    await waitFor('the payment to be taken', press, { timeoutMilliseconds: 60_000 });
    await press();

    await acme.waitForDistribution(sent.body.id, 'completed', 120_000);
    expect(await acme.getBalance()).toEqual({ balance: 50, held: 0 });
    const [paid] = await system.query<{ transfers: number; payments: number }>(
      `SELECT (SELECT count(*)::int FROM transfers WHERE business_key = 'recharge/' || $1) AS transfers,
        (SELECT count(*)::int FROM payments WHERE recharge_id = $1::uuid) AS payments`,
      [id],
    );
    expect(paid).toEqual({ transfers: 1, payments: 1 });
    await waitFor(
      'the company to be told that it has paid',
      async () => {
        const mails = await system.query(
          `SELECT FROM money_mails WHERE recharge_id = $1 AND kind = 'paid' AND sent_at IS NOT NULL`,
          [id],
        );
        return mails.length > 0;
      },
      { timeoutMilliseconds: 120_000 },
    );
    expect(await system.reconcile()).toBe('0 differences');
  },
  300_000,
);

test.each<[part: Part, end: 'delivered' | 'returned']>([
  ['app', 'returned'],
  ['postgres', 'delivered'],
  ['temporal', 'returned'],
  ['carrier', 'delivered'],
])(
  '%s is killed as an order is placed, and again as it is %s: one debit, one end',
  async (part, end) => {
    const buyer = await makeBuyer(db, 300);
    const goodsId = await makeGoods(db, { name: `Bottle ${randomUUID()}` });
    const { call } = await signInBuyer({ url: system.ready.url, platformDb: db }, buyer);
    const cart = {
      idempotencyKey: randomUUID(),
      items: [{ goodsId, quantity: 1 }],
      ...{ expectedPoints: 100, address: TYPED_ADDRESS },
    };
    const place = () =>
      call<{ id: string }>('recipientOrders.place', cart).then(
        ({ status, data }) => status === 200 && data,
        () => false as const,
      );
    await killDuring(part, 10, place);
    const { id } = await waitFor('the order', place, { timeoutMilliseconds: 60_000 });
    const choose = () =>
      fetch(`${system.ready.carrierUrl}/choose`, {
        method: 'POST',
        body: new URLSearchParams({ orderId: id, what: end }),
        redirect: 'manual',
      }).then(
        ({ status }) => status === 303,
        () => false,
      );
    await waitFor(
      'the carrier to know it',
      async () => {
        const [known] = await system.query<{ handed: boolean }>(
          `SELECT carrier_address_version > 0 AS handed FROM orders WHERE id = $1`,
          [id],
        );
        return known?.handed === true;
      },
      // A carrier that is away is tried again after 1, 2, 4 and 8 s.
      { timeoutMilliseconds: 60_000 },
    );
    await killDuring(part, 10, choose);
    const ended = await waitFor(
      'the end of the order',
      async () => {
        // Chosen again: the first choice makes a parcel leave, the next is what happens to it.
        await choose();
        const [row] = await system.query<{ status: string; notes: number; wallet: string }>(
          `SELECT o.status, (SELECT count(*)::int FROM credit_notes n WHERE n.order_id = o.id) AS notes,
             (SELECT balance FROM accounts WHERE kind = 'recipient_wallet' AND owner_id = o.recipient_id)
               AS wallet
           FROM orders o WHERE id = $1`,
          [id],
        );
        return row!.status === end && row!;
      },
      { timeoutMilliseconds: 120_000 },
    );
    const isBack = end === 'returned';
    expect(ended).toMatchObject({ notes: isBack ? 1 : 0, wallet: isBack ? '300' : '200' });
    expect(await system.reconcile()).toBe('0 differences');
  },
  300_000,
);

/** Kills the part while the call is on its way, and waits until its successor is there. */
async function killDuring(
  part: Part,
  millisecondsLater: number,
  call: () => Promise<unknown>,
): Promise<void> {
  const called = call();
  // Not a wait for a state: the kill meets the call at different points.
  await setTimeout(millisecondsLater);
  const killed = await system.platform.killPart(part);
  await called;
  await system.platform.waitForReady(
    ({ pids }) => pids[part] !== undefined && pids[part] !== killed,
  );
}
