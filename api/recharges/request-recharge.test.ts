import type { Recharge } from '../../contracts/recharges';
import type { PdfDocument } from '../../documents/document';
import { rowsOf } from '../../db/pool';
import { findInvoice } from '../../db/recharges';
import type { ApiError } from '../../test/support/api-client';
import { useCleanUp } from '../../test/support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestDatabases,
} from '../../test/support/company';

const cleanUp = useCleanUp();
let databases: TestDatabases;
let api: TestApi;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
});

afterEach(() => expect(api.logged).toEqual([]));

const ask = (
  company: { apiKey: string },
  body: object = { points: 1_250 },
  headers: Record<string, string> = {},
) => api.as(company).request<Recharge & ApiError>('POST', '/recharges/request', body, headers);

describe('asking for a recharge', () => {
  test('makes an invoice over points and money, and moves nothing', async () => {
    const acme = await makeCompany(databases.platformDb);
    const note = 'For the festival';
    const { status, body } = await ask(acme, { points: 1_250, note, billingReference: 'PO-7' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ status: 'awaiting_payment', points: 1_250, amountMinor: 125_000, currency: 'INR' },
      ...{ note, billingReference: 'PO-7', paidAt: null },
      invoiceNumber: expect.stringMatching(/^PI-\d{4}-\d{6}$/),
      invoiceUrl: `/api/v1/recharges/${body.id}/invoice.pdf`,
    });
    const days = Date.parse(body.expiresAt!) - Date.parse(body.requestedAt);
    expect(days).toBe(30 * 86_400_000);
    expect(await api.as(acme).getBalance()).toEqual({ balance: 0, held: 0 });
    const found = await findInvoice<PdfDocument>(databases.platformDb, body.id);
    expect(JSON.stringify(found)).toContain('INR 1,250.00');
    const listed = await api.as(acme).request<{ items: Recharge[] }>('GET', '/recharges');
    expect(listed.body.items).toEqual([body]);
  });

  test('a page knows beforehand what it will cost and how it can be paid', async () => {
    const acme = await makeCompany(databases.platformDb);
    const headers = { authorization: `Bearer ${acme.apiKey}` };
    const response = await fetch(`${api.url}/trpc/recharges.terms?input=%7B%7D`, { headers });
    const { result } = (await response.json()) as { result: { data: object } };
    expect(result.data).toEqual({
      ...{ pointPrice: '1.00', currency: 'INR', canPayOnline: true },
      paymentInstructions: 'Pay by bank transfer.',
      expirySeconds: 30 * 86_400,
    });
  });

  test('the PDF is the invoice as it was issued, the same each time, and of its company alone', async () => {
    const acme = await makeCompany(databases.platformDb, { name: 'क्षत्रिय शर्मा' });
    const globex = await makeCompany(databases.platformDb);
    const { body } = await ask(acme);
    const read = async (apiKey: string) => {
      const headers = { authorization: `Bearer ${apiKey}` };
      const response = await fetch(`${api.url}${body.invoiceUrl}`, { headers });
      return { response, bytes: Buffer.from(await response.arrayBuffer()) };
    };
    const first = await read(acme.apiKey);
    expect(first.response.status).toBe(200);
    expect(first.response.headers.get('content-type')).toBe('application/pdf');
    expect(first.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    await databases.platformDb.raw(`UPDATE companies SET name = 'Renamed' WHERE id = ?`, [acme.id]);
    expect((await read(acme.apiKey)).bytes.equals(first.bytes)).toBe(true);
    expect((await read(globex.apiKey)).response.status).toBe(404);
    expect((await read('none')).response.status).toBe(401);
  });

  test('with an idempotency key a repetition is the same recharge, at one moment too', async () => {
    const acme = await makeCompany(databases.platformDb);
    const headers = { 'idempotency-key': 'click' };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => ask(acme, { points: 10 }, headers)),
    );
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
    const other = await ask(acme, { points: 11 }, headers);
    expect([other.status, other.body.error.code]).toEqual([409, 'idempotency_key_reused']);
  });

  test('of many at once leaves no gap in the numbers', async () => {
    const companies = await Promise.all(
      Array.from({ length: 5 }, () => makeCompany(databases.platformDb)),
    );
    await Promise.all(companies.flatMap((company) => [ask(company), ask(company)]));
    const numbers = await rowsOf<{ n: number }>(
      databases.platformDb,
      `SELECT right(invoice_number, 6)::int AS n FROM recharges WHERE invoice_number IS NOT NULL
       ORDER BY n`,
    );
    expect(numbers.map(({ n }) => n)).toEqual(numbers.map((_, index) => index + 1));
  });

  test('is refused beyond 20 that wait, until one is cancelled', async () => {
    const acme = await makeCompany(databases.platformDb);
    const made: Awaited<ReturnType<typeof ask>>[] = [];
    for (let n = 0; n < 20; n += 1) made.push(await ask(acme, { points: 1 }));
    expect((await ask(acme)).body.error.code).toBe('too_many_open_recharges');
    const cancel = () =>
      api.as(acme).request<Recharge>('POST', `/recharges/${made[0]!.body.id}/cancel`);
    expect((await cancel()).body.status).toBe('cancelled');
    expect((await cancel()).body.status).toBe('cancelled');
    expect((await ask(acme)).status).toBe(201);
  });

  test.each([
    ['no points', {}, 400],
    ['half a point', { points: 0.5 }, 400],
    ['nothing', { points: 0 }, 400],
    ['a text', { points: '5' }, 400],
    ['more than money', { points: 1e13 }, 400],
    ['a note with NUL', { points: 1, note: 'a\u0000' }, 400],
    ['an unknown field', { points: 1, price: 1 }, 400],
  ])('with %s is refused', async (_what, body, status) => {
    const acme = await makeCompany(databases.platformDb);
    expect((await ask(acme, body)).status).toBe(status);
  });

  test('a company cannot say itself that it has paid', async () => {
    const acme = await makeCompany(databases.platformDb);
    const { body } = await ask(acme);
    const write = (sql: string) =>
      databases.companyDb.transaction(async (tx) => {
        await tx.raw(`SELECT set_config('bestow.company_id', ?, true)`, [acme.id]);
        await tx.raw(sql);
      });
    await expect(
      write(`UPDATE recharges SET status = 'paid' WHERE id = '${body.id}'`),
    ).rejects.toThrow();
    await expect(
      write(`INSERT INTO recharges (company_id, points, payment_reference, created_by)
        VALUES ('${acme.id}', 1, 'own', 'own')`),
    ).rejects.toThrow('row-level security');
  });
});
