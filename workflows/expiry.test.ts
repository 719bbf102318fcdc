import { expireInvitations } from '../db/finish-distributions';
import { rowsOf } from '../db/pool';
import { reconcile } from '../db/reconcile';
import { useRegistrationLink } from '../db/use-link';
import { query } from '../test/support/ask-database';
import { useCleanUp } from '../test/support/clean-up';
import {
  linkIn,
  makeCompany,
  pressButton,
  startTestApi,
  startTestSystem,
  type TestApi,
  type TestCompany,
  type TestSystem,
  walletOf,
} from '../test/support/company';
import { createTestDatabase } from '../test/support/database';
import { type ShiftedClock, shiftClockOf } from '../test/support/shifted-clock';
import { waitFor } from '../test/support/wait-for';

/** R4: the points of an invitation are its person's from the moment in which the link is used. */

const cleanUp = useCleanUp();
let clock: ShiftedClock;
let system: TestSystem;
/** Takes clicks while nothing reaches the workflows. */
let apart: TestApi;

beforeAll(async () => {
  const database = await createTestDatabase();
  cleanUp(() => database.drop());
  clock = await shiftClockOf(database.databaseUrl);
  cleanUp(() => clock.close());
  system = await startTestSystem(cleanUp, { database, inviteExpirySeconds: 3_600 });
  apart = await startTestApi(cleanUp, system);
});

afterEach(async () => {
  await clock.setAhead(0);
  expect(await reconcile(system.platformDb)).toEqual([]);
});

const HOURS = 3_600_000;

test('who used the link in time is credited, though the workflows come after the invitation is over', async () => {
  const acme = await company();
  const { distributionId, link } = await invite(acme, 'intime@late.example');
  expect((await pressButton(apart.url, link, { name: 'In time' })).status).toBe(200);
  await clock.setAhead(2 * HOURS);
  await wake(distributionId);
  const done = await system.as(acme).waitForDistribution(distributionId, 'completed');
  expect(done.rewards[0]).toMatchObject({ status: 'delivered' });
  expect(await walletOf(system.platformDb, 'intime@late.example')).toBe(10);
  expect(await system.as(acme).getBalance()).toEqual({ balance: 90, held: 0 });
});

test('whom another company won in time is refused for that, and the points return', async () => {
  const [acme, globex] = [await company(), await company()];
  const { distributionId } = await invite(acme, 'won@late.example');
  const theirs = await invite(globex, 'won@late.example');
  expect((await pressButton(apart.url, theirs.link, { name: 'Won' })).status).toBe(200);
  await clock.setAhead(2 * HOURS);
  await wake(distributionId);
  const done = await system.as(acme).waitForDistribution(distributionId, 'completed_with_failures');
  expect(done.rewards[0]).toMatchObject({
    status: 'failed',
    reason: { code: 'registered_with_another_company' },
  });
  expect(await system.as(acme).getBalance()).toEqual({ balance: 100, held: 0 });
  await wake(theirs.distributionId);
  await system.as(globex).waitForDistribution(theirs.distributionId, 'completed');
});

test('an account that was made after the invitation was over does not bring it back', async () => {
  const acme = await company();
  const { distributionId } = await invite(acme, 'toolate@late.example');
  await clock.setAhead(2 * HOURS);
  // By another send, which registers: nothing has looked at the first one since its hour.
  const other = await system.as(acme).send({
    recipients: [{ name: 'Asha', email: 'toolate@late.example', points: 5 }],
    ifUnregistered: 'register',
  });
  await system.as(acme).waitForDistribution(other.body.id, 'completed');
  await wake(distributionId);
  await system.as(acme).waitForDistribution(distributionId, 'completed_with_failures');
  expect(await walletOf(system.platformDb, 'toolate@late.example')).toBe(5);
  expect(await system.as(acme).getBalance()).toEqual({ balance: 95, held: 0 });
});

test('a link that is used in the moment in which the invitation ends is waited for', async () => {
  const { platformDb: db } = system;
  const acme = await company();
  const { distributionId, link } = await invite(acme, 'moment@late.example');
  // Whoever holds the address keeps the use of the link open: it has begun in time.
  const holder = await db.transaction();
  await holder.raw(
    `INSERT INTO recipients (company_id, email, email_key, name, registered_by)
     VALUES (?, 'moment@late.example', 'moment@late.example', 'Holder', 'import')`,
    [acme.id],
  );
  const used = useRegistrationLink(db, link.split('/').at(-1)!, { name: 'Moment' });
  await waitFor('the link to be locked', () => isWaiting('INSERT INTO recipients'));
  await rowsOf(db, 'UPDATE rewards SET expires_at = now() WHERE distribution_id = ?', [
    distributionId,
  ]);
  let isOver = false;
  const expiry = expireInvitations(db, distributionId).finally(() => {
    isOver = true;
  });
  await waitFor('the expiry', async () => isOver || (await isWaiting('reward_links')));
  await holder.rollback();
  expect((await used).outcome).toBe('registered');
  await expiry;
  await wake(distributionId);
  await system.as(acme).waitForDistribution(distributionId, 'completed');
  expect(await walletOf(db, 'moment@late.example')).toBe(10);
});

const company = () => makeCompany(system.platformDb, { balance: 100 });

const wake = async (distributionId: string) =>
  system.dispatcher.wake({ distributionId, rewardIds: [] });

/** Sends an invitation, and waits until its mail is recorded and its workflow has nothing left to do. */
async function invite(
  acme: TestCompany,
  email: string,
): Promise<{ distributionId: string; link: string }> {
  const { body } = await system
    .as(acme)
    .send({ recipients: [{ name: 'Asha', email, points: 10 }] });
  await waitFor('the invitation', async () => {
    const { invitedAt } = await system.as(acme).getReward(body.rewards[0]!.id);
    return invitedAt !== null;
  });
  const handle = system.worker.client.workflow.getHandle(`distribution/${body.id}`);
  await waitFor('the workflow to wait', async () => {
    const { events } = await handle.fetchHistory();
    return events?.some(({ timerStartedEventAttributes: timer }) => timer);
  });
  const mail = system.sink.mailsTo(email).at(-1)!;
  return { distributionId: body.id, link: linkIn((await mail.read()).text) };
}

/** Whether a statement with this text waits for a lock; only a superuser sees those of others. */
async function isWaiting(text: string): Promise<boolean> {
  const rows = await query(
    system.databaseUrl,
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
       AND wait_event_type = 'Lock' AND query LIKE $1`,
    [`%${text}%`],
  );
  return rows.length > 0;
}
