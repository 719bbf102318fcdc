import type { Distribution } from '../../contracts/distributions';
import type { Ticket } from '../../contracts/tickets';
import { rowsOf } from '../../db/pool';
import { useCleanUp } from '../../test/support/clean-up';
import {
  makeCompany,
  startTestSystem,
  type TestCompany,
  type TestSystem,
} from '../../test/support/company';
import { signInAgent, type TestAgent } from '../../test/support/support-desk';
import { waitFor } from '../../test/support/wait-for';

/** A ticket that is opened again while there is a newer one about the same. */
const cleanUp = useCleanUp();
const email = 'gone@reopen.example';
let system: TestSystem;
let sam: TestAgent;
let acme: TestCompany;
let sent: Distribution;

beforeAll(async () => {
  system = await startTestSystem(cleanUp);
  sam = await signInAgent(system, 'Sam');
  system.sink.setBehaviour({ behave: () => ({ code: 550, message: 'no' }) });
  acme = await makeCompany(system.platformDb, { balance: 100, recipients: [email] });
  const recipients = [{ name: 'Asha', email, points: 10 }];
  const { body } = await system.as(acme).send({ recipients });
  sent = await system.as(acme).waitForDistribution(body.id, 'completed_with_failures');
});

afterAll(() => expect(system.logged).toEqual([]));

async function listTickets(): Promise<string[]> {
  const { body } = await system.as(acme).request<{ items: Ticket[] }>('GET', '/tickets');
  return body.items.map(({ id }) => id);
}

/** Mails once more, which is refused, and waits until a ticket knows of it. */
async function failAgain(times: number): Promise<void> {
  await system.as(acme).request('POST', `/distributions/${sent.id}/resend`, {});
  await waitFor('a ticket that knows of it', async () => {
    const [row] = await rowsOf<{ failed: number; unknown: number }>(
      system.platformDb,
      `SELECT count(s.id)::int AS failed, count(*) FILTER (WHERE NOT EXISTS (SELECT
           FROM ticket_rewards t WHERE t.reward_id = r.id AND t.failed_at >= r.failed_at))::int AS unknown
       FROM rewards r JOIN resends s ON s.reward_id = r.id AND s.status = 'failed'
       WHERE r.distribution_id = ?`,
      [sent.id],
    );
    return row!.failed === times && row!.unknown === 0;
  });
}

test('it stands beside the newer one, by support or by who writes, and failures open no third', async () => {
  const [first] = await waitFor('the ticket', async () => {
    const tickets = await listTickets();
    return tickets.length === 1 && tickets;
  });
  await sam.act('resolve', first!);
  await failAgain(1);
  const both = await listTickets();
  expect(both).toHaveLength(2);
  expect((await sam.act('reopen', first!)).status).toBe(200);
  await sam.act('resolve', first!);
  const written = await system
    .as(acme)
    .request<Ticket>('POST', `/tickets/${first}/messages`, { text: 'Still not there.' });
  expect([written.status, written.body.state]).toEqual([201, 'open']);
  await failAgain(2);
  expect(await listTickets()).toEqual(both);
});
