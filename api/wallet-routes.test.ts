import { attributeValues } from '../emails/html-reader';
import { useCleanUp } from '../test/support/clean-up';
import { linkIn, makeCompany, startTestSystem, type TestSystem } from '../test/support/company';
import { type Buyer, makeBuyer, makeWalletLink, signInBuyer } from '../test/support/orders';

const cleanUp = useCleanUp();
let system: TestSystem;
let buyer: Buyer;

beforeAll(async () => {
  system = await startTestSystem(cleanUp);
  buyer = await makeBuyer(system.platformDb, 500);
}, 120_000);

afterAll(() => expect(system.logged).toEqual([]));

const PATHS = ['/wallet', '/wallet/cart', '/wallet/orders/01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11'];

test.each(PATHS)(
  '%s is the sign-in page for a stranger, the application for a recipient',
  async (path) => {
    const stranger = await get(path);
    expect(stranger.status).toBe(200);
    const page = await stranger.text();
    expect(page).toContain('Sign in to your wallet');
    expect(page).not.toContain('id="root"');
    const { cookie } = await signInBuyer({ url: system.url, platformDb: system.platformDb }, buyer);
    const recipient = await get(path, { cookie });
    expect(recipient.headers.get('cache-control')).toBe('no-store');
    expect(recipient.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await recipient.text()).toContain('id="root"');
  },
);

test('who had to sign in comes back to where he wanted, by the link in his mail', async () => {
  const asked = await post('/wallet', { email: buyer.email, next: '/wallet/cart' });
  expect(await asked.text()).toContain('Look into your mail');
  const { text } = await system.sink.readMailTo(buyer.email);
  const link = new URL(/https?:\/\/\S+\/wallet\/sign-in\/\S+/.exec(text)![0]);
  const shown = await (await get(link.pathname + link.search)).text();
  const fields = Object.fromEntries(
    attributeValues(shown, 'input', 'name').map((name, index) => [
      name,
      attributeValues(shown, 'input', 'value')[index]!,
    ]),
  );
  expect(fields).toEqual({ next: '/wallet/cart' });
  const signedIn = await post(link.pathname, fields);
  expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/wallet/cart']);
});

test.each([
  'https://elsewhere.example/wallet',
  '//elsewhere.example',
  '/wallet//elsewhere.example',
  '/wallet/../distributions',
  '/distributions',
  '/wallet/cart?x=1',
  '',
])('a link cannot lead elsewhere after signing in: %s', async (next) => {
  const token = await makeWalletLink(system.platformDb, buyer.recipientId);
  const signedIn = await post(`/wallet/sign-in/${token}`, { next });
  expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/wallet']);
});

test('a session that has ended is said, and that nothing typed is lost', async () => {
  const page = await (await get('/wallet/sign-in?next=%2Fwallet%2Fcart')).text();
  expect(page).toContain('What you typed is kept on this device');
  expect(attributeValues(page, 'input', 'value')).toContain('/wallet/cart');
});

test('signing out is a posted form, so that a link elsewhere cannot do it', async () => {
  const { cookie } = await signInBuyer({ url: system.url, platformDb: system.platformDb }, buyer);
  await get('/wallet/sign-out', { cookie });
  expect(await (await get('/wallet', { cookie })).text()).toContain('id="root"');
  expect((await post('/wallet/sign-out', {}, { cookie })).status).toBe(303);
  expect(await (await get('/wallet', { cookie })).text()).toContain('Sign in to your wallet');
});

test.each([
  ['register', '/activate/'],
  ['invite', '/register/'],
] as const)(
  'who has used the link of a send (%s) is in the wallet; the same link later leads there and opens nothing',
  async (ifUnregistered, kind) => {
    const company = await makeCompany(system.platformDb, { balance: 100 });
    const email = `first-${ifUnregistered}@wallet.example`;
    const recipients = [{ name: 'Asha Rao', email, points: 10 }];
    await system.as(company).send({ recipients, ifUnregistered });
    const link = linkIn((await system.sink.readMailTo(email)).text);
    expect(link).toContain(kind);
    expect((await get(link)).headers.get('set-cookie')).toBeNull();
    const planted = 'bestow.session=s%3Aplanted.x';
    const used = await post(link, { name: 'Asha Rao' }, { cookie: planted });
    const [cookie = ''] = (used.headers.get('set-cookie') ?? '').split(';');
    expect([used.status, cookie]).toEqual([200, expect.stringContaining('bestow.session=')]);
    expect(cookie).not.toBe(planted);
    expect(await (await get('/wallet', { cookie })).text()).toContain('id="root"');
    const again = await post(link, { name: 'Asha Rao' });
    expect(again.headers.get('set-cookie')).toBeNull();
    expect(attributeValues(await again.text(), 'a', 'href')).toContain('/wallet');
  },
);

test('a link to an account that was there before does not sign in to it', async () => {
  const company = await makeCompany(system.platformDb, { balance: 100 });
  const email = 'forwarded@wallet.example';
  const recipients = [{ name: 'Asha Rao', email, points: 10 }];
  await system.as(company).send({ recipients, ifUnregistered: 'register' });
  const link = linkIn((await system.sink.readMailTo(email)).text);
  await system.platformDb.raw('UPDATE recipients SET activated_at = now() WHERE email_key = ?', [
    email,
  ]);
  const used = await post(link, {});
  expect([used.status, used.headers.get('set-cookie')]).toEqual([200, null]);
});

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${system.url}${path}`, { headers, redirect: 'manual' });
}

function post(
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const body = new URLSearchParams(fields);
  return fetch(`${system.url}${path}`, { method: 'POST', body, headers, redirect: 'manual' });
}
