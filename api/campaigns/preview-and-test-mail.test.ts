import type { Campaign, CampaignPreview } from '../../contracts/campaigns';
import { hostileTexts } from '../../emails/hostile-texts';
import type { ApiError } from '../../test/support/api-client';
import { useCleanUp } from '../../test/support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestCompany,
  type TestDatabases,
} from '../../test/support/company';
import { type SmtpSink, startSmtpSink } from '../../test/support/smtp-sink';

const cleanUp = useCleanUp();
let databases: TestDatabases;
let sink: SmtpSink;
let api: TestApi;
let acme: TestCompany;

const PASSWORD = 'correct horse battery staple';

beforeAll(async () => {
  sink = await startSmtpSink();
  cleanUp(() => sink.stop());
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases, { smtpUrl: sink.smtpUrl });
  acme = await newCompany('acme.example', 'owner');
});

afterEach(() => {
  sink.setBehaviour({});
});

afterAll(() => {
  expect(api.logged).toEqual([]);
});

const BIRTHDAY = '00000000-0000-7000-8000-000000000001';
const content = {
  subject: 'Hi {{first_name}}: {{points}}',
  heading: 'Hello {{name}}',
  message: 'Thank you.\n\n{{citation}}',
  senderName: 'The {{company}} team',
};

const newCompany = (domain: string, role: 'owner' | 'viewer') =>
  makeCompany(databases.platformDb, {
    name: 'Acme',
    balance: 100,
    admin: { email: `ada@${domain}`, password: PASSWORD, role },
  });

const preview = <Body = CampaignPreview>(body: object) =>
  api.as(acme).request<Body>('POST', '/campaigns/preview', body);

describe('a preview', () => {
  test('of a campaign shows the mail with values that look real', async () => {
    const { status, body } = await preview({ campaignId: BIRTHDAY });
    expect(status).toBe(200);
    expect(body).toEqual({
      subject: 'Happy birthday, Priya!',
      fromName: 'Acme',
      html: expect.stringMatching(/^<!doctype html>/),
      text: expect.stringContaining('1,500 points from Acme'),
    });
    expect(body.text).not.toMatch(/\{\{|undefined|null/);
  });

  test('of a content that is not saved shows the values that were given', async () => {
    const values = { name: 'Chen Wei', points: 1, citation: 'Ten years' };
    const { body } = await preview({ content, values });
    expect(body.subject).toBe('Hi Chen: 1');
    expect(body.fromName).toBe('The Acme team');
    expect(body.text).toContain('Thank you.\n\nTen years');
    const without = await preview({ content, values: { ...values, citation: null } });
    expect(without.body.text).toContain('Thank you.\n\nYou received: 1 point from Acme.');
  });

  test('without a campaign shows the plain mail', async () => {
    const { status, body } = await preview({ campaignId: null, values: { name: 'Chen Wei' } });
    expect(status).toBe(200);
    expect(body.fromName).toBe('Acme');
    expect(body.text).toContain('Chen Wei');
  });

  test.each([
    ['activation', 'Activate your account:'],
    ['invitation', 'Register and receive your points:'],
  ])('of %s shows its own button', async (kind, button) => {
    expect((await preview({ campaignId: BIRTHDAY, kind })).body.text).toContain(button);
  });

  test('keeps nothing', async () => {
    const count = async () =>
      (await api.as(acme).request<{ items: unknown[] }>('GET', '/campaigns')).body.items.length;
    const before = await count();
    await preview({ content });
    expect(await count()).toBe(before);
  });

  test.each(hostileTexts)('shows %s as typed', async (_, text) => {
    const { status, body } = await preview({
      content: { ...content, message: 'For {{name}}' },
      values: { name: text, citation: text },
    });
    expect(status).toBe(200);
    expect(body.text).toContain(`For ${text.trim()}`);
  });

  test.each<[string, number, string, object]>([
    ['both', 400, 'bad_request', { campaignId: BIRTHDAY, content }],
    ['neither', 400, 'bad_request', {}],
    ['both, with no campaign', 400, 'bad_request', { campaignId: null, content }],
    ['no points', 400, 'bad_request', { content, values: { points: 0 } }],
    ['a kind that there is not', 400, 'bad_request', { content, kind: 'other' }],
    ['a wrong text', 422, 'invalid_campaign', { content: { ...content, heading: '{{x}}' } }],
    [
      'no such image',
      422,
      'invalid_campaign',
      { content: { ...content, bannerImageId: BIRTHDAY } },
    ],
    ['no such campaign', 404, 'not_found', { campaignId: '01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11' }],
    ['an id that is none', 400, 'bad_request', { campaignId: 'birthday' }],
  ])('of %s is %i %s', async (_, status, code, body) => {
    const refused = await preview<ApiError>(body);
    expect([refused.status, refused.body.error.code]).toEqual([status, code]);
  });
});

describe('a test mail', () => {
  const path = `/campaigns/${BIRTHDAY}/test-mail`;

  test('by key goes to an admin of the company who is named', async () => {
    const sent = await api.as(acme).request('POST', path, { email: 'Ada@acme.example' });
    expect([sent.status, sent.body]).toEqual([
      200,
      { email: 'ada@acme.example', outcome: 'accepted', detail: expect.stringMatching(/^250/) },
    ]);
    const mail = await sink.readMailTo('ada@acme.example');
    expect(mail.subject).toBe('[Test] Happy birthday, Priya!');
    expect(mail.from).toBe('"Acme" <rewards@bestow.example>');
    expect(mail.text).toContain('1,500 points');
  });

  test('of a signed-in admin goes to himself, and to nobody else', async () => {
    await newCompany('self.example', 'owner');
    const cookie = await signIn('ada@self.example');
    const sent = await trpc('campaigns.sendTest', { id: BIRTHDAY }, cookie);
    expect(sent).toMatchObject({ result: { data: { email: 'ada@self.example' } } });
    expect(sink.mailsTo('ada@self.example')).toHaveLength(1);
    const other = { id: BIRTHDAY, email: 'ada@acme.example' };
    expect(await trpc('campaigns.sendTest', other, cookie)).toMatchObject({
      error: { data: { error: { code: 'not_a_company_admin' } } },
    });
  });

  test.each([
    undefined,
    '',
    'nobody@acme.example',
    'ada@other.example',
    'a@b.example, c@d.example',
  ])('by key to %j is refused at its field, and nothing is mailed', async (email) => {
    const before = sink.mails.length;
    const refused = await api.as(acme).request<ApiError>('POST', path, { email });
    expect(refused.status).toBe(422);
    expect(refused.body.error).toMatchObject({
      code: 'not_a_company_admin',
      issues: [{ path: 'email' }],
    });
    expect(sink.mails).toHaveLength(before);
  });

  test.each([
    [{ code: 550, message: 'no such mailbox' }, 'refused', /550 .*no such mailbox/],
    [{ code: 451, message: 'later' }, 'deferred', /451 .*later/],
  ] as const)('tells what the mail server said: %j is %s', async (answer, outcome, detail) => {
    const company = await newCompany(`${outcome}.example`, 'owner');
    sink.setBehaviour({ behave: () => answer });
    const sent = await api.as(company).request('POST', path, { email: `ada@${outcome}.example` });
    expect(sent.status).toBe(200);
    expect(sent.body).toMatchObject({ outcome, detail: expect.stringMatching(detail) });
  });

  test('adds no recipient and no header, whatever the texts hold', async () => {
    const made = await api.as(acme).request<Campaign>('POST', '/campaigns', {
      name: 'Headers',
      content: { ...content, subject: '{{name}}', senderName: 'a@b.example, <c@d.example>' },
    });
    const values = { name: 'X\r\nBcc: everybody@example.org\r\n\r\n<b>' };
    const before = sink.mails.length;
    await api.as(acme).request('POST', `/campaigns/${made.body.id}/test-mail`, {
      email: 'ada@acme.example',
      values,
    });
    expect(sink.mails).toHaveLength(before + 1);
    expect(sink.mails.at(-1)!.envelope.to).toEqual(['ada@acme.example']);
    const mail = await sink.mails.at(-1)!.read();
    expect(mail.headers).not.toHaveProperty('bcc');
    expect(mail.subject).toBe('[Test] X Bcc: everybody@example.org <b>');
    expect(mail.from).toContain('<rewards@bestow.example>');
    expect(mail.headers['from']).not.toMatch(/^a@b\.example/);
  });

  test('is throttled for the company after 20 in an hour', async () => {
    const company = await newCompany('many.example', 'owner');
    const send = () =>
      api.as(company).request<ApiError>('POST', path, { email: 'ada@many.example' });
    const sent = await Promise.all(Array.from({ length: 22 }, send));
    const statuses = sent.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(20).fill(200), 429, 429]);
    const refused = sent.find(({ status }) => status === 429)!;
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_000);
    expect(sink.mailsTo('ada@many.example')).toHaveLength(20);
  });
});

test('a viewer reads and previews; everything else is forbidden', async () => {
  const company = await newCompany('viewer.example', 'viewer');
  const made = await api
    .as(company)
    .request<Campaign>('POST', '/campaigns', { name: 'Seen', content });
  const { id } = made.body;
  const cookie = await signIn('ada@viewer.example');
  const allowed = [
    await trpc('campaigns.list', {}, cookie),
    await trpc('campaigns.get', { id }, cookie),
    await trpc('campaigns.preview', { campaignId: id }, cookie, 'POST'),
  ];
  for (const answer of allowed) expect(answer).toHaveProperty('result.data');
  const change = { id, version: 1, name: 'Taken', content };
  const forbidden = [
    await trpc('campaigns.create', { name: 'New', content }, cookie, 'POST'),
    await trpc('campaigns.update', change, cookie, 'POST'),
    await trpc('campaigns.archive', { id }, cookie, 'POST'),
    await trpc('campaigns.copy', { id }, cookie, 'POST'),
    await trpc('campaigns.sendTest', { id }, cookie, 'POST'),
    await trpc('images.upload', { file: '' }, cookie, 'POST'),
  ];
  for (const answer of forbidden) {
    expect(answer).toMatchObject({ error: { data: { error: { code: 'forbidden' } } } });
  }
  const now = await api.as(company).request<Campaign>('GET', `/campaigns/${id}`);
  expect(now.body).toEqual(made.body);
});

async function signIn(email: string): Promise<string> {
  const response = await fetch(`${api.url}/trpc/auth.signIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  expect(response.status).toBe(200);
  return response.headers.get('set-cookie')!.split(';')[0]!;
}

async function trpc(
  name: string,
  input: unknown,
  cookie: string,
  method = name === 'campaigns.sendTest' ? 'POST' : 'GET',
): Promise<unknown> {
  const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  const response = await fetch(`${api.url}/trpc/${name}${method === 'GET' ? query : ''}`, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    ...(method === 'POST' && { body: JSON.stringify(input) }),
  });
  return response.json();
}
