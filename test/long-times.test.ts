import type { SupportTicket } from '../contracts/support';
import type { Distribution, Reward, TimelineEvent } from '../contracts/distributions';
import { readConfig } from '../config';
import { rowsOf } from '../db/pool';
import { reconcile } from '../db/reconcile';
import { useCleanUp } from './support/clean-up';
import { linkIn, makeCompany, pressButton, type TestCompany } from './support/company';
import { startSkippingSystem, type SkippingSystem } from './support/skipping-system';
import { signInAgent, type TestAgent } from './support/support-desk';
import { waitFor } from './support/wait-for';

/**
 * The paths that take a day or a month, with the times that users have, on Temporal's time-skipping
 * server. Nothing is shortened.
 */
const defaults = readConfig({});
let system: SkippingSystem;
let asha: TestAgent;

/** A server for each story: time is everybody's on it. */
function useSystem(): void {
  const cleanUp = useCleanUp();
  beforeAll(async () => {
    system = await startSkippingSystem(cleanUp, {
      inviteExpirySeconds: defaults.BESTOW_INVITE_EXPIRY_SECONDS,
      reminderSeconds: defaults.BESTOW_REMINDER_SECONDS,
      ticketAnswerSeconds: defaults.BESTOW_TICKET_ANSWER_SECONDS,
      retry: {
        first: defaults.BESTOW_MAIL_RETRY_FIRST_SECONDS * 1_000,
        max: defaults.BESTOW_MAIL_RETRY_MAX_SECONDS * 1_000,
        window: defaults.BESTOW_MAIL_RETRY_WINDOW_SECONDS * 1_000,
      },
    });
    asha = await signInAgent(system, 'Asha');
    await signInAgent(system, 'Lead', 'lead');
    // The first time, the server is fetched.
  }, 400_000);
  afterEach(async () => {
    expect(await reconcile(system.platformDb)).toEqual([]);
    expect(system.logged).toEqual([]);
  });
}

const DAY_MILLISECONDS = 86_400_000;

describe('an invitation', () => {
  useSystem();
  test('30 days pass in seconds, for the server and for what the database writes', async () => {
    const startedAt = performance.now();
    const before = await system.now();
    await system.skip('30 days');
    const company = await makeCompany(system.platformDb, { balance: 1 });
    const [row] = await rowsOf<{ now: Date; made: Date }>(
      system.platformDb,
      'SELECT now(), created_at AS made FROM companies WHERE id = ?',
      [company.id],
    );
    for (const time of [await system.now(), row!.now, row!.made]) {
      const days = (time.getTime() - before.getTime()) / DAY_MILLISECONDS;
      expect(days).toBeGreaterThanOrEqual(29.999);
      expect(days).toBeLessThan(30.01);
    }
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });

  test('an invitation is reminded of after 3, 7 and 14 days, and its points return after 30', async () => {
    const acme = await makeCompany(system.platformDb, { balance: 10 });
    const { id, rewardId, at } = await invite(acme, 'unused@days.example');
    const waiting = await system.as(acme).send({
      recipients: [{ name: 'Next', email: 'next@days.example', points: 10 }],
      ...{ ifUnregistered: 'register', ifInsufficient: 'wait' },
    });
    expect(waiting.body.status).toBe('awaiting_funds');
    const mails = () => system.sink.mailsTo('unused@days.example');
    let day = 0;
    for (const [index, [on, left]] of [
      [3, 27],
      [7, 23],
      [14, 16],
    ].entries()) {
      await system.skip(`${on! - day - 1} days`);
      await system.skip('23 hours');
      expect(mails()).toHaveLength(index + 1);
      await system.skip('1 hours');
      await waitFor(`the reminder of day ${on}`, () => mails().length === index + 2);
      expect((await mails().at(-1)!.read()).text).toContain(`There are ${left} days left`);
      day = on!;
    }
    await system.skip('15 days');
    await system.skip('23 hours');
    expect((await readReward(acme, rewardId)).status).toBe('awaiting_registration');
    await system.skip('1 hours');
    await system.as(acme).waitForDistribution(id, 'completed_with_failures');
    const { status, timeline } = await readReward(acme, rewardId);
    expect(status).toBe('expired');
    const days = timeline.map(({ event, at: then }) => [
      event,
      Math.floor((Date.parse(then) - at + 3_600_000) / DAY_MILLISECONDS),
    ]);
    expect(days).toEqual([
      ['accepted', 0],
      ['awaiting_registration', 0],
      ['invited', 0],
      ['reminded', 3],
      ['reminded', 7],
      ['reminded', 14],
      ['expired', 30],
    ]);
    expect(new Set(mails().map(({ messageId }) => messageId)).size).toBe(4);
    // What waited for these points goes out at once.
    await system.as(acme).waitForDistribution(waiting.body.id, 'completed');
    expect(await system.as(acme).getBalance()).toEqual({ balance: 0, held: 0 });
  }, 90_000);

  test('who registers on day 5 is credited then, and hears nothing more in 30 days', async () => {
    const acme = await makeCompany(system.platformDb, { balance: 10 });
    const { id } = await invite(acme, 'fifth@days.example');
    // Some hours later than the run's daily look: this server loses a task when both come at once.
    await system.skip('5.25 days');
    const mails = () => system.sink.mailsTo('fifth@days.example');
    await waitFor('the reminder', () => mails().length === 2);
    const { text } = await mails()[1]!.read();
    expect((await pressButton(system.url, linkIn(text), { name: 'Fifth' })).status).toBe(200);
    await system.as(acme).waitForDistribution(id, 'completed');
    await system.skip('30 days');
    expect(mails()).toHaveLength(3);
  }, 60_000);
});
describe('R12, R14: nobody takes the mail for 24 hours', () => {
  useSystem();
  let acme: TestCompany;
  let ticketId: string;

  test('it is tried for a day, then a ticket opens and the points stay', async () => {
    acme = await makeCompany(system.platformDb, { balance: 10, recipients: ['late@day.example'] });
    system.sink.setBehaviour({ behave: () => ({ code: 451, message: 'later' }) });
    const sent = await sendInAnHour(acme, 'Late', 'late@day.example');
    const [reward] = sent.rewards;
    await waitFor('the first try', async () => (await deferralsOf(reward!.id)) > 0);
    await system.skip('23 hours');
    expect((await readReward(acme, reward!.id)).status).toBe('credited');
    await system.skip('2 hours');
    await system.as(acme).waitForDistribution(sent.id, 'completed_with_failures');
    expect((await readReward(acme, reward!.id)).status).toBe('email_failed');
    // Soon at first, then hourly: more than one an hour, fewer than one a minute.
    const tries = await deferralsOf(reward!.id);
    expect(tries).toBeGreaterThanOrEqual(24);
    expect(tries).toBeLessThan(60);
    const tickets = await waitFor('the ticket', async () => {
      const { body } = await system
        .as(acme)
        .request<{ items: { id: string; cause: string }[] }>('GET', '/tickets');
      return body.items.length > 0 && body.items;
    });
    expect(tickets).toMatchObject([{ cause: 'mail_server_unreachable' }]);
    ticketId = tickets[0]!.id;
    system.sink.setBehaviour({});
  }, 90_000);

  test('the ticket is warned of at half of its 24 hours, and escalated at their end', async () => {
    await waitFor('its clock', async () => (await asha.see(ticketId)).state === 'open');
    await system.skip('10 hours');
    expect(await asha.see(ticketId)).toMatchObject({ warnedAt: null, breachedAt: null });
    await system.skip('2 hours');
    await waitFor('the warning', async () => (await asha.see(ticketId)).warnedAt !== null);
    await system.skip('10 hours');
    expect(await asha.see(ticketId)).toMatchObject({ breachedAt: null, priority: 'normal' });
    await system.skip('2 hours');
    await waitFor('the breach', async () => (await asha.see(ticketId)).breachedAt !== null);
    const { createdAt, warnedAt, breachedAt, priority, number } = await asha.see(ticketId);
    const hoursUntil = (time: string | null) =>
      Math.round((Date.parse(time!) - Date.parse(createdAt)) / 3_600_000);
    expect([hoursUntil(warnedAt), hoursUntil(breachedAt), priority]).toEqual([12, 24, 'urgent']);
    await waitFor('the mail to the lead', async () => {
      const mails = await Promise.all(
        system.sink.mailsTo('lead@support.example').map((mail) => mail.read()),
      );
      return mails.some(({ subject }) => subject.startsWith(`Answer missed: ticket ${number}`));
    });
  }, 60_000);

  test('support’s retry sends it after all', async () => {
    expect((await asha.act('retryNow', ticketId)).status).toBe(200);
    await waitFor('the mail', () => system.sink.mailsTo('late@day.example').length === 1);
  });
});

describe('R14: a ticket', () => {
  useSystem();
  test('while the customer is waited for the clock rests, for days', async () => {
    const acme = await makeCompany(system.platformDb, {
      admin: { email: 'owner@rest.example', password: 'correct horse battery' },
    });
    const opened = await system
      .as(acme)
      .request<{ id: string }>('POST', '/tickets', { subject: 'Rests', text: 'Please help.' });
    const { id } = opened.body;
    await system.skip('6 hours');
    await asha.act('waitForCustomer', id);
    await system.skip('5 days');
    expect(await asha.see(id)).toMatchObject({ warnedAt: null, breachedAt: null });
    await system.as(acme).request('POST', `/tickets/${id}/messages`, { text: 'Here you are.' });
    await waitFor('it to go on', async () => (await asha.see(id)).state === 'open');
    await system.skip('5 hours');
    expect((await asha.see(id)).warnedAt).toBeNull();
    await system.skip('2 hours');
    await waitFor('the warning', async () => (await asha.see(id)).warnedAt !== null);
    const { answerDueAt, createdAt }: SupportTicket = await asha.see(id);
    const hours = (Date.parse(answerDueAt!) - Date.parse(createdAt)) / 3_600_000;
    expect(Math.round(hours)).toBe(5 * 24 + 24);
    await asha.act('resolve', id);
  }, 60_000);
});
async function invite(
  acme: TestCompany,
  email: string,
): Promise<{ id: string; rewardId: string; at: number }> {
  const body = await sendInAnHour(acme, 'Asha', email);
  await system.sink.readMailTo(email);
  const rewardId = body.rewards[0]!.id;
  // Recorded as mailed, and waited for by the long road.
  await waitFor('the long road to wait', async () => {
    const handle = system.worker.client.workflow.getHandle(`distribution/${body.id}`);
    const { currentDetails } = await handle.query<{ currentDetails?: string }>(
      '__temporal_workflow_metadata',
    );
    return /^Waiting for 1 registrations and 0 mails/.test(currentDetails ?? '');
  });
  // `at`: when it was sent; it was accepted an hour before.
  return { id: body.id, rewardId, at: Date.parse(body.sendAt!) };
}

/** A long road without a parent (test/support/skipping-system.ts). */
async function sendInAnHour(acme: TestCompany, name: string, email: string): Promise<Distribution> {
  const sendAt = new Date((await system.now()).getTime() + 3_600_000).toISOString();
  const sent = await system.as(acme).send({ recipients: [{ name, email, points: 10 }], sendAt });
  expect(sent.status).toBe(201);
  const handle = system.worker.client.workflow.getHandle(`distribution/${sent.body.id}`);
  await waitFor('its run', async () => (await handle.describe()).historyLength > 3);
  await system.skip('1 hours');
  return sent.body;
}

async function readReward(acme: TestCompany, rewardId: string) {
  type Read = Reward & { timeline: TimelineEvent[] };
  return (await system.as(acme).request<Read>('GET', `/rewards/${rewardId}`)).body;
}

async function deferralsOf(rewardId: string): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    system.platformDb,
    `SELECT count(*)::int FROM reward_events WHERE reward_id = ? AND event = 'email_deferred'`,
    [rewardId],
  );
  return row!.count;
}
