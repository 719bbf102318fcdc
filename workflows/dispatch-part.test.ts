import { temporal } from '@temporalio/proto';
import { reconcile } from '../db/reconcile';
import { useCleanUp } from '../test/support/clean-up';
import { makeCompany, startTestSystem, type TestSystem } from '../test/support/company';

const cleanUp = useCleanUp();
let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem(cleanUp, { maxRecipients: 5_000 });
});

const { EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED } = temporal.api.enums.v1.EventType;

async function historyOf(workflowId: string) {
  const { events } = await system.worker.client.workflow.getHandle(workflowId).fetchHistory();
  return events ?? [];
}

test('a send of 1,250 goes in three parts, each with a history of its own, and everybody has one mail', async () => {
  const people = Array.from({ length: 1_250 }, (_, n) => `part${n}@parts.example`);
  const company = await makeCompany(system.platformDb, { balance: 2_000, recipients: people });
  const client = system.as(company);
  const sent = await client.send({
    recipients: people.map((email) => ({ name: 'P', email, points: 1 })),
  });
  const done = await client.waitForDistribution(sent.body.id, 'completed', 120_000);
  expect(done.counts).toEqual({ delivered: 1_250 });

  const run = done.workflow!.id;
  const events = await historyOf(run);
  const children = events.filter(
    ({ eventType }) => eventType === EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED,
  );
  expect(children).toHaveLength(3);
  expect(events.length).toBeLessThan(60);
  expect((await historyOf(`${run}/part-1`)).length).toBeLessThan(60);

  const mails = system.sink.mails.filter(({ envelope }) => envelope.to[0]?.startsWith('part'));
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1_250);
  expect(mails).toHaveLength(1_250);
  expect(await client.getBalance()).toEqual({ balance: 750, held: 0 });
  expect(await reconcile(system.platformDb)).toEqual([]);
}, 180_000);
