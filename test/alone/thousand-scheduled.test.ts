import { useCleanUp } from '../support/clean-up';
import { expectDeliveredOnce } from '../support/delivered-once';
import { tellMeasured } from '../support/measured';
import { startWholeSystem, type WholeSystem } from '../support/whole-system';
import { waitFor } from '../support/wait-for';

/**
 * A promise about time, on the product as users run it. It has the machine for itself: beside another
 * test it would measure that test.
 */

let system: WholeSystem;
const cleanUp = useCleanUp();

beforeAll(async () => {
  system = await startWholeSystem();
  cleanUp(() => system.stop());
}, 120_000);

const schedule = (index: number, sendAt: number) =>
  system.acme.send({
    recipients: [{ name: `Person ${index}`, email: `thousand.${index}@example.com`, points: 10 }],
    ifUnregistered: 'register',
    sendAt: new Date(sendAt).toISOString(),
  });

test('R11: a thousand of the same minute start within 60 s of their time after a restart', async () => {
  const SENDS = 1_000;
  const AT_ONCE = 20;
  const begunAt = Date.now();
  // Long enough to accept them all on a busy machine.
  const hour = begunAt + 75_000;
  const ids: string[] = [];
  for (let first = 0; first < SENDS; first += AT_ONCE) {
    const batch = Array.from({ length: AT_ONCE }, (_, n) =>
      schedule(first + n, hour + ((first + n) % 20) * 1_000),
    );
    ids.push(...(await Promise.all(batch)).map(({ body }) => body.id));
  }
  const seconds = () => ((Date.now() - begunAt) / 1_000).toFixed(1);
  const acceptedAfter = seconds();
  await waitFor('every run to wait', async () => (await countCarried(ids)) === SENDS, {
    timeoutMilliseconds: 60_000,
    lastSeen: () => ids.length,
  });
  tellMeasured(`1,000 scheduled: accepted after ${acceptedAfter} s, waiting after ${seconds()} s`);
  await waitFor('the hour to be near', () => Date.now() > hour - 1_000, {
    timeoutMilliseconds: 90_000,
  });
  const killed = await system.platform.killPart('app');
  await system.platform.waitForReady(({ pids }) => pids.app !== undefined && pids.app !== killed);
  await waitFor('all of them to be completed', async () => (await countCompleted(ids)) === SENDS, {
    timeoutMilliseconds: 150_000,
  });
  const [row] = await system.query<{ first: number; median: number; last: number }>(
    `SELECT min(late)::float AS first, percentile_cont(0.5) WITHIN GROUP (ORDER BY late) AS median,
       max(late)::float AS last
     FROM (SELECT extract(epoch FROM started_at - send_at) AS late FROM distributions
       WHERE id = ANY($1)) AS d`,
    [ids],
  );
  const { first, median, last } = row!;
  tellMeasured(
    `1,000 scheduled over 20 s, the app killed: started ${first.toFixed(1)} s (first), ` +
      `${median.toFixed(1)} s (median), ${last.toFixed(1)} s (last) after their time`,
  );
  expect(first).toBeGreaterThanOrEqual(0);
  expect(last).toBeLessThan(60);
  await expectDeliveredOnce(system, ids);
  expect(await system.reconcile()).toBe('0 differences');
}, 400_000);

async function countCarried(ids: readonly string[]): Promise<number> {
  const [row] = await system.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM distributions WHERE id = ANY($1) AND run_id IS NOT NULL',
    [ids],
  );
  return row!.count;
}

async function countCompleted(ids: readonly string[]): Promise<number> {
  const [row] = await system.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM distributions WHERE id = ANY($1) AND status = 'completed'`,
    [ids],
  );
  return row!.count;
}
