import { reconcile } from '../db/reconcile';
import { useCleanUp } from '../test/support/clean-up';
import {
  linkIn,
  makeCompany,
  pressButton,
  startTestSystem,
  type TestSystem,
  walletOf,
} from '../test/support/company';
import { waitFor } from '../test/support/wait-for';

const cleanUp = useCleanUp();

const row = (email: string) => ({ name: 'Asha Rao', email, points: 10 });

describe('a mail server that has trouble', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startTestSystem(cleanUp, { retry: { first: 100, max: 300, window: 600_000 } });
  });
  afterEach(async () => {
    system.sink.setBehaviour({});
    expect(await reconcile(system.platformDb)).toEqual([]);
  });

  test('a mail that is deferred is tried again, is one mail, and the reward ends delivered', async () => {
    const attempts: string[] = [];
    system.sink.setBehaviour({
      behave: ({ to, attempt }) => {
        attempts.push(to);
        if (attempt <= 3) return { code: 451, message: `4.7.1 <${to}>: greylisted` };
        // Taken, and the answer lost: it will come once more, as the same mail.
        return attempt === 4 ? 'drop-after-data' : 'accept';
      },
    });
    const emails = ['a@defer.example', 'b@defer.example'];
    const acme = await company(emails);
    const sent = await system.as(acme).send({ recipients: emails.map(row) });
    const done = await system.as(acme).waitForDistribution(sent.body.id, 'completed');
    for (const [n, email] of emails.entries()) {
      expect(attempts.filter((to) => to === email)).toHaveLength(5);
      const ids = system.sink.mailsTo(email).map(({ messageId }) => messageId);
      expect(ids).toHaveLength(2);
      expect(new Set(ids).size).toBe(1);
      expect(await walletOf(system.platformDb, email)).toBe(10);
      const { timeline } = (
        await system
          .as(acme)
          .request<{ timeline: { event: string; detail: string | null }[] }>(
            'GET',
            `/rewards/${done.rewards[n]!.id}`,
          )
      ).body;
      expect(timeline.map(({ event }) => event)).toEqual([
        ...['accepted', 'credited', 'email_deferred', 'email_deferred', 'email_deferred'],
        ...['email_deferred', 'delivered'],
      ]);
      expect(JSON.stringify(timeline)).not.toContain('defer.example');
      expect(done.rewards[n]!.reason).toBeUndefined();
    }
  });

  test.each(['rcpt', 'data'] as const)(
    'a mailbox that refuses at %s is not tried again: email_failed, and the points stay in the wallet',
    async (at) => {
      let attempts = 0;
      system.sink.setBehaviour({
        at,
        behave: () => {
          attempts += 1;
          return { code: 550, message: '5.1.1 no such user' };
        },
      });
      const email = `${at}@refuse.example`;
      const acme = await company([email]);
      const sent = await system.as(acme).send({ recipients: [row(email)] });
      const done = await system
        .as(acme)
        .waitForDistribution(sent.body.id, 'completed_with_failures');
      expect(done.rewards[0]).toMatchObject({
        status: 'email_failed',
        reason: { code: 'mailbox_not_found' },
        deliveredAt: null,
        failedAt: expect.any(String),
      });
      expect(attempts).toBe(1);
      expect(await walletOf(system.platformDb, email)).toBe(10);
      expect(await system.as(acme).getBalance()).toEqual({ balance: 90, held: 0 });
    },
  );

  test('a mail server that is down: the points are credited now, the mail follows when it is up', async () => {
    await system.sink.stop();
    const emails = ['a@down.example', 'b@down.example', 'c@down.example'];
    const acme = await company(emails);
    const sent = await system.as(acme).send({ recipients: emails.map(row) });
    await waitFor(
      'the credits',
      async () => (await walletOf(system.platformDb, emails[2]!)) === 10,
    );
    await waitFor('a failed mail', async () => {
      const { rewards } = await system.as(acme).getDistribution(sent.body.id);
      return rewards.every(({ reason }) => reason?.code === 'mail_server_unreachable');
    });
    await system.sink.start();
    await system.as(acme).waitForDistribution(sent.body.id, 'completed');
    for (const email of emails) expect(system.sink.mailsTo(email)).toHaveLength(1);
  });

  test('an invitation that is deferred is mailed later, and its link works', async () => {
    system.sink.setBehaviour({
      behave: ({ attempt }) => (attempt < 3 ? { code: 421, message: 'busy' } : 'accept'),
    });
    const acme = await company([]);
    const sent = await system.as(acme).send({ recipients: [row('invite@defer.example')] });
    const { text } = await system.sink.readMailTo('invite@defer.example');
    expect((await pressButton(system.url, linkIn(text), { name: 'Ines' })).status).toBe(200);
    await system.as(acme).waitForDistribution(sent.body.id, 'completed');
    expect(await walletOf(system.platformDb, 'invite@defer.example')).toBe(10);
  });

  test('an invitation that is refused for good waits with its points; others are not disturbed', async () => {
    system.sink.setBehaviour({
      behave: ({ to }) => (to.startsWith('bad') ? { code: 550, message: 'no' } : 'accept'),
    });
    const acme = await company(['good@invite.example']);
    const sent = await system
      .as(acme)
      .send({ recipients: [row('bad@invite.example'), row('good@invite.example')] });
    const shown = await waitFor('the refusal', async () => {
      const found = await system.as(acme).getDistribution(sent.body.id);
      return found.rewards[0]!.reason && found.rewards[1]!.status === 'delivered' && found;
    });
    expect(shown.rewards[0]).toMatchObject({
      status: 'awaiting_registration',
      reason: { code: 'mailbox_rejected' },
      invitedAt: null,
    });
    expect(await system.as(acme).getBalance()).toEqual({ balance: 80, held: 10 });
  });

  const company = (recipients: string[]) =>
    makeCompany(system.platformDb, { balance: 100, recipients });
});

describe('when the time for retries is over', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startTestSystem(cleanUp, { retry: { first: 100, max: 200, window: 800 } });
  });

  test('the reward is email_failed, the points stay, and no further mail is tried', async () => {
    let attempts = 0;
    system.sink.setBehaviour({
      behave: () => {
        attempts += 1;
        return { code: 451, message: '4.3.0 try again' };
      },
    });
    const recipients = ['late@window.example'];
    const acme = await makeCompany(system.platformDb, { balance: 100, recipients });
    const sent = await system.as(acme).send({ recipients: [row('late@window.example')] });
    const done = await system.as(acme).waitForDistribution(sent.body.id, 'completed_with_failures');
    expect(done.rewards[0]).toMatchObject({
      status: 'email_failed',
      reason: { code: 'mail_server_unreachable' },
      failedAt: expect.any(String),
    });
    expect(attempts).toBeGreaterThan(2);
    expect(await walletOf(system.platformDb, 'late@window.example')).toBe(10);
    const handle = system.worker.client.workflow.getHandle(`distribution/${sent.body.id}`);
    await waitFor(
      'the workflow to end',
      async () => (await handle.describe()).status.name === 'COMPLETED',
    );
    expect(await reconcile(system.platformDb)).toEqual([]);
  });
});
