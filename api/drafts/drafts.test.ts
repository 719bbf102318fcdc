import type { Distribution } from '../../contracts/distributions';
import type { Draft } from '../../contracts/drafts';
import type { ApiClient, ApiError } from '../../test/support/api-client';
import { useCleanUp } from '../../test/support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestDatabases,
} from '../../test/support/company';
import { reconcile } from '../../db/reconcile';

const cleanUp = useCleanUp();
let databases: TestDatabases;
let api: TestApi;
let companies = 0;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
  await makeCompany(databases.platformDb, {
    recipients: ['theirs@globex.example'],
    admin: { email: 'boss@globex.example', password: 'p' },
  });
});

afterEach(async () => {
  expect(await reconcile(databases.platformDb)).toEqual([]);
  expect(api.logged).toEqual([]);
});

/** A company with 1,000 points and Asha, and its client; its people are its own. */
async function acme(options: { balance?: number } = {}): Promise<ApiClient & { asha: string }> {
  const asha = `asha${(companies += 1)}@acme.example`;
  const company = await makeCompany(databases.platformDb, {
    balance: options.balance ?? 1_000,
    recipients: [asha],
  });
  return { ...api.as(company), asha };
}

async function uploadRows(client: ApiClient, rows: string[], name = 'team.csv'): Promise<Draft> {
  const answer = await client.upload(name, ['Name,E-mail,Points,Citation', ...rows].join('\r\n'));
  expect(answer).toMatchObject({ status: 201 });
  return answer.body;
}

const distribute = (client: ApiClient, draft: Draft, more: object = {}) =>
  client.request<Distribution & ApiError>('POST', `/drafts/${draft.id}/distribute`, {
    version: draft.version,
    ...more,
  });

const change = (client: ApiClient, draft: Draft, path: string, body: object, method = 'POST') =>
  client.request<Draft & ApiError>(method, `/drafts/${draft.id}${path}`, {
    version: draft.version,
    ...body,
  });

describe('the preview', () => {
  test('says of each row what would happen, by the row’s number in the file', async () => {
    const client = await acme();
    const draft = await uploadRows(client, [
      `Asha Rao,${client.asha},100,Birthday`,
      `Nina,nina${companies}@acme.example,50,`,
      '',
      'Gita,theirs@globex.example,10,',
      'Boss,boss@globex.example,10,',
      'Bad,bad-at-example,1.500,',
      `Asha Rao,${client.asha},1,`,
    ]);
    expect(draft).toMatchObject({
      status: 'open',
      fileName: 'team.csv',
      source: { format: 'csv', delimiter: ',', headingRow: 1 },
      totals: { rows: 6, valid: 3, points: 151, balance: 1_000, balanceAfter: 849, shortfall: 0 },
      groups: {
        will_be_credited: 2,
        will_be_invited: 1,
        registered_elsewhere: 1,
        admin: 1,
        invalid: 1,
        duplicate_in_file: 1,
        removed: 0,
      },
      toConfirm: ['duplicate_in_file'],
    });
    expect(draft.items.map(({ row, outcome }) => [row, outcome])).toEqual([
      [2, 'will_be_credited'],
      [3, 'will_be_invited'],
      [5, 'registered_elsewhere'],
      [6, 'admin'],
      [7, 'invalid'],
      [8, 'will_be_credited'],
    ]);
    expect(draft.items[4]!.issues).toMatchObject([
      { row: 7, path: 'rows.7.points', column: 'Points', value: '1.500', code: 'ambiguous_points' },
      { row: 7, path: 'rows.7.email', column: 'E-mail', value: 'bad-at-example' },
    ]);
    // Nothing was taken, and nobody was told.
    expect(await client.getBalance()).toEqual({ balance: 1_000, held: 0 });
  });

  test('is of now: who registers meanwhile is seen, and a draft can be read again', async () => {
    const client = await acme();
    const made = await uploadRows(client, [`Asha,${client.asha},10,`]);
    const again = await client.request<Draft>('GET', `/drafts/${made.id}`);
    expect(again.body).toEqual(made);
    const page = await client.request<{ items: object[] }>('GET', '/drafts?status=open');
    expect(page.body.items).toEqual([expect.objectContaining({ id: made.id, rows: 1 })]);
  });

  test('pages through the rows of one group', async () => {
    const client = await acme();
    const draft = await uploadRows(
      client,
      Array.from({ length: 9 }, (_, n) => `P,${n % 3 === 0 ? 'bad' : `p${n}@acme.example`},1,`),
    );
    const path = `/drafts/${draft.id}/rows?group=invalid&limit=2`;
    const first = await client.request<{ items: { row: number }[]; nextCursor: string }>(
      'GET',
      path,
    );
    expect(first.body.items.map(({ row }) => row)).toEqual([2, 5]);
    const rest = await client.request<typeof first.body>(
      'GET',
      `${path}&cursor=${first.body.nextCursor}`,
    );
    expect(rest.body).toMatchObject({ items: [{ row: 8 }], nextCursor: null });
  });
});

describe('mending', () => {
  test('a row is mended where it stands, removed and taken back', async () => {
    const client = await acme();
    let draft = await uploadRows(client, [`Asha,${client.asha},"1,5",`, 'Bo,bo,20,']);
    expect(draft.groups).toMatchObject({ invalid: 2 });
    const mended = await change(client, draft, '/rows/2', { points: '1,000' }, 'PATCH');
    expect(mended.body.items[0]).toMatchObject({ outcome: 'will_be_credited', edited: true });
    expect(mended.body.totals.points).toBe(1_000);
    draft = mended.body;
    draft = (await change(client, draft, '/remove-rows', { group: 'invalid' })).body;
    expect(draft.groups).toMatchObject({ invalid: 0, removed: 1 });
    draft = (await change(client, draft, '/restore-rows', { rows: [3] })).body;
    expect(draft.groups).toMatchObject({ invalid: 1, removed: 0 });
  });

  test('two people who change one draft: the second is told to look again', async () => {
    const client = await acme();
    const draft = await uploadRows(client, [`Asha,${client.asha},10,`]);
    const both = await Promise.all(
      ['11', '12'].map((points) => change(client, draft, '/rows/2', { points }, 'PATCH')),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)!.body.error.code).toBe('draft_changed');
    expect((await distribute(client, draft)).body.error.code).toBe('draft_changed');
  });

  test('what happens to the unregistered is chosen in the draft', async () => {
    const client = await acme();
    const draft = await uploadRows(client, [`New,new${companies}@acme.example,10,`]);
    const fails = await change(client, draft, '', { ifUnregistered: 'fail' }, 'PATCH');
    expect(fails.body).toMatchObject({ groups: { not_registered: 1 }, totals: { points: 0 } });
    const registers = await change(client, fails.body, '', { ifUnregistered: 'register' }, 'PATCH');
    expect(registers.body).toMatchObject({
      groups: { will_be_registered: 1 },
      totals: { points: 10 },
    });
  });

  test('a discarded draft keeps no rows and cannot be sent', async () => {
    const client = await acme();
    const draft = await uploadRows(client, [`Asha,${client.asha},10,`]);
    expect(await client.request('DELETE', `/drafts/${draft.id}`)).toMatchObject({ status: 200 });
    expect((await client.request<Draft>('GET', `/drafts/${draft.id}`)).body.items).toEqual([]);
    expect((await distribute(client, draft)).body.error.code).toBe('draft_closed');
  });
});

describe('distributing', () => {
  test('a double click and two tabs send once', async () => {
    const client = await acme();
    const draft = await uploadRows(client, [`Asha,${client.asha},100,`]);
    const answers = await Promise.all(Array.from({ length: 10 }, () => distribute(client, draft)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(9).fill(200), 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers[0]!.body).toMatchObject({ method: 'bulk', points: 100, recipients: 1 });
    expect(await client.getBalance()).toEqual({ balance: 900, held: 100 });
  });

  test('with wrong rows nothing is sent, or the valid ones when that is said', async () => {
    const client = await acme();
    const draft = await uploadRows(client, [`Asha,${client.asha},100,`, 'Bad,bad,5,']);
    const refused = await distribute(client, draft);
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'rows_refused' } } });
    expect(refused.body.error.issues).toMatchObject([{ row: 3, path: 'rows.3.email' }]);
    expect(await client.getBalance()).toEqual({ balance: 1_000, held: 0 });
    const sent = await distribute(client, draft, { ifInvalid: 'skip' });
    expect(sent).toMatchObject({ status: 201, body: { recipients: 2, points: 100 } });
    expect(sent.body.rewards.map(({ row, status }) => [row, status])).toEqual([
      [2, 'pending'],
      [3, 'failed'],
    ]);
  });

  test('a draft without a row that can be sent is refused', async () => {
    const client = await acme();
    const draft = await uploadRows(client, ['Bad,bad,5,']);
    const answer = await distribute(client, draft, { ifInvalid: 'skip' });
    expect(answer).toMatchObject({ status: 422, body: { error: { code: 'no_recipients' } } });
  });

  test('the same file within an hour, and rewards like those of this week, are asked about', async () => {
    const client = await acme();
    const rows = [`Asha,${client.asha},100,Birthday`];
    const first = await distribute(client, await uploadRows(client, rows));
    const again = await uploadRows(client, rows);
    expect(again).toMatchObject({
      sameFile: { distributionId: first.body.id },
      toConfirm: ['same_file', 'sent_recently'],
    });
    const asked = await distribute(client, again, { confirm: ['sent_recently'] });
    expect(asked).toMatchObject({ status: 409, body: { error: { code: 'confirmation_needed' } } });
    expect(asked.body.error.issues).toMatchObject([{ path: 'confirm', code: 'same_file' }]);
    expect(await client.getBalance()).toEqual({ balance: 900, held: 100 });
    const meant = await distribute(client, again, { confirm: again.toConfirm });
    expect(meant).toMatchObject({ status: 201 });
  });

  test('a short balance is refused with what is missing, and the draft stays', async () => {
    const client = await acme({ balance: 150 });
    const draft = await uploadRows(client, [
      `Asha,${client.asha},100,`,
      `Bo,bo${companies}@acme.example,70,`,
    ]);
    expect(draft.totals).toMatchObject({ shortfall: 20, balanceAfter: -20 });
    const short = await distribute(client, draft);
    expect(short).toMatchObject({
      status: 402,
      body: { error: { code: 'insufficient_balance', shortfall: 20 } },
    });
    const rows = short.body.error.suggestedRemovals!.map(({ row }) => row);
    const smaller = await change(client, draft, '/remove-rows', { rows });
    expect(smaller.body.totals.shortfall).toBe(0);
    expect(await distribute(client, smaller.body)).toMatchObject({ status: 201 });
  });
});

test('a scheduled file that was cancelled may be sent again, as if it had never been', async () => {
  const client = await acme();
  const draft = await uploadRows(client, [`Asha,${client.asha},100,`, 'Bo,bo,70,']);
  const file = String(await client.download(`/drafts/${draft.id}/failed-rows.csv`));
  const mended = file.replace(',bo,', `,bo${companies}@acme.example,`);
  const first = await client.upload('failed.csv', mended);
  const sendAt = new Date(Date.now() + 86_400_000).toISOString();
  const scheduled = await distribute(client, first.body, { sendAt });
  expect(scheduled).toMatchObject({ status: 201, body: { status: 'scheduled', held: true } });
  expect((await client.upload('failed.csv', mended)).body.groups.already_sent_again).toBe(1);
  const cancel = `/distributions/${scheduled.body.id}/cancel`;
  expect(await client.request('POST', cancel, {})).toMatchObject({ status: 200 });
  const again = await client.upload('failed.csv', mended);
  expect(again.body).toMatchObject({ sameFile: null, totals: { valid: 1 } });
  expect(await distribute(client, again.body)).toMatchObject({ status: 201 });
  expect(await client.getBalance()).toEqual({ balance: 930, held: 70 });
});

describe('what failed', () => {
  test('comes back as a file, mended and uploaded it is sent, and only once', async () => {
    const client = await acme();
    const draft = await uploadRows(client, [`Asha,${client.asha},100,`, `Bo,bo,70,`]);
    const file = String(await client.download(`/drafts/${draft.id}/failed-rows.csv`));
    await distribute(client, draft, { ifInvalid: 'skip' });
    const mended = file.replace(',bo,', `,bo${companies}@acme.example,`);
    expect(mended).not.toBe(file);
    const second = await client.upload('failed.csv', mended);
    expect(second.body).toMatchObject({ totals: { rows: 1, valid: 1, points: 70 } });
    expect(await distribute(client, second.body)).toMatchObject({ status: 201 });
    const third = await client.upload('failed again.csv', `${mended}\r\n`);
    expect(third.body).toMatchObject({ totals: { valid: 0 }, groups: { already_sent_again: 1 } });
    expect(third.body.items[0]).toMatchObject({ reason: { code: 'already_sent_again' } });
    expect(await client.getBalance()).toEqual({ balance: 830, held: 170 });
  });

  test('a row that was mended in the draft is not sent again from the file', async () => {
    const client = await acme();
    const bo = `bo${companies}@acme.example`;
    const draft = await uploadRows(client, ['Bo,bo,70,']);
    const file = String(await client.download(`/drafts/${draft.id}/failed-rows.csv`));
    const mended = await change(client, draft, '/rows/2', { email: bo }, 'PATCH');
    await distribute(client, mended.body);
    const again = await client.upload('failed.csv', file.replace(',bo,', `,${bo},`));
    expect(again.body.groups).toMatchObject({ already_sent_again: 1 });
  });

  test('a row that was sent from the file is not sent again from its draft', async () => {
    const client = await acme();
    const bo = `bo${companies}@acme.example`;
    const draft = await uploadRows(client, ['Bo,bo,70,', `Asha,${client.asha},1,`]);
    const file = String(await client.download(`/drafts/${draft.id}/failed-rows.csv`));
    const second = await client.upload('failed.csv', file.replace(',bo,', `,${bo},`));
    await distribute(client, second.body);
    const mended = await change(client, draft, '/rows/2', { email: bo }, 'PATCH');
    expect(mended.body.items[0]).toMatchObject({ outcome: 'already_sent_again' });
    await distribute(client, mended.body);
    expect(await client.getBalance()).toEqual({ balance: 929, held: 71 });
  });

  test('of a send of the API keeps what the send said of them: campaign, ids, method', async () => {
    const client = await acme();
    const campaign = await client.request<{ id: string }>('POST', '/campaigns', {
      name: `Retried ${companies}`,
      content: { subject: 'Hi {{name}}', heading: 'Hello', message: 'Thank you.' },
    });
    const campaignId = campaign.body.id;
    const long = 'A'.repeat(201);
    const sent = await client.send({
      ...{ externalId: 'order-7', campaignId, ifInvalid: 'skip' as const },
      recipients: [
        { name: 'Asha', email: client.asha, points: 10, externalId: 'line-1' },
        {
          name: 'Bo',
          email: 'bo@new.example',
          points: 2.5,
          mobile: '+919876543210',
          externalId: 'line-2',
        },
        { name: 'Gita', email: 'theirs@globex.example', points: 20, externalId: 'line-3' },
        { name: long, email: 'long@new.example', points: 5 },
      ],
    });
    expect(sent.body.rewards.map(({ externalId }) => externalId)).toEqual([
      ...['line-1', 'line-2', 'line-3', null],
    ]);
    const retry = await client.request<Draft>(
      'POST',
      `/distributions/${sent.body.id}/retry-failed`,
      {},
    );
    expect(retry.body).toMatchObject({ campaignId, totals: { rows: 3 } });
    expect(retry.body.items).toMatchObject([
      { row: 2, mobile: '+919876543210', issues: [{ column: 'Points' }] },
      { row: 3, outcome: 'registered_elsewhere' },
      // Cut to what is allowed it would be sent as another name.
      { row: 4, outcome: 'invalid', issues: [{ column: 'Name' }] },
    ]);
    const [bo] = retry.body.items;
    expect(bo!.issues[0]!.message).not.toMatch(/missing/);

    const file = String(await client.download(`/distributions/${sent.body.id}/failed-rows.csv`));
    expect(file.split('\n')[0]).toContain('External id');
    expect(file).toContain('line-2');
    const uploaded = await client.upload('mended.csv', file.replace('theirs@globex', 'g@new'));
    const gitas = await change(client, uploaded.body, '/remove-rows', { group: 'invalid' });
    const fromFile = await distribute(client, gitas.body);
    expect(fromFile.body).toMatchObject({ method: 'bulk', rewards: [{ externalId: 'line-3' }] });

    const mended = await change(client, retry.body, '/rows/2', { points: '3' }, 'PATCH');
    const rest = await change(client, mended.body, '/remove-rows', { rows: [3, 4] });
    const again = await distribute(client, rest.body);
    expect(again).toMatchObject({ status: 201 });
    expect(again.body).toMatchObject({
      ...{ method: 'api', externalId: 'order-7', campaign: { id: campaignId } },
      rewards: [{ email: 'bo@new.example', externalId: 'line-2', mobile: '+919876543210' }],
    });
  });

  test('of any distribution is taken into a draft, and not a second time once it was sent', async () => {
    const client = await acme();
    const sent = await client.send({
      recipients: [
        { name: 'Asha', email: client.asha, points: 10 },
        { name: 'Gita', email: 'theirs@globex.example', points: 20 },
      ],
    });
    const path = `/distributions/${sent.body.id}/retry-failed`;
    const retry = await client.request<Draft>('POST', path, {});
    expect(retry).toMatchObject({ status: 201, body: { retryOf: sent.body.id } });
    expect(retry.body.items).toMatchObject([{ row: 2, outcome: 'registered_elsewhere' }]);
    const gita = `gita${companies}@acme.example`;
    const mended = await change(client, retry.body, '/rows/2', { email: gita }, 'PATCH');
    expect(await distribute(client, mended.body)).toMatchObject({ status: 201 });
    const nothing = await client.request<ApiError>('POST', path, {});
    expect(nothing).toMatchObject({ status: 409, body: { error: { code: 'nothing_failed' } } });
  });
});

describe('uploads that are no spreadsheet', () => {
  test.each([
    ['no form', {}, 415, 'unsupported_media_type'],
    ['a form without a file', new FormData(), 400, 'bad_request'],
    ['a choice that does not exist', form({ ifUnregistered: 'maybe' }), 400, 'bad_request'],
    ['an unknown field', form({ nonsense: '1' }), 400, 'bad_request'],
    ['an empty file', form({}, ''), 422, 'file_is_empty'],
    [
      'an old workbook',
      form({}, '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1'),
      422,
      undefined,
    ],
    ['a file that is too large', form({}, 'x'.repeat(6 * 1024 * 1024)), 413, 'file_too_large'],
  ])('%s: %#', async (_what, body, status, code) => {
    const client = await acme();
    const answer = await client.request<ApiError>('POST', '/uploads', body);
    expect(answer).toMatchObject({ status });
    if (code !== undefined) expect(answer.body.error.code).toBe(code);
  });

  test('without a key nothing is read', async () => {
    const nobody = api.as({ apiKey: 'nobody' });
    expect(await nobody.upload('team.csv', 'x')).toMatchObject({ status: 401 });
  });
});

function form(fields: Record<string, string>, content = 'Name,E-mail,Points\r\nA,a@b.example,1') {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) made.set(name, value);
  made.set('file', new Blob([content]), 'team.csv');
  return made;
}

test('another company sees nothing of a draft', async () => {
  const client = await acme();
  const stranger = await acme();
  const draft = await uploadRows(client, [`Asha,${client.asha},10,`, 'Bad,bad,1,']);
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['GET', '/rows', undefined],
    ['GET', '/failed-rows.csv', undefined],
    ['GET', '/failed-rows.xlsx', undefined],
    ['PATCH', '', { version: 1 }],
    ['PATCH', '/rows/2', { version: 1, name: 'x' }],
    ['POST', '/remove-rows', { version: 1, rows: [2] }],
    ['POST', '/distribute', { version: 1 }],
    ['DELETE', '', undefined],
  ] as const) {
    const answer = await stranger.request(method, `/drafts/${draft.id}${path}`, body);
    expect([method, path, answer.status]).toEqual([method, path, 404]);
  }
  expect((await stranger.request<{ items: [] }>('GET', '/drafts')).body.items).toEqual([]);
});
