import { rowsOf } from '../db/pool';
import { reconcile } from '../db/reconcile';
import type { Activities } from '../activities';
import { useCleanUp } from '../test/support/clean-up';
import { makeCompany, startTestSystem, type TestSystem, walletOf } from '../test/support/company';
import { startTestWorker } from '../test/support/temporal-worker';
import { waitFor } from '../test/support/wait-for';

const cleanUp = useCleanUp();
let system: TestSystem;
/** How many answers of what sends a small run do not reach it: its process died a moment before. */
let answersToLose = 0;
/** How many of its attempts fail before they have done anything. */
let attemptsToFail = 0;
let attempts = 0;

beforeAll(async () => {
  system = await startTestSystem(cleanUp, {
    startWorker: (activities) => {
      const { planDispatch, startWhenDue } = activities as unknown as Activities;
      const losing = {
        planDispatch: (input) => lose(() => planDispatch(input)),
        // Its first look is long before its time.
        startWhenDue: async (input) => {
          const [row] = await rowsOf<{ isDue: boolean }>(
            system.platformDb,
            'SELECT send_at <= now() AS "isDue" FROM distributions WHERE id = ?',
            [input.distributionId],
          );
          return row!.isDue ? lose(() => startWhenDue(input)) : startWhenDue(input);
        },
      } satisfies Partial<Activities>;
      return startTestWorker({ activities: { ...activities, ...losing } });
    },
  });
});

async function lose<T>(activity: () => Promise<T>): Promise<T> {
  attempts += 1;
  if (attemptsToFail > 0) {
    attemptsToFail -= 1;
    throw new Error('The database is away');
  }
  const answer = await activity();
  if (answersToLose > 0) {
    answersToLose -= 1;
    throw new Error('The answer was lost');
  }
  return answer;
}

beforeEach(() => {
  attempts = 0;
});

const row = (email: string) => ({ name: 'Asha Rao', email, points: 10 });

const inSeconds = () => ({ sendAt: new Date(Date.now() + 3_000).toISOString() });

test.each([
  { kind: 'now', when: () => ({}) },
  { kind: 'later', when: inSeconds },
])(
  'a small run of $kind whose answer is lost repeats nothing, and still calls a human for what failed',
  async ({ kind, when }) => {
    const emails = [`good@${kind}.example`, `gone@${kind}.example`];
    const acme = await makeCompany(system.platformDb, { balance: 100, recipients: emails });
    system.sink.setBehaviour({
      behave: ({ to }) =>
        to === emails[1] ? { code: 550, message: '5.1.1 no such mailbox' } : 'accept',
    });
    answersToLose = 2;
    const client = system.as(acme);
    const sent = await client.send({ recipients: emails.map(row), ...when() });
    expect(sent).toMatchObject({ status: 201 });
    await client.waitForDistribution(sent.body.id, 'completed_with_failures');
    const tickets = await waitFor('a ticket for the refused mail', async () => {
      const { body } = await client.request<{ items: object[] }>('GET', '/tickets');
      return body.items.length > 0 ? body.items : undefined;
    });
    expect(tickets).toMatchObject([{ cause: 'mailbox_not_found', distributionId: sent.body.id }]);
    expect(attempts).toBe(3);
    expect(system.sink.mailsTo(emails[0]!)).toHaveLength(1);
    expect(await walletOf(system.platformDb, emails[1]!)).toBe(10);
    expect(await client.getBalance()).toEqual({ balance: 80, held: 0 });
    expect(await reconcile(system.platformDb)).toEqual([]);
  },
);

test('a run that is not small tells its plan first', async () => {
  const emails = Array.from({ length: 101 }, (_, n) => `${n}@planned.example`);
  const acme = await makeCompany(system.platformDb, { balance: 1_010, recipients: emails });
  answersToLose = 1;
  const client = system.as(acme);
  const sent = await client.send({ recipients: emails.map(row) });
  const done = await client.waitForDistribution(sent.body.id, 'completed');
  expect(done.counts).toEqual({ delivered: 101 });
  const mails = emails.flatMap((email) => system.sink.mailsTo(email));
  expect(mails).toHaveLength(101);
});

test('what no attempt could send is handed to the long road, and arrives', async () => {
  const acme = await makeCompany(system.platformDb, {
    balance: 10,
    recipients: ['late@road.example'],
  });
  attemptsToFail = 4;
  const client = system.as(acme);
  const sent = await client.send({ recipients: [row('late@road.example')] });
  const done = await client.waitForDistribution(sent.body.id, 'completed');
  expect(done.workflow!.id).toBe(`distribution/${sent.body.id}`);
  expect(attempts).toBe(5);
  expect(system.sink.mailsTo('late@road.example')).toHaveLength(1);
  expect(await client.getBalance()).toEqual({ balance: 0, held: 0 });
});
