import { signalNames } from '../contracts/workflows';
import { createPlatformKey } from '../db/platform-keys';
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
