import { randomUUID } from 'node:crypto';
import type { Recharge } from '../contracts/recharges';
import { createPlatformKey } from '../db/platform-keys';
import { reconcile } from '../db/reconcile';
import { rowsOf } from '../db/pool';
import { useCleanUp } from '../test/support/clean-up';
import {
  makeCompany,
  startTestSystem,
  type TestCompany,
  type TestSystem,
  walletOf,
} from '../test/support/company';
import { waitFor } from '../test/support/wait-for';

/** A recharge from the question to the payment, with its mails, on a real Temporal and mail server. */
const cleanUp = useCleanUp();
let system: TestSystem;
/** Whose recharges are open for three seconds only. */
let brief: TestSystem;
let financeKey: string;
let companies = 0;

beforeAll(async () => {
  system = await startTestSystem(cleanUp);
  brief = await startTestSystem(cleanUp, { rechargeExpirySeconds: 3 });
  ({ key: financeKey } = await createPlatformKey(system.platformDb, {
    ...{ name: 'Fi', role: 'finance' },
  }));
});

afterEach(async () => {
  for (const each of [system, brief]) {
    expect(await reconcile(each.platformDb)).toEqual([]);
    expect(each.logged).toEqual([]);
  }
});

async function makePayer(of: TestSystem, recipients: string[] = []) {
  companies += 1;
  const email = `payer${companies}@acme.example`;
  const company = await makeCompany(of.platformDb, { recipients, admin: { email, password: 'p' } });
  return { company, email };
}

async function ask(of: TestSystem, company: TestCompany, points: number) {
  const { status, body } = await of
    .as(company)
    .request<Recharge>('POST', '/recharges/request', { points });
  expect(status).toBe(201);
  // The answer does not wait for the run that it has asked for.
  await waitFor('the run of the recharge', () => runOf(of, body).describe());
  return body;
}

const subjectsTo = async (of: TestSystem, email: string) => {
  const mails = await Promise.all(of.sink.mailsTo(email).map((mail) => mail.read()));
  return mails.map(({ subject }) => subject);
};

const runOf = (of: TestSystem, { id }: Recharge) =>
  of.worker.client.workflow.getHandle(`recharge/${id}`);

/** How often the run has looked at its recharge; 0 when there is no run yet. */
const looksAt = (recharge: Recharge): Promise<number> =>
  runOf(system, recharge)
    .fetchHistory()
    .then(
      ({ events }) =>
        (events ?? []).filter((event) => event.activityTaskCompletedEventAttributes).length,
      () => 0,
    );

const statusOf = async (of: TestSystem, company: TestCompany, { id }: Recharge) =>
  (await of.as(company).request<Recharge>('GET', `/recharges/${id}`)).body.status;

async function payOnLine(of: TestSystem, company: TestCompany, { id }: Recharge): Promise<string> {
  const { body } = await of.as(company).request<{ url: string }>('POST', `/recharges/${id}/pay`);
  const page = new URL(body.url);
  return `${of.url}${page.pathname}${page.search}`;
}

const press = (page: string) => fetch(page, { method: 'POST', redirect: 'manual' });

describe('a send that is larger than the balance', () => {
  test('waits, and goes out once when its recharge is confirmed twice at one moment, by webhook and by hand', async () => {
    const { company } = await makePayer(system, ['asha@waits.example']);
    const sent = await system.as(company).send({
      recipients: [{ name: 'Asha', email: 'asha@waits.example', points: 300 }],
      ifInsufficient: 'wait',
    });
    expect(sent.body.status).toBe('awaiting_funds');
    const recharge = await ask(system, company, 500);
    const page = await payOnLine(system, company, recharge);
    const [webhook, hand] = await Promise.all([
      press(page),
      system.as({ apiKey: financeKey }).request('POST', `/recharges/${recharge.id}/confirm`, {
        ...{ paymentReference: 'UTR 77', amountMinor: recharge.amountMinor, currency: 'INR' },
      }),
    ]);
    expect(webhook.status).toBe(303);
    expect([200, 409]).toContain(hand.status);
    await system.as(company).waitForDistribution(sent.body.id, 'completed');
    expect(await walletOf(system.platformDb, 'asha@waits.example')).toBe(300);
    expect(await system.as(company).getBalance()).toEqual({ balance: 200, held: 0 });
    expect(system.sink.mailsTo('asha@waits.example')).toHaveLength(1);
    await runOf(system, recharge).result();
  });
});

describe('the workflow of a recharge', () => {
  test('mails the invoice with its PDF, then that it is paid, and ends', async () => {
    const { company, email } = await makePayer(system);
    const recharge = await ask(system, company, 250);
    const invoice = await system.sink.readMailTo(email);
    expect(invoice.subject).toContain(recharge.invoiceNumber!);
    const raw = system.sink.mailsTo(email)[0]!.raw.toString();
    expect(raw).toContain('Content-Type: application/pdf');
    expect(raw).toContain(`${recharge.invoiceNumber}.pdf`);
    // "%PDF-" in base64.
    expect(raw).toContain('JVBERi0');
    const page = await payOnLine(system, company, recharge);
    expect(await (await fetch(page)).text()).toContain('INR 250.00');
    await press(page);
    await press(page);
    await runOf(system, recharge).result();
    const subjects = await subjectsTo(system, email);
    expect(subjects).toHaveLength(2);
    expect(subjects[1]).toContain('is paid');
    expect((await system.as(company).getBalance()).balance).toBe(250);
    const [traces] = await rowsOf<{ n: number }>(
      system.platformDb,
      'SELECT count(*)::int AS n FROM payments WHERE recharge_id = ?',
      [recharge.id],
    );
    expect(traces?.n).toBe(1);
  });

  test('reminds three times, expires, and credits nothing that comes after', async () => {
    const { company, email } = await makePayer(brief);
    const recharge = await ask(brief, company, 10);
    const page = await payOnLine(brief, company, recharge);
    await runOf(brief, recharge).result();
    expect(await statusOf(brief, company, recharge)).toBe('expired');
    const subjects = await subjectsTo(brief, email);
    expect(
      subjects.filter((subject) => subject.includes('waits for its payment')).length,
    ).toBeGreaterThan(0);
    expect(subjects.at(-1)).toContain('has expired');
    expect(await (await fetch(page)).text()).toContain('is over');
    await press(page);
    expect((await brief.as(company).getBalance()).balance).toBe(0);
  });

  test('is cancelled by the company, and by an operator’s signal; then it ends', async () => {
    const { company } = await makePayer(system);
    const [byCompany, byOperator] = [await ask(system, company, 1), await ask(system, company, 2)];
    await system.as(company).request('POST', `/recharges/${byCompany.id}/cancel`);
    await waitFor('the run', () =>
      runOf(system, byOperator)
        .describe()
        .then(
          () => true,
          () => false,
        ),
    );
    await runOf(system, byOperator).signal('cancel');
    for (const recharge of [byCompany, byOperator]) {
      await runOf(system, recharge).result();
      expect(await statusOf(system, company, recharge)).toBe('cancelled');
    }
  });

  test('looks on an operator’s signal that it is paid, and credits nothing by it', async () => {
    const { company } = await makePayer(system);
    const recharge = await ask(system, company, 5);
    // A signal that is there before the first look is answered by that look.
    await waitFor('the first look', async () => (await looksAt(recharge)) === 1);
    await runOf(system, recharge).signal('paid');
    await waitFor('the look', async () => (await looksAt(recharge)) === 2);
    expect(await statusOf(system, company, recharge)).toBe('awaiting_payment');
    expect((await system.as(company).getBalance()).balance).toBe(0);
    await runOf(system, recharge).signal('cancel');
    await runOf(system, recharge).result();
  });

  test('that was lost is started again by the sweeper, and a low balance is told of once', async () => {
    const { company, email } = await makePayer(system, ['b@low.example']);
    const recharge = await ask(system, company, 100);
    await press(await payOnLine(system, company, recharge));
    await runOf(system, recharge).result();
    expect((await system.as(company).request('PUT', '/balance/alert', { points: 50 })).status).toBe(
      200,
    );
    const sweep = () =>
      system.worker.client.workflow.execute('sweeper', {
        workflowId: `sweeper/${randomUUID()}`,
        taskQueue: system.worker.taskQueue,
      });
    await sweep();
    const low = async () =>
      (await subjectsTo(system, email)).filter((subject) => subject.includes('is low'));
    expect(await low()).toHaveLength(0);
    const send = (points: number) =>
      system.as(company).send({ recipients: [{ name: 'B', email: 'b@low.example', points }] });
    await send(60);
    await sweep();
    await send(1);
    await sweep();
    expect(await low()).toHaveLength(1);

    const lost = await ask(system, company, 70);
    const pageOfLost = await payOnLine(system, company, lost);
    await runOf(system, lost).terminate('lost');
    await press(pageOfLost);
    await system.platformDb.raw(
      `UPDATE recharges SET tended_version = 0, ended_at = now() - interval '1 minute' WHERE id = ?`,
      [lost.id],
    );
    await sweep();
    await waitFor('the mail that it is paid', async () => {
      const subjects = await subjectsTo(system, email);
      return subjects.some((subject) => subject.includes(`${lost.invoiceNumber} is paid`));
    });
  });
});
