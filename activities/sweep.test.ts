import type { Client } from '@temporalio/client';
import type { Ticket } from '../contracts/tickets';
import { changeAddress } from '../db/change-address';
import { rowsOf, withCompany } from '../db/pool';
import { useCleanUp } from '../test/support/clean-up';
import { makeCompany, startTestSystem, type TestSystem } from '../test/support/company';
import { waitFor } from '../test/support/wait-for';
import { wakeMissed } from './sweep';

/** What the sweeper does while a part of the world does not answer. */
const cleanUp = useCleanUp();
let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem(cleanUp);
});

/** Temporal as it is, but for the answers to `describe`. */
function withoutDescriptions(client: Client): Client {
  const workflow = Object.create(client.workflow) as Client['workflow'];
  workflow.getHandle = ((id: string, runId?: string) => ({
    ...client.workflow.getHandle(id, runId),
    describe: () => Promise.reject(new Error('RESOURCE_EXHAUSTED: namespace rate limit exceeded')),
  })) as Client['workflow']['getHandle'];
  return Object.create(client, { workflow: { value: workflow } }) as Client;
}

async function sendInvitation(email: string) {
  const acme = await makeCompany(system.platformDb, { balance: 100 });
  const { body } = await system.as(acme).send({ recipients: [{ name: 'Noa', email, points: 10 }] });
  await system.sink.readMailTo(email);
  await waitFor('its long road', async () => {
    const { status } = await system.worker.client.workflow
      .getHandle(`distribution/${body.id}`)
      .describe();
    return status.name === 'RUNNING';
  });
  return { acme, id: body.id, rewardId: body.rewards[0]!.id };
}

test('runs that Temporal does not tell of keep nobody else from being woken', async () => {
  const { acme, id } = await sendInvitation('first@sweep.example');
  const age = `UPDATE distributions SET created_at = now() - interval '1 hour' WHERE id = ?`;
  await rowsOf(system.platformDb, age, [id]);
  const opened = await system
    .as(acme)
    .request<Ticket>('POST', '/tickets', { subject: 'Help', text: 'Please.' });
  const { client, taskQueue } = system.worker;
  const handle = client.workflow.getHandle(`ticket/${opened.body.id}`);
  await waitFor('the clock', async () => (await handle.describe()).status.name === 'RUNNING');
  await handle.terminate('lost');
  const lose = `UPDATE tickets SET tended_version = version - 1, updated_at = now() - interval '1 hour'
    WHERE id = ?`;
  await rowsOf(system.platformDb, lose, [opened.body.id]);
  const temporal = withoutDescriptions(client);
  await wakeMissed({ db: system.platformDb, temporal, taskQueue });
  await waitFor('the clock again', async () => {
    const { status } = await client.workflow.getHandle(`ticket/${opened.body.id}`).describe();
    return status.name === 'RUNNING';
  });
});

test('an address that was corrected, and of which the run was not told, gets its mail', async () => {
  const { acme, id, rewardId } = await sendInvitation('wrong@sweep.example');
  const { platformDb, worker, services } = system;
  const { linkTokens } = services;
  const email = { address: 'right@sweep.example', key: 'right@sweep.example' };
  const { outcome } = await withCompany(platformDb, acme.id, (tx) =>
    changeAddress(tx, { companyId: acme.id, rewardId, email, by: 'admin', linkTokens }),
  );
  expect(outcome).toBe('changed');
  for (const [table, column] of [
    ['distributions', 'id'],
    ['rewards', 'distribution_id'],
  ] as const) {
    const age = `UPDATE ${table} SET created_at = now() - interval '1 hour' WHERE ${column} = ?`;
    await rowsOf(platformDb, age, [id]);
  }
  expect(system.sink.mailsTo(email.address)).toEqual([]);
  const { client, taskQueue } = worker;
  await wakeMissed({ db: platformDb, temporal: client, taskQueue });
  await system.sink.readMailTo(email.address);
});

test('owners who were not told that an endpoint was disabled are told', async () => {
  const { platformDb, worker } = system;
  const admin = { email: 'owner@sweep.example', password: 'p' };
  const acme = await makeCompany(platformDb, { admin });
  const { body } = await system
    .as(acme)
    .request<{ id: string }>('POST', '/webhooks', { url: 'https://sweep.example/hooks' });
  await rowsOf(
    platformDb,
    `UPDATE webhook_endpoints SET status = 'disabled', disabled_reason = 'failing',
       disabled_at = now() - interval '1 hour' WHERE id = ?`,
    [body.id],
  );
  const { client, taskQueue } = worker;
  await wakeMissed({ db: platformDb, temporal: client, taskQueue });
  const mail = await system.sink.readMailTo(admin.email);
  expect(mail.text).toContain('https://sweep.example/hooks');
  await waitFor('it to be known', async () => {
    const told = await rowsOf(
      platformDb,
      'SELECT FROM webhook_endpoints WHERE id = ? AND told_at IS NOT NULL',
      [body.id],
    );
    return told.length === 1;
  });
  await wakeMissed({ db: platformDb, temporal: client, taskQueue });
  expect(system.sink.mailsTo(admin.email)).toHaveLength(1);
});

test('one step that fails is told of, and the others are taken', async () => {
  const { client, taskQueue } = system.worker;
  const broken = Object.create(client, {
    workflow: {
      value: {
        ...client.workflow,
        start: client.workflow.start.bind(client.workflow),
        signalWithStart: () => Promise.reject(new Error('UNAVAILABLE')),
      },
    },
  }) as Client;
  const { id } = await sendInvitation('second@sweep.example');
  const loseIt = `UPDATE distributions SET status = 'scheduled', send_at = now() - interval '1 hour'
    WHERE id = ?`;
  await rowsOf(system.platformDb, loseIt, [id]);
  await rowsOf(
    system.platformDb,
    `INSERT INTO rate_limits (key, points, expire) VALUES ('old', 1, 1)`,
  );
  await expect(wakeMissed({ db: system.platformDb, temporal: broken, taskQueue })).rejects.toThrow(
    /The step wakeWaiting has failed/,
  );
  expect(await rowsOf(system.platformDb, `SELECT FROM rate_limits WHERE key = 'old'`)).toEqual([]);
});
