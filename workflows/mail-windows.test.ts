import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { rowsOf } from '../db/pool';
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
  walletOf,
} from '../test/support/company';
import { waitFor } from '../test/support/wait-for';

const cleanUp = useCleanUp();

/** Long enough for three tries on a machine where each takes a second. */
const WINDOW = 5_000;

const row = (email: string) => ({ name: 'Asha Rao', email, points: 10 });

describe('when the time for retries is over', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startTestSystem(cleanUp, { retry: { first: 100, max: 200, window: WINDOW } });
  });
  // Each test has an outage of its own; two companies at once would be one incident.
  afterEach(async () => {
    system.sink.setBehaviour({});
    await system.platformDb.raw(
      `UPDATE tickets SET state = 'resolved', resolved_at = now() WHERE state <> 'resolved'`,
    );
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

  test('a black hole for the whole window: one ticket for the distribution, and a retry delivers all', async () => {
    system.sink.setBehaviour({ behave: () => ({ code: 421, message: 'going away' }) });
    await system.sink.stop();
    const hole = await openBlackHole(system.sink.port);
    const emails = Array.from({ length: 30 }, (_, n) => `hole${n}@hole.example`);
    const acme = await makeCompany(system.platformDb, { balance: 100, recipients: emails });
    let id: string;
    try {
      const recipients = emails.map((email) => ({ ...row(email), points: 1 }));
      id = (await system.as(acme).send({ recipients })).body.id;
      await system.as(acme).waitForDistribution(id, 'completed_with_failures', 100_000);
    } finally {
      await hole.close();
      system.sink.setBehaviour({});
      await system.sink.start();
    }
    expect(hole.connections()).toBeGreaterThan(0);
    const tickets = await waitFor('the ticket', async () => {
      const found = await ticketsOf(system, acme);
      return found.length > 0 && found;
    });
    expect(tickets).toMatchObject([{ cause: 'mail_server_unreachable', rewardCount: 30 }]);
    const { rewards } = await system.as(acme).getDistribution(id);
    const ids = rewards.map(({ id: rewardId }) => rewardId);
    const retried = await system.platformDb.transaction((tx) => retryMails(tx, ids));
    expect(retried).toHaveLength(30);
    system.dispatcher.wake({ distributionId: id, rewardIds: ids });
    await system.as(acme).waitForDistribution(id, 'completed');
    for (const email of emails) {
      expect(system.sink.mailsTo(email)).toHaveLength(1);
      expect(await walletOf(system.platformDb, email)).toBe(1);
    }
    expect(await reconcile(system.platformDb)).toEqual([]);
  }, 120_000);

  test('a mail that first fails late has its whole window, whenever the others began', async () => {
    const tried = new Map<string, number[]>();
    let isRegistered = false;
    system.sink.setBehaviour({
      behave: ({ to }) => {
        tried.set(to, [...(tried.get(to) ?? []), Date.now()]);
        const isAway = to.startsWith('early') || isRegistered;
        return isAway ? { code: 451, message: '4.3.0 try again' } : 'accept';
      },
    });
    const acme = await makeCompany(system.platformDb, {
      balance: 100,
      recipients: ['early@late.example'],
    });
    const sent = await system
      .as(acme)
      .send({ recipients: [row('early@late.example'), row('late@late.example')] });
    const { text } = await system.sink.readMailTo('late@late.example');
    await waitFor('the first to be given up', async () => {
      const found = await system.as(acme).getDistribution(sent.body.id);
      return found.rewards[0]!.status === 'email_failed';
    });
    isRegistered = true;
    const invitations = tried.get('late@late.example')!.length;
    expect((await pressButton(system.url, linkIn(text), { name: 'Late' })).status).toBe(200);
    const done = await system.as(acme).waitForDistribution(sent.body.id, 'completed_with_failures');
    const late = tried.get('late@late.example')!.slice(invitations);
    expect(late.length).toBeGreaterThan(2);
    // From its first failure to its last try, and until it was given up.
    expect(late.at(-1)! - late[0]!).toBeGreaterThanOrEqual(2_300);
    const givenUpAt = Date.parse(done.rewards[1]!.failedAt!);
    expect(givenUpAt - late[0]!).toBeGreaterThanOrEqual(WINDOW);
  });

  test('an outage over twenty sends of a company is one ticket', async () => {
    system.sink.setBehaviour({ behave: () => ({ code: 451, message: '4.3.0 try again' }) });
    const emails = Array.from({ length: 20 }, (_, n) => `out${n}@outage.example`);
    const acme = await makeCompany(system.platformDb, { balance: 100, recipients: emails });
    const ids: string[] = [];
    for (const email of emails) {
      const { body } = await system.as(acme).send({ recipients: [{ ...row(email), points: 1 }] });
      ids.push(body.id);
    }
    for (const id of ids) await system.as(acme).waitForDistribution(id, 'completed_with_failures');
    const tickets = await waitFor('all rewards in tickets', async () => {
      const found = await ticketsOf(system, acme);
      const known = found.reduce((sum, { rewardCount }) => sum + rewardCount, 0);
      return known === emails.length && found;
    });
    expect(tickets).toMatchObject([{ cause: 'mail_server_unreachable', rewardCount: 20 }]);
    const open = await rowsOf(
      system.platformDb,
      `SELECT company_id FROM tickets WHERE state <> 'resolved'`,
    );
    expect(open).toEqual([{ company_id: acme.id }]);
  }, 120_000);
});

async function ticketsOf(system: TestSystem, acme: TestCompany): Promise<Ticket[]> {
  const api = system.as(acme);
  const { body } = await api.request<{ items: { id: string }[] }>('GET', '/tickets');
  const read = body.items.map(({ id }) => api.request<Ticket>('GET', `/tickets/${id}`));
  return (await Promise.all(read)).map((answer) => answer.body);
}

interface Ticket {
  cause: string;
  rewardCount: number;
}

/** Takes connections and says nothing, ever: not even a greeting. */
async function openBlackHole(
  port: number,
): Promise<{ connections: () => number; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
