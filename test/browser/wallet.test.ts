import type { Page } from 'playwright-core';
import { openProduct, type OpenPage, press, type Product } from '../support/browser';
import { useCleanUp } from '../support/clean-up';
import { pick, pressOn, typeInto } from '../support/keyboard';
import { expectPagesSound, expectSound, VISITS } from '../support/sound';

/** What a recipient does: signs in by a mailed link, reads, orders, and gets goods or points. */
const cleanUp = useCleanUp();
let product: Product;

beforeAll(async () => {
  product = await openProduct(cleanUp, 'acme-wallet.example');
  const sent = await product.acme.send({
    recipients: [
      { name: 'Asha Rao', email: ASHA, points: 1_000, citation: 'Ten years.\n\nThank you!' },
      { name: 'Bruno Silva', email: BRUNO, points: 500 },
    ],
  });
  await product.acme.waitForDistribution(sent.body.id, 'completed');
});

const ASHA = 'asha.rao@acme-wallet.example';
const BRUNO = 'bruno.silva@acme-wallet.example';

test('by the keyboard alone: from the mailed link to the order, and back by a credit note when nobody takes the parcel', async () => {
  const tab = await product.open();
  const { page } = tab;
  await tab.goto('/wallet/catalogue');
  await signIn(page, ASHA);
  await page.getByRole('heading', { name: 'Choose goods', level: 1 }).waitFor();
  await pressOn(page.getByRole('button', { name: 'Add to cart: Steel water bottle' }));
  await page.getByText('Choose a variant first.').waitFor();
  await addToCart(page, 'Steel water bottle', 'Green');
  await addToCart(page, 'Box of teas');
  await tab.screenshot('wallet-catalogue');
  await pressOn(page.getByRole('link', { name: 'Your wallet' }));
  await page.getByRole('heading', { name: 'Your wallet' }).waitFor();
  await page.getByText('1,000 points').first().waitFor();
  expect(await page.getByRole('blockquote').innerText()).toBe('Ten years.\n\nThank you!');
  await tab.screenshot('wallet');
  await pressOn(page.getByRole('link', { name: 'Cart (2)' }));
  await orderThoughTheSessionEnds(tab);
  const orderId = new URL(page.url()).pathname.split('/').at(-1)!;
  await page.getByText('790 points').waitFor();
  await page.getByText('The carrier knows of it').waitFor();
  await failTwiceAndCorrect(tab, orderId);
  await choose(orderId, 'wrong_address');
  await page.getByText('Delivery attempt 3 of 3 failed').waitFor();
  await page.getByText('Coming back to us', { exact: true }).waitFor();
  await choose(orderId, 'returned');
  await page.getByText('210 points are in your wallet again').waitFor();
  await page.getByText('1,000 points').first().waitFor();
  await tab.screenshot('wallet-credited');
  const note = await page.getByRole('link', { name: /^Credit note CN-/ }).getAttribute('href');
  const pdf = await page.request.get(note!);
  expect([pdf.status(), pdf.headers()['content-type']]).toEqual([200, 'application/pdf']);
  expect(await product.reconcile()).toBe('0 differences');
  await expectSound(tab);
  // The page of an order looks again every four seconds, and here much happens to one.
}, 180_000);

/** A wrong field is said beside it; the session ends; nothing typed is lost; then it is ordered. */
async function orderThoughTheSessionEnds(tab: OpenPage): Promise<void> {
  const { page } = tab;
  await page.getByRole('heading', { name: 'Cart', level: 1 }).waitFor();
  const order = page.getByRole('button', { name: 'Order for 210 points' });
  await pressOn(order);
  await page.getByText('Give street and house number.').waitFor();
  await typeInto(page.getByLabel('Street and house number'), '12 MG Road');
  await typeInto(page.getByLabel('City'), 'Bengaluru');
  await typeInto(page.getByLabel('Postal code'), 'ABC');
  await typeInto(page.getByLabel('Phone'), '098765 43210');
  const india = page.getByRole('option', { name: 'India', exact: true });
  await pick(page.getByRole('combobox', { name: 'Country' }), india, 'India');
  await pressOn(order);
  await page.getByText('This is no postal code of IN.').first().waitFor();
  await tab.screenshot('wallet-cart');
  await typeInto(page.getByLabel('Postal code'), '560001');
  await product.endSessions();
  await pressOn(order);
  await page.getByText('What you typed is kept on this device').waitFor();
  await signIn(page, ASHA);
  await page.getByRole('heading', { name: 'Cart', level: 1 }).waitFor();
  expect(await page.getByLabel('Postal code').inputValue()).toBe('560001');
  await pressOn(order);
  await page.getByRole('heading', { name: /^Order O-\d+$/ }).waitFor();
  await page.getByRole('link', { name: 'Cart', exact: true }).waitFor();
}

/** In the wallet, and once more by the link in the mail, without a session. */
async function failTwiceAndCorrect(tab: OpenPage, orderId: string): Promise<void> {
  const { page } = tab;
  await leave(page, orderId);
  await choose(orderId, 'nobody_home');
  await page.getByText('Delivery attempt 1 of 3 failed').waitFor();
  await page.getByText('Nobody was there to take it.').waitFor();
  await pressOn(page.getByRole('button', { name: 'Correct the address' }));
  await typeInto(page.getByLabel('More (floor, company)'), 'Acme, 3rd floor');
  await tab.screenshot('wallet-order');
  await pressOn(page.getByRole('button', { name: 'Save the address' }));
  await page.getByText('Acme, 3rd floor').waitFor();
  await page.getByText('The carrier has the new address').waitFor();
  const link = await product.mails.readMatch(ASHA, /https?:\/\/\S+\/order-address\/[\w-]+/);
  const stranger = await product.open();
  await stranger.goto(link);
  await typeInto(stranger.page.getByLabel('Street and house number'), '14 MG Road');
  expect(await stranger.axe()).toEqual([]);
  await pressOn(stranger.page.getByRole('button', { name: 'Save the address' }));
  await stranger.page.getByText('The address is corrected').first().waitFor();
  await stranger.screenshot('order-address');
  await page.getByText('14 MG Road').waitFor();
  await choose(orderId, 'nobody_home');
  await page.getByText('Delivery attempt 2 of 3 failed').waitFor();
  await stranger.page.reload();
  await stranger.page.getByText('This link is over').waitFor();
  await expectSound(stranger);
}

test('by the keyboard alone: who is not registered comes by the link of the reward to a wallet with its points', async () => {
  const email = 'zoe.neu@people.example';
  const sent = await product.acme.send({
    recipients: [{ name: 'Zoë Neu', email, points: 75, citation: 'Welcome to the team, Zoë!' }],
    ifUnregistered: 'invite',
  });
  const tab = await product.open({ width: 360, height: 740 });
  const { page } = tab;
  await page.goto(await product.mails.readMatch(email, /https?:\/\/\S+\/register\/\S+/));
  await page.getByText('Welcome to the team, Zoë!').waitFor();
  await page.getByText('Acme Industries').first().waitFor();
  expect(await tab.axe()).toEqual([]);
  expect(await tab.overflowPixels()).toBeLessThanOrEqual(0);
  await tab.screenshot('wallet-registration');
  await typeInto(page.getByLabel('Your name'), 'Zoë Neu-Lang');
  await pressOn(page.getByRole('button', { name: 'Register and receive 75 points' }));
  await page.getByText('You are registered').waitFor();
  expect(await tab.axe()).toEqual([]);
  await product.acme.waitForDistribution(sent.body.id, 'completed');
  await pressOn(page.getByRole('link', { name: 'See your wallet' }));
  await page.getByRole('heading', { name: 'Your wallet' }).waitFor();
  await page.getByText('75 points').first().waitFor();
  expect(await page.getByRole('blockquote').innerText()).toBe('Welcome to the team, Zoë!');
  await expectSound(tab);
});

test('by the keyboard alone: goods are ordered and cancelled, others delivered; signing out forgets', async () => {
  const tab = await product.open();
  const { page } = tab;
  await tab.goto('/wallet');
  await signIn(page, BRUNO);
  await page.getByRole('heading', { name: 'Your wallet' }).waitFor();
  // A reward without a citation has no empty place for one.
  expect(await page.getByRole('blockquote').count()).toBe(0);
  await page.getByText('No orders yet').waitFor();
  const first = await orderByKeyboard(page);
  await pressOn(page.getByRole('button', { name: 'Cancel the order' }));
  await page.getByRole('dialog').getByText('90 points come back to your wallet').waitFor();
  await pressOn(page.getByRole('button', { name: 'Cancel it now' }));
  await page.getByText('90 points are in your wallet again').waitFor();
  const second = await orderByKeyboard(page);
  expect(second).not.toBe(first);
  await page.getByText('The carrier knows of it').waitFor();
  await leave(page, second);
  await choose(second, 'delivered');
  await page.getByText('Your parcel was delivered').waitFor();
  await pressOn(page.getByRole('link', { name: 'Back to your wallet' }));
  await page.getByRole('link', { name: /^O-/ }).nth(1).waitFor();
  await tab.screenshot('wallet-orders');
  await pressOn(page.getByRole('button', { name: 'Sign out' }));
  await page.getByRole('heading', { name: 'Sign in to your wallet' }).waitFor();
  expect(
    await page.evaluate('Object.keys(localStorage).filter((key) => key.includes("wallet"))'),
  ).toEqual([]);
  await expectSound(tab);
});

async function orderByKeyboard(page: Page): Promise<string> {
  await pressOn(page.getByRole('link', { name: 'Choose goods' }).first());
  await pressOn(page.getByRole('button', { name: 'Add to cart: Box of teas' }));
  await pressOn(page.getByRole('link', { name: 'Cart (1)' }));
  const order = page.getByRole('button', { name: 'Order for 90 points' });
  await order.waitFor();
  // The second time the address is there already.
  if ((await page.getByLabel('City').inputValue()) === '') {
    await typeInto(page.getByLabel('Street and house number'), '1 Hauptstraße');
    await typeInto(page.getByLabel('Postal code'), '10115');
    await typeInto(page.getByLabel('City'), 'Berlin');
    const germany = page.getByRole('option', { name: 'Germany', exact: true });
    await pick(page.getByRole('combobox', { name: 'Country' }), germany, 'Germany');
    await typeInto(page.getByLabel('Phone'), '030 901820');
  }
  await pressOn(order);
  await page.getByRole('heading', { name: /^Order O-\d+$/ }).waitFor();
  return new URL(page.url()).pathname.split('/').at(-1)!;
}

test.each(VISITS)('every page of the wallet is accessible and fits: %s', async (_name, visit) => {
  const tab = await product.open(visit.look);
  const { page } = tab;
  await tab.goto('/wallet');
  const language = visit.look.locale === 'de-DE' ? 'de' : 'en';
  expect(await page.evaluate('document.documentElement.lang')).toBe(language);
  expect(await tab.axe()).toEqual([]);
  await signIn(page, ASHA);
  await page.getByRole('heading', { name: /^(Your wallet|Ihre Wallet)$/ }).waitFor();
  await tab.goto('/wallet/catalogue');
  await pressOn(page.getByRole('button', { name: /: Box of teas$/ }));
  const [order] = await product.query<{ id: string }>(
    `SELECT o.id FROM orders o JOIN recipients p ON p.id = o.recipient_id WHERE p.email = $1`,
    [ASHA],
  );
  await expectPagesSound(tab, visit, {
    'wallet-page': '/wallet',
    'wallet-goods': '/wallet/catalogue',
    'wallet-cart-filled': '/wallet/cart',
    'wallet-order-page': `/wallet/orders/${order!.id}`,
    'wallet-nowhere': '/wallet/no/such/page',
  });
  await expectSound(tab);
});

async function addToCart(page: Page, name: string, variant?: string): Promise<void> {
  const item = page.getByRole('listitem').filter({ hasText: name });
  if (variant !== undefined) {
    const option = page.getByRole('option', { name: variant });
    await pick(item.getByRole('combobox', { name: 'Variant' }), option);
  }
  await pressOn(item.getByRole('button', { name: `Add to cart: ${name}` }));
  await page.getByText(`${name} is in the cart.`).waitFor();
}

/** On the page that asks for the address, by the link in the mail that then comes; by keyboard. */
async function signIn(page: Page, email: string): Promise<void> {
  const signingIn = /^(Sign in to your wallet|Bei Ihrer Wallet anmelden)$/;
  await page.getByRole('heading', { name: signingIn }).waitFor();
  const before = await product.mails.to(email);
  await typeInto(page.getByLabel(/^(Your e-mail address|Ihre E-Mail-Adresse)$/), email);
  await press(page, 'Enter');
  await page.getByText(/^(Look into your mail|Sehen Sie in Ihr Postfach)$/).waitFor();
  const link = /https?:\/\/\S+\/wallet\/sign-in\/\S+/;
  await page.goto(await product.mails.readMatch(email, link, before.length));
  await pressOn(page.getByRole('button', { name: signingIn }));
}

/** The parcel leaves; what would come next is an hour away. */
async function leave(page: Page, orderId: string): Promise<void> {
  await choose(orderId, 'delivered');
  await page.getByText('Your parcel is on its way.').waitFor();
}

/** As the person at the demo carrier's page chooses. */
async function choose(orderId: string, what: string): Promise<void> {
  const body = new URLSearchParams({ orderId, what });
  const answer = await fetch(`${product.ready.carrierUrl}/choose`, { method: 'POST', body });
  expect(answer.ok).toBe(true);
}
