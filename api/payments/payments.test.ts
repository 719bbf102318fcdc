import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import type { Payment, Recharge } from '../../contracts/recharges';
import type { TicketSummary } from '../../contracts/tickets';
import { createPlatformKey } from '../../db/platform-keys';
import { reconcile } from '../../db/reconcile';
import { rowsOf } from '../../db/pool';
import type { ApiError } from '../../test/support/api-client';
import { useCleanUp } from '../../test/support/clean-up';
import {
  createRecordingDispatcher,
  makeCompany,
  openTestDatabases,
  type RecordingDispatcher,
  startTestApi,
  type TestApi,
  type TestCompany,
  type TestDatabases,
} from '../../test/support/company';
import { signInAgent } from '../../test/support/support-desk';
import { createStripeProvider } from './stripe-provider';

/** What payment providers send, to the real HTTP surface, signed as Stripe documents it. */
const SECRET = 'whsec_of_the_tests';
const cleanUp = useCleanUp();
let databases: TestDatabases;
let api: TestApi;
let dispatcher: RecordingDispatcher;
let financeKey: string;
let asked: { path: string; body: URLSearchParams; idempotencyKey: string | undefined }[];

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  dispatcher = createRecordingDispatcher();
  asked = [];
  const port = await startStripe();
  const provider = createStripeProvider({
    ...{ secretKey: 'sk_test_x', webhookSecret: SECRET },
    server: { host: '127.0.0.1', port, protocol: 'http' },
  });
  api = await startTestApi(cleanUp, databases, { dispatcher, paymentProviders: [provider] });
  const { key } = await createPlatformKey(databases.platformDb, { name: 'Fi', role: 'finance' });
  financeKey = key;
});

afterEach(async () => {
  expect(await reconcile(databases.platformDb)).toEqual([]);
  expect(api.logged).toEqual([]);
});

/** What Stripe answers to a new checkout session: https://docs.stripe.com/api/checkout/sessions/object */
async function startStripe(): Promise<number> {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const idempotencyKey = request.headers['idempotency-key']?.toString();
    asked.push({ path: request.url ?? '', body: new URLSearchParams(body), idempotencyKey });
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ id: 'cs_1', object: 'checkout.session', url: 'https://pay.test/cs_1' }),
    );
  };
  const server = createServer((request, response) => void answer(request, response)).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  cleanUp(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return (server.address() as AddressInfo).port;
}

let events = 0;

async function ask(company: TestCompany, points = 500) {
  const { status, body } = await api
    .as(company)
    .request<Recharge>('POST', '/recharges/request', { points });
  expect(status).toBe(201);
  return body;
}

function sessionOf(recharge: Recharge, change: object = {}) {
  events += 1;
  return {
    id: `evt_${events}`,
    object: 'event',
    type: 'checkout.session.completed',
    data: {
      object: {
        id: `cs_${events}`,
        object: 'checkout.session',
        client_reference_id: recharge.id,
        payment_intent: `pi_${events}`,
        payment_status: 'paid',
        amount_total: recharge.amountMinor,
        currency: 'inr',
        ...change,
      },
    },
  };
}

async function deliver(
  event: object | string,
  { secret = SECRET, secondsAgo = 0, signature }: Partial<Signing> = {},
) {
  const payload = typeof event === 'string' ? event : JSON.stringify(event);
  const timestamp = Math.floor(Date.now() / 1_000) - secondsAgo;
  const signed = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
  const response = await fetch(`${api.url}/webhooks/payments/stripe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'stripe-signature': signature ?? signed },
    body: payload,
  });
  return {
    status: response.status,
    body: (await response.json()) as ApiError & { status?: string },
  };
}

interface Signing {
  secret: string;
  secondsAgo: number;
  signature: string;
}

const finance = <Body>(method: string, path: string, body?: object) =>
  api.as({ apiKey: financeKey }).request<Body & ApiError>(method, path, body);
const refused = async () =>
  (await finance<{ items: Payment[] }>('GET', '/payments?status=refused&limit=500')).body.items;
const balanceOf = async (company: TestCompany) => (await api.as(company).getBalance()).balance;
const confirm = (recharge: Recharge, paymentReference: string, change: object = {}) =>
  finance<Payment>('POST', `/recharges/${recharge.id}/confirm`, {
    ...{ paymentReference, amountMinor: recharge.amountMinor, currency: 'INR', ...change },
  });

describe('a webhook of Stripe', () => {
  test('credits a recharge once, however often it comes, also all at one moment', async () => {
    const acme = await makeCompany(databases.platformDb);
    const recharge = await ask(acme);
    const event = sessionOf(recharge);
    const answers = await Promise.all(Array.from({ length: 8 }, () => deliver(event)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect((await deliver(event)).status).toBe(200);
    expect(await balanceOf(acme)).toBe(500);
    const paid = await api.as(acme).request<Recharge>('GET', `/recharges/${recharge.id}`);
    expect(paid.body).toMatchObject({
      status: 'paid',
      paymentReference: event.data.object.payment_intent,
    });
    const [trace] = await rowsOf<{ times: number; status: string }>(
      databases.platformDb,
      'SELECT times, status FROM payments WHERE recharge_id = ?',
      [recharge.id],
    );
    expect(trace).toEqual({ times: 9, status: 'matched' });
    expect(dispatcher.wokenRecharges).toContain(recharge.id);
  });

  test.each<[what: string, sign: Partial<Signing>, reason: string]>([
    ['of another secret', { secret: 'whsec_forged' }, 'payment_signature_invalid'],
    ['without a signature', { signature: '' }, 'payment_signature_invalid'],
    ['with a made-up signature', { signature: 't=1,v1=abc' }, 'payment_signature_invalid'],
    ['signed 301 s ago', { secondsAgo: 302 }, 'payment_too_old'],
  ])(
    '%s credits nothing and leaves one trace, however often it comes',
    async (_what, sign, reason) => {
      const acme = await makeCompany(databases.platformDb);
      const event = sessionOf(await ask(acme));
      const before = (await refused()).length;
      for (let time = 0; time < 3; time += 1) {
        const { status, body } = await deliver(event, sign);
        expect([status, body.error.code]).toEqual([400, reason]);
      }
      expect(await balanceOf(acme)).toBe(0);
      const traces = await refused();
      expect(traces).toHaveLength(before + 1);
      expect(traces[0]).toMatchObject({ times: 3, reason: { code: reason }, reference: null });
    },
  );

  test('signed within five minutes is believed', async () => {
    const acme = await makeCompany(databases.platformDb);
    expect((await deliver(sessionOf(await ask(acme)), { secondsAgo: 290 })).body.status).toBe(
      'matched',
    );
    expect(await balanceOf(acme)).toBe(500);
  });

  test('whose body was changed after it was signed is not believed', async () => {
    const acme = await makeCompany(databases.platformDb);
    const event = sessionOf(await ask(acme));
    const signature = Stripe.webhooks.generateTestHeaderString({
      ...{ payload: JSON.stringify(event), secret: SECRET },
    });
    event.data.object.payment_intent = 'pi_other';
    expect((await deliver(event, { signature })).status).toBe(400);
    expect(await balanceOf(acme)).toBe(0);
  });

  test.each<[what: string, change: object, reason: string]>([
    ['less than the invoice', { amount_total: 49_999 }, 'payment_amount_differs'],
    ['more than the invoice', { amount_total: 50_001 }, 'payment_amount_differs'],
    ['another currency', { currency: 'usd' }, 'payment_amount_differs'],
    [
      'a recharge of nobody',
      { client_reference_id: '01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11' },
      'recharge_unknown',
    ],
    ['no recharge', { client_reference_id: null }, 'recharge_unknown'],
  ])('about %s credits nothing, and finance sees why', async (_what, change, reason) => {
    const acme = await makeCompany(databases.platformDb);
    const event = sessionOf(await ask(acme), change);
    expect(await deliver(event)).toMatchObject({ status: 200, body: { status: 'refused' } });
    expect(await balanceOf(acme)).toBe(0);
    const [trace] = await refused();
    expect(trace).toMatchObject({
      ...{ reference: event.data.object.payment_intent, reason: { code: reason } },
      amountMinor: event.data.object.amount_total,
    });
  });

  test('about a payment that is not made yet, or about something else, changes nothing', async () => {
    const acme = await makeCompany(databases.platformDb);
    const recharge = await ask(acme);
    expect((await deliver(sessionOf(recharge, { payment_status: 'unpaid' }))).status).toBe(200);
    expect((await deliver({ ...sessionOf(recharge), type: 'customer.created' })).status).toBe(200);
    expect(await balanceOf(acme)).toBe(0);
    const later = { ...sessionOf(recharge), type: 'checkout.session.async_payment_succeeded' };
    expect((await deliver(later)).body.status).toBe('matched');
    expect(await balanceOf(acme)).toBe(500);
  });

  test.each([
    'not JSON',
    '[]',
    '{"id":"evt_x"}',
    '{"id":"evt_x","type":"checkout.session.completed","data":{"object":{}}}',
  ])('that is signed and malformed (%s) is refused and traced', async (payload) => {
    const { status, body } = await deliver(payload);
    expect([status, body.error.code]).toEqual([400, 'payment_malformed']);
  });

  test('of a provider that is not set up, or too large, is no server error', async () => {
    const post = (path: string, body: string) =>
      fetch(`${api.url}/webhooks/payments/${path}`, { method: 'POST', body });
    expect((await post('test', '{}')).status).toBe(404);
    expect((await post('paypal', '{}')).status).toBe(404);
    expect((await post('stripe', 'x'.repeat(300_000))).status).toBe(413);
  });
});

describe('by webhook and by hand at the same moment', () => {
  test('a recharge is credited once, and the other payment waits for finance', async () => {
    for (let round = 0; round < 5; round += 1) {
      const acme = await makeCompany(databases.platformDb);
      const recharge = await ask(acme);
      const event = sessionOf(recharge);
      const [webhook, hand] = await Promise.all([
        deliver(event),
        confirm(recharge, `UTR ${event.id}`),
      ]);
      expect(webhook.status).toBe(200);
      expect([webhook.body.status === 'matched', hand.status === 200].filter(Boolean)).toHaveLength(
        1,
      );
      expect(await balanceOf(acme)).toBe(500);
      const open = (await refused()).filter(({ rechargeId }) => rechargeId === recharge.id);
      expect(open.map(({ reason }) => reason?.code)).toEqual(['recharge_already_paid']);
    }
  });
});

describe('finance', () => {
  test('confirms by the bank’s reference, and a second click is the same payment', async () => {
    const acme = await makeCompany(databases.platformDb);
    const recharge = await ask(acme);
    const listed = await callFinance<{ items: { id: string }[] }>('recharges', {});
    expect(listed.items.map(({ id }) => id)).toContain(recharge.id);
    const first = await confirm(recharge, 'UTR 1');
    expect([first.status, first.body.status]).toEqual([200, 'matched']);
    expect((await confirm(recharge, 'UTR 1')).body).toEqual({ ...first.body, times: 2 });
    expect(await balanceOf(acme)).toBe(500);
  });

  test('finds recharges by a part of the invoice’s number or of the company’s name', async () => {
    const acme = await makeCompany(databases.platformDb, { name: 'Nordwind Werkzeuge' });
    const recharge = await ask(acme);
    const name = 'Nordwind Werkzeuge';
    const find = async (search: string) =>
      (await callFinance<{ items: { id: string }[] }>('recharges', { search })).items;
    const number = recharge.invoiceNumber!;
    for (const search of [number.slice(3).toLowerCase(), name.slice(1).toUpperCase()]) {
      expect((await find(search)).map(({ id }) => id)).toContain(recharge.id);
    }
    expect(await find('%')).toEqual([]);
    const companies = await callFinance<{ id: string }[]>('companies', { search: name });
    expect(companies.map(({ id }) => id)).toContain(acme.id);
  });

  test('one bank reference pays one recharge of the whole platform', async () => {
    const [acme, globex] = [
      await makeCompany(databases.platformDb),
      await makeCompany(databases.platformDb),
    ];
    await confirm(await ask(acme), 'UTR once');
    const other = await confirm(await ask(globex), 'UTR once');
    expect([other.status, other.body.error.code]).toEqual([409, 'payment_reference_reused']);
    const entered = await finance('POST', '/recharges', {
      ...{ companyId: globex.id, points: 500, paymentReference: 'UTR once' },
    });
    expect(entered.body.error.code).toBe('payment_reference_reused');
    expect(await balanceOf(globex)).toBe(0);
  });

  test.each(['cancelled', 'expired'] as const)(
    'a payment after a recharge was %s is kept, and settled by hand once',
    async (how) => {
      const acme = await makeCompany(databases.platformDb);
      const recharge = await ask(acme);
      if (how === 'cancelled') {
        expect(
          (await api.as(acme).request('POST', `/recharges/${recharge.id}/cancel`)).status,
        ).toBe(200);
      } else {
        await databases.platformDb.raw(
          `UPDATE recharges SET created_at = now() - interval '31 days', expires_at = now() - interval '1 s'
           WHERE id = ?`,
          [recharge.id],
        );
      }
      await deliver(sessionOf(recharge));
      expect(await balanceOf(acme)).toBe(0);
      const [payment] = await refused();
      expect(payment?.reason?.code).toBe(`recharge_${how}`);
      const settle = (body: object) =>
        finance<Payment>('POST', `/payments/${payment!.id}/settle`, { note: 'Came late', ...body });
      const credit = { decision: 'credited', companyId: acme.id };
      expect((await settle({ ...credit, points: 501 })).body.error.code).toBe('payment_too_small');
      expect((await settle(credit)).status).toBe(400);
      const both = await Promise.all([
        settle({ ...credit, points: 500 }),
        settle({ decision: 'refunded' }),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect([0, 500]).toContain(await balanceOf(acme));
      const wasCredited = both[0].status === 200;
      expect(await balanceOf(acme)).toBe(wasCredited ? 500 : 0);
    },
  );

  test('a stranger’s event cannot be credited, only ignored', async () => {
    const acme = await makeCompany(databases.platformDb);
    await deliver(sessionOf(await ask(acme)), { secret: 'forged' });
    const [payment] = await refused();
    const path = `/payments/${payment!.id}/settle`;
    const note = 'A stranger';
    const credit = { decision: 'credited', companyId: acme.id, points: 1, note };
    expect((await finance('POST', path, credit)).body.error.code).toBe('payment_not_believed');
    expect((await finance<Payment>('POST', path, { decision: 'ignored', note })).body.status).toBe(
      'settled',
    );
    expect(await balanceOf(acme)).toBe(0);
  });

  test('is not a company, and a company is not finance', async () => {
    const acme = await makeCompany(databases.platformDb);
    const recharge = await ask(acme);
    const body = { paymentReference: 'x', amountMinor: 1, currency: 'INR' };
    for (const [method, path, input] of [
      ['POST', `/recharges/${recharge.id}/confirm`, body],
      ['GET', '/payments', undefined],
    ] as const) {
      expect((await api.as(acme).request(method, path, input)).status).toBe(403);
      expect((await api.as({ apiKey: 'none' }).request(method, path, input)).status).toBe(401);
    }
    expect((await finance('GET', `/recharges/${recharge.id}`)).status).toBe(403);
  });
});

describe('R14: a payment that is not credited calls a human', () => {
  const ticketsOf = async (company: TestCompany) =>
    (await api.as(company).request<{ items: TicketSummary[] }>('GET', '/tickets')).body.items;
  const expire = (recharge: Recharge) =>
    databases.platformDb.raw(
      `UPDATE recharges SET created_at = now() - interval '31 days',
         expires_at = now() - interval '1 s' WHERE id = ?`,
      [recharge.id],
    );

  test('of a page that was opened before the end and paid after it, however often it comes', async () => {
    const acme = await makeCompany(databases.platformDb);
    const recharge = await ask(acme);
    await expire(recharge);
    const event = sessionOf(recharge);
    const answers = await Promise.all([deliver(event), deliver(event), deliver(event)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const tickets = await ticketsOf(acme);
    expect(tickets).toEqual([
      expect.objectContaining({
        ...{ cause: 'payment_refused', openedBy: 'workflow', state: 'open' },
        answerDueAt: expect.any(String),
      }),
    ]);
    expect(dispatcher.wokenTickets).toContain(tickets[0]!.id);
    const sam = await signInAgent({ url: api.url, platformDb: databases.platformDb }, 'Sam');
    expect(await sam.see(tickets[0]!.id)).toMatchObject({
      company: { id: acme.id },
      payment: {
        ...{ provider: 'stripe', status: 'refused', reason: { code: 'recharge_expired' } },
        ...{ rechargeId: recharge.id, invoiceNumber: recharge.invoiceNumber },
        ...{ reference: event.data.object.payment_intent, amountMinor: recharge.amountMinor },
      },
    });
  });

  test('that names no recharge, each for itself', async () => {
    const recharge = await ask(await makeCompany(databases.platformDb));
    const count = async () => {
      const [row] = await rowsOf<{ count: number }>(
        databases.platformDb,
        `SELECT count(*)::int AS count FROM tickets
         WHERE cause = 'payment_refused' AND company_id IS NULL AND state = 'open'`,
      );
      return row!.count;
    };
    const before = await count();
    await deliver(sessionOf(recharge, { client_reference_id: null }));
    await deliver(sessionOf(recharge, { client_reference_id: null }));
    expect(await count()).toBe(before + 2);
  });

  test('that finance has entered, and none that is credited or not believed', async () => {
    const acme = await makeCompany(databases.platformDb);
    const recharge = await ask(acme);
    await deliver(sessionOf(recharge), { secret: 'whsec_forged' });
    await deliver(sessionOf(recharge));
    expect(await ticketsOf(acme)).toEqual([]);
    expect((await confirm(recharge, 'UTR twice')).status).toBe(409);
    expect(await ticketsOf(acme)).toHaveLength(1);
  });

  test('until finance has decided; a company that has asked is still to be answered', async () => {
    const acme = await makeCompany(databases.platformDb);
    for (const asks of [false, true]) {
      const recharge = await ask(acme);
      await expire(recharge);
      await deliver(sessionOf(recharge));
      const [ticket] = await ticketsOf(acme);
      if (asks) {
        await api
          .as(acme)
          .request('POST', `/tickets/${ticket!.id}/messages`, { text: 'We have paid.' });
      }
      const [payment] = await refused();
      const settled = { decision: 'refunded', note: 'Sent back' };
      expect((await finance('POST', `/payments/${payment!.id}/settle`, settled)).status).toBe(200);
      expect((await ticketsOf(acme))[0]).toMatchObject({
        ...{ id: ticket!.id, state: asks ? 'open' : 'resolved' },
      });
      const events = await rowsOf<{ text: string }>(
        databases.platformDb,
        `SELECT text FROM ticket_messages WHERE ticket_id = ? AND kind = 'event' ORDER BY id`,
        [ticket!.id],
      );
      expect(events.map(({ text }) => text)).toContain('payment_settled');
    }
  });
});

describe('paying on line', () => {
  test('opens one checkout session for a recharge, for exactly its amount', async () => {
    const acme = await makeCompany(databases.platformDb);
    const recharge = await ask(acme);
    const pay = () =>
      api.as(acme).request<{ url: string }>('POST', `/recharges/${recharge.id}/pay`);
    expect((await pay()).body).toEqual({ url: 'https://pay.test/cs_1' });
    await pay();
    const [first, second] = asked.slice(-2);
    expect(first?.idempotencyKey).toBe(second?.idempotencyKey);
    expect(Object.fromEntries(first!.body)).toMatchObject({
      ...{ client_reference_id: recharge.id, mode: 'payment' },
      'line_items[0][price_data][unit_amount]': '50000',
      'line_items[0][price_data][currency]': 'inr',
      'line_items[0][quantity]': '1',
    });
    await confirm(recharge, 'UTR paid');
    const paid = await api.as(acme).request<ApiError>('POST', `/recharges/${recharge.id}/pay`);
    expect([paid.status, paid.body.error.code]).toEqual([409, 'recharge_already_paid']);
  });

  test('one that has ended is refused in words for the payer, who holds no payment', async () => {
    const acme = await makeCompany(databases.platformDb);
    const [paid, cancelled] = [await ask(acme), await ask(acme)];
    await confirm(paid, 'UTR ended');
    const act = async (id: string, verb: 'pay' | 'cancel') => {
      const path = `/recharges/${id}/${verb}`;
      return (await api.as(acme).request<ApiError>('POST', path)).body.error;
    };
    await act(cancelled.id, 'cancel');
    const refused = [
      await act(paid.id, 'pay'),
      await act(paid.id, 'cancel'),
      await act(cancelled.id, 'pay'),
    ];
    expect(refused.map(({ code, message }) => [code, message])).toEqual([
      ['recharge_already_paid', 'This recharge is paid already.'],
      ['recharge_already_paid', 'This recharge is paid already.'],
      ['recharge_cancelled', 'This recharge was cancelled.'],
    ]);
    for (const { nextAction } of refused) expect(nextAction).not.toMatch(/refund|credit/);
  });
});

/** Finance's console calls tRPC, with its key. */
async function callFinance<Output>(procedure: string, input: object): Promise<Output> {
  const url = `${api.url}/trpc/finance.${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${financeKey}` } });
  const answer = (await response.json()) as { result: { data: Output } };
  return answer.result.data;
}
