import { webSections } from '../../contracts/web';
import { useCleanUp } from '../../test/support/clean-up';
import { openTestDatabases, startTestApi, type TestApi } from '../../test/support/company';

const cleanUp = useCleanUp();
let api: TestApi;

beforeAll(async () => {
  api = await startTestApi(cleanUp, await openTestDatabases(cleanUp));
}, 120_000);

const pages = webSections.flatMap((section) =>
  section === '' ? ['/'] : [`/${section}`, `/${section}/a-page/of-it`],
);

test.each(pages)('%s is answered by the application', async (path) => {
  const answer = await get(path);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('<div id="root">');
});

test('no script but files of ours can run, and every answer has a nonce of its own', async () => {
  const [first, second] = [await get('/'), await get('/')];
  const policies = [first, second].map((answer) => answer.headers.get('content-security-policy')!);
  for (const policy of policies) {
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self';/);
    expect(policy).toMatch(/style-src 'self' 'nonce-[\w+/=]{24}';/);
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
    expect(policy.match(/'unsafe-inline'/g)).toHaveLength(1);
  }
  expect(policies[0]).not.toBe(policies[1]);
  const page = await first.text();
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
  expect(page).not.toMatch(/<style| style=| on\w+=/);
});

test('the page is never kept; its parts are kept for ever and come compressed', async () => {
  const answer = await get('/distributions');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const script = /src="(\/app\/index-[\w-]+\.js)"/.exec(await answer.text())![1]!;
  for (const [accepted, encoding] of [
    ['gzip, deflate', 'gzip'],
    // What Chromium says over HTTPS.
    ['gzip, deflate, br, zstd', 'br'],
  ] as const) {
    const part = await get(script, { 'accept-encoding': accepted });
    expect(part.headers.get('content-encoding')).toBe(encoding);
    expect(part.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(part.headers.get('content-type')).toMatch(/^text\/javascript/);
    expect(part.headers.get('vary')).toContain('Accept-Encoding');
  }
  const plain = await get(script, { 'accept-encoding': 'identity' });
  expect(plain.headers.get('content-encoding')).toBeNull();
});

test.each([
  '/app/none-12345678.js',
  '/app/.stamp',
  '/app/..%2f..%2fpackage.json',
  '/app/%2e%2e/%2e%2e/package.json',
  '/app/index.html',
])('%s is not there, and no page of the application in its place', async (path) => {
  const answer = await get(path);
  expect(answer.status).toBe(404);
  expect(await answer.text()).not.toContain('id="root"');
});

test('what the application does not know is answered as before', async () => {
  expect((await get('/no/such/page')).status).toBe(404);
  expect(await (await get('/help')).text()).toContain('Where to turn');
  expect((await get('/api/v1/balance')).status).toBe(401);
  expect((await get('/wallet')).status).toBe(200);
});

afterAll(() => {
  expect(api.logged).toEqual([]);
});

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${api.url}${path}`, { headers, redirect: 'manual' });
}
