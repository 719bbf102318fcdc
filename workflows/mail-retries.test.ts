import { keepClaims } from '../activities/keep-claims';
import { rowsOf } from '../db/pool';
import { reconcile } from '../db/reconcile';
import { renewClaims } from '../db/settle-rewards';
import { useCleanUp } from '../test/support/clean-up';
import {
  linkIn,
  makeCompany,
  openTestDatabases,
  pressButton,
  startTestApi,
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

  test('a connection dropped after DATA, 50 times: each mail arrives, by one name, at most once more', async () => {
    const emails = Array.from({ length: 50 }, (_, n) => `drop${n}@drop.example`);
    system.sink.setBehaviour({
      behave: ({ to, attempt }) =>
        to.startsWith('drop') && attempt === 1 ? 'drop-after-data' : 'accept',
    });
    const acme = await company(emails);
    const recipients = emails.map((email) => ({ ...row(email), points: 1 }));
    const sent = await system.as(acme).send({ recipients });
    await system.as(acme).waitForDistribution(sent.body.id, 'completed');
    for (const email of emails) {
      const mails = system.sink.mailsTo(email);
      expect(mails.length).toBeGreaterThanOrEqual(1);
      expect(mails.length).toBeLessThanOrEqual(2);
      expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
      expect(await walletOf(system.platformDb, email)).toBe(1);
    }
  });

  test.each([
    ['5.2.2 mailbox full', 'mailbox_full'],
    ['5.7.1 blocked using zen.spamhaus.example', 'mail_blocked'],
    ['5.7.133 sender not authenticated for group', 'mail_policy'],
    ['no', 'mailbox_rejected'],
  ])(
    'a refusal with "%s" is told as %s, by the reward and by its ticket',
    async (message, code) => {
      system.sink.setBehaviour({ at: 'rcpt', behave: () => ({ code: 550, message }) });
      const email = `${code}@refuse.example`;
      const acme = await company([email]);
      const sent = await system.as(acme).send({ recipients: [row(email)] });
      const done = await system
        .as(acme)
        .waitForDistribution(sent.body.id, 'completed_with_failures');
      expect(done.rewards[0]).toMatchObject({ status: 'email_failed', reason: { code } });
      const tickets = await waitFor('the ticket', async () => {
        const { body } = await system
          .as(acme)
          .request<{ items: { cause: string }[] }>('GET', '/tickets');
        return body.items.length > 0 && body.items;
      });
      expect(tickets).toMatchObject([{ cause: code, distributionId: sent.body.id }]);
      expect(await walletOf(system.platformDb, email)).toBe(10);
    },
  );

  const company = (recipients: string[]) =>
    makeCompany(system.platformDb, { balance: 100, recipients });
});

test('a mail server that is away for a moment: the slices after it do not wait for another round', async () => {
  const system = await startTestSystem(cleanUp, {
    retry: { first: 3_600_000, max: 3_600_000, window: 86_400_000 },
  });
  const emails = Array.from({ length: 500 }, (_, n) => `p${n}@moment.example`);
  const acme = await makeCompany(system.platformDb, { balance: 5_000, recipients: emails });
  // The connections of the first slice break, all of them.
  const first = new Set(emails.slice(0, 40));
  system.sink.setBehaviour({
    behave: ({ to }) => (first.has(to) ? 'drop-after-data' : 'accept'),
  });
  const sent = await system.as(acme).send({ recipients: emails.map(row) });
  expect(sent.status).toBe(201);
  await waitFor('the mails of the last slices', async () => {
    const [counted] = await rowsOf<{ delivered: number }>(
      system.platformDb,
      `SELECT count(*)::int AS delivered FROM rewards
       WHERE distribution_id = ? AND row > 250 AND status = 'delivered'`,
      [sent.body.id],
    );
    return counted!.delivered === 250;
  });
  expect(await reconcile(system.platformDb)).toEqual([]);
}, 60_000);

describe('a domain that takes mails slowly', () => {
  test('holds up no other; what waits is no failure, and all of it arrives', async () => {
    const system = await startTestSystem(cleanUp, {
      retry: { first: 100, max: 300, window: 600_000 },
      mailsPerDomainPerMinute: 120,
    });
    const big = Array.from({ length: 8 }, (_, n) => `b${n}@big.example`);
    const acme = await makeCompany(system.platformDb, {
      balance: 100,
      recipients: [...big, 'last@small.example'],
    });
    const recipients = [...big, 'last@small.example'].map(row);
    const sent = await system.as(acme).send({ recipients });
    const done = await system.as(acme).waitForDistribution(sent.body.id, 'completed');
    const order = system.sink.mails.map(({ envelope }) => envelope.to[0]!);
    // Two at once, then two a second: the other domain's mail does not wait behind them.
    expect(order.indexOf('last@small.example')).toBeLessThanOrEqual(2);
    expect(order.filter((to) => to.endsWith('@big.example'))).toHaveLength(big.length);
    const times = system.sink.mails.map(({ receivedAt }) => receivedAt.getTime());
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThanOrEqual(2_500);
    const events = await rowsOf<{ event: string }>(
      system.platformDb,
      `SELECT DISTINCT event FROM reward_events WHERE reward_id = ANY(?::uuid[])`,
      [done.rewards.map(({ id }) => id)],
    );
    expect(events.map(({ event }) => event)).toEqual(['delivered']);
    expect(await reconcile(system.platformDb)).toEqual([]);
  });
});

describe('a run whose mails take long', () => {
  test('keeps its claims, so that no other run sends them too; another run’s are not its own', async () => {
    const databases = await openTestDatabases(cleanUp);
    const db = databases.platformDb;
    const acme = await makeCompany(db, { balance: 100, recipients: ['slow@claim.example'] });
    const api = await startTestApi(cleanUp, databases);
    const sent = await api.as(acme).send({ recipients: [row('slow@claim.example')] });
    const ids = sent.body.rewards.map(({ id }) => id);
    await db.raw(
      `UPDATE rewards SET status = 'pending', mail_claim = 'mine',
         mail_claimed_until = now() + interval '1 second' WHERE id = ANY(?::uuid[])`,
      [ids],
    );
    const due = ids.map((rewardId) => ({ rewardId }));
    const leaseLeft = async () => {
      const [claim] = await rowsOf<{ seconds: number }>(
        db,
        `SELECT extract(epoch FROM mail_claimed_until - now())::float8 AS seconds FROM rewards
         WHERE id = ANY(?::uuid[])`,
        [ids],
      );
      return claim!.seconds;
    };
    await renewClaims(db, ids, 'another');
    expect(await leaseLeft()).toBeLessThan(2);
    const kept = keepClaims(db, due, 'mine', 10);
    await waitFor('a renewal', async () => (await leaseLeft()) > 100);
    await kept.stop();
  });
});
