import type { Client } from '@temporalio/client';
import pino from 'pino';
import type { Resend } from '../contracts/resends';
import { createDispatcher } from '../api/dispatcher';
import { rowsOf } from '../db/pool';
import { useCleanUp } from './support/clean-up';
import { makeCompany, startTestApi, startTestSystem, type TestSystem } from './support/company';
import { waitFor } from './support/wait-for';
import { wakeMissed } from '../activities/sweep';

/** R10: all mails of a large send once more are as many workflows, which a process starts for a while. */
const cleanUp = useCleanUp();
let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem(cleanUp);
});

test('few starts are in flight at once, and what a process that dies has not started is sent once', async () => {
  const emails = Array.from({ length: 40 }, (_, n) => `p${n}@lost-resends.example`);
  const acme = await makeCompany(system.platformDb, { balance: 40, recipients: emails });
  const recipients = emails.map((email) => ({ name: 'Asha', email, points: 1 }));
  const { body: sent } = await system.as(acme).send({ recipients });
  await system.as(acme).waitForDistribution(sent.id, 'completed');

  const { client, taskQueue } = system.worker;
  const dying = dieAfter(client, 15);
  const dispatcher = createDispatcher({
    ...{ temporal: () => dying.client, taskQueue, log: pino({ level: 'silent' }) },
  });
  const api = await startTestApi(cleanUp, system, { dispatcher, smtpUrl: system.sink.smtpUrl });
  const asked = await api
    .as(acme)
    .request<{ resends: Resend[] }>('POST', `/distributions/${sent.id}/resend`, {});
  expect([asked.status, asked.body.resends.length]).toEqual([201, 40]);
  await waitFor('it to die', () => dying.started() === 15);
  await dispatcher.stop();
  expect(dying.most()).toBeGreaterThan(1);
  expect(dying.most()).toBeLessThanOrEqual(10);

  // As they are when the next sweep looks.
  await rowsOf(
    system.platformDb,
    `UPDATE resends SET send_at = send_at - interval '1 minute'
     WHERE status = 'scheduled' AND company_id = ?`,
    [acme.id],
  );
  await wakeMissed({ db: system.platformDb, temporal: client, taskQueue });
  await waitFor('all mails', async () => {
    const [left] = await rowsOf<{ count: number }>(
      system.platformDb,
      `SELECT count(*)::int FROM resends WHERE status <> 'delivered' AND company_id = ?`,
      [acme.id],
    );
    return left?.count === 0;
  });
  for (const email of emails) expect(system.sink.mailsTo(email)).toHaveLength(2);
});

/** Temporal as it is, for a process that lives for so many starts. */
function dieAfter(client: Client, starts: number) {
  let [started, inFlight, most] = [0, 0, 0];
  const workflow = Object.create(client.workflow) as Client['workflow'];
  const start: Client['workflow']['start'] = async (...call) => {
    if (started === starts) throw new Error('The process is gone');
    started += 1;
    inFlight += 1;
    most = Math.max(most, inFlight);
    try {
      return await client.workflow.start(...call);
    } finally {
      inFlight -= 1;
    }
  };
  workflow.start = start;
  return {
    client: Object.create(client, { workflow: { value: workflow } }) as Client,
    started: () => started,
    most: () => most,
  };
}
