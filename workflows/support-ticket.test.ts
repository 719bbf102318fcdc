import { rowsOf } from '../db/pool';
import { reconcile } from '../db/reconcile';
import type { Ticket } from '../contracts/tickets';
import { useCleanUp } from '../test/support/clean-up';
import {
  makeCompany,
  startTestSystem,
  type TestCompany,
  type TestSystem,
  walletOf,
} from '../test/support/company';
import { signInAgent } from '../test/support/support-desk';
import { waitFor } from '../test/support/wait-for';

const cleanUp = useCleanUp();

/** The clock in seconds instead of hours: 3 s to the first answer, warned after 1.5. */
const ANSWER_SECONDS = 3;

describe('R12: a human when a machine cannot help', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startTestSystem(cleanUp, { retry: { first: 100, max: 200, window: 800 } });
  });
  afterEach(async () => {
    system.sink.setBehaviour({});
    expect(await reconcile(system.platformDb)).toEqual([]);
  });

  test('a mailbox that refuses for good: a ticket at once, and the points stay', async () => {
    system.sink.setBehaviour({
      at: 'rcpt',
      behave: () => ({ code: 550, message: 'no such user' }),
    });
    const acme = await company(['gone@refuse.example']);
    const sent = await send(acme, ['gone@refuse.example']);
    await system.as(acme).waitForDistribution(sent, 'completed_with_failures');
    const [ticket] = await waitForTickets(acme, 1);
    expect(ticket).toMatchObject({
      ...{ cause: 'mailbox_not_found', state: 'open', openedBy: 'workflow', distributionId: sent },
      number: expect.stringMatching(/^T-\d+$/),
      rewardCount: 1,
    });
    expect(ticket!.rewards[0]!.timeline.map(({ event }) => event)).toEqual([
      ...['accepted', 'credited', 'email_failed'],
    ]);
    expect(await walletOf(system.platformDb, 'gone@refuse.example')).toBe(10);
    // The ticket is written first; its clock starts after it.
    const handle = system.worker.client.workflow.getHandle(`ticket/${ticket!.id}`);
    await waitFor('its clock to run', () =>
      handle.describe().then(
        ({ status }) => status.name === 'RUNNING',
        () => false,
      ),
    );
  });

  test('an invitation that is refused for good has a ticket too', async () => {
    system.sink.setBehaviour({ behave: () => ({ code: 550, message: 'no such user' }) });
    const acme = await company([]);
    await send(acme, ['invited@refuse.example']);
    const [ticket] = await waitForTickets(acme, 1);
    expect(ticket!.rewards[0]).toMatchObject({ status: 'awaiting_registration' });
  });

  test('a mail server that is away for the whole window: one ticket for the distribution', async () => {
    system.sink.setBehaviour({ behave: () => ({ code: 451, message: 'try again' }) });
    const emails = Array.from({ length: 12 }, (_, n) => `p${n}@window.example`);
    const acme = await company(emails);
    const sent = await send(acme, emails);
    await system.as(acme).waitForDistribution(sent, 'completed_with_failures');
    const tickets = await waitForTickets(acme, 1);
    expect(tickets).toHaveLength(1);
    expect(tickets[0]).toMatchObject({ cause: 'mail_server_unreachable', rewardCount: 12 });
  });

  test('down for everyone: one ticket, which support retries as a whole, and nobody else sees', async () => {
    const sam = await signInAgent(system, 'Sam');
    system.sink.setBehaviour({ behave: () => ({ code: 451, message: 'try again' }) });
    const numbers = Array.from({ length: 8 }, (_, n) => n);
    const companies = await Promise.all(
      numbers.map(async (n) => ({ n, acme: await company([`i${n}@incident.example`]) })),
    );
    const sent = await Promise.all(
      companies.map(({ n, acme }) => send(acme, [`i${n}@incident.example`])),
    );
    const rewardsOfIncident = `SELECT count(*)::int AS count FROM ticket_rewards tr
      JOIN tickets t ON t.id = tr.ticket_id JOIN rewards r ON r.id = tr.reward_id
      WHERE t.company_id IS NULL AND r.distribution_id = ANY(?::uuid[])`;
    await waitFor('all rewards in the incident', async () => {
      const [row] = await rowsOf<{ count: number }>(system.platformDb, rewardsOfIncident, [sent]);
      return row!.count === companies.length;
    });
    const open = await rowsOf<{ id: string; company_id: string | null }>(
      system.platformDb,
      `SELECT id, company_id FROM tickets
       WHERE cause = 'mail_server_unreachable' AND state <> 'resolved'`,
    );
    expect(open).toEqual([{ id: expect.any(String), company_id: null }]);
    const incident = open[0]!.id;
    const [clocks] = await rowsOf<{ own: Date; first: Date }>(
      system.platformDb,
      `SELECT due_at AS own, (SELECT min(due_at) FROM tickets WHERE incident_id = i.id) AS first
       FROM tickets i WHERE id = ?`,
      [incident],
    );
    // R14: who has waited longest is not made to wait anew.
    expect(clocks!.own).toEqual(clocks!.first);
    await waitFor('the workflow of the incident', async () => {
      const handle = system.worker.client.workflow.getHandle(`ticket/${incident}`);
      return (await handle.describe()).status.name === 'RUNNING';
    });
    for (const { acme } of companies) {
      const { body } = await system
        .as(acme)
        .request<{ items: { id: string; state: string }[] }>('GET', '/tickets');
      // Of the companies that were first, a ticket that says where it went.
      expect(body.items.filter(({ id, state }) => id === incident || state !== 'resolved')).toEqual(
        [],
      );
    }
    system.sink.setBehaviour({});
    expect((await sam.act('retryNow', incident)).status).toBe(200);
    for (const [index, { n, acme }] of companies.entries()) {
      await system.as(acme).waitForDistribution(sent[index]!, 'completed');
      expect(system.sink.mailsTo(`i${n}@incident.example`)).not.toHaveLength(0);
      expect(await walletOf(system.platformDb, `i${n}@incident.example`)).toBe(10);
    }
    expect((await sam.act('resolve', incident)).status).toBe(200);
  }, 60_000);

  test('a ticket that is held when the outage spreads is merged all the same', async () => {
    await system.platformDb.raw(
      `UPDATE tickets SET state = 'resolved', resolved_at = now() WHERE state <> 'resolved'`,
    );
    system.sink.setBehaviour({ behave: () => ({ code: 451, message: 'try again' }) });
    const [first, second] = [
      await company(['h1@held.example']),
      await company(['h2@held.example']),
    ];
    const sent = [await send(first, ['h1@held.example'])];
    const [ticket] = await waitForTickets(first, 1);
    // As its workflow does while it looks, and support while it acts.
    const holding = await system.platformDb.transaction();
    await holding.raw('SELECT FROM tickets WHERE id = ? FOR NO KEY UPDATE', [ticket!.id]);
    try {
      sent.push(await send(second, ['h2@held.example']));
      const handle = system.worker.client.workflow.getHandle(`distribution/${sent[1]}`);
      await waitFor('the ticket that cannot be opened yet', async () => {
        const { raw } = await handle.describe();
        return raw.pendingActivities?.some(
          ({ activityType, attempt }) =>
            activityType?.name === 'openTicketsForFailures' && attempt! > 1,
        );
      });
    } finally {
      await holding.commit();
    }
    const gathered = await waitFor('one incident of both', async () => {
      const rows = await rowsOf<{ company_id: string | null; rewards: number }>(
        system.platformDb,
        `SELECT company_id, (SELECT count(*)::int FROM ticket_rewards tr JOIN rewards r
           ON r.id = tr.reward_id WHERE tr.ticket_id = t.id AND r.distribution_id = ANY(?::uuid[]))
           AS rewards FROM tickets t WHERE state <> 'resolved'`,
        [sent],
      );
      return rows.some(({ company_id }) => company_id === null) && rows;
    });
    expect(gathered).toEqual([{ company_id: null, rewards: 2 }]);
  }, 60_000);

  const company = (recipients: string[]) =>
    makeCompany(system.platformDb, { balance: 100, recipients });

  async function send(acme: TestCompany, emails: string[]): Promise<string> {
    const recipients = emails.map((email) => ({ name: 'Asha', email, points: 1 }));
    if (emails.length === 1) recipients[0]!.points = 10;
    const sent = await system.as(acme).send({ recipients });
    expect(sent.status).toBe(201);
    return sent.body.id;
  }

  async function waitForTickets(acme: TestCompany, count: number): Promise<Ticket[]> {
    const items = await waitFor(`${count} tickets`, async () => {
      const { body } = await system
        .as(acme)
        .request<{ items: { id: string }[] }>('GET', '/tickets');
      return body.items.length >= count && body.items;
    });
    const read = items.map(({ id }) => system.as(acme).request<Ticket>('GET', `/tickets/${id}`));
    return (await Promise.all(read)).map(({ body }) => body);
  }
});

describe('R14: the first answer in time', () => {
  let system: TestSystem;
  let acme: TestCompany;
  beforeAll(async () => {
    system = await startTestSystem(cleanUp, { ticketAnswerSeconds: ANSWER_SECONDS });
    acme = await makeCompany(system.platformDb, { balance: 10 });
    await system.platformDb.raw(
      `INSERT INTO support_agents (email, email_key, name, role, password_hash)
       VALUES ('lead@support.example', 'lead@support.example', 'Lena', 'lead', '')`,
    );
  });

  test('support is warned at half of the time; at its end the leads are told, and it is urgent', async () => {
    const ticket = await open('Slow answer');
    const warning = await waitFor('the warning', () =>
      mailAbout('support@bestow.example', `Answer due: ticket ${ticket.number}: Slow answer`),
    );
    expect((await see(ticket.id)).breachedAt).toBeNull();
    const breach = await waitFor('the escalation', () =>
      mailAbout('lead@support.example', `Answer missed: ticket ${ticket.number}: Slow answer`),
    );
    expect(warning).toBeDefined();
    expect(breach).toBeDefined();
    expect(await see(ticket.id)).toMatchObject({
      priority: 'urgent',
      breachedAt: expect.any(String),
      state: 'open',
    });
    // The run hears of it a moment after the mail has left.
    await waitFor('the status', async () => (await statusOf(ticket.id)) === 'breached');
  });

  test('told that it is answered, the clock stops: no escalation, and it can be resolved', async () => {
    const ticket = await open('Answered by telephone');
    const handle = handleOf(ticket.id);
    await handle.signal('answered');
    const answered = await waitFor('the answer', async () => {
      const seen = await see(ticket.id);
      return seen.firstAnsweredAt !== null && seen;
    });
    expect(answered.answerDueAt).toBeNull();
    await waitFor('the status', async () => (await statusOf(ticket.id)) === 'answered');
    await handle.signal('resolved');
    await waitForEnd(ticket.id);
    expect(await see(ticket.id)).toMatchObject({
      state: 'resolved',
      breachedAt: null,
      resolvedAt: expect.any(String),
    });
    const breaches = system.sink.mailsTo('lead@support.example');
    const subjects = await Promise.all(breaches.map(async (mail) => (await mail.read()).subject));
    expect(subjects.filter((subject) => subject.includes(ticket.number))).toEqual([]);
  });

  test('a customer who writes to a resolved ticket opens it again, with a new promise', async () => {
    const ticket = await open('Not solved');
    await handleOf(ticket.id).signal('resolved');
    await waitForEnd(ticket.id);
    const before = (await handleOf(ticket.id).describe()).runId;
    const { status } = await system
      .as(acme)
      .request('POST', `/tickets/${ticket.id}/messages`, { text: 'It is still wrong.' });
    expect(status).toBe(201);
    const seen = await see(ticket.id);
    expect(seen).toMatchObject({ state: 'open', resolvedAt: null, firstAnsweredAt: null });
    expect(Date.parse(seen.answerDueAt!)).toBeGreaterThan(Date.parse(ticket.answerDueAt!));
    await waitFor('a new run', async () => {
      const { status: run, runId } = await handleOf(ticket.id).describe();
      return run.name === 'RUNNING' && runId !== before;
    });
  });

  test('a signal that the state does not allow changes nothing', async () => {
    const ticket = await open('Odd signals');
    const handle = handleOf(ticket.id);
    await handle.signal('reopened');
    await handle.signal('customerReplied');
    await handle.signal('resolved');
    await handle.signal('resolved');
    await waitForEnd(ticket.id);
    const entries = await rowsOf<{ text: string }>(
      system.platformDb,
      `SELECT text FROM ticket_messages WHERE ticket_id = ? AND kind = 'event' AND text <> 'warned'`,
      [ticket.id],
    );
    expect(entries.map(({ text }) => text)).toEqual(['resolved']);
    const audit = await rowsOf<object>(
      system.platformDb,
      'SELECT actor_kind, action, before, after FROM audit_records WHERE ticket_id = ? ORDER BY id',
      [ticket.id],
    );
    expect(audit).toEqual([
      ...[audited('customerReply', 'open', 'open'), audited('resolve', 'open', 'resolved')],
    ]);
  });

  test('while the mail server is away the breach is seen in time, and told when it is back', async () => {
    await system.sink.stop();
    let ticket: Ticket;
    try {
      ticket = await open('Silent mail server');
      await waitFor('the breach', async () => (await see(ticket.id)).breachedAt !== null);
    } finally {
      await system.sink.start();
    }
    await waitFor('the mail', () =>
      mailAbout('lead@support.example', `Answer missed: ticket ${ticket.number}`),
    );
  });

  test('a ticket whose workflow was lost is found by the sweeper', async () => {
    const ticket = await open('Lost');
    await handleOf(ticket.id).terminate('lost');
    await system.platformDb.raw(
      `UPDATE tickets SET version = version + 1, updated_at = now() - interval '1 minute' WHERE id = ?`,
      [ticket.id],
    );
    await system.worker.client.workflow.execute('sweeper', {
      workflowId: `sweeper/${ticket.id}`,
      taskQueue: system.worker.taskQueue,
    });
    expect((await handleOf(ticket.id).describe()).status.name).toBe('RUNNING');
  });

  const audited = (action: string, before: string, after: string) => ({
    ...{ actor_kind: 'operator', action, before: { state: before }, after: { state: after } },
  });

  const handleOf = (id: string) => system.worker.client.workflow.getHandle(`ticket/${id}`);

  async function open(subject: string): Promise<Ticket> {
    const { status, body } = await system
      .as(acme)
      .request<Ticket>('POST', '/tickets', { subject, text: 'Please help.' });
    expect(status).toBe(201);
    // Whatever it is by then: on a busy machine half of the time can be over.
    await waitFor('its workflow', async () => (await statusOf(body.id)) !== undefined);
    return body;
  }

  async function see(id: string): Promise<Ticket> {
    return (await system.as(acme).request<Ticket>('GET', `/tickets/${id}`)).body;
  }

  async function statusOf(id: string): Promise<unknown> {
    return (await handleOf(id).describe()).searchAttributes['TicketStatus']?.[0];
  }

  async function waitForEnd(id: string): Promise<void> {
    await waitFor(
      'the end of its workflow',
      async () => (await handleOf(id).describe()).status.name === 'COMPLETED',
    );
  }

  async function mailAbout(to: string, subject: string): Promise<string | undefined> {
    const mails = await Promise.all(system.sink.mailsTo(to).map((mail) => mail.read()));
    return mails.find((mail) => mail.subject.startsWith(subject))?.text;
  }
});
