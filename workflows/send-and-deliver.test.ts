import { randomUUID } from 'node:crypto';
import { workflowNames } from '../contracts/workflows';
import { rowsOf } from '../db/pool';
import { reconcile } from '../db/reconcile';
import { useCleanUp } from '../test/support/clean-up';
import {
  linkIn,
  makeCompany,
  pressButton,
  startTestSystem,
  type TestSystem,
  walletOf,
} from '../test/support/company';
import { waitFor } from '../test/support/wait-for';

const cleanUp = useCleanUp();
let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem(cleanUp);
});

const row = (email: string, points: number, more: object = {}) => ({
  name: 'Asha Rao',
  email,
  points,
  ...more,
});

const company = (balance: number, recipients: string[] = []) =>
  makeCompany(system.platformDb, { balance, recipients });

test('one send goes three ways, and the balance is exact at each step (rules R3, R4, R5)', async () => {
  await company(0, ['theirs@three.example']);
  const acme = await company(1_000, ['ours@three.example']);
  const client = system.as(acme);
  const sent = await client.send({
    recipients: [
      row('ours@three.example', 100, { citation: 'Birthday' }),
      row('new@three.example', 200),
      row('theirs@three.example', 400),
    ],
  });
  expect(await client.getBalance()).toEqual({ balance: 700, held: 300 });

  const invitation = await system.sink.readMailTo('new@three.example');
  await waitFor('two mails to be recorded', async () => {
    const { counts } = await client.getDistribution(sent.body.id);
    return counts.delivered === 1 && counts.awaiting_registration === 1 && counts.failed === 1;
  });
  const waiting = await client.getDistribution(sent.body.id);
  expect(waiting.status).toBe('sending');
  expect(waiting.rewards.map(({ status, reason }) => [status, reason?.code])).toEqual([
    ['delivered', undefined],
    ['awaiting_registration', undefined],
    ['failed', 'registered_with_another_company'],
  ]);
  expect(await client.getBalance()).toEqual({ balance: 700, held: 200 });
  expect(await walletOf(system.platformDb, 'ours@three.example')).toBe(100);
  expect(await walletOf(system.platformDb, 'theirs@three.example')).toBe(0);

  const link = linkIn(invitation.text);
  // A mail scanner that opens the link uses nothing.
  expect((await fetch(new URL(link, system.url))).status).toBe(200);
  expect(await walletOf(system.platformDb, 'new@three.example')).toBeUndefined();
  expect((await pressButton(system.url, link, { name: 'Nobu 信' })).status).toBe(200);

  const done = await client.waitForDistribution(sent.body.id, 'completed_with_failures');
  expect(done.counts).toEqual({ delivered: 2, failed: 1 });
  expect(await client.getBalance()).toEqual({ balance: 700, held: 0 });
  expect(await walletOf(system.platformDb, 'new@three.example')).toBe(200);
  expect((await pressButton(system.url, link, { name: 'Again' })).status).toBe(410);
  expect(system.sink.mailsTo('ours@three.example')).toHaveLength(1);
  expect(system.sink.mailsTo('theirs@three.example')).toHaveLength(0);
  const ids = system.sink.mailsTo('new@three.example').map(({ messageId }) => messageId);
  expect(new Set(ids).size).toBe(2);
  expect(await reconcile(system.platformDb)).toEqual([]);
});

test('register makes the account, credits it now, and its link activates it', async () => {
  const acme = await company(500);
  const client = system.as(acme);
  const sent = await client.send({
    ifUnregistered: 'register',
    // The same new person twice is registered once and credited twice.
    recipients: [row('reg@way.example', 100), row('Reg@way.example', 50)],
  });
  await client.waitForDistribution(sent.body.id, 'completed');
  expect(await walletOf(system.platformDb, 'reg@way.example')).toBe(150);
  const mail = await system.sink.readMailTo('reg@way.example');
  expect(await activatedAt('reg@way.example')).toBeNull();
  const link = linkIn(mail.text);
  expect(link).toMatch(/^\/activate\//);
  await fetch(new URL(link, system.url));
  expect(await activatedAt('reg@way.example')).toBeNull();
  expect((await pressButton(system.url, link)).status).toBe(200);
  expect(await activatedAt('reg@way.example')).not.toBeNull();
});

test('names and citations arrive as typed, to one envelope recipient, whatever they contain', async () => {
  const hostile = [
    `<b>Bobby</b> "Tables" O'Neill`,
    `=cmd|' /C calc'!A0`,
    'victim@evil.example, second@evil.example',
    'فاطمة الزهراء',
    'नी\u200dता شر\u200cما',
    '👩‍👩‍👧‍👦 田中 宏',
    '{{points}} ${name} %s',
    'a'.repeat(200),
    'é'.normalize('NFD').repeat(100),
    'Name <x@evil.example>;',
  ];
  const acme = await company(
    10_000,
    hostile.map((_, n) => `typed${n}@way.example`),
  );
  const sent = await system.as(acme).send({
    recipients: hostile.map((name, n) =>
      row(`typed${n}@way.example`, 1, { name, citation: `${name}\nsecond line` }),
    ),
  });
  await system.as(acme).waitForDistribution(sent.body.id, 'completed');
  for (const [n, name] of hostile.entries()) {
    const mails = system.sink.mailsTo(`typed${n}@way.example`);
    expect(mails.map(({ envelope }) => envelope.to)).toEqual([[`typed${n}@way.example`]]);
    const { text, html, to, headers } = await mails[0]!.read();
    expect(text).toContain(name);
    expect(text).toContain('second line');
    expect(html).not.toContain('<b>Bobby</b>');
    expect(to).toContain(`<typed${n}@way.example>`);
    expect(to).toContain(name.replaceAll('"', '\\"').slice(0, 20));
    expect(Object.keys(headers)).not.toContain('bcc');
  }
  expect(system.sink.mails.flatMap(({ envelope }) => envelope.to).join()).not.toContain('evil');
});

test('one run carries the distributions of several companies, each with its own points', async () => {
  const companies = await Promise.all(
    [0, 1, 2].map((n) => company(1_000, [`a${n}@group.example`, `b${n}@group.example`])),
  );
  const distributionIds: string[] = [];
  for (const [n, one] of companies.entries()) {
    const people = [`a${n}@group.example`, `b${n}@group.example`, `new${n}@group.example`];
    distributionIds.push(await acceptOnly(one, people));
  }
  await runDispatch(distributionIds);
  for (const [n, one] of companies.entries()) {
    const shown = await system.as(one).getDistribution(distributionIds[n]!);
    expect(shown.counts).toEqual({ delivered: 2, awaiting_registration: 1 });
    expect(await system.as(one).getBalance()).toEqual({ balance: 970, held: 10 });
    const { text } = await system.sink.mailsTo(`a${n}@group.example`)[0]!.read();
    expect(text).toContain(one.name);
  }
});

test('a distribution that is dispatched again, also at the same moment, is sent once', async () => {
  const emails = Array.from({ length: 30 }, (_, n) => `twice${n}@group.example`);
  const acme = await company(1_000, emails);
  const id = await acceptOnly(acme, emails);
  await Promise.all(Array.from({ length: 5 }, () => runDispatch([id])));
  await runDispatch([id]);
  await system.as(acme).waitForDistribution(id, 'completed');
  for (const email of emails) expect(system.sink.mailsTo(email)).toHaveLength(1);
  expect(await system.as(acme).getBalance()).toEqual({ balance: 700, held: 0 });
  expect(await walletOf(system.platformDb, emails[0]!)).toBe(10);
});

test('a send of several slices is sent whole', async () => {
  const emails = Array.from({ length: 250 }, (_, n) => `slice${n}@group.example`);
  const acme = await company(2_500, emails);
  const sent = await system.as(acme).send({ recipients: emails.map((email) => row(email, 10)) });
  await system.as(acme).waitForDistribution(sent.body.id, 'completed');
  for (const email of emails) expect(system.sink.mailsTo(email)).toHaveLength(1);
  expect(await system.as(acme).getBalance()).toEqual({ balance: 0, held: 0 });
});

test('who became an admin, or registered elsewhere, between accept and run is refused and refunded', async () => {
  const acme = await company(100);
  const id = await acceptOnly(acme, ['admin@late.example', 'elsewhere@late.example']);
  await makeCompany(system.platformDb, { admin: { email: 'admin@late.example', password: 'p' } });
  await company(0, ['elsewhere@late.example']);
  await runDispatch([id]);
  const done = await system.as(acme).waitForDistribution(id, 'completed_with_failures');
  expect(done.rewards.map(({ reason }) => reason?.code)).toEqual([
    'recipient_is_admin',
    'registered_with_another_company',
  ]);
  expect(await system.as(acme).getBalance()).toEqual({ balance: 100, held: 0 });
  expect(system.sink.mails.some(({ envelope }) => /late\.example/.test(envelope.to.join()))).toBe(
    false,
  );
});

describe('the sweeper', () => {
  test('starts what was accepted and never started', async () => {
    const acme = await company(100, ['swept@sweep.example']);
    const id = await acceptOnly(acme, ['swept@sweep.example']);
    await age(id);
    await sweep();
    await system.as(acme).waitForDistribution(id, 'completed');
    expect(system.sink.mailsTo('swept@sweep.example')).toHaveLength(1);
  });

  test('wakes a distribution whose recipient registered without the signal', async () => {
    const acme = await company(100);
    const id = await acceptOnly(acme, ['silent@sweep.example']);
    await runDispatch([id]);
    // Registered by another road: nobody signals.
    await company(0, ['silent@sweep.example']);
    await system.platformDb.raw(
      `UPDATE recipients SET created_at = now() - interval '1 minute' WHERE email_key = ?`,
      ['silent@sweep.example'],
    );
    await sweep();
    const done = await system.as(acme).waitForDistribution(id, 'completed_with_failures');
    expect(done.rewards[0]!.reason?.code).toBe('registered_with_another_company');
    expect(await system.as(acme).getBalance()).toEqual({ balance: 100, held: 0 });
  });

  test('resumes a distribution whose run an operator terminated', async () => {
    const acme = await company(100);
    const id = await acceptOnly(acme, ['killed@sweep.example']);
    await runDispatch([id]);
    const handle = system.worker.client.workflow.getHandle(`distribution/${id}`);
    await waitFor(
      'the long road to run',
      async () => (await handle.describe()).status.name === 'RUNNING',
    );
    await handle.terminate('by mistake');
    await age(id);
    await sweep();
    await waitFor(
      'the long road to run again',
      async () => (await handle.describe()).status.name === 'RUNNING',
    );
    const { text } = await system.sink.readMailTo('killed@sweep.example');
    await pressButton(system.url, linkIn(text), { name: 'Kim' });
    await system.as(acme).waitForDistribution(id, 'completed');
  });
});

test('after all of this the ledger agrees with every reward', async () => {
  expect(await reconcile(system.platformDb)).toEqual([]);
});

/** Accepted and not handed to Temporal, as when the process dies in between. */
async function acceptOnly(acme: { apiKey: string }, emails: string[]): Promise<string> {
  const { submit } = system.services.dispatcher;
  system.services.dispatcher.submit = () => undefined;
  try {
    const sent = await system.as(acme).send({ recipients: emails.map((email) => row(email, 10)) });
    expect(sent.status).toBe(201);
    return sent.body.id;
  } finally {
    system.services.dispatcher.submit = submit;
  }
}

async function runDispatch(distributionIds: string[]): Promise<void> {
  await system.worker.client.workflow.execute(workflowNames.dispatch, {
    workflowId: `dispatch/${randomUUID()}`,
    taskQueue: system.worker.taskQueue,
    args: [{ distributionIds }],
  });
}

async function sweep(): Promise<void> {
  await system.worker.client.workflow.execute(workflowNames.sweeper, {
    workflowId: `sweeper/${randomUUID()}`,
    taskQueue: system.worker.taskQueue,
  });
}

/** As if it had been accepted an hour ago. */
async function age(distributionId: string): Promise<void> {
  await system.platformDb.raw(
    `UPDATE distributions SET created_at = now() - interval '1 hour' WHERE id = ?`,
    [distributionId],
  );
}

async function activatedAt(emailKey: string): Promise<Date | null> {
  const [person] = await rowsOf<{ at: Date | null }>(
    system.platformDb,
    'SELECT activated_at AS at FROM recipients WHERE email_key = ?',
    [emailKey],
  );
  return person!.at;
}
