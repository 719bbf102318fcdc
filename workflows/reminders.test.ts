import { WorkflowNotFoundError } from '@temporalio/client';
import type { Distribution, Reward, TimelineEvent } from '../contracts/distributions';
import type { Ticket } from '../contracts/tickets';
import { reconcile } from '../db/reconcile';
import { retryMails } from '../db/retry-mails';
import { useCleanUp } from '../test/support/clean-up';
import {
  linkIn,
  makeCompany,
  pressButton,
  startTestSystem,
  type TestCompany,
  type TestSystem,
} from '../test/support/company';
import { waitFor } from '../test/support/wait-for';

const cleanUp = useCleanUp();
/** Seconds for days: the same workflow code. */
let system: TestSystem;
let brief: TestSystem;

beforeAll(async () => {
  system = await startTestSystem(cleanUp, { reminderSeconds: [2, 5, 8] });
  brief = await startTestSystem(cleanUp, { reminderSeconds: [1, 60], inviteExpirySeconds: 10 });
});

afterEach(async () => {
  for (const { platformDb, logged, sink } of [system, brief]) {
    expect(await reconcile(platformDb)).toEqual([]);
    expect(logged).toEqual([]);
    sink.setBehaviour({});
  }
});

test('an unused invitation is reminded of at each of its times, each by one mail of its own', async () => {
  const { acme, distribution } = await invite(system, ['asha@remind.example']);
  const [reward] = distribution.rewards;
  await waitForEvents(system, acme, reward!.id, 'reminded', 3);
  const mails = system.sink.mailsTo('asha@remind.example');
  const read = await Promise.all(mails.map((mail) => mail.read()));
  expect(read.map(({ subject }) => subject)).toEqual([
    expect.stringMatching(/^Register to receive 10 points/),
    ...Array.from({ length: 3 }, () => expect.stringMatching(/^Reminder: register to receive/)),
  ]);
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(4);
  expect(new Set(read.map(({ text }) => linkIn(text))).size).toBe(1);
  expect(read[1]!.text).toContain('This is the last day to register.');
  // The link of a reminder is the invitation's.
  expect((await pressButton(system.url, linkIn(read[3]!.text), { name: 'Asha' })).status).toBe(200);
  await system.as(acme).waitForDistribution(distribution.id, 'completed');
});

test('who has used the link is not reminded', async () => {
  const { acme, distribution } = await invite(system, ['quick@remind.example']);
  const { text } = await system.sink.readMailTo('quick@remind.example');
  await pressButton(system.url, linkIn(text), { name: 'Quick' });
  await system.as(acme).waitForDistribution(distribution.id, 'completed');
  await waitUntilSomebodyElseIsRemindedOf(3);
  expect(system.sink.mailsTo('quick@remind.example')).toHaveLength(2);
});

test('an account that an admin made has its points already, and is not reminded', async () => {
  const { acme, distribution } = await invite(system, ['made@remind.example'], {
    ifUnregistered: 'register',
  });
  await system.as(acme).waitForDistribution(distribution.id, 'completed');
  await waitUntilSomebodyElseIsRemindedOf(3);
  expect(system.sink.mailsTo('made@remind.example')).toHaveLength(1);
});

test('a corrected address is reminded of its own invitation, the former one never again', async () => {
  const { acme, distribution } = await invite(system, ['former@remind.example']);
  const [reward] = distribution.rewards;
  await waitForEvents(system, acme, reward!.id, 'reminded', 1);
  const changed = await waitFor('the address to be free', async () => {
    const answer = await system
      .as(acme)
      .request('POST', `/rewards/${reward!.id}/change-email`, { email: 'new@remind.example' });
    return answer.status === 200 && answer;
  });
  expect(changed.status).toBe(200);
  const before = system.sink.mailsTo('former@remind.example').length;
  await waitFor('all of the new', () => system.sink.mailsTo('new@remind.example').length === 4);
  expect(system.sink.mailsTo('former@remind.example')).toHaveLength(before);
});

test('a reminder that the mail server defers is tried again until it is taken, and comes once', async () => {
  const { acme, distribution } = await invite(system, ['busy@remind.example']);
  await system.sink.readMailTo('busy@remind.example');
  system.sink.setBehaviour({
    behave: ({ attempt }) => (attempt < 4 ? { code: 451, message: 'later' } : 'accept'),
  });
  const [reward] = distribution.rewards;
  const events = await waitForEvents(system, acme, reward!.id, 'reminded', 1);
  expect(events.filter(({ event }) => event === 'reminder_deferred')).toHaveLength(2);
});

test('a mailbox that refuses a reminder for good opens a ticket; a retry invites once more', async () => {
  const { acme, distribution } = await invite(system, ['gone@remind.example']);
  await system.sink.readMailTo('gone@remind.example');
  system.sink.setBehaviour({ at: 'rcpt', behave: () => ({ code: 550, message: 'gone' }) });
  const ticket = await waitFor('the ticket', async () => {
    const { body } = await system.as(acme).request<{ items: Ticket[] }>('GET', '/tickets');
    return body.items[0];
  });
  expect(ticket).toMatchObject({ cause: 'mailbox_rejected', distributionId: distribution.id });
  const [reward] = distribution.rewards;
  const { timeline, status } = await readReward(system, acme, reward!.id);
  expect(status).toBe('awaiting_registration');
  expect(timeline.at(-1)).toMatchObject({
    event: 'reminder_failed',
    reason: { code: 'mailbox_rejected' },
  });
  system.sink.setBehaviour({});
  await system.platformDb.transaction((tx) => retryMails(tx, [reward!.id]));
  system.dispatcher.wake({ distributionId: distribution.id, rewardIds: [] });
  await waitForEvents(system, acme, reward!.id, 'invited', 2);
  await waitForEvents(system, acme, reward!.id, 'reminded', 3);
});

test('600 invitations of one send are all reminded of once, in passes', async () => {
  const emails = Array.from({ length: 600 }, (_, n) => `p${n}@crowd.example`);
  const crowd = await startTestSystem(cleanUp, { reminderSeconds: [3], maxRecipients: 600 });
  const { distribution } = await invite(crowd, emails);
  await crowd.sink.waitForMails(1_200, 120_000);
  await waitFor('the wait for the first to expire', async () =>
    /^Waiting for 600(?!.*reminder)/s.test(await detailsOf(crowd, distribution.id)),
  );
  expect(crowd.sink.mails).toHaveLength(1_200);
  expect(new Set(crowd.sink.mails.map(({ messageId }) => messageId)).size).toBe(1_200);
}, 180_000);

test('an operator reads in the details when the next reminder is due and the first one expires', async () => {
  const patient = await startTestSystem(cleanUp, {});
  const { distribution } = await invite(patient, ['slow@remind.example']);
  await waitFor('the details', async () =>
    /The first invitation expires at 20/.test(await detailsOf(patient, distribution.id)),
  );
  const early = await startTestSystem(cleanUp, { reminderSeconds: [600] });
  const { distribution: reminded } = await invite(early, ['slow@remind.example']);
  await waitFor('the details', async () =>
    /The next reminder is due at 20/.test(await detailsOf(early, reminded.id)),
  );
});

describe('points that return serve at once what waits for funds', () => {
  test('by an invitation that expires, of which nobody is reminded then', async () => {
    const { acme } = await invite(brief, ['late@remind.example'], {}, 10);
    const waiting = await waits(brief, acme, 'by-expiry@remind.example');
    await brief.as(acme).waitForDistribution(waiting.id, 'completed');
    expect(brief.sink.mailsTo('late@remind.example')).toHaveLength(2);
    expect(brief.sink.mailsTo('by-expiry@remind.example')).toHaveLength(1);
  });

  test('by a reward that is refused after all', async () => {
    const { acme } = await invite(system, ['taken@remind.example'], {}, 10);
    const { text } = await system.sink.readMailTo('taken@remind.example');
    const other = await invite(system, ['taken@remind.example']);
    const waiting = await waits(system, acme, 'by-refusal@remind.example');
    await waitFor('both invitations', () => mailsOf('taken').length > 1);
    const theirs = await waitFor('the link of the other', async () => {
      const texts = await Promise.all(mailsOf('taken').map((mail) => mail.read()));
      return texts.map((mail) => linkIn(mail.text)).find((link) => link !== linkIn(text));
    });
    await pressButton(system.url, theirs, { name: 'Taken' });
    await system.as(other.acme).waitForDistribution(other.distribution.id, 'completed');
    await system.as(acme).waitForDistribution(waiting.id, 'completed');
  });
});

const mailsOf = (name: string) => system.sink.mailsTo(`${name}@remind.example`);

async function invite(
  on: TestSystem,
  emails: readonly string[],
  more: object = {},
  balance = 10_000,
): Promise<{ acme: TestCompany; distribution: Distribution }> {
  const acme = await makeCompany(on.platformDb, { balance });
  const recipients = emails.map((email) => ({ name: 'Asha', email, points: 10 }));
  const sent = await on.as(acme).send({ recipients, ...more });
  expect(sent.status).toBe(201);
  return { acme, distribution: sent.body };
}

async function waits(on: TestSystem, acme: TestCompany, email: string): Promise<Distribution> {
  const options = { ifUnregistered: 'register' as const, ifInsufficient: 'wait' as const };
  const recipients = [{ name: 'Waits', email, points: 10 }];
  const { body } = await on.as(acme).send({ recipients, ...options });
  expect(body.status).toBe('awaiting_funds');
  return body;
}

/** Who was invited before would have had as many by then. */
async function waitUntilSomebodyElseIsRemindedOf(times: number): Promise<void> {
  const email = `later${Math.random()}@remind.example`;
  const { acme, distribution } = await invite(system, [email]);
  await waitForEvents(system, acme, distribution.rewards[0]!.id, 'reminded', times);
}

async function waitForEvents(
  on: TestSystem,
  acme: TestCompany,
  rewardId: string,
  wanted: string,
  count: number,
): Promise<TimelineEvent[]> {
  return waitFor(`${count} times ${wanted}`, async () => {
    const { timeline } = await readReward(on, acme, rewardId);
    return timeline.filter(({ event }) => event === wanted).length >= count && timeline;
  });
}

async function readReward(on: TestSystem, acme: TestCompany, rewardId: string) {
  type Read = Reward & { timeline: TimelineEvent[] };
  return (await on.as(acme).request<Read>('GET', `/rewards/${rewardId}`)).body;
}

async function detailsOf(on: TestSystem, distributionId: string): Promise<string> {
  const handle = on.worker.client.workflow.getHandle(`distribution/${distributionId}`);
  const metadata = await waitFor('the run', () =>
    handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata').catch((error) => {
      // The long road begins when the first pass is over.
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    }),
  );
  return metadata.currentDetails ?? '';
}
