import type { Distribution } from '../../contracts/distributions';
import type { SupportTicket, SupportTicketSummary } from '../../contracts/support';
import type { Ticket } from '../../contracts/tickets';
import { rowsOf } from '../../db/pool';
import { reconcile } from '../../db/reconcile';
import { hostileTexts } from '../../emails/hostile-texts';
import { useCleanUp } from '../../test/support/clean-up';
import {
  linkIn,
  makeCompany,
  pressButton,
  startTestSystem,
  type TestCompany,
  type TestSystem,
  walletOf,
} from '../../test/support/company';
import { makeGoods, place } from '../../test/support/orders';
import { signInPerson } from '../../test/support/person-client';
import { callTrpc, signInAgent, type TestAgent } from '../../test/support/support-desk';
import { waitFor } from '../../test/support/wait-for';
import { appRouter } from '../router';

const cleanUp = useCleanUp();
let system: TestSystem;
let sam: TestAgent;
let lena: TestAgent;

beforeAll(async () => {
  system = await startTestSystem(cleanUp, { retry: { first: 100, max: 200, window: 800 } });
  sam = await signInAgent(system, 'Sam');
  lena = await signInAgent(system, 'Lena', 'lead');
});

afterEach(async () => {
  system.sink.setBehaviour({});
  expect(await reconcile(system.platformDb)).toEqual([]);
});

describe('who may', () => {
  const operations = Object.entries(
    appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>,
  ).filter(([name]) => name.startsWith('support.') && name !== 'support.signIn');

  test.each(operations)('%s is for support only', async (name, { _def }) => {
    const acme = await makeCompany(system.platformDb);
    const method = _def.type === 'query' ? ('GET' as const) : ('POST' as const);
    const asKey = { method, authorization: `Bearer ${acme.apiKey}` };
    expect((await callTrpc(system.url, name, {}, asKey)).status).toBe(403);
    expect((await callTrpc(system.url, name, {}, { method })).status).toBe(401);
  });

  test('a person of support is nobody to the operations of companies', async () => {
    const asSam = { method: 'GET' as const, cookie: sam.cookie };
    expect((await callTrpc(system.url, 'balance.get', {}, asSam)).status).toBe(401);
    expect((await sam.call('whoAmI', {}, 'GET')).data).toMatchObject({
      name: 'Sam',
      role: 'agent',
    });
  });
});

describe('the desk', () => {
  test('tickets are given to people of support, not to those of finance', async () => {
    const [fiona] = await rowsOf<{ id: string }>(
      system.platformDb,
      `INSERT INTO support_agents (email, email_key, name, role, password_hash)
       VALUES ('f@f.example', 'f@f.example', 'Fiona', 'finance', 'x') RETURNING id`,
    );
    const { status, data } = await sam.call('agents', {}, 'GET');
    expect(status).toBe(200);
    expect((data as { name: string }[]).map(({ name }) => name)).toEqual(['Lena', 'Sam']);
    const id = await open(await makeCompany(system.platformDb));
    expect((await sam.act('assign', id, { agentId: fiona!.id })).status).toBe(404);
  });

  test('the queue is by deadline, page by page, with its filters', async () => {
    const acme = await makeCompany(system.platformDb);
    const ids = [await open(acme), await open(acme), await open(acme)];
    await system.platformDb.raw(
      `UPDATE tickets SET due_at = due_at - interval '5 hours' WHERE id = ?`,
      [ids[2]!],
    );
    await sam.act('answer', ids[0]!, { text: 'Done.', reason: undefined });
    await lena.act('assign', ids[1]!, { agentId: lena.id });
    const list = async (filter: object) => {
      const { data } = await sam.call('queue', { companyId: acme.id, ...filter }, 'GET');
      return data as { items: SupportTicketSummary[]; nextCursor: string | null };
    };
    const first = await list({ limit: 2 });
    expect(first.items.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    const second = await list({ limit: 2, cursor: first.nextCursor });
    expect(second).toMatchObject({ items: [{ id: ids[0], answerDueAt: null }], nextCursor: null });
    expect((await list({ assignedTo: lena.id })).items.map(({ id }) => id)).toEqual([ids[1]]);
    expect((await list({ unassigned: true })).items.map(({ id }) => id)).toEqual([ids[2], ids[0]]);
    expect((await list({ priority: 'urgent' })).items).toEqual([]);
    expect((await list({ states: ['resolved'] })).items).toEqual([]);
    expect((await list({ breached: true })).items).toEqual([]);
    expect((await sam.call('queue', { cursor: 'eyJhIjoxfQ' }, 'GET')).status).toBe(400);
  });

  test('the queue is searched by number, subject, company, who asked, and whom it is about', async () => {
    const admin = { email: 'ask@search.example', password: 'p' };
    const acme = await makeCompany(system.platformDb, { name: 'Quaint_Co', balance: 9, admin });
    const sent = await send(acme, ['Lost.One@search.example'], undefined, 'invite', 1);
    const id = await open(acme, [sent.rewards[0]!.id]);
    const { number } = await sam.see(id);
    const find = async (search: string) => {
      const { data } = await sam.call('queue', { search }, 'GET');
      return (data as { items: SupportTicketSummary[] }).items.map((ticket) => ticket.id);
    };
    for (const search of [number, number.slice(2), number.toLowerCase(), 'quaint_', 'lost.one@']) {
      expect([search, await find(search)]).toEqual([search, [id]]);
    }
    expect(await find('help')).toContain(id);
    // Nothing typed is a wildcard, and no text is a number.
    for (const search of ['quaintXco', '%t.one', 'T-999999999999999']) {
      expect([search, await find(search)]).toEqual([search, []]);
    }
    expect((await sam.call('queue', { incidentId: id }, 'GET')).data).toMatchObject({ items: [] });
  });

  test.each(hostileTexts)(
    'an answer of %s arrives as typed, by mail and by API',
    async (_, text) => {
      const email = `owner${hostileTexts.findIndex(([name]) => name === _)}@hostile.example`;
      const acme = await makeCompany(system.platformDb, { admin: { email, password: 'p' } });
      const id = await open(acme);
      const { status } = await sam.act('answer', id, { text, reason: undefined });
      expect(status).toBe(200);
      const mail = await system.sink.readMailTo(email);
      expect(mail.text.replaceAll(/[ \t]+$/gm, '')).toContain(
        text.trim().replaceAll(/[ \t]+$/gm, ''),
      );
      const shown = await system.as(acme).request<Ticket>('GET', `/tickets/${id}`);
      expect(shown.body.messages[1]).toMatchObject({ author: 'support', text: text.trim() });
      expect(shown.body.firstAnsweredAt).not.toBeNull();
    },
  );

  test('an answer goes to who asked; to the owners when who asked has left the company', async () => {
    const [boss, leaver] = ['boss@left.example', 'leaver@left.example'];
    const admin = { email: boss, password: 'five loud orange foxes' };
    const acme = await makeCompany(system.platformDb, { admin });
    const owner = await signInPerson(system.url, admin);
    await owner.call('team.invite', { email: leaver, role: 'admin' });
    const { text } = await system.sink.readMailTo(leaver);
    const token = /\/invitation\/([\w-]{43})/.exec(text)![1]!;
    const member = await signInPerson(system.url);
    await member.call('auth.join', { token, name: 'Lee', password: 'five loud orange foxes' });
    const ask = await member.call<{ id: string }>('tickets.create', {
      ...{ subject: 'Help', text: 'Please.', rewardIds: [] },
    });
    const { id } = ask.data;
    const answer = async (words: string, to: string) => {
      system.sink.clear();
      await sam.act('answer', id, { text: words, reason: undefined });
      expect((await system.sink.readMailTo(to)).text).toContain(words);
    };
    await answer('While here.', leaver);
    expect(system.sink.mailsTo(boss)).toEqual([]);
    expect((await sam.see(id)).contact).toMatchObject({ email: leaver, hasLeft: false });

    const [, lee] = await rowsOf<{ id: string }>(
      system.platformDb,
      'SELECT id FROM admins WHERE company_id = ? ORDER BY id',
      [acme.id],
    );
    expect((await owner.call('team.remove', { id: lee!.id })).status).toBe(200);
    await answer('Gone by now.', boss);
    expect(system.sink.mailsTo(leaver)).toEqual([]);
    expect((await sam.see(id)).contact).toMatchObject({ email: leaver, hasLeft: true });
  });

  test('R14: an answer that a mail server refuses is told to support, with a new promise', async () => {
    const email = 'refuses@answer.example';
    const acme = await makeCompany(system.platformDb, { admin: { email, password: 'p' } });
    const id = await open(acme);
    system.sink.setBehaviour({
      at: 'rcpt',
      behave: ({ to }) => (to === email ? { code: 550, message: 'no such user' } : 'accept'),
    });
    await sam.act('answer', id, { text: 'It is done.', reason: undefined });
    const told = await waitFor('support to be told', async () => {
      const ticket = await sam.see(id);
      return ticket.firstAnsweredAt === null && ticket;
    });
    expect(told.state).toBe('open');
    expect(told.answerDueAt).not.toBeNull();
    // Once, and its workflow knows the new time.
    await waitFor('its workflow to have looked', async () => {
      const [row] = await rowsOf<{ isTended: boolean }>(
        system.platformDb,
        'SELECT tended_version = version AS "isTended" FROM tickets WHERE id = ?',
        [id],
      );
      return row!.isTended;
    });
    const { entries } = await sam.see(id);
    expect(entries.map(({ text }) => text)).toEqual([
      ...['Please.', 'It is done.', 'answered', 'answer_not_delivered'],
    ]);
  });

  test('two people act at once: one wins, the other is told', async () => {
    const acme = await makeCompany(system.platformDb);
    const id = await open(acme);
    const { version } = await sam.see(id);
    const answers = await Promise.all(
      [sam, lena].map((agent) => agent.call('resolve', { id, version, reason: 'Solved' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [lost] = answers.filter(({ status }) => status === 409);
    expect(lost!.error).toMatchObject({ code: 'ticket_changed' });
  });

  test('every act is recorded with who, why, before and after; without a reason there is none', async () => {
    const acme = await makeCompany(system.platformDb);
    const id = await open(acme);
    expect((await sam.act('resolve', id, { reason: ' ' })).error).toMatchObject({
      code: 'invalid_text',
      issues: [{ path: 'reason' }],
    });
    await sam.call('note', { id, text: 'Looks odd' });
    await sam.act('setPriority', id, { priority: 'high' });
    await sam.act('waitForCustomer', id);
    await lena.act('resolve', id);
    await lena.act('reopen', id);
    expect((await lena.act('reopen', id)).error).toMatchObject({ code: 'not_in_this_state' });
    const { audit, state, priority } = await sam.see(id);
    expect({ state, priority }).toEqual({ state: 'open', priority: 'high' });
    expect(
      audit.map(({ action, actorId, before, after }) => [action, actorId, before, after]),
    ).toEqual([
      ['note', sam.id, {}, { noteId: expect.any(String) }],
      ['set_priority', sam.id, { priority: 'normal' }, { priority: 'high' }],
      ['wait_for_customer', sam.id, { state: 'open' }, { state: 'waiting_for_customer' }],
      ['resolve', lena.id, { state: 'waiting_for_customer' }, { state: 'resolved' }],
      ['reopen', lena.id, { state: 'resolved' }, { state: 'open' }],
    ]);
    for (const statement of [
      'UPDATE audit_records SET reason = reason',
      'DELETE FROM audit_records',
    ]) {
      await expect(system.platformDb.raw(statement)).rejects.toMatchObject({ code: '42501' });
    }
  });
});

describe('retryNow', () => {
  test('what a dead mail server left is delivered: each once, and credited once', async () => {
    system.sink.setBehaviour({ behave: () => ({ code: 451, message: 'down' }) });
    const emails = Array.from({ length: 8 }, (_, n) => `r${n}@retry.example`);
    const acme = await makeCompany(system.platformDb, { balance: 100, recipients: emails });
    const sent = await send(acme, emails, 'completed_with_failures');
    const id = await ticketOf(acme);
    system.sink.setBehaviour({});
    system.sink.clear();
    expect((await sam.act('retryNow', id)).status).toBe(200);
    await system.as(acme).waitForDistribution(sent.id, 'completed');
    for (const email of emails) {
      expect(system.sink.mailsTo(email)).toHaveLength(1);
      expect(await walletOf(system.platformDb, email)).toBe(10);
    }
    expect((await sam.act('retryNow', id)).error).toMatchObject({ code: 'not_in_this_state' });
  });

  test('refused again, it joins the ticket that is open', async () => {
    system.sink.setBehaviour({ behave: () => ({ code: 550, message: 'no' }) });
    const acme = await makeCompany(system.platformDb, {
      balance: 100,
      recipients: ['a@again.example'],
    });
    const sent = await send(acme, ['a@again.example'], 'completed_with_failures');
    const id = await ticketOf(acme);
    await sam.act('retryNow', id);
    await waitFor('the second failure', async () => {
      const { rewards } = await sam.see(id);
      return rewards[0]!.timeline.filter(({ event }) => event === 'email_failed').length === 2;
    });
    await system.as(acme).waitForDistribution(sent.id, 'completed_with_failures');
    const { body } = await system.as(acme).request<{ items: object[] }>('GET', '/tickets');
    expect(body.items).toHaveLength(1);
  });

  test('R14: refused again after the answer, a new promise begins, with its warning', async () => {
    system.sink.setBehaviour({
      at: 'rcpt',
      behave: ({ to }) => (to === 'a@twice.example' ? { code: 550, message: 'no' } : 'accept'),
    });
    const acme = await makeCompany(system.platformDb, {
      balance: 100,
      recipients: ['a@twice.example'],
    });
    const sent = await send(acme, ['a@twice.example'], 'completed_with_failures');
    const id = await ticketOf(acme);
    await sam.act('answer', id, { text: 'We try it again.', reason: undefined });
    expect(await sam.see(id)).toMatchObject({ answerDueAt: null });
    await sam.act('retryNow', id);
    const again = await waitFor('the second failure in the ticket', async () => {
      const ticket = await sam.see(id);
      return ticket.firstAnsweredAt === null && ticket;
    });
    expect(again).toMatchObject({ state: 'open', warnedAt: null });
    expect(Date.parse(again.answerDueAt!)).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    await system.as(acme).waitForDistribution(sent.id, 'completed_with_failures');
    await system.platformDb.raw(
      `UPDATE tickets SET warn_at = now(), updated_at = now() - interval '1 minute' WHERE id = ?`,
      [id],
    );
    await system.worker.client.workflow.execute('sweeper', {
      workflowId: `sweeper/${id}`,
      taskQueue: system.worker.taskQueue,
    });
    const warned = await waitFor('the warning', async () => {
      const ticket = await sam.see(id);
      return ticket.warnedAt !== null && ticket;
    });
    expect(warned.entries.map(({ text }) => text)).toEqual([
      ...['We try it again.', 'answered', 'failed_again', 'warned'],
    ]);
  });
});

describe('correctAddress', () => {
  test('of an invitation: the old link is dead, the new one credits the right person', async () => {
    const acme = await makeCompany(system.platformDb, { balance: 100 });
    const sent = await send(acme, ['wrong@correct.example']);
    const old = linkIn((await system.sink.readMailTo('wrong@correct.example')).text);
    const id = await open(acme, [sent.rewards[0]!.id]);
    await waitUntilMailed(sent.rewards[0]!.id);
    const input = { rewardId: sent.rewards[0]!.id, email: 'right@correct.example' };
    expect((await sam.act('correctAddress', id, input)).status).toBe(200);
    const fresh = linkIn((await system.sink.readMailTo('right@correct.example')).text);
    expect((await pressButton(system.url, old, { name: 'Wrong' })).status).toBe(410);
    expect((await pressButton(system.url, fresh, { name: 'Right' })).status).toBe(200);
    await system.as(acme).waitForDistribution(sent.id, 'completed');
    expect(await walletOf(system.platformDb, 'right@correct.example')).toBe(10);
    expect(await walletOf(system.platformDb, 'wrong@correct.example')).toBeUndefined();
    const { audit } = await sam.see(id);
    expect(audit.at(-1)).toMatchObject({
      action: 'correct_address',
      before: { email: 'wrong@correct.example' },
      after: { email: 'right@correct.example' },
    });
  });

  test('of an account that nobody activated: it moves, its old link opens nothing', async () => {
    const acme = await makeCompany(system.platformDb, { balance: 100 });
    const sent = await send(acme, ['old@moved.example'], 'completed', 'register');
    const old = linkIn((await system.sink.readMailTo('old@moved.example')).text);
    const id = await open(acme, [sent.rewards[0]!.id]);
    const input = { rewardId: sent.rewards[0]!.id, email: 'new@moved.example' };
    expect((await sam.act('correctAddress', id, input)).status).toBe(200);
    const fresh = linkIn((await system.sink.readMailTo('new@moved.example')).text);
    expect((await pressButton(system.url, old)).status).toBe(410);
    await system.as(acme).waitForDistribution(sent.id, 'completed');
    expect((await pressButton(system.url, fresh)).status).toBe(200);
    expect(await walletOf(system.platformDb, 'new@moved.example')).toBe(10);
    // Activated now: nobody but the person moves it.
    const again = { rewardId: sent.rewards[0]!.id, email: 'third@moved.example' };
    expect((await sam.act('correctAddress', id, again)).error).toMatchObject({
      code: 'account_activated',
    });
  });

  test.each([
    ['of another company', 'theirs@taken.example', 'registered_with_another_company'],
    ['of an admin', 'boss@taken.example', 'recipient_is_admin'],
    ['that is none', 'nonsense', 'invalid_email'],
  ])('refuses an address %s', async (_what, email, code) => {
    await makeCompany(system.platformDb, { recipients: ['theirs@taken.example'] }).catch(
      () => null,
    );
    const admin = { email: 'boss@taken.example', password: 'p' };
    await makeCompany(system.platformDb, { admin }).catch(() => null);
    const acme = await makeCompany(system.platformDb, { balance: 100 });
    const sent = await send(acme, [`x-${code}@taken2.example`]);
    await waitUntilMailed(sent.rewards[0]!.id);
    const id = await open(acme, [sent.rewards[0]!.id]);
    const refused = await sam.act('correctAddress', id, { rewardId: sent.rewards[0]!.id, email });
    expect(refused.error).toMatchObject({ code });
  });

  test('a reward that is not of the ticket is not found', async () => {
    const acme = await makeCompany(system.platformDb, { balance: 100 });
    const sent = await send(acme, ['a@other.example']);
    const id = await open(acme);
    const input = { rewardId: sent.rewards[0]!.id, email: 'b@other.example' };
    expect((await sam.act('correctAddress', id, input)).status).toBe(404);
  });
});

describe('makeClaimLink', () => {
  test('a fresh link works once, the mailed one is dead, and it stands in no record', async () => {
    const acme = await makeCompany(system.platformDb, { balance: 100 });
    const sent = await send(acme, ['lost@claim.example']);
    const mailed = linkIn((await system.sink.readMailTo('lost@claim.example')).text);
    const rewardId = sent.rewards[0]!.id;
    await waitUntilMailed(rewardId);
    const id = await open(acme, [rewardId]);
    const { status, data } = await sam.act('makeClaimLink', id, { rewardId });
    expect(status).toBe(200);
    const path = new URL((data as { url: string }).url).pathname;
    expect((await pressButton(system.url, mailed, { name: 'L' })).status).toBe(410);
    expect((await pressButton(system.url, path, { name: 'L' })).status).toBe(200);
    expect((await pressButton(system.url, path, { name: 'L' })).status).toBe(410);
    await system.as(acme).waitForDistribution(sent.id, 'completed');
    expect(await walletOf(system.platformDb, 'lost@claim.example')).toBe(10);
    const token = path.split('/')[2]!;
    expect(JSON.stringify(await sam.see(id))).not.toContain(token);
  });
});

describe('R9: reversePoints', () => {
  const delivered = async (email: string, points = 10) => {
    const acme = await makeCompany(system.platformDb, { balance: 5_000, recipients: [email] });
    const sent = await send(acme, [email], 'completed', 'invite', points);
    const rewardId = sent.rewards[0]!.id;
    return { acme, rewardId, id: await open(acme, [rewardId]) };
  };

  test('unspent points go back to the balance, once', async () => {
    const { acme, rewardId, id } = await delivered('back@reverse.example');
    expect((await sam.act('reversePoints', id, { rewardId })).status).toBe(200);
    expect(await walletOf(system.platformDb, 'back@reverse.example')).toBe(0);
    expect(await system.as(acme).getBalance()).toEqual({ balance: 5_000, held: 0 });
    expect((await system.as(acme).getReward(rewardId)).status).toBe('reversed');
    expect((await sam.act('reversePoints', id, { rewardId })).error).toMatchObject({
      code: 'not_in_this_state',
    });
  });

  test('two people reverse at once: the points move once', async () => {
    const { acme, rewardId, id } = await delivered('twice@reverse.example');
    const { version } = await sam.see(id);
    const input = { id, version, rewardId, reason: 'Wrong person' };
    const answers = await Promise.all(
      [sam, lena, sam, lena].map((agent) => agent.call('reversePoints', input)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect((await system.as(acme).getBalance()).balance).toBe(5_000);
  });

  test('spent points cannot be reversed, and nothing changes', async () => {
    const email = 'spent@reverse.example';
    const { acme, rewardId, id } = await delivered(email);
    await spend(acme, email, 4);
    expect((await sam.act('reversePoints', id, { rewardId })).error).toMatchObject({
      code: 'points_spent',
    });
    expect(await walletOf(system.platformDb, email)).toBe(6);
    expect((await system.as(acme).getReward(rewardId)).status).toBe('delivered');
  });

  test('many points take two people: who asked cannot approve', async () => {
    const { acme, rewardId, id } = await delivered('large@reverse.example', 1_001);
    expect((await sam.act('reversePoints', id, { rewardId })).status).toBe(200);
    expect((await system.as(acme).getReward(rewardId)).status).toBe('delivered');
    const [request] = (await lena.see(id)).reversalRequests;
    expect(request).toMatchObject({ rewardId, points: 1_001, requestedBy: sam.id });
    const decide = { requestId: request!.id, approve: true };
    const refused = [
      await sam.act('reversePoints', id, { rewardId }),
      await sam.act('decideReversal', id, decide),
    ];
    expect(refused.map(({ error }) => error?.code)).toEqual([
      'second_person_required',
      'second_person_required',
    ]);
    expect((await lena.act('decideReversal', id, decide)).status).toBe(200);
    expect((await system.as(acme).getReward(rewardId)).status).toBe('reversed');
    expect((await lena.act('decideReversal', id, decide)).error).toMatchObject({
      code: 'not_in_this_state',
    });
    const { audit } = await sam.see(id);
    expect(audit.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['request_reversal', sam.id],
      ['reverse_points', lena.id],
    ]);
  });
});

afterAll(() => {
  expect(system.logged).toEqual([]);
});

async function open(acme: TestCompany, rewardIds: string[] = []): Promise<string> {
  const { body } = await system
    .as(acme)
    .request<Ticket>('POST', '/tickets', { subject: 'Help', text: 'Please.', rewardIds });
  return body.id;
}

async function ticketOf(acme: TestCompany): Promise<string> {
  return waitFor('a ticket', async () => {
    const { body } = await system.as(acme).request<{ items: SupportTicket[] }>('GET', '/tickets');
    return body.items[0]?.id;
  });
}

async function send(
  acme: TestCompany,
  emails: string[],
  until?: Distribution['status'],
  ifUnregistered: 'invite' | 'register' = 'invite',
  points = 10,
): Promise<Distribution> {
  const recipients = emails.map((email) => ({ name: 'Asha', email, points }));
  const { body } = await system.as(acme).send({ recipients, ifUnregistered });
  return until === undefined ? body : system.as(acme).waitForDistribution(body.id, until);
}

/** The mail is recorded, a moment after it arrived. */
async function waitUntilMailed(rewardId: string): Promise<void> {
  await waitFor('the invitation to be recorded', async () => {
    const [row] = await rowsOf<{ mailed: boolean }>(
      system.platformDb,
      'SELECT invited_at IS NOT NULL AS mailed FROM rewards WHERE id = ?',
      [rewardId],
    );
    return row!.mailed;
  });
}

async function spend(acme: TestCompany, email: string, points: number): Promise<void> {
  const goodsId = await makeGoods(system.platformDb, { pricePoints: points });
  const buyer = { company: acme, email, recipientId: acme.recipientIds[email]! };
  const placed = await place(system.platformDb, buyer, goodsId, { expectedPoints: points });
  expect(placed).toHaveProperty('orderId');
}
