import type { Ticket, TicketSummary } from '../../contracts/tickets';
import { rowsOf } from '../../db/pool';
import { harmlessTwin, hostileTexts } from '../../emails/hostile-texts';
import { structure, visibleText } from '../../emails/html-reader';
import { useCleanUp } from '../../test/support/clean-up';
import {
  createRecordingDispatcher,
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestCompany,
  type TestDatabases,
} from '../../test/support/company';
import type { ApiError } from '../../test/support/api-client';
import { makeWalletLink } from '../../test/support/orders';

const cleanUp = useCleanUp();
const dispatcher = createRecordingDispatcher();
let databases: TestDatabases;
let api: TestApi;
let acme: TestCompany;
let globex: TestCompany;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases, { dispatcher });
  acme = await makeCompany(databases.platformDb, {
    balance: 100,
    recipients: ['asha@acme.example'],
    admin: { email: 'owner@acme.example', password: 'p' },
  });
  globex = await makeCompany(databases.platformDb, { balance: 100 });
});

beforeEach(() => databases.platformDb.raw('DELETE FROM rate_limits'));

const asking = { subject: 'Wrong person', text: 'Please help.' };

describe('POST /tickets', () => {
  test('opens a ticket about rewards, with the promise of an answer, and wakes its clock', async () => {
    const sent = await api.as(acme).send({
      recipients: [{ name: 'Asha', email: 'asha@acme.example', points: 5 }],
    });
    const before = Date.now();
    const { status, body } = await post({
      ...asking,
      cause: 'wrong_recipient',
      distributionId: sent.body.id,
      rewardIds: [sent.body.rewards[0]!.id],
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ cause: 'wrong_recipient', state: 'open', priority: 'normal', openedBy: 'admin' },
      ...{ subject: 'Wrong person', rewardCount: 1, distributionId: sent.body.id },
      number: expect.stringMatching(/^T-\d+$/),
      messages: [{ author: 'company', text: 'Please help.' }],
    });
    expect(body.rewards[0]!.timeline.map(({ event }) => event)).toEqual(['accepted']);
    const due = Date.parse(body.answerDueAt!) - before;
    expect(Math.round(due / 3_600_000)).toBe(24);
    expect(dispatcher.wokenTickets).toContain(body.id);
    expect((await get(body.id)).body).toEqual(body);
  });

  test.each<[string, object, number, string]>([
    ['no subject', { text: 'a' }, 422, 'invalid_text'],
    ['no text', { subject: 'a' }, 422, 'invalid_text'],
    ['a subject of two lines', { ...asking, subject: 'a\nBcc: b' }, 422, 'invalid_text'],
    ['a text of controls', { ...asking, text: 'a\u0007' }, 422, 'invalid_text'],
    ['a direction override', { ...asking, text: 'a\u202eb' }, 422, 'invalid_text'],
    ['half a character', { ...asking, text: '\ud800' }, 422, 'invalid_text'],
    ['a text that is no text', { ...asking, text: { a: 1 } }, 422, 'invalid_text'],
    ['too long a text', { ...asking, text: 'x'.repeat(5_001) }, 422, 'invalid_text'],
    ['a cause of machines', { ...asking, cause: 'mailbox_rejected' }, 400, 'bad_request'],
    ['an unknown field', { ...asking, priority: 'urgent' }, 400, 'bad_request'],
  ])('refuses %s', async (_what, body, status, code) => {
    const answer = await api.as(acme).request<ApiError>('POST', '/tickets', body);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });

  test('a reward of another company is 404, also among own ones', async () => {
    const own = await api.as(acme).send({
      recipients: [{ name: 'A', email: 'asha@acme.example', points: 1 }],
    });
    const theirs = await api.as(globex).send({
      recipients: [{ name: 'B', email: 'b@globex.example', points: 1 }],
    });
    const mixed = [own.body.rewards[0]!.id, theirs.body.rewards[0]!.id];
    expect((await post({ ...asking, rewardIds: mixed })).status).toBe(404);
    expect((await post({ ...asking, distributionId: theirs.body.id })).status).toBe(404);
  });

  test.each(hostileTexts)('%s is kept as typed', async (_what, text) => {
    const subject = text.replaceAll('\n', ' ').trim();
    const { status, body } = await post({ subject, text });
    expect(status).toBe(201);
    expect(body.subject).toBe(subject);
    expect(body.messages[0]!.text).toBe(text.trim());
  });

  test('the same request under one Idempotency-Key opens one ticket, ten times at once', async () => {
    const open = (body: object, key: string, company = acme) =>
      api
        .as(company)
        .request<Ticket & ApiError>('POST', '/tickets', body, { 'idempotency-key': key });
    const answers = await Promise.all(Array.from({ length: 10 }, () => open(asking, 'once')));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(9).fill(200), 201]);
    for (const { body, status, headers } of answers) {
      expect(body).toEqual(answers[0]!.body);
      expect(headers.get('idempotency-replayed')).toBe(status === 200 ? 'true' : null);
    }
    const other = await open({ ...asking, text: 'Another text.' }, 'once');
    expect([other.status, other.body.error.code]).toEqual([409, 'idempotency_key_reused']);
    // Keys are a company's own.
    expect((await open(asking, 'once', globex)).status).toBe(201);
    expect((await open({ text: 'x' }, 'bad')).status).toBe(422);
    expect((await open(asking, 'bad')).status).toBe(201);
  });

  test('a company that writes without end is told to wait', async () => {
    const other = await makeCompany(databases.platformDb);
    const statuses = await Promise.all(
      Array.from({ length: 121 }, async () => {
        const answer = await api.as(other).request('POST', '/tickets', asking);
        return [answer.status, answer.headers.get('retry-after') !== null];
      }),
    );
    expect(statuses.filter(([status]) => status === 201)).toHaveLength(120);
    expect(statuses.filter(([status]) => status === 429)).toEqual([[429, true]]);
  });
});

describe('reading and writing', () => {
  test('tickets are listed newest first, page by page, by state, by what they are about', async () => {
    const own = await makeCompany(databases.platformDb, { balance: 1 });
    const ids: string[] = [];
    for (const subject of ['a', 'b', 'c'])
      ids.unshift((await post({ ...asking, subject }, own)).body.id);
    type Page = { items: TicketSummary[]; nextCursor: string | null };
    const list = (query: string) => api.as(own).request<Page>('GET', `/tickets?${query}`);
    const first = await list('limit=2');
    expect(first.body.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const second = await list(`limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body).toMatchObject({ items: [{ id: ids[2] }], nextCursor: null });
    expect((await list('state=resolved')).body.items).toEqual([]);
    expect((await list('state=open')).body.items).toHaveLength(3);
    const recipients = [{ name: 'Asha', email: 'asha@tickets.example', points: 1 }];
    const sent = await api.as(own).send({ recipients });
    const about = await post({ ...asking, distributionId: sent.body.id }, own);
    const found = await list(`distributionId=${sent.body.id}`);
    expect(found.body.items.map(({ id }) => id)).toEqual([about.body.id]);
    expect((await list('cursor=nonsense')).status).toBe(400);
  });

  test('a message is added, and what support notes and who answers stays with support', async () => {
    const { body } = await post(asking);
    await databases.platformDb.raw(
      `INSERT INTO ticket_messages (ticket_id, company_id, kind, author_kind, author_id, text)
       VALUES (:id, :company, 'note', 'agent', 'x', 'An internal note'),
         (:id, :company, 'message', 'agent', 'Agent 7', 'We look at it.')`,
      { id: body.id, company: acme.id },
    );
    const added = await write(body.id, 'And another thing.');
    expect(added.status).toBe(201);
    expect(added.body.messages.map(({ author, text }) => [author, text])).toEqual([
      ['company', 'Please help.'],
      ['support', 'We look at it.'],
      ['company', 'And another thing.'],
    ]);
    expect(JSON.stringify(added.body)).not.toMatch(/internal|Agent 7/);
  });

  test('the same message under one Idempotency-Key is written once, ten times at once', async () => {
    const { body: ticket } = await post(asking);
    const send = (text: string, key: string, id = ticket.id) =>
      api.as(acme).request<Ticket & ApiError>(
        'POST',
        `/tickets/${id}/messages`,
        { text },
        {
          'idempotency-key': key,
        },
      );
    const answers = await Promise.all(Array.from({ length: 10 }, () => send('Once.', 'm-1')));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(9).fill(200), 201]);
    for (const { body, status, headers } of answers) {
      expect(body.messages.map(({ text }) => text)).toEqual(['Please help.', 'Once.']);
      expect(headers.get('idempotency-replayed')).toBe(status === 200 ? 'true' : null);
    }
    const other = await send('Another text.', 'm-1');
    expect([other.status, other.body.error.code]).toEqual([409, 'idempotency_key_reused']);
    const { body: second } = await post(asking);
    const elsewhere = await send('Once.', 'm-1', second.id);
    expect([elsewhere.status, elsewhere.body.error.code]).toEqual([409, 'idempotency_key_reused']);
    expect((await send('Twice.', 'm-2')).status).toBe(201);
    // What was refused has not used its key.
    expect((await send('', 'm-3')).status).toBe(422);
    expect((await send('Now.', 'm-3')).status).toBe(201);
  });

  test('a message that is repeated after the ticket was resolved does not open it again', async () => {
    const { body: ticket } = await post(asking);
    const send = () =>
      api.as(acme).request<Ticket>(
        'POST',
        `/tickets/${ticket.id}/messages`,
        { text: 'Thank you.' },
        {
          'idempotency-key': 'thanks',
        },
      );
    expect((await send()).status).toBe(201);
    await databases.platformDb.raw(
      `UPDATE tickets SET state = 'resolved', resolved_at = now() WHERE id = ?`,
      [ticket.id],
    );
    const repeated = await send();
    expect([repeated.status, repeated.body.state]).toEqual([200, 'resolved']);
    expect(repeated.body.messages).toHaveLength(2);
  });

  test('writing to a ticket that waits for the customer lets its clock go on', async () => {
    const { body } = await post(asking);
    await databases.platformDb.raw(
      `UPDATE tickets SET state = 'waiting_for_customer', paused_at = now() - interval '5 hours'
       WHERE id = ?`,
      [body.id],
    );
    expect((await get(body.id)).body.answerDueAt).toBeNull();
    const moved = (await write(body.id, 'Here it is.')).body;
    expect(moved.state).toBe('open');
    const hours = (Date.parse(moved.answerDueAt!) - Date.parse(body.answerDueAt!)) / 3_600_000;
    expect(hours).toBeCloseTo(5, 2);
  });

  test('the ticket of a recipient is not shown to the company', async () => {
    const answer = await postForm({ email: 'asha@acme.example', text: 'About my company' });
    expect(answer.status).toBe(201);
    const [ticket] = await rowsOf<{ id: string; company_id: string }>(
      databases.platformDb,
      `SELECT id, company_id FROM tickets WHERE opened_by = 'recipient' ORDER BY id DESC LIMIT 1`,
    );
    expect(ticket!.company_id).toBe(acme.id);
    expect((await get(ticket!.id)).status).toBe(404);
    expect((await write(ticket!.id, 'Who is it?')).status).toBe(404);
    const { body } = await api.as(acme).request<{ items: TicketSummary[] }>('GET', '/tickets');
    expect(body.items.map(({ id }) => id)).not.toContain(ticket!.id);
  });
});

describe('R16: the help page', () => {
  test('opens a ticket, says its number and the promise, and wakes its clock', async () => {
    const answer = await postForm({
      email: 'Asha@Acme.example',
      about: 'did_not_arrive',
      text: 'Where are my points?',
    });
    expect(answer.status).toBe(201);
    const [ticket] = await rowsOf<Record<string, unknown>>(
      databases.platformDb,
      `SELECT t.id, 'T-' || number AS number, cause, contact_email, contact_verified, m.text
       FROM tickets t JOIN ticket_messages m ON m.ticket_id = t.id ORDER BY t.id DESC LIMIT 1`,
    );
    expect(ticket).toMatchObject({
      ...{ cause: 'did_not_arrive', contact_email: 'asha@acme.example', contact_verified: false },
      text: 'Where are my points?',
    });
    const text = visibleText(answer.body);
    expect(text).toContain(`Your ticket is ${String(ticket!['number'])}.`);
    expect(text).toContain('within 24 hours');
    expect(dispatcher.wokenTickets).toContain(ticket!['id']);
  });

  test('a stranger whom we do not know can write too, and is told the same', async () => {
    const answer = await postForm({ email: 'nobody@nowhere.example', text: 'Hello?' });
    expect(answer.status).toBe(201);
    const [ticket] = await rowsOf<{ company_id: string | null }>(
      databases.platformDb,
      `SELECT company_id FROM tickets WHERE contact_email = 'nobody@nowhere.example'`,
    );
    expect(ticket).toEqual({ company_id: null });
  });

  test('who is signed in is not asked for an address, and is known', async () => {
    const asha = acme.recipientIds['asha@acme.example']!;
    const token = await makeWalletLink(databases.platformDb, asha);
    const signedIn = await fetch(`${api.url}/wallet/sign-in/${token}`, {
      method: 'POST',
      redirect: 'manual',
    });
    const cookie = signedIn.headers.get('set-cookie')!.split(';', 1)[0]!;
    const page = await (await fetch(`${api.url}/help`, { headers: { cookie } })).text();
    expect(visibleText(page)).toContain('We answer to asha@acme.example.');
    expect(page).not.toContain('name="email"');
    expect((await postForm({ text: 'It is me.' }, cookie)).status).toBe(201);
    const [ticket] = await rowsOf<object>(
      databases.platformDb,
      `SELECT contact_verified, opener_id FROM tickets ORDER BY id DESC LIMIT 1`,
    );
    expect(ticket).toEqual({
      contact_verified: true,
      opener_id: acme.recipientIds['asha@acme.example'],
    });
  });

  test.each<[string, Record<string, string>]>([
    ['no address', { text: 'a' }],
    ['an address that is none', { email: 'a@', text: 'a' }],
    ['no text', { email: 'a@b.example' }],
    ['a text of nothing', { email: 'a@b.example', text: ' \n ' }],
    ['a direction override', { email: 'a@b.example', text: '\u202e' }],
  ])('%s is refused on the page, and nothing is opened', async (_what, fields) => {
    const count = () => rowsOf(databases.platformDb, 'SELECT count(*)::int FROM tickets');
    const before = await count();
    const answer = await postForm(fields);
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('role="alert"');
    expect(await count()).toEqual(before);
  });

  test.each(hostileTexts)(
    '%s, typed into the form, is shown again as typed',
    async (_what, text) => {
      const answer = await postForm({ email: 'no address', text });
      const twin = await postForm({ email: 'no address', text: harmlessTwin(text) });
      expect(visibleText(answer.body)).toContain(text);
      expect(structure(answer.body)).toEqual(structure(twin.body));
    },
  );

  test('a client that writes again and again is told to wait', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      statuses.push((await postForm({ email: `p${n}@flood.example`, text: 'Hi' })).status);
    }
    expect(statuses).toEqual([201, 201, 201, 201, 201, 429]);
  });
});

afterAll(() => {
  expect(api.logged).toEqual([]);
});

function post(body: object, company = acme) {
  return api.as(company).request<Ticket>('POST', '/tickets', body);
}

function get(id: string) {
  return api.as(acme).request<Ticket>('GET', `/tickets/${id}`);
}

function write(id: string, text: string) {
  return api.as(acme).request<Ticket>('POST', `/tickets/${id}/messages`, { text });
}

async function postForm(
  fields: Record<string, string>,
  cookie = '',
): Promise<{ status: number; body: string }> {
  const answer = await fetch(`${api.url}/help`, {
    method: 'POST',
    headers: { cookie },
    body: new URLSearchParams(fields),
  });
  return { status: answer.status, body: await answer.text() };
}
