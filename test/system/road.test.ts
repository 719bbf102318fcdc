import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { Distribution } from '../../contracts/distributions';
import type { ApiError } from '../support/api-client';
import { useCleanUp } from '../support/clean-up';
import { expectDeliveredOnce } from '../support/delivered-once';
import { waitFor } from '../support/wait-for';
import { startWholeSystem, type WholeSystem } from '../support/whole-system';

/** The road of a send through the whole product, and its limits when everybody calls at once. */

let system: WholeSystem;
const cleanUp = useCleanUp();

beforeAll(async () => {
  system = await startWholeSystem();
  cleanUp(() => system.stop());
}, 120_000);

afterEach(async () => {
  expect(await system.reconcile()).toBe('0 differences');
});

const asha = { name: 'Asha Rao', email: 'asha.rao@acme.example' };

test('three ways a row can go, and the balance is exact at each step', async () => {
  const { acme, sink, ready } = system;
  const { balance: whole } = await acme.getBalance();
  const newcomer = { name: 'Nora Newcomer', email: 'nora@example.com' };
  const sent = await acme.send({
    recipients: [
      { ...asha, points: 100, citation: 'Work anniversary' },
      { ...newcomer, points: 50 },
      { name: 'Quentin Roy', email: 'quentin.roy@globex.example', points: 70 },
    ],
  });
  expect(sent.status).toBe(201);
  const { id } = sent.body;
  // Charged at once, for the two rows that can go; nobody says which company the third belongs to.
  expect((await acme.getBalance()).balance).toBe(whole - 150);
  expect(sent.body.rewards[2]).toMatchObject({
    status: 'failed',
    reason: { code: 'registered_with_another_company' },
  });
  expect(JSON.stringify(sent.body)).not.toMatch(/globex (services|industries)/i);

  const waiting = await waitFor('the first pass to be over', async () => {
    const { rewards } = await acme.getDistribution(id);
    return rewards[0]!.status === 'delivered' && rewards[1]!.invitedAt !== null && rewards;
  });
  expect(waiting.map(({ status }) => status)).toEqual([
    'delivered',
    'awaiting_registration',
    'failed',
  ]);
  expect(await acme.getBalance()).toEqual({ balance: whole - 150, held: 50 });
  expect(await walletOf(asha.email)).toBe(100);
  expect(await walletOf(newcomer.email)).toBeUndefined();

  // A mail scanner opens the link: it sees the page, and nothing happens.
  const invitation = await sink.readMailTo(newcomer.email);
  const [link] = /http[^"\s]+\/register\/[\w-]+/.exec(invitation.html)!;
  for (let look = 1; look <= 2; look += 1) expect((await fetch(link)).status).toBe(200);
  expect(await acme.getDistribution(id)).toMatchObject({ status: 'sending', rewards: waiting });
  expect(await walletOf(newcomer.email)).toBeUndefined();

  expect(new URL(link).origin).toBe(ready.url);
  expect((await register(link, newcomer.name)).status).toBe(200);
  const done = await acme.waitForDistribution(id, 'completed_with_failures');
  expect(done.rewards.map(({ status }) => status)).toEqual(['delivered', 'delivered', 'failed']);
  expect(await acme.getBalance()).toEqual({ balance: whole - 150, held: 0 });
  expect(await walletOf(newcomer.email)).toBe(50);

  // The link works once, and using it again brings nothing.
  expect((await register(link, newcomer.name)).status).toBe(410);
  expect(await walletOf(newcomer.email)).toBe(50);
  const [invite, reward] = sink.mailsTo(newcomer.email);
  expect(invite!.messageId).not.toBe(reward!.messageId);
  expect(sink.mailsTo(newcomer.email)).toHaveLength(2);
  expect(sink.mailsTo(asha.email)).toHaveLength(1);
  expect(sink.mailsTo('quentin.roy@globex.example')).toHaveLength(0);
});

test('one Idempotency-Key 200 times at once is one send, answered with the same bytes', async () => {
  const { acme, sink, ready } = system;
  sink.clear();
  const { balance } = await acme.getBalance();
  const runsBefore = await countDispatchRuns();
  const body = JSON.stringify({
    recipients: [
      { ...asha, points: 3 },
      { name: 'Bruno Silva', email: 'bruno.silva@acme.example', points: 4 },
    ],
  });
  const key = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 200 }, async () => {
      const response = await fetch(new URL('/api/v1/distributions', ready.url), {
        method: 'POST',
        headers: {
          authorization: `Bearer ${ready.demo.apiKey}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body,
      });
      return {
        status: response.status,
        replayed: response.headers.get('idempotency-replayed'),
        text: await response.text(),
      };
    }),
  );
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  const first = answers.filter(({ status }) => status === 201);
  expect(first).toHaveLength(1);
  const repeated = answers.filter(({ status }) => status === 200);
  expect(repeated).toHaveLength(199);
  expect(new Set(repeated.map(({ replayed }) => replayed))).toEqual(new Set(['true']));

  const { id } = JSON.parse(first[0]!.text) as Distribution;
  await acme.waitForDistribution(id, 'completed');
  expect(await expectDeliveredOnce(system, [id])).toBe(0);
  expect(sink.mails).toHaveLength(2);
  expect(await acme.getBalance()).toEqual({ balance: balance - 7, held: 0 });
  expect(await countDispatchRuns()).toBe(runsBefore + 1);
});

test('200 sends of 1,000 points at once on a balance of 10,000: ten go, none goes below zero', async () => {
  const { globex } = system;
  const { balance } = await globex.getBalance();
  const tara = { name: 'Tara Singh', email: 'tara.singh@globex.example' };
  const drain = await globex.send({ recipients: [{ ...tara, points: balance - 10_000 }] });
  expect(drain.status).toBe(201);
  expect((await globex.getBalance()).balance).toBe(10_000);

  const answers = await Promise.all(
    Array.from({ length: 200 }, () => globex.send({ recipients: [{ ...tara, points: 1_000 }] })),
  );
  const accepted = answers.filter(({ status }) => status === 201);
  expect(accepted).toHaveLength(10);
  const refused = answers.filter(({ status }) => status === 402);
  expect(refused).toHaveLength(190);
  for (const { body } of refused) {
    const { error } = body as unknown as ApiError;
    expect(error.code).toBe('insufficient_balance');
    expect(error.required).toBe(1_000);
    expect(error.shortfall).toBe(1_000 - error.balance!);
  }
  const ids = [drain, ...accepted].map(({ body }) => body.id);
  await Promise.all(ids.map((id) => globex.waitForDistribution(id, 'completed')));
  expect(await globex.getBalance()).toEqual({ balance: 0, held: 0 });
  expect(await walletOf(tara.email)).toBe(balance);
  expect(await expectDeliveredOnce(system, ids)).toBe(0);
});

/** The points in somebody's wallet; undefined for who has none. */
async function walletOf(email: string): Promise<number | undefined> {
  const [wallet] = await system.query<{ balance: string }>(
    `SELECT a.balance FROM accounts a JOIN recipients p ON p.id = a.owner_id
     WHERE a.kind = 'recipient_wallet' AND p.email_key = $1`,
    [email],
  );
  return wallet && Number(wallet.balance);
}

function register(link: string, name: string): Promise<Response> {
  return fetch(link, { method: 'POST', body: new URLSearchParams({ name }) });
}

async function countDispatchRuns(): Promise<number> {
  const connection = await Connection.connect({ address: system.ready.temporalAddress });
  try {
    const { workflow } = new Client({ connection });
    return (await workflow.count(`WorkflowType = 'dispatch'`)).count;
  } finally {
    await connection.close();
  }
}
