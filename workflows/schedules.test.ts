import { signalNames } from '../contracts/workflows';
import { reconcile } from '../db/reconcile';
import { useCleanUp } from '../test/support/clean-up';
import {
  makeCompany,
  startTestSystem,
  type TestCompany,
  type TestSystem,
} from '../test/support/company';
import { EVENTS_OF_A_RUN } from '../test/support/shared-servers';
import { waitFor } from '../test/support/wait-for';

const cleanUp = useCleanUp();
let system: TestSystem;
let acme: TestCompany;
const registered = Array.from({ length: 300 }, (_, n) => `p${n}@sched.example`);

beforeAll(async () => {
  system = await startTestSystem(cleanUp);
  acme = await makeCompany(system.platformDb, { balance: 1_000_000, recipients: registered });
});

afterEach(async () => {
  expect(await reconcile(system.platformDb)).toEqual([]);
  expect(system.logged).toEqual([]);
});

const row = (email: string) => ({ name: 'Asha', email, points: 10 });
const ahead = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
const HOUR = 3_600_000;
const schedule = async (emails: string[], sendAt: string, more: object = {}) => {
  const sent = await system.as(acme).send({ recipients: emails.map(row), sendAt, ...more });
  expect(sent.status).toBe(201);
  return sent.body.id;
};
const handleOf = (id: string) => system.worker.client.workflow.getHandle(`distribution/${id}`);
/** Current details are part of what the Temporal UI shows; the SDK gives them by a query. */
const detailsOf = async (id: string): Promise<string> => {
  const metadata = await handleOf(id).query<{ currentDetails?: string }>(
    '__temporal_workflow_metadata',
  );
  return metadata.currentDetails ?? '';
};
const untilItWaits = (id: string, text: string) =>
  waitFor(`"${text}" in the details`, async () => (await detailsOf(id)).includes(text));
const untilEnded = (id: string) =>
  waitFor(
    'the run to end',
    async () => (await handleOf(id).describe()).status.name === 'COMPLETED',
  );

test('R11: a scheduled send goes out at its time and not before, in the run that waited', async () => {
  const [email] = registered;
  const sendAt = ahead(3_000);
  const id = await schedule([email!, 'gone@sched.example'], sendAt, { ifUnregistered: 'register' });
  await untilItWaits(id, `Waiting until ${sendAt.slice(0, 19)}`);
  expect(system.sink.mailsTo(email!)).toHaveLength(0);
  const done = await system.as(acme).waitForDistribution(id, 'completed');
  const late = Date.parse(done.startedAt!) - Date.parse(sendAt);
  expect(late).toBeGreaterThanOrEqual(0);
  expect(late).toBeLessThan(5_000);
  expect(done.workflow!.id).toBe(`distribution/${id}`);
  expect(done.timeline.map(({ event }) => event)).toEqual(['scheduled', 'started', 'completed']);
  expect(system.sink.mailsTo(email!)).toHaveLength(1);
  await untilEnded(id);
});

test('a large one goes in slices, and what is not final then waits on', async () => {
  system.sink.clear();
  const id = await schedule([...registered, 'new@sched.example'], ahead(2_500));
  await waitFor('all mails', () => system.sink.mails.length === 301);
  const sent = await system.as(acme).waitForDistribution(id, 'sending');
  expect(sent.counts).toEqual({ delivered: 300, awaiting_registration: 1 });
  await untilItWaits(id, 'Waiting for 1 registrations');
});

test('people are judged again at the time of sending', async () => {
  const emails = ['elsewhere@judge.example', 'admin@judge.example', registered[1]!];
  const id = await schedule(emails, ahead(HOUR));
  await makeCompany(system.platformDb, {
    recipients: ['elsewhere@judge.example'],
    admin: { email: 'admin@judge.example', password: 'a password of this test' },
  });
  await system.as(acme).request('POST', `/distributions/${id}/send-now`);
  const done = await system.as(acme).waitForDistribution(id, 'completed_with_failures');
  expect(done.rewards.map(({ status, reason }) => [status, reason?.code])).toEqual([
    ['failed', 'registered_with_another_company'],
    ['failed', 'recipient_is_admin'],
    ['delivered', undefined],
  ]);
});

describe('the API wakes the run', () => {
  test('send-now sends at once', async () => {
    const id = await schedule([registered[2]!], ahead(HOUR));
    await untilItWaits(id, 'Waiting until');
    await system.as(acme).request('POST', `/distributions/${id}/send-now`);
    await system.as(acme).waitForDistribution(id, 'completed');
  });

  test('reschedule moves it forward, as seen in the details and by when it goes', async () => {
    const id = await schedule([registered[3]!], ahead(HOUR));
    const sendAt = ahead(3_000);
    await system.as(acme).request('POST', `/distributions/${id}/reschedule`, { sendAt });
    await untilItWaits(id, `Waiting until ${sendAt.slice(0, 19)}`);
    const done = await system.as(acme).waitForDistribution(id, 'completed');
    expect(Date.parse(done.startedAt!)).toBeGreaterThanOrEqual(Date.parse(sendAt));
  });

  test('cancel ends it without a mail', async () => {
    const id = await schedule(['never@sched.example'], ahead(HOUR));
    await untilItWaits(id, 'Waiting until');
    await system.as(acme).request('POST', `/distributions/${id}/cancel`);
    await untilEnded(id);
    expect(system.sink.mailsTo('never@sched.example')).toHaveLength(0);
    expect((await handleOf(id).describe()).typedSearchAttributes.getAll()).toContainEqual(
      expect.objectContaining({ value: 'cancelled' }),
    );
  });
});

describe('an operator signals without the API', () => {
  test.each<[what: string, args: unknown[]]>([
    ['no input', []],
    ['an empty object', [{}]],
    ['null', [null]],
    ['a word', ['please']],
  ])('cancel with %s cancels as the API does', async (_what, args) => {
    const id = await schedule([registered[4]!], ahead(HOUR));
    await untilItWaits(id, 'Waiting until');
    const { held } = await system.as(acme).getBalance();
    await handleOf(id).signal(signalNames.cancel, ...args);
    const { timeline } = await system.as(acme).waitForDistribution(id, 'cancelled');
    expect(timeline.at(-1)).toMatchObject({ event: 'cancelled', actor: { kind: 'operator' } });
    expect((await system.as(acme).getBalance()).held).toBe(held - 10);
    await untilEnded(id);
  });

  test('reschedule and sendNow', async () => {
    const id = await schedule([registered[5]!], ahead(HOUR));
    await untilItWaits(id, 'Waiting until');
    await handleOf(id).signal(signalNames.reschedule, {
      sendAt: '2027-03-01T09:00',
      timeZone: 'Asia/Kolkata',
    });
    await untilItWaits(id, 'Waiting until 2027-03-01T03:30:00');
    await handleOf(id).signal(signalNames.sendNow);
    const { timeline } = await system.as(acme).waitForDistribution(id, 'completed');
    expect(timeline.map(({ event, actor }) => [event, actor.kind])).toEqual([
      ...[
        ['scheduled', 'api_key'],
        ['rescheduled', 'operator'],
      ],
      ...[
        ['sent_now', 'operator'],
        ['started', 'system'],
        ['completed', 'system'],
      ],
    ]);
  });

  test.each<[what: string, input: unknown]>([
    ['nothing', undefined],
    ['a word for a time', { sendAt: 'tomorrow' }],
    ['a number', { sendAt: 5 }],
    ['a zone that is an object', { sendAt: '2027-03-01T09:00', timeZone: { a: 1 } }],
    ['a time of long ago', { sendAt: '2020-01-01T00:00:00Z' }],
    ['a time in two years', { sendAt: '2030-01-01T00:00:00Z' }],
  ])('reschedule with %s changes nothing and says so', async (_what, input) => {
    const id = await schedule([registered[6]!], ahead(HOUR));
    await untilItWaits(id, 'Waiting until');
    const before = await system.as(acme).getDistribution(id);
    await handleOf(id).signal(signalNames.reschedule, input);
    await untilItWaits(id, 'The last signal, reschedule, was: invalid_send_at.');
    const after = await system.as(acme).getDistribution(id);
    expect([after.sendAt, after.timeline]).toEqual([before.sendAt, before.timeline]);
    await handleOf(id).signal(signalNames.cancel);
    await system.as(acme).waitForDistribution(id, 'cancelled');
  });

  test('a cancel that comes after the start changes nothing', async () => {
    const id = await schedule([registered[7]!, 'waits@sched.example'], ahead(HOUR));
    await untilItWaits(id, 'Waiting until');
    await handleOf(id).signal(signalNames.sendNow);
    await untilItWaits(id, 'Waiting for 1 registrations');
    await handleOf(id).signal(signalNames.cancel);
    const { text } = await system.sink.readMailTo('waits@sched.example');
    expect(text).toContain('/register/');
    expect(await system.as(acme).getDistribution(id)).toMatchObject({ status: 'sending' });
  });
});

test('cancelling races its hour 200 times: wholly cancelled without a mail, or wholly sent', async () => {
  const company = await makeCompany(system.platformDb, { balance: 2_000 });
  system.sink.clear();
  const hour = Date.now() + 12_000;
  const ids: string[] = [];
  for (let batch = 0; batch < 10; batch += 1) {
    const sends = Array.from({ length: 20 }, (_, n) =>
      system.as(company).send({
        recipients: [row(`race${batch * 20 + n}@race.example`)],
        ifUnregistered: 'register',
        sendAt: new Date(hour).toISOString(),
      }),
    );
    ids.push(...(await Promise.all(sends)).map(({ body }) => body.id));
  }
  await waitFor('the hour', () => Date.now() >= hour - 100, {
    timeoutMilliseconds: 30_000,
    intervalMilliseconds: 25,
  });
  const ends = { cancelled: 0, completed: 0 };
  for (const [n, id] of ids.entries()) {
    const { status } = await system.as(company).request('POST', `/distributions/${id}/cancel`);
    const end = status === 200 ? 'cancelled' : 'completed';
    const done = await system.as(company).waitForDistribution(id, end);
    expect([end, Object.keys(done.counts)]).toEqual([
      end,
      [end === 'cancelled' ? 'cancelled' : 'delivered'],
    ]);
    expect(system.sink.mailsTo(`race${n}@race.example`)).toHaveLength(end === 'cancelled' ? 0 : 1);
    ends[end] += 1;
  }
  expect(ends.cancelled + ends.completed).toBe(200);
  expect(Math.min(ends.cancelled, ends.completed)).toBeGreaterThan(0);
  expect(await system.as(company).getBalance()).toEqual({
    balance: 2_000 - 10 * ends.completed,
    held: 0,
  });
}, 90_000);

test('what no run carries is found by the sweeper, also when its time has passed', async () => {
  const { call } = system.services.dispatcher;
  system.services.dispatcher.call = () => undefined;
  const lost = await schedule([registered[8]!], ahead(HOUR));
  const late = await schedule([registered[9]!], ahead(HOUR));
  system.services.dispatcher.call = call;
  await system.platformDb.raw(
    `UPDATE distributions SET created_at = now() - interval '1 hour' WHERE id IN (?, ?)`,
    [lost, late],
  );
  await system.platformDb.raw(
    `UPDATE distributions SET send_at = now() - interval '2 minutes' WHERE id = ?`,
    [late],
  );
  await system.worker.client.workflow.execute('sweeper', {
    workflowId: `sweeper/${lost}`,
    taskQueue: system.worker.taskQueue,
  });
  await system.as(acme).waitForDistribution(late, 'completed');
  await untilItWaits(lost, 'Waiting until');
});

test('a run that is terminated is replaced by the sweeper', async () => {
  const id = await schedule([registered[10]!], ahead(HOUR));
  await untilItWaits(id, 'Waiting until');
  await handleOf(id).terminate('by hand');
  await system.platformDb.raw(
    `UPDATE distributions SET created_at = now() - interval '1 hour' WHERE id = ?`,
    [id],
  );
  await system.worker.client.workflow.execute('sweeper', {
    workflowId: `sweeper/${id}`,
    taskQueue: system.worker.taskQueue,
  });
  await untilItWaits(id, 'Waiting until');
  await handleOf(id).signal(signalNames.sendNow);
  await system.as(acme).waitForDistribution(id, 'completed');
});

test('a run whose history has grown goes on as a new one, and hears every signal', async () => {
  const id = await schedule([registered[11]!], ahead(HOUR));
  await untilItWaits(id, 'Waiting until');
  const firstRun = (await handleOf(id).describe()).runId;
  // While signals pour in it cannot end the run: it waits for a quiet moment, so that none is lost. (Of
  // a hundred at once the server would drop the task.)
  const AT_ONCE = 20;
  for (let sent = 0; sent < EVENTS_OF_A_RUN; sent += AT_ONCE) {
    const pour = () => handleOf(id).signal(signalNames.fundsAvailable);
    await Promise.all(Array.from({ length: AT_ONCE }, pour));
  }
  let described = await handleOf(id).describe();
  await waitFor(
    'a new run',
    async () => {
      described = await handleOf(id).describe();
      return described.runId !== firstRun;
    },
    { lastSeen: () => [described.historyLength, described.status.name] },
  );
  await handleOf(id).signal(signalNames.sendNow);
  const done = await system.as(acme).waitForDistribution(id, 'completed');
  expect(done.workflow!.runId).not.toBe(firstRun);
}, 120_000);
