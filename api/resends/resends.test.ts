import type { Distribution } from '../../contracts/distributions';
import type { Resend, ResendIssue } from '../../contracts/resends';
import { rowsOf } from '../../db/pool';
import { reconcile } from '../../db/reconcile';
import type { ApiError } from '../../test/support/api-client';
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
import type { Answer } from '../../test/support/smtp-sink';
import { waitFor } from '../../test/support/wait-for';

/** R10: the mail once more, now or at a time, and never the points. */

const cleanUp = useCleanUp();
let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem(cleanUp, { retry: { first: 100, max: 200, window: 800 } });
});

afterEach(async () => {
  system.sink.setBehaviour({});
  expect(await reconcile(system.platformDb)).toEqual([]);
});

interface Resends {
  resends: Resend[];
  issues: ResendIssue[];
}

test('all mails of a distribution once more: each another mail, nobody credited twice', async () => {
  const emails = ['a@all.example', 'b@all.example', 'c@all.example'];
  const { acme, sent } = await delivered(emails);
  const { status, body } = await resendAll(acme, sent);
  expect(status).toBe(201);
  expect(body.issues).toEqual([]);
  expect(body.resends.map(({ n }) => n)).toEqual([1, 1, 1]);
  for (const [index, email] of emails.entries()) {
    const mails = await waitForMails(email, 2);
    const id = sent.rewards[index]!.id;
    expect(mails.map(({ messageId }) => messageId)).toEqual([
      `<${id}.reward@bestow.example>`,
      `<${id}.resend.1@bestow.example>`,
    ]);
    expect(await walletOf(system.platformDb, email)).toBe(10);
  }
  await waitForEvents(acme, sent.rewards[0]!.id, ['delivered', 'resend_requested', 'resent']);
});

test('only those named; a foreign one among them is 404', async () => {
  const { acme, sent } = await delivered(['a@some.example', 'b@some.example']);
  const other = await delivered(['c@some.example']);
  const [first, second] = sent.rewards;
  expect((await resendAll(acme, sent, { rewardIds: [first!.id] })).body.resends).toHaveLength(1);
  const mixed = { rewardIds: [second!.id, other.sent.rewards[0]!.id] };
  expect((await resendAll(acme, sent, mixed)).status).toBe(404);
  await waitForMails('a@some.example', 2);
  expect(system.sink.mailsTo('b@some.example')).toHaveLength(1);
});

test('three within an hour, then an issue with the time to wait; another reward goes on', async () => {
  const { acme, sent } = await delivered(['a@limit.example', 'b@limit.example']);
  const [first] = sent.rewards;
  const path = `/rewards/${first!.id}/resend`;
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => system.as(acme).request<ApiError>('POST', path, {})),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 429, 429]);
  for (const { status, headers, body } of answers) {
    if (status !== 429) continue;
    expect(body.error.code).toBe('rate_limited');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(3_000);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(3_600);
  }
  const rest = await resendAll(acme, sent);
  expect(rest.status).toBe(201);
  expect(rest.body.resends).toHaveLength(1);
  expect(rest.body.issues).toMatchObject([{ rewardId: first!.id, code: 'rate_limited' }]);
  await waitForMails('a@limit.example', 4);
  await waitForMails('b@limit.example', 2);
});

test('an invitation is mailed again with the same link, which works once', async () => {
  const acme = await makeCompany(system.platformDb, { balance: 100 });
  const sent = (await system.as(acme).send({ recipients: [row('new@invite.example')] })).body;
  await waitForEvents(acme, sent.rewards[0]!.id, ['invited']);
  expect((await resendAll(acme, sent)).body.resends).toHaveLength(1);
  const mails = await waitForMails('new@invite.example', 2);
  const links = await Promise.all(mails.map(async (mail) => linkIn((await mail.read()).text)));
  expect(links[0]).toBe(links[1]);
  expect((await pressButton(system.url, links[1]!, { name: 'New' })).status).toBe(200);
  await system.as(acme).waitForDistribution(sent.id, 'completed');
  expect(await walletOf(system.platformDb, 'new@invite.example')).toBe(10);
});

test('a failed e-mail that arrives by a resend is delivered', async () => {
  system.sink.setBehaviour({ behave: () => ({ code: 550, message: 'full' }) });
  const { acme, sent } = await delivered(['full@heal.example'], 'completed_with_failures');
  system.sink.setBehaviour({
    behave: ({ attempt }) => (attempt < 3 ? { code: 451, message: 'x' } : 'accept'),
  });
  await resendAll(acme, sent);
  await waitFor('the delivery', async () => {
    const { status, reason } = await system.as(acme).getReward(sent.rewards[0]!.id);
    return status === 'delivered' && reason === undefined;
  });
});

test('a resend that is refused for good calls a human', async () => {
  const { acme, sent } = await delivered(['gone@ticket.example']);
  system.sink.setBehaviour({ behave: () => ({ code: 550, message: 'gone' }) });
  await resendAll(acme, sent);
  const ticket = await waitFor('a ticket', async () => {
    const { body } = await system.as(acme).request<{ items: object[] }>('GET', '/tickets');
    return body.items[0];
  });
  expect(ticket).toMatchObject({ cause: 'mailbox_rejected', distributionId: sent.id });
  expect(await walletOf(system.platformDb, 'gone@ticket.example')).toBe(10);
});

test('one that is refused leaves no send `completed` with a failure in it', async () => {
  const { acme, sent } = await delivered(['gone@refused.example']);
  system.sink.setBehaviour({ behave: () => ({ code: 550, message: 'gone' }) });
  await resendAll(acme, sent);
  const { rewards } = await system.as(acme).waitForDistribution(sent.id, 'completed_with_failures');
  expect(rewards[0]!.status).toBe('email_failed');
});

test('while it is on its way the address stays; then it can be changed, and the new one is mailed', async () => {
  const { acme, rewardId } = await invited('held@change.example');
  const begun = holdMails('accept');
  await resendOne(acme, rewardId);
  await begun;
  const early = await changeEmail(acme, rewardId, 'right@change.example');
  expect([early.status, early.body.error?.code]).toEqual([409, 'mail_in_progress']);
  system.sink.setBehaviour({});
  await waitFor('the change', async () => {
    const { status } = await changeEmail(acme, rewardId, 'right@change.example');
    return status === 200;
  });
  await waitForMails('right@change.example', 1);
});

test('the answer of a former address says nothing about the present one', async () => {
  const { acme, rewardId } = await invited('former@change.example');
  const begun = holdMails({ code: 550, message: 'gone' });
  const resend = await resendOne(acme, rewardId);
  await begun;
  system.sink.setBehaviour({});
  // As when its claim has run out.
  await system.platformDb.raw('UPDATE rewards SET mail_claimed_until = NULL WHERE id = ?', [
    rewardId,
  ]);
  expect((await changeEmail(acme, rewardId, 'present@change.example')).status).toBe(200);
  await waitForMails('present@change.example', 1);
  await waitForEnd(resend);
  await waitForEvents(acme, rewardId, ['resend_failed']);
  const { reason, invitedAt } = await system.as(acme).getReward(rewardId);
  expect([reason, invitedAt]).toEqual([undefined, expect.any(String)]);
});

test('a mail of the reward that is on its way is waited for, and the resend follows', async () => {
  const { acme, rewardId } = await invited('busy@change.example');
  await system.platformDb.raw(
    `UPDATE rewards SET mail_claim = 'another run', mail_claimed_until = now() + interval '3 seconds'
     WHERE id = ?`,
    [rewardId],
  );
  await resendOne(acme, rewardId);
  await waitForEvents(acme, rewardId, ['resent']);
  const [claim] = await rowsOf<{ until: Date | null }>(
    system.platformDb,
    'SELECT mail_claimed_until AS until FROM rewards WHERE id = ?',
    [rewardId],
  );
  expect(claim!.until).toBeNull();
});

test('a timer that fires before the database’s time has it waited for', async () => {
  const { acme, sent } = await delivered(['early@time.example']);
  const at = new Date(Date.now() + 2_000).toISOString();
  const [resend] = (await resendAll(acme, sent, { at })).body.resends;
  const handle = workflowOf(resend!);
  await waitFor('its timer', async () => {
    const { events = [] } = await handle.fetchHistory();
    return events!.some(({ timerStartedEventAttributes: timer }) => timer);
  });
  // As by a clock that is behind.
  const [moved] = await rowsOf<{ at: Date }>(
    system.platformDb,
    `UPDATE resends SET send_at = send_at + interval '2 seconds' WHERE id = ?
     RETURNING send_at AS at`,
    [resend!.id],
  );
  const mails = await waitForMails('early@time.example', 2);
  expect(mails[1]!.receivedAt.getTime()).toBeGreaterThanOrEqual(moved!.at.getTime());
});

describe('an Idempotency-Key', () => {
  test('the same request once more has the same answer, and mails nobody twice', async () => {
    const { acme, sent } = await delivered(['a@key.example', 'b@key.example', 'c@key.example']);
    const limited = sent.rewards[2]!.id;
    for (let n = 0; n < 3; n += 1) await resendOne(acme, limited);
    const first = await resendAll(acme, sent, {}, 'once');
    expect([first.status, first.body.resends.length]).toEqual([201, 2]);
    expect(first.body.issues).toMatchObject([{ rewardId: limited, code: 'rate_limited' }]);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    await waitForMails('a@key.example', 2);
    await waitForMails('b@key.example', 2);
    const again = await resendAll(acme, sent, {}, 'once');
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await countResends(sent)).toBe(5);
  });

  test('ten at once are one, also of a single reward and for later', async () => {
    const { acme, sent } = await delivered(['one@key.example']);
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const path = `/rewards/${sent.rewards[0]!.id}/resend`;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        system.as(acme).request<Resend>('POST', path, { at }, { 'idempotency-key': 'at once' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(9).fill(200), 201]);
    for (const { body } of answers) expect(body).toEqual(answers[0]!.body);
    expect(await countResends(sent)).toBe(1);
  });

  test('a planned one that is asked for again after its time has its first answer', async () => {
    const { acme, sent } = await delivered(['late@key.example']);
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const first = await resendAll(acme, sent, { at }, 'late');
    const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 7_200_000);
    const again = await resendAll(acme, sent, { at }, 'late');
    now.mockRestore();
    expect([again.status, again.body]).toEqual([200, first.body]);
  });

  test('for another request is refused; another company has keys of its own', async () => {
    const { acme, sent } = await delivered(['other@key.example']);
    const globex = await delivered(['globex@key.example']);
    expect((await resendAll(acme, sent, {}, 'mine')).status).toBe(201);
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const path = `/rewards/${sent.rewards[0]!.id}/resend`;
    const key = { 'idempotency-key': 'mine' };
    for (const answer of [
      await resendAll(acme, sent, { at }, 'mine'),
      await system.as(acme).request<ApiError>('POST', path, {}, key),
    ]) {
      const { error } = answer.body as unknown as ApiError;
      expect([answer.status, error.code]).toEqual([409, 'idempotency_key_reused']);
    }
    expect((await resendAll(globex.acme, globex.sent, {}, 'mine')).status).toBe(201);
  });

  test('a refused request keeps nothing under its key', async () => {
    const { acme, sent } = await delivered(['refused@key.example']);
    const rewardIds = sent.rewards.map(({ id }) => id);
    for (let n = 0; n < 3; n += 1) await resendOne(acme, rewardIds[0]!);
    expect((await resendAll(acme, sent, {}, 'later')).status).toBe(429);
    await system.platformDb.raw(
      `UPDATE resends SET send_at = send_at - interval '2 hours' WHERE reward_id = ?`,
      rewardIds,
    );
    expect((await resendAll(acme, sent, { rewardIds }, 'later')).status).toBe(201);
  });
});

test('at a time: not before it; cancelled in time, never', async () => {
  const { acme, sent } = await delivered(['a@time.example', 'b@time.example']);
  const at = new Date(Date.now() + 2_000).toISOString();
  const { body } = await resendAll(acme, sent, { at });
  expect(body.resends.map(({ status, sendAt }) => [status, sendAt])).toEqual([
    ['scheduled', at],
    ['scheduled', at],
  ]);
  const [kept, cancelled] = body.resends;
  const cancel = () =>
    system.as(acme).request<Resend>('POST', `/resends/${cancelled!.id}/cancel`, {});
  const first = await cancel();
  expect(first).toMatchObject({ status: 200, body: { status: 'cancelled' } });
  expect((await cancel()).body).toEqual(first.body);
  const mails = await waitForMails('a@time.example', 2);
  expect(mails[1]!.receivedAt.getTime()).toBeGreaterThanOrEqual(Date.parse(at));
  await waitForEnd(kept!);
  await waitForEnd(cancelled!);
  expect(system.sink.mailsTo('b@time.example')).toHaveLength(1);
  const late = await system.as(acme).request<ApiError>('POST', `/resends/${kept!.id}/cancel`, {});
  expect([late.status, late.body.error.code]).toEqual([409, 'not_cancellable']);
});

test('those of one request are seen together and cancelled together, others stay', async () => {
  const { acme, sent } = await delivered(['a@group.example', 'b@group.example']);
  const [soon, later] = [1, 2].map((hours) => new Date(Date.now() + hours * 3_600_000));
  await resendAll(acme, sent, { at: soon!.toISOString() });
  const rewardIds = [sent.rewards[0]!.id];
  const kept = (await resendAll(acme, sent, { at: later!.toISOString(), rewardIds })).body.resends;
  const path = `/distributions/${sent.id}/resends`;
  const list = async () =>
    (await system.as(acme).request<{ items: { sendAt: string; emails: number }[] }>('GET', path))
      .body.items;
  expect(await list()).toMatchObject([
    { sendAt: soon!.toISOString(), emails: 2, name: 'Asha' },
    { sendAt: later!.toISOString(), emails: 1 },
  ]);
  const cancel = () =>
    system.as(acme).request('POST', `${path}/cancel`, { at: soon!.toISOString() });
  expect((await cancel()).body).toEqual({ cancelled: 2 });
  expect((await cancel()).body).toEqual({ cancelled: 0 });
  expect(await list()).toMatchObject([{ sendAt: later!.toISOString() }]);
  const reward = await system
    .as(acme)
    .request<{ scheduledResends: Resend[] }>('GET', `/rewards/${rewardIds[0]}`);
  expect(reward.body.scheduledResends).toEqual(kept);
  expect((await system.as(acme).request('POST', `${path}/cancel`, {})).body).toEqual({
    cancelled: 1,
  });
  await waitForEnd({ ...kept[0]!, n: 1 });
});

test('an operator cancels by a signal', async () => {
  const { acme, sent } = await delivered(['op@time.example']);
  const at = new Date(Date.now() + 3_600_000).toISOString();
  const [resend] = (await resendAll(acme, sent, { at })).body.resends;
  const handle = system.worker.client.workflow.getHandle(`resend/${resend!.rewardId}/1`);
  await waitFor('its workflow', async () => (await handle.describe()).status.name === 'RUNNING');
  await handle.signal('cancel');
  await waitForEnd(resend!);
  await waitForEvents(acme, resend!.rewardId, ['resend_cancelled']);
});

test.each([
  ['a time that is over', new Date(Date.now() - 120_000).toISOString(), 422],
  ['more than a year ahead', new Date(Date.now() + 367 * 86_400_000).toISOString(), 422],
  ['no time', 'tomorrow', 400],
  ['a time without an offset', '2030-01-01T00:00:00', 400],
])('%s is refused', async (_what, at, status) => {
  const { acme, sent } = await delivered([`${_what.replaceAll(' ', '.')}@bad.example`]);
  expect((await resendAll(acme, sent, { at })).status).toBe(status);
});

test('what never had a mail has none to send again', async () => {
  const acme = await makeCompany(system.platformDb, { balance: 100 });
  const refused = { ...row('none@never.example'), name: '' };
  const { body } = await system.as(acme).send({ recipients: [refused], ifInvalid: 'skip' });
  const path = `/rewards/${body.rewards[0]!.id}/resend`;
  const answer = await system.as(acme).request<ApiError>('POST', path, {});
  expect([answer.status, answer.body.error.code]).toEqual([409, 'not_in_this_state']);
  const all = await resendAll<ApiError>(acme, body);
  expect([all.status, all.body.error.code]).toEqual([409, 'not_in_this_state']);
});

test('a request by which nobody is mailed is refused; one by which somebody is tells of the others', async () => {
  const acme = await makeCompany(system.platformDb, {
    balance: 100,
    recipients: ['a@partly.example'],
  });
  const recipients = [row('a@partly.example'), { ...row('b@partly.example'), name: '' }];
  const { body } = await system.as(acme).send({ recipients, ifInvalid: 'skip' });
  const sent = await system.as(acme).waitForDistribution(body.id, 'completed_with_failures');
  const [good, bad] = sent.rewards.map(({ id }) => id);
  const none = await resendAll<ApiError>(acme, sent, { rewardIds: [bad] });
  expect([none.status, none.body.error.code]).toEqual([409, 'not_in_this_state']);
  expect(none.body.error.issues).toMatchObject([
    { path: 'rewardIds.0', code: 'not_in_this_state' },
  ]);
  const some = await resendAll(acme, sent, { rewardIds: [bad, good] });
  expect([some.status, some.body.resends.map(({ rewardId }) => rewardId)]).toEqual([201, [good]]);
  expect(some.body.issues).toMatchObject([{ rewardId: bad, code: 'not_in_this_state' }]);
});

test('a send that waits for its time has nothing to mail once more', async () => {
  const acme = await makeCompany(system.platformDb, { balance: 100 });
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  const { body } = await system.as(acme).send({ recipients: [row('a@waits.example')], sendAt });
  const answer = await resendAll<ApiError>(acme, body);
  expect([answer.status, answer.body.error.code]).toEqual([409, 'not_in_this_state']);
  await system.as(acme).request('POST', `/distributions/${body.id}/cancel`, {});
});

afterAll(() => {
  expect(system.logged).toEqual([]);
});

const row = (email: string) => ({ name: 'Asha', email, points: 10 });

async function delivered(emails: string[], until: Distribution['status'] = 'completed') {
  const acme = await makeCompany(system.platformDb, { balance: 100, recipients: emails });
  const { body } = await system.as(acme).send({ recipients: emails.map(row) });
  return { acme, sent: await system.as(acme).waitForDistribution(body.id, until) };
}

async function invited(email: string): Promise<{ acme: TestCompany; rewardId: string }> {
  const acme = await makeCompany(system.platformDb, { balance: 100 });
  const { body } = await system.as(acme).send({ recipients: [row(email)] });
  const rewardId = body.rewards[0]!.id;
  await waitForEvents(acme, rewardId, ['invited']);
  return { acme, rewardId };
}

function resendAll<Body = Resends>(
  acme: TestCompany,
  sent: Distribution,
  body: object = {},
  key?: string,
) {
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
  const path = `/distributions/${sent.id}/resend`;
  return system.as(acme).request<Body>('POST', path, body, headers);
}

async function resendOne(acme: TestCompany, rewardId: string): Promise<Resend> {
  const path = `/rewards/${rewardId}/resend`;
  const { status, body } = await system.as(acme).request<Resend>('POST', path, {});
  expect(status).toBe(201);
  return body;
}

function changeEmail(acme: TestCompany, rewardId: string, email: string) {
  const path = `/rewards/${rewardId}/change-email`;
  return system.as(acme).request<Partial<ApiError>>('POST', path, { email });
}

/** The mail server hesitates with its answer. @returns when it has a mail. */
function holdMails(answer: Answer): Promise<void> {
  return new Promise((resolve) => {
    const behave = () => {
      resolve();
      return answer;
    };
    system.sink.setBehaviour({ behave, delayMilliseconds: 2_500 });
  });
}

async function countResends({ id }: Distribution): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    system.platformDb,
    `SELECT count(*)::int FROM resends s JOIN rewards r ON r.id = s.reward_id
     WHERE r.distribution_id = ?`,
    [id],
  );
  return row!.count;
}

function waitForMails(email: string, count: number) {
  return waitFor(`${count} mails to ${email}`, () => {
    const mails = system.sink.mailsTo(email);
    return mails.length >= count && mails;
  });
}

async function waitForEvents(acme: TestCompany, rewardId: string, wanted: string[]): Promise<void> {
  let events: string[] = [];
  await waitFor(
    `the events ${wanted.join(', ')}`,
    async () => {
      const { body } = await system
        .as(acme)
        .request<{ timeline: { event: string }[] }>('GET', `/rewards/${rewardId}`);
      events = body.timeline.map(({ event }) => event);
      return wanted.every((event) => events.includes(event));
    },
    { lastSeen: () => events },
  );
}

async function waitForEnd(resend: Resend): Promise<void> {
  const handle = workflowOf(resend);
  await waitFor(
    'the end of its workflow',
    async () => (await handle.describe()).status.name === 'COMPLETED',
  );
}

function workflowOf({ rewardId, n }: Resend) {
  return system.worker.client.workflow.getHandle(`resend/${rewardId}/${n}`);
}
