import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { temporal } from '@temporalio/proto';
import type { CreateDistributionInput } from '../../contracts/distributions';
import {
  partWorkflowId,
  signalNames,
  webhooksWorkflowId,
  workflowNames,
} from '../../contracts/workflows';
import { requestCancel } from '../../db/change-order';
import { lockOrder } from '../../db/lock-order';
import { recharge } from '../../db/recharge';
import { recordBounce } from '../../db/record-bounce';
import { rowsOf } from '../../db/pool';
import { tellOfBounce } from '../../temporal/wake-long-road';
import { linkIn, makeCompany, pressButton, startTestSystem, type TestSystem } from './company';
import { sendAndDecide } from './four-eyes';
import { makeBuyer, makeGoods, placeOne } from './orders';
import { startTestCarrier } from './simulated-carrier';
import { callTrpc } from './support-desk';
import { waitFor } from './wait-for';
import { startWebhookReceiver, writeWebhook } from './webhook-receiver';
import type { CleanUp } from './clean-up';

/** Recorded runs, one of each path that a run can take (test/replay.test.ts). */
export const HISTORIES = path.join(__dirname, '..', 'histories');

/** What every recorded send says, and no history may. */
export const NAME = 'Zebulon Quux';
export const CITATION = 'Heartfelt thanks for a thousand quiet things';
export const COMPANY = 'Verysecret Industries';
export const DOMAIN = 'personal.example';

/** Runs each path on a real system, and keeps the histories of those that none is kept of. */
export async function recordAll(cleanUp: CleanUp): Promise<void> {
  const system = await startTestSystem(cleanUp, {
    retry: { first: 100, max: 300, window: 1_500 },
    maxRecipients: 1_000,
  });
  const brief = await startTestSystem(cleanUp, {
    inviteExpirySeconds: 1,
    ticketAnswerSeconds: 2,
  });

  await record(
    system,
    'dispatch-one-slice',
    await carrierOf(system, await sendTo(system, ['a', 'b'], [])),
  );
  const many = Array.from({ length: 250 }, (_, n) => `many${n}`);
  await record(
    system,
    'dispatch-three-slices',
    await carrierOf(system, await sendTo(system, many, [])),
  );
  const large = Array.from({ length: 501 }, (_, n) => `large${n}`);
  const inParts = await carrierOf(system, await sendTo(system, large, []));
  await record(system, 'dispatch-parts', inParts);
  await record(system, 'dispatch-part', partWorkflowId(inParts, 1));

  const invited = await sendTo(system, ['c'], ['new']);
  const { text } = await system.sink.readMailTo(`new@${DOMAIN}`);
  const longRoad = system.worker.client.workflow.getHandle(`distribution/${invited.id}`);
  const parent = await waitFor(
    'the long road',
    async () => (await longRoad.describe()).parentExecution,
  );
  await record(system, 'dispatch-leaves-open', parent.workflowId!);
  await pressButton(system.url, linkIn(text), { name: NAME });
  await record(system, 'distribution-invited', longRoad.workflowId);

  await recordWaiting(system);

  system.sink.setBehaviour({
    behave: ({ attempt }) => (attempt < 4 ? { code: 451, message: 'later' } : 'accept'),
  });
  const deferred = await sendTo(system, ['deferred'], []);
  await record(system, 'distribution-mail-deferred', `distribution/${deferred.id}`);
  system.sink.setBehaviour({ behave: () => ({ code: 451, message: 'later' }) });
  const givenUp = await sendTo(system, ['late'], []);
  await record(system, 'distribution-mail-given-up', `distribution/${givenUp.id}`);

  await recordAccessMail(system);
  await recordBounces(system);
  await recordTickets(system, brief, givenUp.id);
  await recordResends(system);
  await recordOrders(cleanUp);
  await recordRecharges(system);
  await recordApprovals(system);
  await recordWebhooks(system, cleanUp);
  const expired = await sendTo(brief, [], ['unused']);
  await record(brief, 'distribution-expired', `distribution/${expired.id}`);

  const reminding = await startTestSystem(cleanUp, {
    reminderSeconds: [1],
    inviteExpirySeconds: 3,
  });
  const reminded = await sendTo(reminding, [], ['unused']);
  await record(reminding, 'distribution-reminded', `distribution/${reminded.id}`);

  // A send that nobody carried: accepted, and an hour old.
  const submit = system.services.dispatcher.submit;
  system.services.dispatcher.submit = () => undefined;
  const stranded = await sendTo(system, ['stranded'], []);
  system.services.dispatcher.submit = submit;
  await system.platformDb.raw(
    `UPDATE distributions SET created_at = now() - interval '1 hour' WHERE id = ?`,
    [stranded.id],
  );
  const workflowId = `sweeper/${randomUUID()}`;
  const { client, taskQueue } = system.worker;
  await client.workflow.execute(workflowNames.sweeper, { workflowId, taskQueue });
  await record(system, 'sweeper', workflowId);
}

/** One that is approved, and one that is rejected. */
async function recordApprovals(system: TestSystem): Promise<void> {
  const row = { name: NAME, points: 200, citation: CITATION };
  for (const is of ['approved', 'rejected'] as const) {
    const recipients = [{ ...row, email: `${is}@${DOMAIN}` }];
    const id = await sendAndDecide(system, { company: COMPANY, recipients, is, note: CITATION });
    await record(system, `approval-${is}`, `approval/${id}`);
    await record(system, `distribution-${is}`, `distribution/${id}`);
  }
}

/** A link to set a new password, deferred twice. */
async function recordAccessMail(system: TestSystem): Promise<void> {
  const email = `forgetful@${DOMAIN}`;
  await makeCompany(system.platformDb, { name: COMPANY, admin: { email, password: 'p' } });
  let tries = 0;
  system.sink.setBehaviour({
    behave: () => ((tries += 1) <= 2 ? { code: 451, message: 'later' } : 'accept'),
  });
  await callTrpc(system.url, 'auth.forgotPassword', { email });
  const id = await waitFor('the mail', async () => {
    const [mail] = await rowsOf<{ id: string }>(
      system.platformDb,
      'SELECT id FROM access_mails WHERE to_address = ?',
      [email],
    );
    return mail?.id;
  });
  const handle = system.worker.client.workflow.getHandle(`access-mail/${id}`);
  await waitFor('its workflow', () =>
    handle.describe().then(
      () => true,
      () => false,
    ),
  );
  await record(system, 'access-mail-deferred', handle.workflowId);
}

/** An endpoint that fails once and is told by its timer; one that is gone, of which the owners are told. */
async function recordWebhooks(system: TestSystem, cleanUp: CleanUp): Promise<void> {
  const receiver = await startWebhookReceiver(cleanUp);
  const admin = { email: `told@${DOMAIN}`, password: 'p' };
  const acme = await makeCompany(system.platformDb, { name: COMPANY, admin });
  for (const [name, answer] of [
    ['webhooks-retried', 500],
    ['webhooks-disabled', 410],
  ] as const) {
    receiver.setBehaviour((_, attempt) => (attempt === 1 ? answer : 200));
    const { body } = await system
      .as(acme)
      .request<{ id: string }>('POST', '/webhooks', { url: `${receiver.url}/${name}` });
    await writeWebhook(system.platformDb, { companyId: acme.id, endpointId: body.id });
    await receiver.waitFor(1, `/${name}`);
    await record(system, name, webhooksWorkflowId(body.id));
  }
}

/** A mail that came back when all was over, and an invitation's while others are waited for. */
async function recordBounces(system: TestSystem): Promise<void> {
  system.sink.setBehaviour({});
  const over = await sendTo(system, ['returned'], []);
  await system.as(over.company).waitForDistribution(over.id, 'completed');
  const open = await sendTo(system, [], ['unknown']);
  await system.sink.readMailTo(`unknown@${DOMAIN}`);
  const { client, taskQueue } = system.worker;
  const handle = client.workflow.getHandle(`distribution/${open.id}`);
  await waitFor('the long road', () =>
    handle.describe().then(
      () => true,
      () => false,
    ),
  );
  for (const { id, mail } of [
    { id: over.id, mail: 'reward' },
    { id: open.id, mail: 'invite' },
  ]) {
    const bounced = await waitFor('the bounce to count', async () => {
      const [reward] = await rowsOf<{ id: string }>(
        system.platformDb,
        'SELECT id FROM rewards WHERE distribution_id = ?',
        [id],
      );
      const { outcome } = await recordBounce(system.platformDb, {
        ...{ rewardId: reward!.id, mail, version: 1 },
        ...{ reason: 'mailbox_not_found', detail: '5.1.1' },
      });
      return outcome === 'failed';
    });
    expect(bounced).toBe(true);
    await tellOfBounce(client, taskQueue, id);
  }
  await record(system, 'distribution-bounced-when-over', `distribution/${over.id}`);
  await waitFor('the ticket of the invitation', async () => {
    const found = await rowsOf(
      system.platformDb,
      'SELECT 1 FROM tickets WHERE distribution_id = ?',
      [open.id],
    );
    return found.length === 1;
  });
  await system.platformDb.raw('UPDATE rewards SET expires_at = now() WHERE distribution_id = ?', [
    open.id,
  ]);
  await handle.signal(signalNames.recipientRegistered, { rewardIds: [] });
  await record(system, 'distribution-bounced-invitation', `distribution/${open.id}`);
}

/** The run that the given-up mails opened, told by signals; and one that warns, escalates and pauses. */
async function recordTickets(
  system: TestSystem,
  brief: TestSystem,
  distributionId: string,
): Promise<void> {
  system.sink.setBehaviour({ at: 'rcpt', behave: () => ({ code: 550, message: 'no' }) });
  const refused = await sendTo(system, ['refused'], []);
  const { client } = system.worker;
  for (const [name, distribution] of [
    ['ticket-answered', distributionId],
    ['ticket-resolved', refused.id],
  ] as const) {
    const workflowId = await waitFor(`the ticket of ${name}`, async () => {
      const [ticket] = await rowsOf<{ id: string }>(
        system.platformDb,
        // By what failed: a ticket of several companies' trouble is of no distribution.
        `SELECT id FROM tickets WHERE tended_version = version AND id IN (SELECT ticket_id
           FROM ticket_rewards t JOIN rewards r ON r.id = t.reward_id WHERE r.distribution_id = ?)`,
        [distribution],
      );
      return ticket && `ticket/${ticket.id}`;
    });
    const handle = client.workflow.getHandle(workflowId);
    if (name === 'ticket-answered') await handle.signal('answered');
    await handle.signal('resolved');
    await record(system, name, workflowId);
  }
  await record(
    system,
    'dispatch-refused',
    await carrierOf(system, refused, 'completed_with_failures'),
  );
  const company = await makeCompany(brief.platformDb, { name: COMPANY });
  const opened = await brief.as(company).request<{ id: string }>('POST', '/tickets', {
    subject: CITATION,
    text: CITATION,
  });
  const workflowId = `ticket/${opened.body.id}`;
  await waitFor('the breach', async () => {
    const { body } = await brief
      .as(company)
      .request<{ breachedAt: string | null }>('GET', `/tickets/${opened.body.id}`);
    return body.breachedAt !== null;
  });
  const handle = brief.worker.client.workflow.getHandle(workflowId);
  await handle.signal('customerReplied');
  await handle.signal('resolved');
  await record(brief, 'ticket-breached', workflowId);
}

/** One that comes back after a failed attempt; one that is cancelled; one that an operator ends. */
async function recordOrders(cleanUp: CleanUp): Promise<void> {
  const carrier = await startTestCarrier(cleanUp);
  const system = await startTestSystem(cleanUp, { carrierUrl: carrier.url });
  carrier.reportTo(system.url);
  const { platformDb } = system;
  const goodsId = await makeGoods(platformDb);
  const begin = async (): Promise<{ id: string; until: (event: string) => Promise<unknown> }> => {
    const id = await placeOne(platformDb, await makeBuyer(platformDb, 100), goodsId);
    system.dispatcher.wakeOrder({ orderId: id });
    const find = 'SELECT 1 FROM order_events WHERE order_id = ? AND event = ?';
    const until = (event: string) =>
      waitFor(event, async () => (await rowsOf(platformDb, find, [id, event])).length > 0);
    await until('handed_over');
    return { id, until };
  };
  const returned = await begin();
  for (const [what, event] of [
    ['nobody_home', 'dispatched'],
    ['nobody_home', 'attempt_failed'],
    ['returned', 'returned'],
  ] as const) {
    carrier.choose(returned.id, what);
    await returned.until(event);
  }
  await record(system, 'order-returned', `order/${returned.id}`);
  const cancelled = await begin();
  await platformDb.transaction(async (tx) => {
    const order = await lockOrder(tx, cancelled.id);
    if (typeof order !== 'string') await requestCancel(tx, order);
  });
  system.dispatcher.wakeOrder({ orderId: cancelled.id });
  await record(system, 'order-cancelled', `order/${cancelled.id}`);
  const told = await begin();
  const handle = system.worker.client.workflow.getHandle(`order/${told.id}`);
  await handle.signal('attemptFailed', { attempt: 1 });
  await handle.signal('delivered');
  await record(system, 'order-delivered', handle.workflowId);
}

/** One that is paid by an entry of finance and told by a signal, and one that is cancelled by a signal. */
async function recordRecharges(system: TestSystem): Promise<void> {
  system.sink.setBehaviour({});
  const company = await makeCompany(system.platformDb, {
    ...{ name: COMPANY, admin: { email: `payer@${DOMAIN}`, password: 'p' } },
  });
  for (const name of ['recharge-paid', 'recharge-cancelled']) {
    const asked = await system
      .as(company)
      .request<{ id: string }>('POST', '/recharges/request', { points: 10 });
    const handle = system.worker.client.workflow.getHandle(`recharge/${asked.body.id}`);
    await waitFor('the invoice', async () => {
      const { historyLength } = await handle.describe().catch(() => ({ historyLength: 0 }));
      return historyLength > 10;
    });
    if (name === 'recharge-paid') {
      const { body } = await system
        .as(company)
        .request<{ url: string }>('POST', `/recharges/${asked.body.id}/pay`);
      const { pathname, search } = new URL(body.url);
      await fetch(`${system.url}${pathname}${search}`, { method: 'POST', redirect: 'manual' });
    } else {
      await handle.signal('cancel');
    }
    await record(system, name, handle.workflowId);
  }
}

/** A mail once more: at a time and deferred at first; refused for good; and cancelled. */
async function recordResends(system: TestSystem): Promise<void> {
  system.sink.setBehaviour({});
  const sent = await sendTo(system, ['again'], []);
  const done = await system.as(sent.company).waitForDistribution(sent.id, 'completed');
  const [reward] = done.rewards;
  const resend = async (name: string, n: number, seconds: number): Promise<void> => {
    const at = new Date(Date.now() + seconds * 1_000).toISOString();
    const api = system.as(sent.company);
    await api.request('POST', `/rewards/${reward!.id}/resend`, seconds === 0 ? {} : { at });
    const workflowId = `resend/${reward!.id}/${n}`;
    if (seconds > 10) {
      const handle = system.worker.client.workflow.getHandle(workflowId);
      await waitFor('the resend', async () => (await handle.describe()).status.name === 'RUNNING');
      await handle.signal('cancel');
    }
    await record(system, name, workflowId);
  };
  system.sink.clear();
  system.sink.setBehaviour({
    behave: ({ attempt }) => (attempt < 3 ? { code: 451, message: 'later' } : 'accept'),
  });
  await resend('resend-deferred', 1, 1);
  await resend('resend-cancelled', 2, 3_000);
  system.sink.setBehaviour({ behave: () => ({ code: 550, message: 'no' }) });
  await resend('resend-refused', 3, 0);
}

/** What waits for its hour or for funds: sent, cancelled, and let go. */
async function recordWaiting(system: TestSystem): Promise<void> {
  const inHour = { sendAt: new Date(Date.now() + 3_600_000).toISOString() };
  const handleOf = ({ id }: { id: string }) =>
    system.worker.client.workflow.getHandle(`distribution/${id}`);
  const scheduled = await sendTo(system, ['hour'], [], {
    sendAt: new Date(Date.now() + 3_000).toISOString(),
  });
  await record(system, 'distribution-scheduled', handleOf(scheduled).workflowId);
  const cancelled = await sendTo(system, ['cancelled'], [], inHour);
  const untilItRuns = (one: { id: string }) =>
    waitFor('the run to wait', async () => {
      const { historyLength } = await handleOf(one).describe();
      return historyLength > 10;
    });
  await untilItRuns(cancelled);
  await handleOf(cancelled).signal(signalNames.reschedule, { sendAt: 'never' });
  await handleOf(cancelled).signal(signalNames.cancel);
  await record(system, 'distribution-cancelled', handleOf(cancelled).workflowId);
  const many = Array.from({ length: 250 }, (_, n) => `waits${n}`);
  const funded = await sendTo(system, many, [], { ifInsufficient: 'wait' }, 0);
  await untilItRuns(funded);
  const request = { companyId: funded.company.id, points: 250, paymentReference: 'replay' };
  await recharge(system.platformDb, { ...request, actor: 'test' });
  await handleOf(funded).signal(signalNames.fundsAvailable);
  await record(system, 'distribution-funded', handleOf(funded).workflowId);
}

async function sendTo(
  system: TestSystem,
  registered: string[],
  unregistered: string[],
  options: Partial<CreateDistributionInput> = {},
  balance = 1_000,
) {
  const addressOf = (local: string) => `${local}@${DOMAIN}`;
  const company = await makeCompany(system.platformDb, {
    name: COMPANY,
    balance,
    recipients: registered.map(addressOf),
  });
  const recipients = [...registered, ...unregistered].map((local) => ({
    name: NAME,
    email: addressOf(local),
    points: 1,
    citation: CITATION,
  }));
  const sent = await system.as(company).send({ recipients, ...options });
  return { id: sent.body.id, company };
}

async function carrierOf(
  system: TestSystem,
  { id, company }: Awaited<ReturnType<typeof sendTo>>,
  status: 'completed' | 'completed_with_failures' = 'completed',
): Promise<string> {
  const done = await system.as(company).waitForDistribution(id, status);
  return done.workflow!.id;
}

/** Waits for the end of a run and keeps what happened in it. */
async function record(system: TestSystem, name: string, workflowId: string): Promise<void> {
  const handle = system.worker.client.workflow.getHandle(workflowId);
  await waitFor(`the end of ${name}`, async () => {
    const { status } = await handle.describe();
    return status.name === 'COMPLETED';
  });
  const file = path.join(HISTORIES, `${name}.json`);
  // What was recorded by an earlier version is what has to go on.
  if (existsSync(file)) return;
  const history = temporal.api.history.v1.History.toObject(
    temporal.api.history.v1.History.fromObject(await handle.fetchHistory()),
    { longs: String, enums: String, bytes: String },
  );
  await writeFile(file, `${JSON.stringify(history, null, 1)}\n`);
}
