import { randomUUID } from 'node:crypto';
import type { Preview } from '../../contracts/distributions';
import { errorSchema } from '../../contracts/errors';
import { rowsOf } from '../../db/pool';
import { reconcile } from '../../db/reconcile';
import type { ApiError } from '../../test/support/api-client';
import { useCleanUp } from '../../test/support/clean-up';
import {
  createRecordingDispatcher,
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestDatabases,
} from '../../test/support/company';

const cleanUp = useCleanUp();
const dispatcher = createRecordingDispatcher();
let databases: TestDatabases;
let api: TestApi;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases, { dispatcher });
});

afterEach(() => {
  expect(api.logged).toEqual([]);
});

const company = (balance: number, recipients: string[] = []) =>
  makeCompany(databases.platformDb, { balance, recipients });

const row = (email: string, points = 100, more: object = {}) => ({
  name: 'Asha Rao',
  email,
  points,
  ...more,
});

describe('an accepted send', () => {
  test('is answered 201 with its rewards, holds its points, and is handed over once', async () => {
    const acme = await company(1_000, ['asha@201.example']);
    const sent = await api.as(acme).send({
      recipients: [
        row('Asha@201.example', 300, { citation: 'Birthday' }),
        row('new@201.example', 200),
      ],
      externalId: 'order-7',
    });
    expect(sent.status).toBe(201);
    expect(sent.headers.get('location')).toBe(`/api/v1/distributions/${sent.body.id}`);
    expect(sent.body).toMatchObject({
      status: 'accepted',
      method: 'api',
      externalId: 'order-7',
      ifUnregistered: 'invite',
      recipients: 2,
      points: 500,
      counts: { pending: 2 },
    });
    expect(sent.body.rewards).toMatchObject([
      { row: 1, email: 'Asha@201.example', points: 300, citation: 'Birthday', status: 'pending' },
      { row: 2, email: 'new@201.example', points: 200, citation: null, status: 'pending' },
    ]);
    expect(await api.as(acme).getBalance()).toEqual({ balance: 500, held: 500 });
    expect(dispatcher.submitted.filter(({ id }) => id === sent.body.id)).toHaveLength(1);
    // What is read later is what was answered.
    const read = await api.as(acme).getDistribution(sent.body.id);
    const { timeline, approvers, ...shown } = read;
    expect(shown).toEqual(sent.body);
    expect(approvers).toEqual([]);
    expect(timeline).toMatchObject([{ event: 'accepted', at: sent.body.createdAt }]);
  });

  test('names and citations of any script, with any markup, are stored as typed', async () => {
    const acme = await company(1_000);
    const name = `<b>O'Brien</b> =cmd()|' /C calc'!A0 فاطمة नी\u200dता 👩‍👩‍👧`;
    const citation = `"quoted", a;b\n\tsecond line <script>alert(1)</script> {{name}} ${'$'}{x}`;
    const sent = await api
      .as(acme)
      .send({ recipients: [row('typed@201.example', 1, { name, citation })] });
    expect(sent.body.rewards[0]).toMatchObject({ name, citation });
    const [reward] = (await api.as(acme).getDistribution(sent.body.id)).rewards;
    expect(reward).toMatchObject({ name, citation });
  });

  test('500 rows are taken in one send, 501 are not', async () => {
    const acme = await company(1_000);
    const rows = Array.from({ length: 501 }, (_, n) => row(`r${n}@500.example`, 1));
    const refused = await api
      .as(acme)
      .request<ApiError>('POST', '/distributions', { recipients: rows });
    expect(refused.status).toBe(422);
    expect(refused.body.error).toMatchObject({ code: 'too_many_recipients' });
    const sent = await api.as(acme).send({ recipients: rows.slice(0, 500) });
    expect(sent.status).toBe(201);
    expect(sent.body.rewards).toHaveLength(500);
    expect(await api.as(acme).getBalance()).toEqual({ balance: 500, held: 500 });
  });
});

describe('the balance (rule R6)', () => {
  test('of 200 sends of 1,000 at once against 10,000, exactly 10 are accepted', async () => {
    const acme = await company(10_000);
    const sends = Array.from({ length: 200 }, (_, n) =>
      api.as(acme).request<ApiError>('POST', '/distributions', {
        recipients: [row(`many${n}@200.example`, 600), row(`more${n}@200.example`, 400)],
      }),
    );
    const answers = await Promise.all(sends);
    const refused = answers.filter(({ status }) => status === 402);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(refused).toHaveLength(190);
    for (const { body } of refused) {
      const { balance = -1, ...error } = errorSchema.parse(body.error);
      expect(error).toMatchObject({ code: 'insufficient_balance', required: 1_000 });
      expect(balance % 1_000).toBe(0);
      expect(error.shortfall).toBe(1_000 - balance);
      expect(error.suggestedRemovals?.length).toBeGreaterThan(0);
    }
    expect(await api.as(acme).getBalance()).toEqual({ balance: 0, held: 10_000 });
    const [lowest] = await rowsOf<{ balance: number }>(
      databases.platformDb,
      `SELECT min(balance_after) AS balance FROM entries e JOIN accounts a ON a.id = e.account_id
       WHERE a.owner_id = ? AND a.kind = 'company_balance'`,
      [acme.id],
    );
    expect(lowest?.balance).toBe(0);
  });

  test('a short balance says what is missing and which rows to remove; nothing is taken', async () => {
    const acme = await company(500);
    const refused = await api.as(acme).request<ApiError>('POST', '/distributions', {
      recipients: [row('a@402.example', 300), row('b@402.example', 150), row('c@402.example', 200)],
    });
    expect(refused.status).toBe(402);
    expect(refused.body.error).toMatchObject({
      balance: 500,
      required: 650,
      shortfall: 150,
      suggestedRemovals: [{ row: 2, name: 'Asha Rao', email: 'b@402.example', points: 150 }],
    });
    expect(await api.as(acme).getBalance()).toEqual({ balance: 500, held: 0 });
    expect((await api.as(acme).request('GET', '/distributions')).body).toMatchObject({ items: [] });
  });

  test('rows that are not charged do not count against it', async () => {
    await company(0, ['theirs@elsewhere.example']);
    const acme = await company(100);
    const sent = await api.as(acme).send({
      recipients: [row('theirs@elsewhere.example', 900), row('mine@402.example', 100)],
    });
    expect(sent.status).toBe(201);
    expect(sent.body).toMatchObject({ points: 100, counts: { failed: 1, pending: 1 } });
    expect(await api.as(acme).getBalance()).toEqual({ balance: 0, held: 100 });
  });
});

describe('the Idempotency-Key', () => {
  test('200 times at once makes one distribution, and 199 byte-identical replays', async () => {
    const acme = await company(10_000);
    const key = randomUUID();
    const send = { recipients: [row('same@key.example', 250), row('same2@key.example', 250)] };
    // A replay that comes seconds later hands the send over once more: here none comes later.
    jest.spyOn(Date, 'now').mockReturnValue(Date.now());
    const before = dispatcher.submitted.length;
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => postText(acme, JSON.stringify(send), key)),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(
      answers.filter(({ status, replayed }) => status === 200 && replayed === 'true'),
    ).toHaveLength(199);
    expect(dispatcher.submitted.length).toBe(before + 1);
    expect(await api.as(acme).getBalance()).toEqual({ balance: 9_500, held: 500 });
  });

  test('a replay stays byte-identical after everything has happened to the rewards', async () => {
    await company(0, ['theirs@replay.example']);
    const acme = await company(1_000, ['a@replay.example']);
    const key = randomUUID();
    const send = {
      ifInvalid: 'skip',
      externalId: 'x',
      recipients: [
        row('a@replay.example', 10, { mobile: '98765 43210', citation: 'Line 1\r\nLine 2' }),
        row('theirs@replay.example', 20),
        row('not an address', 30, { citation: '\u202e' }),
        row('new@replay.example', 40, { externalId: 'mine' }),
      ],
    };
    const first = await postText(acme, JSON.stringify(send), key);
    expect(first.status).toBe(201);
    await databases.platformDb.raw(
      `UPDATE rewards SET status = 'delivered', credited_at = now(), delivered_at = now(),
         reason_code = 'mail_server_unreachable', invited_at = now(), expires_at = now()
       WHERE distribution_id = ? AND status = 'pending'`,
      [first.id],
    );
    await databases.platformDb.raw(
      `UPDATE distributions SET status = 'completed_with_failures', started_at = now(),
         completed_at = now(), workflow_id = 'dispatch/x', run_id = 'y' WHERE id = ?`,
      [first.id],
    );
    const again = await postText(acme, JSON.stringify(send), key);
    expect(again).toEqual({ ...first, status: 200, replayed: 'true' });
    // The rewards were changed by hand; without their transfers they would not reconcile.
    await databases.platformDb.raw(
      `UPDATE rewards SET status = 'pending', credited_at = NULL WHERE distribution_id = ? AND NOT refused_at_accept`,
      [first.id],
    );
  });

  test('the order of the keys in the body is no difference, another value is: 409', async () => {
    const acme = await company(1_000);
    const key = randomUUID();
    const first = await postText(
      acme,
      '{"recipients":[{"name":"A","email":"a@409.example","points":5}]}',
      key,
    );
    const turned = await postText(
      acme,
      '{ "recipients" : [{"points":5.0,"email":"a@409.example","name":"A"}]}',
      key,
    );
    expect(turned).toMatchObject({ status: 200, id: first.id });
    for (const other of [
      '{"recipients":[{"name":"A","email":"a@409.example","points":6}]}',
      '{"recipients":[{"name":"A","email":"a@409.example","points":5}],"ifUnregistered":"register"}',
    ]) {
      const refused = await postText(acme, other, key);
      expect(refused.status).toBe(409);
      expect(JSON.parse(refused.text).error).toMatchObject({ code: 'idempotency_key_reused' });
    }
    expect(await api.as(acme).getBalance()).toEqual({ balance: 995, held: 5 });
  });

  test('a refused send leaves its key free', async () => {
    const acme = await company(10);
    const key = randomUUID();
    const send = { recipients: [row('free@key.example', 11)] };
    expect((await api.as(acme).send(send, key)).status).toBe(402);
    send.recipients[0]!.points = 10;
    expect((await api.as(acme).send(send, key)).status).toBe(201);
  });

  test('two companies may use the same key', async () => {
    const key = randomUUID();
    const [one, other] = [await company(10), await company(10)];
    const send = { recipients: [row('both@key.example', 10)] };
    const [first, second] = [
      await api.as(one).send(send, key),
      await api.as(other).send(send, key),
    ];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.body.id).not.toBe(second.body.id);
  });

  test.each(['', 'x'.repeat(201)])('a key of unusable length is refused: %#', async (key) => {
    const acme = await company(10);
    const refused = await api.as(acme).send({ recipients: [row('len@key.example', 1)] }, key);
    expect(refused.status).toBe(400);
  });
});

describe('rows that cannot be sent', () => {
  test('ifInvalid fail: the call is refused with every issue of every row at once', async () => {
    const acme = await company(1_000);
    const refused = await api.as(acme).request<ApiError>('POST', '/distributions', {
      recipients: [
        row('fine@422.example'),
        { name: '', email: 'x', points: '10' },
        row('a@b.example', 0),
      ],
    });
    expect(refused.status).toBe(422);
    const { issues = [] } = errorSchema.parse(refused.body.error);
    expect(issues.map(({ row: number, path, code }) => [number, path, code])).toEqual([
      [2, 'recipients.1.name', 'invalid_name'],
      [2, 'recipients.1.email', 'invalid_email'],
      [2, 'recipients.1.points', 'invalid_points'],
      [3, 'recipients.2.points', 'invalid_points'],
    ]);
    expect(await api.as(acme).getBalance()).toEqual({ balance: 1_000, held: 0 });
  });

  test('ifInvalid skip: they are recorded as failed, not charged, and the others are sent', async () => {
    const acme = await company(1_000);
    const sent = await api.as(acme).request('POST', '/distributions', {
      ifInvalid: 'skip',
      recipients: [
        row('a@skip.example', 100),
        row('b@skip.example', 1.5),
        {
          name: `\u0000\ud800${'x'.repeat(10_000)}`,
          email: 'a\r\nBcc: x@y.example',
          points: 2 ** 53,
        },
        ...[null, 'text', 7, [], {}],
      ],
    });
    expect(sent.status).toBe(201);
    expect(sent.body).toMatchObject({
      recipients: 8,
      points: 100,
      counts: { pending: 1, failed: 7 },
    });
    const codes = (sent.body as { rewards: { reason?: { code: string } }[] }).rewards.map(
      ({ reason }) => reason?.code,
    );
    expect(codes).toEqual([
      ...[undefined, 'invalid_points', 'invalid_name'],
      ...['invalid_row', 'invalid_row', 'invalid_row', 'invalid_row', 'invalid_name'],
    ]);
    expect(await api.as(acme).getBalance()).toEqual({ balance: 900, held: 100 });
  });

  test('what only the world knows fails its row alone, and never says which company (R4, R5, R8)', async () => {
    const globex = await makeCompany(databases.platformDb, {
      name: 'Globex Secret',
      recipients: ['theirs@world.example'],
      admin: { email: 'admin@world.example', password: 'p' },
    });
    const acme = await company(1_000, ['ours@world.example']);
    const sent = await api.as(acme).send({
      ifUnregistered: 'fail',
      recipients: ['ours', 'theirs', 'admin', 'nobody'].map((name) =>
        row(`${name}@World.example`, 10),
      ),
    });
    expect(sent.status).toBe(201);
    expect(sent.body.rewards.map(({ status, reason }) => [status, reason?.code])).toEqual([
      ['pending', undefined],
      ['failed', 'registered_with_another_company'],
      ['failed', 'recipient_is_admin'],
      ['failed', 'unregistered'],
    ]);
    expect(sent.body.points).toBe(10);
    expect(JSON.stringify(sent.body)).not.toContain(globex.id);
    expect(JSON.stringify(sent.body)).not.toContain('Globex');
  });

  test('a send whose every row is refused is recorded and charges nothing', async () => {
    const acme = await company(5);
    const sent = await api.as(acme).send({
      ifUnregistered: 'fail',
      recipients: [row('nobody1@all.example', 100), row('nobody2@all.example', 100)],
    });
    expect(sent.status).toBe(201);
    expect(sent.body).toMatchObject({ points: 0, counts: { failed: 2 } });
    expect(await api.as(acme).getBalance()).toEqual({ balance: 5, held: 0 });
  });

  test('a company may require mobile numbers; they are stored as E.164', async () => {
    const acme = await makeCompany(databases.platformDb, {
      balance: 10,
      mobileRequired: true,
    });
    const refused = await api.as(acme).send({ recipients: [row('m@mobile.example', 1)] });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ error: { issues: [{ code: 'mobile_required' }] } });
    const sent = await api.as(acme).send({
      recipients: [row('m@mobile.example', 1, { mobile: '098765 43210' })],
    });
    expect(sent.body.rewards[0]).toMatchObject({ mobile: '+919876543210' });
  });
});

describe('a dry run', () => {
  test('shows every outcome and warning, and writes nothing', async () => {
    await company(0, ['theirs@dry.example']);
    const acme = await company(1_000, ['ours@dry.example', 'again@dry.example']);
    await api.as(acme).send({
      recipients: [row('again@dry.example', 50, { citation: 'Birthday' })],
    });
    const before = await snapshot();
    const { status, body } = await api.as(acme).request<Preview>('POST', '/distributions', {
      dryRun: true,
      recipients: [
        row('ours@dry.example', 100),
        row('new@dry.example', 200),
        row('theirs@dry.example', 300),
        row('broken', 400),
        row('NEW@dry.example', 500),
        row('again@dry.example', 50, { citation: 'Birthday' }),
        row('again@dry.example', 50, { citation: 'Another reason' }),
      ],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      dryRun: true,
      recipients: 7,
      valid: 5,
      balance: 950,
      required: 900,
      balanceAfter: 50,
      shortfall: 0,
      suggestedRemovals: [],
      counts: { will_be_credited: 3, will_be_invited: 2, will_be_registered: 0, will_fail: 2 },
    });
    expect(
      body.rewards.map(({ outcome, reason, warnings }) => [
        outcome,
        reason?.code,
        ...warnings.map(({ code }) => code),
      ]),
    ).toEqual([
      ['will_be_credited', undefined],
      ['will_be_invited', undefined],
      ['will_fail', 'registered_with_another_company'],
      ['will_fail', 'invalid_email'],
      ['will_be_invited', undefined, 'duplicate_in_file'],
      ['will_be_credited', undefined, 'sent_recently'],
      ['will_be_credited', undefined, 'duplicate_in_file'],
    ]);
    expect(await snapshot()).toEqual(before);
  });

  test('of a send that the balance cannot pay says how much is missing', async () => {
    const acme = await company(100);
    const { status, body } = await api.as(acme).request<Preview>('POST', '/distributions', {
      dryRun: true,
      ifUnregistered: 'register',
      recipients: [row('s1@dry.example', 80), row('s2@dry.example', 70)],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      balanceAfter: -50,
      shortfall: 50,
      suggestedRemovals: [{ row: 2 }],
      counts: { will_be_registered: 2 },
    });
  });

  test('takes no Idempotency-Key away from the send that follows', async () => {
    const acme = await company(100);
    const key = randomUUID();
    const send = { recipients: [row('then@dry.example', 80)] };
    expect((await api.as(acme).send({ ...send, dryRun: true }, key)).status).toBe(200);
    expect((await api.as(acme).send(send, key)).status).toBe(201);
  });
});

test('sends of many companies at once keep apart, also when one of them is refused', async () => {
  const companies = await Promise.all(Array.from({ length: 12 }, (_, n) => company(n * 10)));
  const answers = await Promise.all(
    companies.map((one, n) =>
      api.as(one).send({ recipients: [row(`apart${n}@many.example`, 60)] }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(
    companies.map((_, n) => (n * 10 >= 60 ? 201 : 402)),
  );
  for (const [n, one] of companies.entries()) {
    const paid = n * 10 >= 60 ? 60 : 0;
    expect(await api.as(one).getBalance()).toEqual({ balance: n * 10 - paid, held: paid });
    const listed = await api.as(one).request<{ items: { id: string }[] }>('GET', '/distributions');
    expect(listed.body.items.map(({ id }) => id)).toEqual(paid > 0 ? [answers[n]!.body.id] : []);
  }
});

test('after all of these the ledger agrees with every distribution', async () => {
  expect(await reconcile(databases.platformDb)).toEqual([]);
});

async function postText(acme: { apiKey: string }, body: string, key: string) {
  const response = await fetch(`${api.url}/api/v1/distributions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${acme.apiKey}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body,
  });
  const text = await response.text();
  const replayed = response.headers.get('idempotency-replayed');
  return { status: response.status, text, replayed, id: JSON.parse(text).id as string };
}

/** Everything that a send could write. */
async function snapshot(): Promise<unknown> {
  return rowsOf(
    databases.platformDb,
    `SELECT (SELECT count(*) FROM distributions) AS distributions, (SELECT count(*) FROM rewards) AS rewards,
       (SELECT count(*) FROM reward_events) AS events, (SELECT count(*) FROM transfers) AS transfers,
       (SELECT sum(version) FROM accounts) AS versions, (SELECT count(*) FROM recipients) AS recipients`,
  );
}
