import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import pino from 'pino';
import type { Distribution } from '../contracts/distributions';
import { createDatabase, rowsOf } from '../db/pool';
import { recordBounce } from '../db/record-bounce';
import { reconcile } from '../db/reconcile';
import { retryMails } from '../db/retry-mails';
import { tellOfBounce } from '../temporal/wake-long-road';
import { useCleanUp } from '../test/support/clean-up';
import {
  bounceAddresses,
  linkIn,
  makeCompany,
  pressButton,
  startTestSystem,
  type TestCompany,
  type TestSystem,
  walletOf,
} from '../test/support/company';
import { waitFor } from '../test/support/wait-for';
import { type BounceListener, listenForBounces } from './listener';
import { createBounceTaker } from './take-bounce';

const cleanUp = useCleanUp();
let system: TestSystem;
let listener: BounceListener;
const log = pino({ level: 'silent' });

beforeAll(async () => {
  system = await startTestSystem(cleanUp, { retry: { first: 100, max: 300, window: 600_000 } });
  listener = await listen();
});

afterEach(async () => {
  system.sink.setBehaviour({});
  expect(await reconcile(system.platformDb)).toEqual([]);
});

async function listen(db = system.platformDb, tell = true): Promise<BounceListener> {
  const { client, taskQueue } = system.worker;
  const opened = await listenForBounces({
    ...{ host: '127.0.0.1', port: 0, addresses: bounceAddresses, log },
    take: createBounceTaker({
      record: (bounce) => recordBounce(db, bounce),
      tell: async (id) => {
        if (!tell) throw new Error('Temporal is away');
        await tellOfBounce(client, taskQueue, id);
      },
      log,
    }),
  });
  cleanUp(() => opened.close());
  return opened;
}

describe('a mail that comes back after it was delivered', () => {
  test.each([
    ['postfix-unknown-user.eml', 'mailbox_not_found'],
    ['exchange-internal-only.eml', 'mail_policy'],
    ['gmail-full.eml', 'mailbox_full'],
    ['postfix-expired.eml', 'mailbox_unreachable'],
  ])('%s: email_failed with its reason, one ticket, points stay', async (sample, code) => {
    const { acme, sent, email } = await deliver();
    await bring(sample, returnPathOf(email));
    const failed = await system.as(acme).waitForDistribution(sent.id, 'completed_with_failures');
    expect(failed.rewards[0]).toMatchObject({
      ...{ status: 'email_failed', reason: { code }, deliveredAt: null },
      failedAt: expect.any(String),
    });
    const [ticket] = await ticketsOf(acme, 1);
    expect(ticket).toMatchObject({ cause: code, distributionId: sent.id, rewardCount: 1 });
    expect(ticket!.rewards[0]!.timeline.map(({ event }) => event)).toEqual([
      ...['accepted', 'credited', 'delivered', 'email_bounced'],
    ]);
    expect(JSON.stringify(ticket!.rewards[0]!.timeline)).not.toContain('@');
    expect(await walletOf(system.platformDb, email)).toBe(10);
    const clock = system.worker.client.workflow.getHandle(`ticket/${ticket!.id}`);
    await waitFor('the clock of the ticket', () =>
      clock.describe().then(
        ({ status }) => status.name === 'RUNNING',
        () => false,
      ),
    );
  });

  test('an invitation: its failure shows, the points stay held, and a ticket is open', async () => {
    const { acme, sent, email } = await deliver({ registered: false });
    await bring('gmail-not-found.eml', returnPathOf(email));
    const [ticket] = await ticketsOf(acme, 1);
    expect(ticket).toMatchObject({ cause: 'mailbox_not_found', distributionId: sent.id });
    const { rewards, status } = await system.as(acme).getDistribution(sent.id);
    expect(status).toBe('sending');
    expect(rewards[0]).toMatchObject({
      ...{ status: 'awaiting_registration', reason: { code: 'mailbox_not_found' } },
    });
    expect(await system.as(acme).getBalance()).toEqual({ balance: 90, held: 10 });
  });

  test('told twice it fails once: one event, one ticket with one reward', async () => {
    const { acme, sent, email } = await deliver();
    const address = returnPathOf(email);
    await Promise.all([
      bring('postfix-unknown-user.eml', address),
      bring('postfix-unknown-user.eml', address.toUpperCase()),
    ]);
    await bring('gmail-full.eml', address);
    const [ticket] = await ticketsOf(acme, 1);
    expect(ticket).toMatchObject({ cause: 'mailbox_not_found', rewardCount: 1 });
    const events = ticket!.rewards[0]!.timeline.filter(({ event }) => event === 'email_bounced');
    expect(events).toHaveLength(1);
    expect((await system.as(acme).getDistribution(sent.id)).rewards[0]!.reason?.code).toBe(
      'mailbox_not_found',
    );
  });

  test('a delay, a success, a receipt and an out-of-office answer are taken and change nothing', async () => {
    const { acme, sent, email } = await deliver();
    for (const sample of [
      ...['postfix-delayed.eml', 'postfix-delivered.eml', 'read-receipt.eml'],
      ...['out-of-office.eml', 'complaint.eml', 'qmail-without-report.eml'],
    ]) {
      await bring(sample, returnPathOf(email));
    }
    await expectUntouched(acme, sent.id);
  });

  test('of a former address it does not fail the delivery to the present one', async () => {
    const { acme, sent, email } = await deliver({ registered: false });
    const [reward] = sent.rewards;
    const first = returnPathOf(email);
    const changed = `right.${email}`;
    const answer = await system
      .as(acme)
      .request('POST', `/rewards/${reward!.id}/change-email`, { email: changed });
    expect(answer.status).toBe(200);
    await system.sink.readMailTo(changed);
    await waitFor('the new invitation', async () => {
      const { rewards } = await system.as(acme).getDistribution(sent.id);
      return rewards[0]!.invitedAt !== null;
    });
    expect(returnPathOf(changed)).not.toBe(first);
    await bring('postfix-unknown-user.eml', first);
    const { rewards } = await system.as(acme).getDistribution(sent.id);
    expect(rewards[0]).toMatchObject({ status: 'awaiting_registration', email: changed });
    expect(rewards[0]!.reason).toBeUndefined();
    await bring('postfix-unknown-user.eml', returnPathOf(changed));
    expect(await ticketsOf(acme, 1)).toHaveLength(1);
  });

  test('of a resend it counts as that of the first mail does, which a resend has overtaken', async () => {
    const { acme, sent, email } = await deliver();
    const first = returnPathOf(email);
    await resendAndWait(acme, sent);
    await bring('postfix-unknown-user.eml', first);
    await expectUntouched(acme, sent.id);
    await bring('postfix-unknown-user.eml', returnPathOf(email));
    await system.as(acme).waitForDistribution(sent.id, 'completed_with_failures');
  });

  test('what is mailed anew after a resend came back fails by its own bounce', async () => {
    const { acme, sent, email } = await deliver();
    await resendAndWait(acme, sent);
    await bring('gmail-full.eml', returnPathOf(email));
    await ticketsOf(acme, 1);
    await retry(sent);
    await system.as(acme).waitForDistribution(sent.id, 'completed');
    await bring('postfix-unknown-user.eml', returnPathOf(email));
    const failed = await system.as(acme).waitForDistribution(sent.id, 'completed_with_failures');
    expect(failed.rewards[0]).toMatchObject({
      ...{ status: 'email_failed', reason: { code: 'mailbox_not_found' } },
    });
  });

  test('so does the invitation of another address', async () => {
    const { acme, sent, email } = await deliver({ registered: false });
    await resendAndWait(acme, sent);
    const changed = `right.${email}`;
    const path = `/rewards/${sent.rewards[0]!.id}/change-email`;
    expect((await system.as(acme).request('POST', path, { email: changed })).status).toBe(200);
    await waitFor('the new invitation', async () => {
      const { rewards } = await system.as(acme).getDistribution(sent.id);
      return rewards[0]!.email === changed && rewards[0]!.invitedAt !== null;
    });
    await bring('postfix-unknown-user.eml', returnPathOf(changed));
    expect(await ticketsOf(acme, 1)).toMatchObject([{ cause: 'mailbox_not_found' }]);
  });

  test('so does a reminder that was sent after a resend', async () => {
    const { acme, sent, email } = await deliver({ registered: false });
    await resendAndWait(acme, sent);
    const [reward] = sent.rewards;
    await system.platformDb.raw(
      `UPDATE rewards SET invited_at = now() - interval '4 days' WHERE id = ?`,
      [reward!.id],
    );
    system.dispatcher.wake({ distributionId: sent.id, rewardIds: [reward!.id] });
    await waitFor('the reminder', async () => {
      const { body } = await system
        .as(acme)
        .request<{ timeline: { event: string }[] }>('GET', `/rewards/${reward!.id}`);
      return body.timeline.some(({ event }) => event === 'reminded');
    });
    await bring('postfix-unknown-user.eml', returnPathOf(email));
    expect(await ticketsOf(acme, 1)).toMatchObject([{ cause: 'mailbox_not_found' }]);
  });

  test('of a resent invitation it says nothing about the reward’s mail, whose own counts', async () => {
    const { acme, sent, email } = await deliver({ registered: false });
    await resendAndWait(acme, sent);
    const invitation = returnPathOf(email);
    const { text } = await system.sink.readMailTo(email);
    expect((await pressButton(system.url, linkIn(text), { name: 'Asha' })).status).toBe(200);
    await system.as(acme).waitForDistribution(sent.id, 'completed');
    await bring('postfix-unknown-user.eml', invitation);
    await expectUntouched(acme, sent.id);
    await bring('postfix-unknown-user.eml', returnPathOf(email));
    await system.as(acme).waitForDistribution(sent.id, 'completed_with_failures');
  });

  test('support has it tried again, and it arrives', async () => {
    const { acme, sent, email } = await deliver({ registered: false });
    await bring('gmail-full.eml', returnPathOf(email));
    await ticketsOf(acme, 1);
    await retry(sent);
    await waitFor('the invitation once more', () => system.sink.mailsTo(email).length === 2);
    const [former, present] = system.sink.mailsTo(email).map(({ envelope }) => envelope.from);
    expect(present).not.toBe(former);
  });
});

describe('a bounce that nobody can deal with now is not lost', () => {
  test('while the database is away it is refused for the moment', async () => {
    const { acme, sent, email } = await deliver();
    const away = createDatabase({
      ...{ databaseUrl: 'postgres://nobody@127.0.0.1:1/none', role: 'bestow_worker' },
      connections: 1,
    });
    cleanUp(() => away.destroy());
    const deaf = await listen(away);
    await expect(bring('gmail-full.eml', returnPathOf(email), deaf)).rejects.toMatchObject({
      responseCode: 451,
    });
    await expectUntouched(acme, sent.id);
    await bring('gmail-full.eml', returnPathOf(email));
    await system.as(acme).waitForDistribution(sent.id, 'completed_with_failures');
  });

  test('one that comes before its own acceptance is written down comes again', async () => {
    const { acme, sent, email } = await deliver();
    const address = returnPathOf(email);
    await system.platformDb.raw(
      `UPDATE rewards SET status = 'credited', delivered_at = NULL WHERE distribution_id = ?`,
      [sent.id],
    );
    await expect(bring('gmail-full.eml', address)).rejects.toMatchObject({ responseCode: 451 });
    await system.platformDb.raw(
      `UPDATE rewards SET status = 'delivered', delivered_at = now() WHERE distribution_id = ?`,
      [sent.id],
    );
    await bring('gmail-full.eml', address);
    await system.as(acme).waitForDistribution(sent.id, 'completed_with_failures');
  });

  test('while Temporal is away it is written down, and the sweeper has its ticket opened', async () => {
    const { acme, sent, email } = await deliver();
    const mute = await listen(system.platformDb, false);
    await bring('gmail-full.eml', returnPathOf(email), mute);
    expect((await system.as(acme).getDistribution(sent.id)).status).toBe('completed_with_failures');
    await system.platformDb.raw(`UPDATE mail_bounces SET at = now() - interval '1 minute'`);
    const { client, taskQueue } = system.worker;
    await client.workflow.execute('sweeper', { workflowId: `sweeper/${sent.id}`, taskQueue });
    expect(await ticketsOf(acme, 1)).toMatchObject([{ cause: 'mailbox_full' }]);
  });
});

describe('the listener is nobody’s relay', () => {
  test('a forged address is refused, and nothing changes', async () => {
    const { acme, sent, email } = await deliver();
    const [local, domain] = returnPathOf(email).split('@');
    const last = local!.endsWith('a') ? 'b' : 'a';
    const other = bounceAddresses.addressOf({
      ...{ rewardId: '01998c5e-7f60-7b43-9b1e-0d9d3f1f2a11', mail: 'reward', version: 1 },
    });
    const forged = [
      `${local!.slice(0, -1)}${last}@${domain}`,
      `${local!.replace('.1.', '.2.')}@${domain}`,
      // Another mail's tag.
      `${local!.slice(0, -16)}${other.split('@')[0]!.slice(-16)}@${domain}`,
      `${local}@bounces.bestow.example.evil.example`,
      `${local}@elsewhere.example`,
      `postmaster@${domain}`,
    ];
    for (const address of forged) {
      await expect(bring('postfix-unknown-user.eml', address)).rejects.toMatchObject({
        ...{ responseCode: 550, command: 'RCPT TO' },
      });
    }
    await expectUntouched(acme, sent.id);
    // One that is ours, of a reward that is not here: taken, and of no consequence.
    await bring('postfix-unknown-user.eml', other);
    await expectUntouched(acme, sent.id);
  });

  test('too much is refused, the rest of it not kept, and the next sender is served', async () => {
    const { acme, sent, email } = await deliver();
    const to = [returnPathOf(email)];
    const transport = transportTo(listener);
    const raw = Buffer.alloc(3 * 1024 * 1024, 'Subject: much\r\n');
    await expect(transport.sendMail({ envelope: { from: '', to }, raw })).rejects.toMatchObject({
      responseCode: 552,
    });
    await expectUntouched(acme, sent.id);
    await bring('gmail-full.eml', to[0]!);
    await system.as(acme).waitForDistribution(sent.id, 'completed_with_failures');
  });

  test('who tries one address after another is sent away', async () => {
    const answers = await talk([
      'EHLO stranger.example',
      'MAIL FROM:<>',
      ...Array.from({ length: 8 }, (_, n) => `RCPT TO:<guess${n}@bounces.bestow.example>`),
    ]);
    const codes = answers.filter((line) => /^\d{3} /.test(line)).map((line) => line.slice(0, 3));
    expect(codes.filter((code) => code === '550')).toHaveLength(5);
    expect(codes.at(-1)).toBe('421');
  });
});

/** Speaks to the listener line by line, and hears it to the end. */
function talk(lines: string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: listener.port });
    let heard = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
      if (/^\d{3} .*\r\n$/m.test(text) && lines.length > 0) socket.write(`${lines.shift()}\r\n`);
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(heard.split('\r\n')));
  });
}

let people = 0;

/** A send of ten points to one person, whose mail the mail server has taken. */
async function deliver({ registered = true } = {}): Promise<{
  acme: TestCompany;
  sent: Distribution;
  email: string;
}> {
  const email = `person${(people += 1)}@gone.example`;
  const acme = await makeCompany(system.platformDb, {
    balance: 100,
    recipients: registered ? [email] : [],
  });
  const recipients = [{ name: 'Asha Rao', email, points: 10 }];
  const { body } = await system.as(acme).send({ recipients, ifUnregistered: 'invite' });
  const sent = await waitFor('the mail', async () => {
    const found = await system.as(acme).getDistribution(body.id);
    const [reward] = found.rewards;
    return (reward!.deliveredAt ?? reward!.invitedAt) !== null && found;
  });
  return { acme, sent, email };
}

/** Mails a reward once more, and waits until the mail server has taken it. */
async function resendAndWait(acme: TestCompany, { rewards }: Distribution): Promise<void> {
  const path = `/rewards/${rewards[0]!.id}/resend`;
  expect((await system.as(acme).request('POST', path, {})).status).toBe(201);
  await waitFor('the resend', async () => {
    const [resend] = await rowsOf<{ status: string }>(
      system.platformDb,
      'SELECT status FROM resends WHERE reward_id = ?',
      [rewards[0]!.id],
    );
    return resend?.status === 'delivered';
  });
}

/** As support does. */
async function retry({ id, rewards }: Distribution): Promise<void> {
  const rewardIds = rewards.map((reward) => reward.id);
  await system.platformDb.transaction((tx) => retryMails(tx, rewardIds));
  system.dispatcher.wake({ distributionId: id, rewardIds });
}

/** The envelope sender of the newest mail: where it comes back to. */
function returnPathOf(email: string): string {
  return system.sink.mailsTo(email).at(-1)!.envelope.from;
}

function transportTo({ port }: BounceListener) {
  return createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
}

/** Delivers a sample as a mail server does: from nobody. */
async function bring(sample: string, address: string, to = listener): Promise<void> {
  const file = path.join(__dirname, '..', 'test', 'files', 'bounces', sample);
  const transport = transportTo(to);
  try {
    await transport.sendMail({ envelope: { from: '', to: [address] }, raw: readFileSync(file) });
  } finally {
    transport.close();
  }
}

async function expectUntouched(acme: TestCompany, id: string): Promise<void> {
  const { status, rewards } = await system.as(acme).getDistribution(id);
  expect({ status, rewards }).toMatchObject({
    status: 'completed',
    rewards: [{ status: 'delivered', deliveredAt: expect.any(String), failedAt: null }],
  });
  const { body } = await system.as(acme).request<{ items: unknown[] }>('GET', '/tickets');
  expect(body.items).toEqual([]);
}

interface Ticket {
  id: string;
  cause: string;
  distributionId: string;
  rewardCount: number;
  rewards: { timeline: { event: string; detail: string | null }[] }[];
}

async function ticketsOf(acme: TestCompany, count: number): Promise<Ticket[]> {
  const items = await waitFor(`${count} tickets`, async () => {
    const { body } = await system.as(acme).request<{ items: { id: string }[] }>('GET', '/tickets');
    return body.items.length >= count && body.items;
  });
  const read = items.map(({ id }) => system.as(acme).request<Ticket>('GET', `/tickets/${id}`));
  return (await Promise.all(read)).map(({ body }) => body);
}
