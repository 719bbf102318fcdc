import { useCleanUp } from '../test/support/clean-up';
import { openTestDatabases } from '../test/support/company';
import { makeBuyer, makeGoods, placeOne } from '../test/support/orders';
import { lockOrder } from './lock-order';
import { openParcelTicket } from './parcel-tickets';
import { type Database, rowsOf } from './pool';

const cleanUp = useCleanUp();
let db: Database;

beforeAll(async () => {
  ({ platformDb: db } = await openTestDatabases(cleanUp));
});

test('R14: a parcel that troubles again after the answer starts the clock of its ticket anew', async () => {
  const buyer = await makeBuyer(db, 100);
  const orderId = await placeOne(db, buyer, await makeGoods(db));
  const id = await call(orderId);
  expect(await call(orderId)).toBe(id);
  expect(await see(id)).toEqual({ state: 'open', isDue: true, events: [] });
  await rowsOf(
    db,
    `UPDATE tickets SET state = 'waiting_for_customer', paused_at = now(), first_answered_at = now()
     WHERE id = ?`,
    [id],
  );
  expect(await call(orderId)).toBe(id);
  expect(await call(orderId)).toBe(id);
  expect(await see(id)).toEqual({ state: 'open', isDue: true, events: ['failed_again'] });
});

function call(orderId: string): Promise<string> {
  return db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (typeof order === 'string') throw new Error(order);
    return openParcelTicket(tx, order, 'parcel_not_reported', { ticketAnswerSeconds: 86_400 });
  });
}

async function see(ticketId: string) {
  const [ticket] = await rowsOf(
    db,
    `SELECT state, deadline > now() AS "isDue",
       ARRAY(SELECT text FROM ticket_messages WHERE ticket_id = t.id ORDER BY id) AS events
     FROM tickets t WHERE id = ?`,
    [ticketId],
  );
  return ticket;
}
