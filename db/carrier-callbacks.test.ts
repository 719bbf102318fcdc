import { createHash } from 'node:crypto';
import { useCleanUp } from '../test/support/clean-up';
import { openTestDatabases } from '../test/support/company';
import { type CallbackVerdict, forgetOldCallbacks, traceCallback } from './carrier-callbacks';
import { type Database, rowsOf } from './pool';

const cleanUp = useCleanUp();
let db: Database;

beforeAll(async () => {
  ({ platformDb: db } = await openTestDatabases(cleanUp));
});

test('traces that said nothing new are forgotten after their time; what changed an order stays', async () => {
  await leave('applied', 100);
  await leave('contradiction', 100);
  await leave('unchanged', 100);
  await leave('duplicate', 100);
  await leave('forged', 100);
  await leave('forged', 89);
  expect(await forgetOldCallbacks(db, 90)).toBe(3);
  const left = await rowsOf<{ verdict: string }>(
    db,
    'SELECT verdict FROM carrier_callbacks ORDER BY id',
  );
  expect(left.map(({ verdict }) => verdict)).toEqual(['applied', 'contradiction', 'forged']);
  expect(await forgetOldCallbacks(db, 90)).toBe(0);
});

async function leave(verdict: CallbackVerdict, daysAgo: number): Promise<void> {
  const bodySha256 = createHash('sha256').update(verdict).digest();
  const trace = { bodySha256, clientAddress: '127.0.0.1', verdict, callbackId: `${verdict}-1` };
  // As it was received then: the table is not to be changed, so it is written anew.
  const id = await traceCallback(db, trace);
  await rowsOf(
    db,
    `WITH moved AS (DELETE FROM carrier_callbacks WHERE id = ? RETURNING *)
     INSERT INTO carrier_callbacks (callback_id, order_id, kind, verdict, body_sha256,
       client_address, received_at)
     SELECT callback_id, order_id, kind, verdict, body_sha256, client_address,
       now() - make_interval(days => ?) FROM moved`,
    [id, daysAgo],
  );
}
