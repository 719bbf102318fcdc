import { EventSource } from 'eventsource';
import { parse } from 'csv-parse/sync';
import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import type { AppRouter } from '../api/router';
import type { Distribution } from '../contracts/distributions';
import type { Draft, Progress } from '../contracts/drafts';
import { reconcile } from '../db/reconcile';
import type { ApiClient } from './support/api-client';
import { useCleanUp } from './support/clean-up';
import { makeCompany, startTestSystem, type TestSystem } from './support/company';

/** A file goes the whole road: upload, preview, mails, and the failed rows back and mended. */

const cleanUp = useCleanUp();
let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem(cleanUp);
  await makeCompany(system.platformDb, {
    recipients: ['theirs@globex.example'],
    admin: { email: 'boss@globex.example', password: 'p' },
  });
});

afterEach(async () => {
  expect(await reconcile(system.platformDb)).toEqual([]);
});

const distribute = (client: ApiClient, draft: Draft, more: object = {}) =>
  client.request<Distribution>('POST', `/drafts/${draft.id}/distribute`, {
    version: draft.version,
    confirm: draft.toConfirm,
    ...more,
  });

const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const lineOf = (...cells: string[]): string => cells.map(cell).join(',');

/** Ten ways in which a row can be wrong, and the row as it was meant. */
const WRONG: [code: string, line: (address: string) => string][] = [
  ['ambiguous_points', (address) => lineOf('P', address, '1.500', '', '')],
  ['unreadable_points', (address) => lineOf('P', address, 'ten', '', '')],
  ['invalid_points', (address) => lineOf('P', address, '0', '', '')],
  ['invalid_points', (address) => lineOf('P', address, '', '', '')],
  ['invalid_email', (address) => lineOf('P', address.replace('@', ' at '), '1', '', '')],
  ['invalid_name', (address) => lineOf('', address, '1', '', '')],
  ['invalid_mobile', (address) => lineOf('P', address, '1', '12', '')],
  ['shortened_number', (address) => lineOf('P', address, '1', '9.19E+11', '')],
  ['citation_too_long', (address) => lineOf('P', address, '1', '', 'x'.repeat(1_001))],
  ['invalid_citation', (address) => lineOf('P', address, '1', '', '\u202etxet')],
];

test('500 rows, 20 of them wrong in 10 ways: all 20 are named, 480 are sent, the 20 are mended and sent', async () => {
  const addresses = Array.from({ length: 500 }, (_, n) => `bulk${n}@acme.example`);
  const company = await makeCompany(system.platformDb, { balance: 1_000, recipients: addresses });
  const client = system.as(company);
  const isWrong = (n: number) => n % 25 === 7;
  const wrongWay = (n: number) => WRONG[Math.floor(n / 25) % WRONG.length]!;
  const lines = addresses.map((address, n) =>
    isWrong(n) ? wrongWay(n)[1](address) : lineOf('P', address, '1', '', 'Birthday'),
  );
  const heading = 'Name,E-mail,Points,Mobile,Citation';
  const uploaded = await client.upload('team.csv', [heading, ...lines].join('\r\n'));
  expect(uploaded.status).toBe(201);
  const draft = uploaded.body;
  expect(draft.totals).toMatchObject({ rows: 500, valid: 480, points: 480 });
  const named = draft.items.filter(({ outcome }) => outcome === 'invalid');
  expect(named.map(({ row, issues }) => [row, issues.map(({ code }) => code)])).toEqual(
    addresses.flatMap((_, n) => (isWrong(n) ? [[n + 2, [wrongWay(n)[0]]]] : [])),
  );
  expect(named).toHaveLength(20);
  for (const { issues } of named) expect(issues[0]!.message.length).toBeGreaterThan(15);

  const sent = await distribute(client, draft, { ifInvalid: 'skip' });
  expect(sent.status).toBe(201);
  const done = await client.waitForDistribution(sent.body.id, 'completed_with_failures', 60_000);
  expect(done.counts).toEqual({ delivered: 480, failed: 20 });
  expect(system.sink.mails).toHaveLength(480);

  const file = String(await client.download(`/distributions/${sent.body.id}/failed-rows.csv`));
  const failed = parse<Record<string, string>>(file, { bom: true, columns: true });
  expect(failed.map((row) => row['What is wrong']!.length > 20)).toEqual(Array(20).fill(true));
  const mended = addresses.filter((_, n) => isWrong(n));
  const mendedLines = failed.map(({ 'Bestow reference': reference }, index) =>
    lineOf('P', mended[index]!, '1', '', 'Birthday', reference!),
  );
  const again = await client.upload(
    'mended.csv',
    [`${heading},Bestow reference`, ...mendedLines].join('\r\n'),
  );
  expect(again.body.totals).toMatchObject({ rows: 20, valid: 20 });
  const second = await distribute(client, again.body);
  await client.waitForDistribution(second.body.id, 'completed', 60_000);
  const arrived = system.sink.mails.map(({ envelope }) => envelope.to[0]);
  expect(arrived.sort()).toEqual([...addresses].sort());
  expect(await client.getBalance()).toEqual({ balance: 500, held: 0 });

  const third = await client.upload(
    'mended once more.csv',
    [`${heading},Bestow reference`, ...mendedLines, ''].join('\n'),
  );
  expect(third.body).toMatchObject({ totals: { valid: 0 }, groups: { already_sent_again: 20 } });
}, 120_000);

const FORMULAS = [
  ...[
    '=1+1',
    '=cmd|"/C calc"!A0',
    '=HYPERLINK("http://evil.example","x")',
    '+1+1',
    '-1+1',
    '@SUM(1)',
  ],
  ...['=IMPORTXML("http://evil.example")', '\t=1+1', '=1+1;', '"=1+1', "=1+1'", '==1', '=A1', '-2'],
  ...[
    '+91 98765',
    '@asha',
    '=',
    '+',
    '-',
    '@',
    '= 1 + 1',
    '=“1”',
    '＝1+1',
    '|calc',
    '%0A=1',
    '=1\n=2',
  ],
  ...['=DDE("a";"b")', '=WEBSERVICE("http://evil.example")', "=' x", '-@x'],
];

test('30 formulas in names and citations arrive as text in mails and files, and come back the same', async () => {
  expect(FORMULAS).toHaveLength(30);
  const addresses = FORMULAS.map((_, n) => `formula${n}@acme.example`);
  const company = await makeCompany(system.platformDb, { balance: 100, recipients: addresses });
  const client = system.as(company);
  // In a mail a name is one line.
  const nameOf = (n: number) => `${FORMULAS[n]!.replaceAll(/[\n\t]/g, '')} x`;
  const lines = FORMULAS.map((text, n) => lineOf(nameOf(n), addresses[n]!, '1', `${text} y`));
  const uploaded = await client.upload('f.csv', ['Name,Mail,Points,Citation', ...lines].join('\n'));
  expect(uploaded.body.totals).toMatchObject({ valid: 30 });
  const sent = await distribute(client, uploaded.body);
  await client.waitForDistribution(sent.body.id, 'completed');
  for (const [n, text] of FORMULAS.entries()) {
    const mail = await system.sink.readMailTo(addresses[n]!);
    expect(mail.text).toContain(`Hello ${nameOf(n).trim()},`);
    expect(mail.text).toContain(`${text} y`.trim());
  }
  // The same rows, refused this time, so that they stand in the files of failed rows.
  const refused = await client.upload(
    'f.csv',
    ['Name,Mail,Points,Citation', ...lines.map((line) => line.replace('"1"', '"0"'))].join('\n'),
  );
  const path = `/drafts/${refused.body.id}/failed-rows`;
  for (const format of ['csv', 'xlsx']) {
    const file = await client.download(`${path}.${format}`);
    const back = await client.upload(`back.${format}`, file);
    expect(back.body.items.map(({ name, citation }) => [name, citation])).toEqual(
      refused.body.items.map(({ name, citation }) => [name, citation]),
    );
    if (format === 'xlsx') continue;
    const cells = parse(file, { bom: true }).flat();
    expect(cells.filter((text) => /^[=+\-@\t\r]/.test(text))).toEqual([]);
  }
}, 60_000);

test('what is wrong with an upload of the page is a refusal with its status, never ours', async () => {
  const password = 'a password of the test';
  await makeCompany(system.platformDb, { admin: { email: 'wrong@live.example', password } });
  const trpc = await signInPage('wrong@live.example', password);
  const upload = (fields: Record<string, string>, content?: string) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    if (content !== undefined) form.set('file', new File([content], 'team.csv'));
    return trpc.drafts.upload.mutate(form);
  };
  const good = 'Name,Mail,Points\nP,p@acme.example,1';
  for (const [answer, status, code] of [
    [() => upload({}, ''), 422, 'file_is_empty'],
    [() => upload({}), 400, 'bad_request'],
    [() => upload({ ifUnregistered: 'maybe' }, good), 400, 'bad_request'],
    [() => upload({ campaignId: 'none' }, good), 422, 'campaign_not_usable'],
  ] as const) {
    await expect(answer()).rejects.toMatchObject({
      data: { httpStatus: status, error: { code } },
    });
  }
});

test('progress is live: by server-sent events, and by the subscription of the page', async () => {
  const addresses = Array.from({ length: 120 }, (_, n) => `live${n}@acme.example`);
  const company = await makeCompany(system.platformDb, {
    balance: 1_000,
    recipients: addresses,
    admin: { email: 'live@live.example', password: 'a password of the test' },
  });
  const client = system.as(company);
  system.sink.setBehaviour({ delayMilliseconds: 100 });
  cleanUp(() => system.sink.setBehaviour({}));
  const trpc = await signInPage('live@live.example', 'a password of the test');
  const form = new FormData();
  const lines = addresses.map((address) => `P,${address},1`);
  form.set('file', new File([['Name,Mail,Points', ...lines].join('\n')], 'live.csv'));
  const draft = await trpc.drafts.upload.mutate(form);
  expect(draft.totals.valid).toBe(120);
  const sent = await trpc.drafts.distribute.mutate({ id: draft.id, version: draft.version });

  const stream = await fetch(`${system.url}/api/v1/distributions/${sent.id}/progress`, {
    headers: { authorization: `Bearer ${company.apiKey}` },
  });
  expect(stream.headers.get('content-type')).toBe('text/event-stream');
  const seen: Progress[] = [];
  await new Promise<void>((resolve, reject) => {
    trpc.distributions.progress.subscribe(
      { id: sent.id },
      { onData: (progress) => seen.push(progress), onComplete: resolve, onError: reject },
    );
  });
  const text = await stream.text();
  const events = [...text.matchAll(/event: progress\ndata: (.*)\n/g)].map(
    ([, data]) => JSON.parse(data!) as Progress,
  );
  expect(text.trimEnd().endsWith('event: end\ndata: {}')).toBe(true);
  for (const progress of [events, seen]) {
    expect(progress.length).toBeGreaterThan(1);
    expect(progress.at(-1)).toMatchObject({ total: 120, done: 120, failed: 0, remaining: 0 });
    expect(progress.some(({ perSecond }) => perSecond !== null && perSecond > 0)).toBe(true);
  }
  expect((await client.getDistribution(sent.id)).status).toBe('completed');
}, 60_000);

/** A client of the page: tRPC with the cookie of a session. */
async function signInPage(email: string, password: string) {
  const answer = await fetch(`${system.url}/trpc/auth.signIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  expect(answer.status).toBe(200);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const url = `${system.url}/trpc`;
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: httpSubscriptionLink({
          url,
          EventSource: withCookie(cookie),
        }),
        false: httpLink({ url, headers: { cookie } }),
      }),
    ],
  });
}

/** A browser sends its cookie by itself. */
function withCookie(cookie: string) {
  return class extends EventSource {
    constructor(url: string | URL) {
      super(url, {
        fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, cookie } }),
      });
    }
  };
}
