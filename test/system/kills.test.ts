import type { Ready } from '../support/platform-process';
import { useCleanUp } from '../support/clean-up';
import { countDifferentMails, expectDeliveredOnce } from '../support/delivered-once';
import { tellMeasured } from '../support/measured';
import { startWholeSystem, type WholeSystem } from '../support/whole-system';
import { waitFor } from '../support/wait-for';

/** A send of 500 while parts of the platform are killed with -9, on the product as users run it. */

const CONNECTIONS = 5;
/** 20 ms for each mail on 5 connections: 500 mails last 2 s without a kill, long enough for ten. */
const MAIL_MILLISECONDS = 20;
const RECIPIENTS = 500;

let system: WholeSystem;
const cleanUp = useCleanUp();

beforeAll(async () => {
  system = await startWholeSystem({
    mails: { delayMilliseconds: MAIL_MILLISECONDS },
    env: { BESTOW_SMTP_CONNECTIONS: String(CONNECTIONS) },
  });
  cleanUp(() => system.stop());
}, 120_000);

test('the process that sends is killed 10 times: a send of 500 finishes by itself', async () => {
  await sendThroughKills('app', 10);
}, 400_000);

test('PostgreSQL is killed 3 times: a send of 500 loses nothing and credits once', async () => {
  await sendThroughKills('postgres', 3);
}, 300_000);

test('Temporal is killed 3 times: a send of 500 loses nothing and credits once', async () => {
  await sendThroughKills('temporal', 3);
}, 300_000);

test('a process that is told to stop in the middle of slow slices leaves the rest to the next', async () => {
  const { acme, sink, platform } = system;
  sink.clear();
  const recipients = peopleOf('stop', 150);
  // Two slices of which a mail takes 2 s: they cannot end in the 10 s that a worker has for it.
  sink.setBehaviour({ delayMilliseconds: 2_000 });
  let id: string;
  try {
    const sent = await acme.send({ recipients, ifUnregistered: 'register' });
    expect(sent.status).toBe(201);
    id = sent.body.id;
    await waitForDifferentMails(CONNECTIONS * 2);
    const stopped = await platform.killPart('app', 'SIGTERM');
    await platform.waitForReady(({ pids }) => pids.app !== stopped);
  } finally {
    sink.setBehaviour({ delayMilliseconds: MAIL_MILLISECONDS });
  }
  const startedAt = performance.now();
  await acme.waitForDistribution(id, 'completed', 60_000);
  const milliseconds = Math.round(performance.now() - startedAt);
  tellMeasured(`what a stopped app left behind was done ${milliseconds} ms after the next start`);
  expect(await expectDeliveredOnce(system, [id])).toBe(0);
  expect(await system.reconcile()).toBe('0 differences');
}, 200_000);

async function sendThroughKills(part: keyof Ready['pids'], kills: number): Promise<void> {
  const { acme, sink } = system;
  sink.clear();
  const before = await acme.getBalance();
  const deliveredBefore = await system.countDelivered();
  const recipients = peopleOf(part, RECIPIENTS);
  const startedAt = performance.now();
  const sent = await acme.send({ recipients, ifUnregistered: 'register' });
  expect(sent.status).toBe(201);

  // Every kill comes in the middle of the work: when some more mails have arrived, and before all.
  const step = Math.floor(RECIPIENTS / (kills + 1));
  for (let kill = 1; kill <= kills; kill += 1) {
    await waitForDifferentMails(kill * step * 0.9);
    expect(countDifferentMails(sink)).toBeLessThan(RECIPIENTS);
    await system.killAndMeasure(part, deliveredBefore + RECIPIENTS);
  }
  await waitForDifferentMails(RECIPIENTS);
  await acme.waitForDistribution(sent.body.id, 'completed', 120_000);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);

  const duplicates = await expectDeliveredOnce(system, [sent.body.id]);
  tellMeasured(`500 mails with ${kills} kills of ${part}: ${seconds} s, ${duplicates} came twice`);
  // What was on a connection at a kill, and what had been answered and was not recorded yet.
  expect(duplicates).toBeLessThanOrEqual(kills * 2 * CONNECTIONS);
  const { balance } = before;
  expect(await acme.getBalance()).toEqual({ balance: balance - RECIPIENTS * 10, held: 0 });
  expect(await system.reconcile()).toBe('0 differences');
}

function peopleOf(group: string, count: number) {
  return Array.from({ length: count }, (_, index) => ({
    name: `Person ${index}`,
    email: `${group}.${index}@example.com`,
    points: 10,
  }));
}

async function waitForDifferentMails(count: number): Promise<void> {
  await waitFor(`${count} different mails`, () => countDifferentMails(system.sink) >= count, {
    timeoutMilliseconds: 120_000,
    // A kill comes in the middle of the work, which goes on.
    intervalMilliseconds: 25,
    lastSeen: () => countDifferentMails(system.sink),
  });
}
