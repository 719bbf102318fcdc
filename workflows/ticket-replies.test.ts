import { createLinkTokens } from '../db/link-tokens';
import { rowsOf } from '../db/pool';
import { harmlessTwin, hostileTexts } from '../emails/hostile-texts';
import { structure, visibleText } from '../emails/html-reader';
import { useCleanUp } from '../test/support/clean-up';
import { makeCompany, PUBLIC_URL, startTestSystem, type TestSystem } from '../test/support/company';
import { signInAgent, type TestAgent } from '../test/support/support-desk';
import { waitFor } from '../test/support/wait-for';

const cleanUp = useCleanUp();
let system: TestSystem;
let asha: TestAgent;

beforeAll(async () => {
  system = await startTestSystem(cleanUp);
  asha = await signInAgent(system, 'Asha');
});
beforeEach(() => system.platformDb.raw('DELETE FROM rate_limits'));
afterEach(() => expect(system.logged).toEqual([]));

describe('a recipient answers by the link in support’s mail', () => {
  test('support has asked and waits; the page shows both sides, and a reply ends the waiting', async () => {
    const { id, path } = await askAndAnswer('reader@reply.example');
    await asha.act('note', id, {
      text: 'A note of support',
      reason: undefined,
      version: undefined,
    });
    expect(await asha.see(id)).toMatchObject({ state: 'waiting_for_customer' });

    const page = await open(path);
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    const seen = visibleText(await page.text());
    for (const text of [
      'Where are my points?',
      'Which address?',
      'Support waits for your answer',
    ]) {
      expect(seen).toContain(text);
    }
    expect(seen).not.toContain('A note of support');
    // Mail scanners open links: nothing has happened by it.
    expect(await asha.see(id)).toMatchObject({ state: 'waiting_for_customer' });

    const sent = await post(path, 'reader@reply.example,\r\nas written');
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `${path}?sent`]);
    const after = visibleText(await (await open(`${path}?sent`)).text());
    expect(after).toContain('We have your message.');
    expect(after).toContain('Support has your messages');
    const ticket = await asha.see(id);
    expect(ticket).toMatchObject({ state: 'open', pausedAt: null });
    expect(ticket.entries.filter(({ kind }) => kind === 'message').at(-1)).toMatchObject({
      ...{ authorKind: 'recipient', text: 'reader@reply.example,\nas written' },
    });
  });

  test('a reply to a closed ticket opens it again with a new promise', async () => {
    const { id, path } = await askAndAnswer('again@reply.example');
    await asha.act('resolve', id);
    expect(visibleText(await (await open(path)).text())).toContain('This ticket is closed.');
    await post(path, 'It is still missing.');
    expect(await asha.see(id)).toMatchObject({ state: 'open', firstAnsweredAt: null });
  });

  test('no other token opens it, nor its token another ticket', async () => {
    const one = await askAndAnswer('one@reply.example');
    const two = await askAndAnswer('two@reply.example');
    const token = (path: string) => path.split('/').at(-1)!;
    const forged = createLinkTokens('another secret, 32 characters or more').tokenOfTicket(one.id);
    const paths = [
      ...[`/help/tickets/${one.id}/${token(two.path)}`, `/help/tickets/${one.id}/${forged}`],
      ...[`/help/tickets/no-uuid/${token(one.path)}`, `${one.path.slice(0, -1)}`],
    ];
    for (const path of paths) {
      expect((await open(path)).status).toBe(404);
      expect((await post(path, 'Hello')).status).toBe(404);
    }
    expect((await asha.see(one.id)).state).toBe('waiting_for_customer');
  });

  test('the link of a company’s own ticket is no link of this kind', async () => {
    const acme = await makeCompany(system.platformDb);
    const opened = await system
      .as(acme)
      .request<{ id: string }>('POST', '/tickets', { subject: 'Ours', text: 'Ours' });
    const token = system.services.linkTokens.tokenOfTicket(opened.body.id);
    expect((await open(`/help/tickets/${opened.body.id}/${token}`)).status).toBe(404);
  });

  test('what cannot be sent is shown again as typed, and says why', async () => {
    const { id, path } = await askAndAnswer('bad@reply.example');
    for (const text of ['', ' \n ', '\u202e', 'x'.repeat(5_001)]) {
      const answer = await post(path, text);
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain('role="alert"');
    }
    expect((await asha.see(id)).state).toBe('waiting_for_customer');
  });

  test.each(hostileTexts)('%s is read as it was written', async (_what, text) => {
    const shownOf = async (message: string) => {
      const { path } = await askAndAnswer('hostile@reply.example');
      expect((await post(path, message)).status).toBe(303);
      return (await open(path)).text();
    };
    const page = await shownOf(text);
    expect(structure(page)).toEqual(structure(await shownOf(harmlessTwin(text))));
  });

  test('who writes again and again is told to wait', async () => {
    const { path } = await askAndAnswer('flood@reply.example');
    const statuses: number[] = [];
    for (let n = 0; n < 21; n += 1) statuses.push((await post(path, `Message ${n}`)).status);
    expect(statuses).toEqual([...Array<number>(20).fill(303), 429]);
  });
});

test('the answer to an admin leads to the ticket among the company’s pages', async () => {
  const acme = await makeCompany(system.platformDb, {
    admin: { email: 'owner@reply.example', password: 'correct horse battery' },
  });
  const opened = await system
    .as(acme)
    .request<{ id: string }>('POST', '/tickets', { subject: 'Ours', text: 'Ours' });
  await asha.act('answer', opened.body.id, { text: 'Done.', reason: undefined });
  const { text } = await system.sink.readMailTo('owner@reply.example');
  expect(text).toContain(`${PUBLIC_URL}/tickets/${opened.body.id}`);
});

test('a warning leads support to its console', async () => {
  const brief = await startTestSystem(cleanUp, { ticketAnswerSeconds: 1 });
  const acme = await makeCompany(brief.platformDb);
  const opened = await brief
    .as(acme)
    .request<{ id: string }>('POST', '/tickets', { subject: 'Ours', text: 'Ours' });
  const { text } = await brief.sink.readMailTo('support@bestow.example');
  expect(text).toContain(`${PUBLIC_URL}/support/tickets/${opened.body.id}`);
});

test('the console knows to whom a ticket can be given', async () => {
  const { data } = await asha.call('agents', {}, 'GET');
  expect(data).toEqual([{ id: asha.id, name: 'Asha', role: 'agent' }]);
});

/** Somebody asks on the help page; support asks back and waits. */
async function askAndAnswer(email: string): Promise<{ id: string; path: string }> {
  const asked = await fetch(`${system.url}/help`, {
    method: 'POST',
    body: new URLSearchParams({ email, text: 'Where are my points?' }),
  });
  expect(asked.status).toBe(201);
  const [ticket] = await rowsOf<{ id: string }>(
    system.platformDb,
    'SELECT id FROM tickets WHERE contact_email = ? ORDER BY id DESC LIMIT 1',
    [email],
  );
  const { id } = ticket!;
  const answered = await asha.act('answer', id, {
    ...{ text: 'Which address?', waitForCustomer: true, reason: undefined },
  });
  expect(answered.status).toBe(200);
  const path = await waitFor('the link', async () => {
    const mails = await Promise.all(system.sink.mailsTo(email).map((mail) => mail.read()));
    const links = mails.map(({ text }) => /(\/help\/tickets\/[\w-]+\/[\w-]+)/.exec(text)?.[1]);
    return links.find((link) => link?.includes(id));
  });
  await system.platformDb.raw('DELETE FROM rate_limits');
  return { id, path };
}

function open(path: string): Promise<Response> {
  return fetch(`${system.url}${path}`);
}

function post(path: string, text: string): Promise<Response> {
  const body = new URLSearchParams({ text });
  return fetch(`${system.url}${path}`, { method: 'POST', body, redirect: 'manual' });
}
