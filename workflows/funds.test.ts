import { signalNames } from '../contracts/workflows';
import { createPlatformKey } from '../db/platform-keys';
import { rowsOf } from '../db/pool';
import { reconcile } from '../db/reconcile';
import { useCleanUp } from '../test/support/clean-up';
import {
  makeCompany,
  rechargeOf,
  startTestSystem,
  type TestCompany,
  type TestSystem,
} from '../test/support/company';
import { postTransfers } from '../db/ledger';
import { waitFor } from '../test/support/wait-for';

const cleanUp = useCleanUp();
let system: TestSystem;
let financeKey: string;

beforeAll(async () => {
  system = await startTestSystem(cleanUp);
  const { key } = await createPlatformKey(system.platformDb, { name: 'Fi', role: 'finance' });
  financeKey = key;
});

afterEach(async () => {
  expect(await reconcile(system.platformDb)).toEqual([]);
  expect(system.logged).toEqual([]);
});

let references = 0;
const pay = async (company: TestCompany, points: number) => {
  const paymentReference = `payment ${(references += 1)}`;
  const body = { companyId: company.id, points, paymentReference };
  const { status } = await system.as({ apiKey: financeKey }).request('POST', '/recharges', body);
  expect(status).toBe(201);
};
const send = async (company: TestCompany, email: string, points: number, more: object = {}) => {
  const recipients = [{ name: 'Asha', email, points }];
  const options = { ifUnregistered: 'register' as const, ifInsufficient: 'wait' as const };
  const sent = await system.as(company).send({ recipients, ...options, ...more });
  expect(sent.status).toBe(201);
  return sent.body.id;
};
const handleOf = (id: string) => system.worker.client.workflow.getHandle(`distribution/${id}`);
const untilItWaits = (id: string, text: string) =>
  waitFor(`"${text}" in the details`, async () => {
    const metadata = await handleOf(id).query<{ currentDetails?: string }>(
      '__temporal_workflow_metadata',
    );
    return (metadata.currentDetails ?? '').includes(text);
  });

test('R6: a send that waits for funds goes out by itself when they arrive, the oldest first', async () => {
  const acme = await makeCompany(system.platformDb, { balance: 50 });
  const first = await send(acme, 'first@funds.example', 100);
  const second = await send(acme, 'second@funds.example', 40);
  await untilItWaits(first, 'Waiting for funds');
  await untilItWaits(second, 'Waiting for funds');
  await pay(acme, 50);
  await system.as(acme).waitForDistribution(first, 'completed');
  expect(await system.as(acme).getDistribution(second)).toMatchObject({ status: 'awaiting_funds' });
  await pay(acme, 40);
  const done = await system.as(acme).waitForDistribution(second, 'completed');
  expect(done.timeline.map(({ event }) => event)).toEqual([
    ...['awaiting_funds', 'funded', 'started', 'completed'],
  ]);
  for (const who of ['first', 'second']) {
    expect(system.sink.mailsTo(`${who}@funds.example`)).toHaveLength(1);
  }
  expect(await system.as(acme).getBalance()).toEqual({ balance: 0, held: 0 });
});

test('the signal alone takes nothing that is not there; an operator cancels what waits', async () => {
  const acme = await makeCompany(system.platformDb);
  const id = await send(acme, 'never@funds.example', 10);
  await untilItWaits(id, 'Waiting for funds');
  await handleOf(id).signal(signalNames.fundsAvailable);
  await handleOf(id).signal(signalNames.sendNow);
  await untilItWaits(id, 'The last signal, sendNow, was: unchanged.');
  await handleOf(id).signal(signalNames.cancel);
  await system.as(acme).waitForDistribution(id, 'cancelled');
  await pay(acme, 10);
  expect(await system.as(acme).getBalance()).toEqual({ balance: 10, held: 0 });
  expect(system.sink.mailsTo('never@funds.example')).toHaveLength(0);
});

test('funds that came without a word are found by the sweeper', async () => {
  const acme = await makeCompany(system.platformDb);
  const id = await send(acme, 'swept@funds.example', 10);
  await system.platformDb.transaction((tx) =>
    postTransfers(tx, [rechargeOf(acme.id, 10, 'recharge/silent')]),
  );
  await system.worker.client.workflow.execute('sweeper', {
    workflowId: `sweeper/${id}`,
    taskQueue: system.worker.taskQueue,
  });
  await system.as(acme).waitForDistribution(id, 'completed');
});

test('R11: twenty that wait for one payment all go out, and none twice', async () => {
  const acme = await makeCompany(system.platformDb);
  const emails = Array.from({ length: 20 }, (_, n) => `many${n}@funds.example`);
  const ids = await Promise.all(emails.map((email) => send(acme, email, 5)));
  await pay(acme, 100);
  for (const id of ids) await system.as(acme).waitForDistribution(id, 'completed');
  for (const email of emails) expect(system.sink.mailsTo(email)).toHaveLength(1);
});

describe('R11: a send that takes its points at its time', () => {
  const PASSWORD = 'a password of this test';
  const atSend = (milliseconds: number) => ({
    takeFunds: 'at_send',
    sendAt: new Date(Date.now() + milliseconds).toISOString(),
  });
  const DAY = 86_400_000;
  const company = (name: string, balance: number) =>
    makeCompany(system.platformDb, {
      balance,
      admin: { email: `${name}@owner.example`, password: PASSWORD },
    });
  const subjectsTo = (name: string) =>
    Promise.all(
      system.sink.mailsTo(`${name}@owner.example`).map(async (mail) => (await mail.read()).subject),
    );

  test('holds nothing before, and takes them then; nobody is warned where nothing is missing', async () => {
    const acme = await company('enough', 10);
    const id = await send(acme, 'enough@at.example', 10, atSend(3_000));
    expect(await system.as(acme).getBalance()).toEqual({ balance: 10, held: 0 });
    expect(await system.as(acme).getDistribution(id)).toMatchObject({
      ...{ status: 'scheduled', held: false, takeFunds: 'at_send' },
    });
    const done = await system.as(acme).waitForDistribution(id, 'completed');
    expect(done).toMatchObject({ held: true });
    expect(await system.as(acme).getBalance()).toEqual({ balance: 0, held: 0 });
    expect(await subjectsTo('enough')).toEqual([]);
  });

  test('short at its time with fail: cancelled with the reason, and the owner is told', async () => {
    const acme = await company('short', 9);
    const id = await send(acme, 'short@at.example', 10, {
      ...atSend(3_000),
      ifInsufficient: 'fail',
    });
    const ended = await system.as(acme).waitForDistribution(id, 'cancelled');
    expect(ended).toMatchObject({
      ...{ reason: { code: 'insufficient_balance' }, held: false, startedAt: null },
      rewards: [{ status: 'cancelled', reason: { code: 'insufficient_balance' } }],
    });
    expect(ended.timeline.at(-1)).toMatchObject({ event: 'cancelled', actor: { kind: 'system' } });
    await waitFor('both mails', async () => (await subjectsTo('short')).length === 2);
    expect(await subjectsTo('short')).toEqual([
      `A scheduled send lacks points: ${acme.name}`,
      `A scheduled send was cancelled: ${acme.name}`,
    ]);
    expect(await system.as(acme).getBalance()).toEqual({ balance: 9, held: 0 });
    expect(system.sink.mailsTo('short@at.example')).toHaveLength(0);
  });

  test('short at its time with wait: waits, the owner is told, and a recharge lets it go', async () => {
    const acme = await company('waits', 9);
    const id = await send(acme, 'waits@at.example', 10, atSend(3_000));
    await system.as(acme).waitForDistribution(id, 'awaiting_funds');
    await waitFor('both mails', async () => (await subjectsTo('waits')).length === 2);
    expect((await subjectsTo('waits'))[1]).toBe(`A scheduled send waits for points: ${acme.name}`);
    await pay(acme, 1);
    const done = await system.as(acme).waitForDistribution(id, 'completed');
    expect(done.timeline.map(({ event }) => event)).toEqual([
      ...['scheduled', 'funds_warned', 'awaiting_funds', 'funded', 'started', 'completed'],
    ]);
  });

  test.each<[what: string, name: string, ahead: number, balance: number, warned: number]>([
    ['4 days ahead', 'four', 4 * DAY, 0, 0],
    ['2 days ahead', 'two', 2 * DAY, 0, 1],
    ['an hour ahead', 'hour', 3_600_000, 9, 1],
    ['an hour ahead, with enough', 'rich', 3_600_000, 10, 0],
  ])(
    '%s the owner is warned as often as the table says',
    async (_what, name, ahead, balance, warned) => {
      const acme = await company(name, balance);
      const id = await send(acme, `${name}@at.example`, 10, atSend(ahead));
      await untilItWaits(id, 'Waiting until');
      await waitFor('the warnings', async () => (await subjectsTo(name)).length === warned);
      // A day before its time is another warning; moved away from it, all begins anew.
      if (name !== 'two') return;
      const tomorrow = { sendAt: new Date(Date.now() + DAY - 60_000).toISOString() };
      await system.as(acme).request('POST', `/distributions/${id}/reschedule`, tomorrow);
      await waitFor('the second warning', async () => (await subjectsTo(name)).length === 2);
      const { timeline } = await waitFor('its events', async () => {
        const found = await system.as(acme).getDistribution(id);
        return found.timeline.length === 4 && found;
      });
      expect(timeline.map(({ event }) => event)).toEqual([
        ...['scheduled', 'funds_warned', 'rescheduled', 'funds_warned'],
      ]);
    },
  );

  test('a mail server that is away delays no send', async () => {
    const acme = await company('away', 10);
    const id = await send(acme, 'away@at.example', 20, atSend(5_000));
    system.sink.setBehaviour({
      behave: ({ to }) =>
        to === 'away@owner.example' ? { code: 451, message: 'later' } : 'accept',
    });
    await untilItWaits(id, 'Waiting until');
    await pay(acme, 10);
    await system.as(acme).waitForDistribution(id, 'completed');
    system.sink.setBehaviour({});
  });

  test('a mailbox that is full keeps nobody else from being told', async () => {
    const acme = await company('full', 10);
    await rowsOf(
      system.platformDb,
      `INSERT INTO admins (company_id, email, email_key, name, role, password_hash)
       VALUES (?, 'second@owner.example', 'second@owner.example', 'Second', 'owner', 'x')`,
      [acme.id],
    );
    system.sink.setBehaviour({
      at: 'rcpt',
      behave: ({ to }) =>
        to === 'full@owner.example' ? { code: 452, message: '4.2.2 full' } : 'accept',
    });
    await send(acme, 'full@at.example', 20, atSend(5_000));
    await system.sink.readMailTo('second@owner.example');
    system.sink.setBehaviour({});
    await system.sink.readMailTo('full@owner.example');
  });

  test('sent now, it takes them now', async () => {
    const acme = await company('now', 10);
    const id = await send(acme, 'now@at.example', 10, atSend(4 * DAY));
    await system.as(acme).request('POST', `/distributions/${id}/send-now`);
    await system.as(acme).waitForDistribution(id, 'completed');
  });
});
