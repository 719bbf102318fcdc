import { useCleanUp } from '../support/clean-up';
import { expectDeliveredOnce } from '../support/delivered-once';
import { tellMeasured } from '../support/measured';
import { waitFor } from '../support/wait-for';
import { startWholeSystem, type WholeSystem } from '../support/whole-system';

/** Parts that are away for a while: what was accepted waits for them and goes out by itself. */

let system: WholeSystem;
const cleanUp = useCleanUp();

beforeAll(async () => {
  system = await startWholeSystem({
    env: {
      BESTOW_MAIL_RETRY_FIRST_SECONDS: '1',
      BESTOW_SMTP_CONNECTIONS: '60',
      BESTOW_SWEEP_SECONDS: '5',
    },
  });
  cleanUp(() => system.stop());
}, 120_000);

afterEach(async () => {
  expect(await system.reconcile()).toBe('0 differences');
});

const asha = { name: 'Asha Rao', email: 'asha.rao@acme.example', points: 7 };

test('Temporal stands still: a send is accepted, and goes out when Temporal is back', async () => {
  const { acme, platform } = system;
  await platform.killPart('temporal', 'SIGSTOP');
  let ids: string[];
  try {
    const startedAt = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => acme.send({ recipients: [asha] })),
    );
    tellMeasured(`answered without Temporal in ${ms(startedAt)} ms`);
    for (const { status, body } of answers) {
      expect(status).toBe(201);
      expect(body.status).toBe('accepted');
    }
    ids = answers.map(({ body }) => body.id);
    expect((await acme.getDistribution(ids[0]!)).status).toBe('accepted');
    const ready = await fetch(new URL('/healthz', system.ready.url));
    expect(ready.status).toBe(200);
  } finally {
    await platform.killPart('temporal', 'SIGCONT');
  }
  const backAt = performance.now();
  await waitForCompletion(ids);
  tellMeasured(`sent ${ms(backAt)} ms after Temporal went on`);
  expect(await expectDeliveredOnce(system, ids)).toBe(0);
}, 120_000);

test('the API dies with accepted sends that Temporal never heard of: they go out all the same', async () => {
  const { acme, platform } = system;
  await platform.killPart('temporal', 'SIGSTOP');
  let id: string;
  try {
    const answer = await acme.send({ recipients: [asha] });
    expect(answer.status).toBe(201);
    id = answer.body.id;
    const killed = await platform.killPart('app');
    await platform.waitForReady(({ pids }) => pids.app !== killed);
  } finally {
    await platform.killPart('temporal', 'SIGCONT');
  }
  const backAt = performance.now();
  await waitForCompletion([id]);
  tellMeasured(`forgotten by its API, sent ${ms(backAt)} ms after Temporal went on`);
  expect(await expectDeliveredOnce(system, [id])).toBe(0);
}, 180_000);

test('the mail server is down: the points arrive at once, the mail follows when it is up', async () => {
  const { acme, sink } = system;
  await sink.stop();
  let id: string;
  try {
    const answer = await acme.send({ recipients: [asha] });
    expect(answer.status).toBe(201);
    id = answer.body.id;
    const rewardId = answer.body.rewards[0]!.id;
    await waitFor('a failed attempt', async () => {
      const reward = await acme.request<{ timeline: { event: string }[] }>(
        'GET',
        `/rewards/${rewardId}`,
      );
      return reward.body.timeline.some(({ event }) => event === 'email_deferred');
    });
    const reward = await acme.getReward(rewardId);
    expect(reward.status).toBe('credited');
    expect((await acme.getDistribution(id)).status).toBe('sending');
  } finally {
    await sink.start();
  }
  const upAt = performance.now();
  await waitForCompletion([id]);
  tellMeasured(`mailed ${ms(upAt)} ms after the mail server was up`);
  expect(await expectDeliveredOnce(system, [id])).toBe(0);
}, 120_000);

test('a mail server that takes longer than a heartbeat to answer gets each mail once', async () => {
  const { acme, sink } = system;
  sink.clear();
  // Two slices, so that they are ordinary activities, which a heartbeat guards for 5 s.
  const recipients = Array.from({ length: 110 }, (_, index) => ({
    name: `Patient ${index}`,
    email: `patient.${index}@example.com`,
    points: 1,
  }));
  sink.setBehaviour({ delayMilliseconds: 8_000 });
  let id: string;
  try {
    const answer = await acme.send({ recipients, ifUnregistered: 'register' });
    expect(answer.status).toBe(201);
    id = answer.body.id;
    // All connections wait for their answers; what comes after them is answered at once.
    await sink.waitForMails(60);
  } finally {
    sink.setBehaviour({});
  }
  await waitForCompletion([id]);
  expect(await expectDeliveredOnce(system, [id])).toBe(0);
  expect(sink.mails).toHaveLength(recipients.length);
}, 120_000);

async function waitForCompletion(ids: readonly string[]): Promise<void> {
  await Promise.all(ids.map((id) => system.acme.waitForDistribution(id, 'completed', 100_000)));
}

function ms(since: number): number {
  return Math.round(performance.now() - since);
}
