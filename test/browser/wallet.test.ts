import type { Page } from 'playwright-core';
import {
  type Look,
  type OpenPage,
  type ProductWithBrowser,
  startProductWithBrowser,
} from '../support/browser';
import { useCleanUp } from '../support/clean-up';
import { waitFor } from '../support/wait-for';

/** What a recipient does: signs in by a mailed link, reads, orders, and gets goods or points. */
const cleanUp = useCleanUp();
let product: ProductWithBrowser;

beforeAll(async () => {
  // The carrier does nothing by itself; each test says what happens to its parcel.
  product = await startProductWithBrowser(cleanUp, {
    env: { BESTOW_CARRIER_STEP_SECONDS: '3600' },
  });
  const sent = await product.acme.send({
    recipients: [
      { name: 'Asha Rao', email: ASHA, points: 1_000, citation: 'Ten years.\n\nThank you!' },
      { name: 'Bruno Silva', email: BRUNO, points: 500 },
    ],
  });
  await product.acme.waitForDistribution(sent.body.id, 'completed');
}, 180_000);

const ASHA = 'asha.rao@acme.example';
const BRUNO = 'bruno.silva@acme.example';

test('from the mailed link to the order, and back by a credit note when nobody takes the parcel', async () => {
  const tab = await product.open();
  const { page } = tab;
  await tab.goto('/wallet/catalogue');
  await signIn(page, ASHA);
  await page.getByRole('heading', { name: 'Choose goods', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Add to cart: Steel water bottle' }).click();
  await page.getByText('Choose a variant first.').waitFor();
  await addToCart(page, 'Steel water bottle', 'Green');
  await addToCart(page, 'Box of teas');
  await tab.screenshot('wallet-catalogue');
  await page.getByRole('link', { name: 'Your wallet' }).click();
  await page.getByRole('heading', { name: 'Your wallet' }).waitFor();
  await page.getByText('1,000 points').first().waitFor();
  expect(await page.getByRole('blockquote').innerText()).toBe('Ten years.\n\nThank you!');
  await tab.screenshot('wallet');
  await page.getByRole('link', { name: 'Cart (2)' }).click();
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
}, 90_000);

/** A wrong field is said beside it; the session ends; nothing typed is lost; then it is ordered. */
async function orderThoughTheSessionEnds(tab: OpenPage): Promise<void> {
  const { page } = tab;
  await page.getByRole('heading', { name: 'Cart', level: 1 }).waitFor();
  const order = page.getByRole('button', { name: 'Order for 210 points' });
  await order.click();
  await page.getByText('Give street and house number.').waitFor();
  await page.getByLabel('Street and house number').fill('12 MG Road');
  await page.getByLabel('City').fill('Bengaluru');
  await page.getByLabel('Postal code').fill('ABC');
  await page.getByLabel('Phone').fill('098765 43210');
  await page.getByRole('combobox', { name: 'Country' }).fill('India');
  await page.getByRole('option', { name: 'India', exact: true }).click();
  await order.click();
  await page.getByText('This is no postal code of IN.').first().waitFor();
  await tab.screenshot('wallet-cart');
  await page.getByLabel('Postal code').fill('560001');
  await product.query('DELETE FROM sessions');
  await order.click();
  await page.getByText('What you typed is kept on this device').waitFor();
  await signIn(page, ASHA);
  await page.getByRole('heading', { name: 'Cart', level: 1 }).waitFor();
  expect(await page.getByLabel('Postal code').inputValue()).toBe('560001');
  await order.click();
  await page.getByRole('heading', { name: /^Order O-\d+$/ }).waitFor();
  await page.getByRole('link', { name: 'Cart', exact: true }).waitFor();
}

/** In the wallet, and once more by the link in the mail, without a session. */
async function failTwiceAndCorrect(tab: OpenPage, orderId: string): Promise<void> {
  const { page } = tab;
  await leave(page, orderId);
  product.sink.clear();
  await choose(orderId, 'nobody_home');
  await page.getByText('Delivery attempt 1 of 3 failed').waitFor();
  await page.getByText('Nobody was there to take it.').waitFor();
  await page.getByRole('button', { name: 'Correct the address' }).click();
  await page.getByLabel('More (floor, company)').fill('Acme, 3rd floor');
  await tab.screenshot('wallet-order');
  await page.getByRole('button', { name: 'Save the address' }).click();
  await page.getByText('Acme, 3rd floor').waitFor();
  await page.getByText('The carrier has the new address').waitFor();
  const link = await readLink(ASHA, /https?:\/\/\S+\/order-address\/[\w-]+/);
  const stranger = await product.open();
  await stranger.goto(link);
  await stranger.page.getByLabel('Street and house number').fill('14 MG Road');
  expect(await stranger.axe()).toEqual([]);
  await stranger.page.getByRole('button', { name: 'Save the address' }).click();
  await stranger.page.getByText('The address is corrected').first().waitFor();
  await stranger.screenshot('order-address');
  await page.getByText('14 MG Road').waitFor();
  await choose(orderId, 'nobody_home');
  await page.getByText('Delivery attempt 2 of 3 failed').waitFor();
  await stranger.page.reload();
  await stranger.page.getByText('This link is over').waitFor();
  await expectSound(stranger);
}

test('who is not registered comes by the link of the reward to a wallet with its points', async () => {
  const email = 'zoe.neu@people.example';
  const sent = await product.acme.send({
    recipients: [{ name: 'Zoë Neu', email, points: 75, citation: 'Welcome to the team, Zoë!' }],
    ifUnregistered: 'invite',
  });
  const tab = await product.open({ width: 360, height: 740 });
  const { page } = tab;
  await page.goto(await readLink(email, /https?:\/\/\S+\/register\/\S+/));
  await page.getByText('Welcome to the team, Zoë!').waitFor();
  await page.getByText('Acme Industries').first().waitFor();
  expect(await tab.axe()).toEqual([]);
  expect(await tab.overflowPixels()).toBeLessThanOrEqual(0);
  await tab.screenshot('wallet-registration');
  await page.getByLabel('Your name').fill('Zoë Neu-Lang');
  await page.getByRole('button', { name: 'Register and receive 75 points' }).click();
  await page.getByText('You are registered').waitFor();
  expect(await tab.axe()).toEqual([]);
  await product.acme.waitForDistribution(sent.body.id, 'completed');
  await page.getByRole('link', { name: 'See your wallet' }).click();
  await signIn(page, email);
  await page.getByRole('heading', { name: 'Your wallet' }).waitFor();
  await page.getByText('75 points').first().waitFor();
  expect(await page.getByRole('blockquote').innerText()).toBe('Welcome to the team, Zoë!');
  await expectSound(tab);
}, 60_000);

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
  await page.getByRole('button', { name: 'Cancel the order' }).press('Enter');
  await page.getByRole('dialog').getByText('90 points come back to your wallet').waitFor();
  await page.getByRole('button', { name: 'Cancel it now' }).press('Enter');
  await page.getByText('90 points are in your wallet again').waitFor();
  const second = await orderByKeyboard(page);
  expect(second).not.toBe(first);
  await page.getByText('The carrier knows of it').waitFor();
  await leave(page, second);
  await choose(second, 'delivered');
  await page.getByText('Your parcel was delivered').waitFor();
  await page.getByRole('link', { name: 'Back to your wallet' }).press('Enter');
  await page.getByRole('link', { name: /^O-/ }).nth(1).waitFor();
  await tab.screenshot('wallet-orders');
  await page.getByRole('button', { name: 'Sign out' }).press('Enter');
  await page.getByRole('heading', { name: 'Sign in to your wallet' }).waitFor();
  expect(
    await page.evaluate('Object.keys(localStorage).filter((key) => key.includes("wallet"))'),
  ).toEqual([]);
  await expectSound(tab);
}, 60_000);

async function orderByKeyboard(page: Page): Promise<string> {
  await page.getByRole('link', { name: 'Choose goods' }).first().press('Enter');
  await page.getByRole('button', { name: 'Add to cart: Box of teas' }).press('Enter');
  await page.getByRole('link', { name: 'Cart (1)' }).press('Enter');
  await page.getByRole('button', { name: 'Order for 90 points' }).waitFor();
  // The second time the address is there already.
  if ((await page.getByLabel('City').inputValue()) === '') {
    await page.getByLabel('Street and house number').press('1');
    await page.keyboard.type(' Hauptstraße');
    for (const text of ['', '10115', 'Berlin', '']) {
      await page.keyboard.press('Tab');
      await page.keyboard.type(text);
    }
    await page.keyboard.press('Tab');
    await page.getByRole('combobox', { name: 'Country' }).press('Control+a');
    await page.keyboard.type('Germany');
    await page.getByRole('option', { name: 'Germany' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('030 901820');
  }
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Order for 90 points' }).press('Enter');
  await page.getByRole('heading', { name: /^Order O-\d+$/ }).waitFor();
  return new URL(page.url()).pathname.split('/').at(-1)!;
}

const looks: [string, Look][] = [
  ['light', {}],
  ['on a dark phone, in German', { dark: true, width: 360, height: 740, locale: 'de-DE' }],
];

test.each(looks)(
  'every page of the wallet is accessible and fits: %s',
  async (name, look) => {
    const tab = await product.open(look);
    const { page } = tab;
    await tab.goto('/wallet');
    await signIn(page, ASHA);
    await tab.goto('/wallet/catalogue');
    await page.getByRole('button', { name: /: Box of teas$/ }).click();
    const [order] = await product.query<{ id: string }>(
      `SELECT o.id FROM orders o JOIN recipients p ON p.id = o.recipient_id WHERE p.email = $1`,
      [ASHA],
    );
    for (const address of [
      '/wallet',
      '/wallet/catalogue',
      '/wallet/cart',
      `/wallet/orders/${order!.id}`,
      '/wallet/no/such/page',
    ]) {
      await tab.goto(address);
      await page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
      expect(await tab.overflowPixels()).toBeLessThanOrEqual(0);
      await tab.screenshot(
        `wallet-${address.split('/')[2] ?? ''}-${name === 'light' ? 'light' : 'phone'}`,
      );
      if (name === 'light') expect(await tab.axe()).toEqual([]);
    }
    await expectSound(tab);
  },
  60_000,
);

async function addToCart(page: Page, name: string, variant?: string): Promise<void> {
  const item = page.getByRole('listitem').filter({ hasText: name });
  if (variant !== undefined) {
    await item.getByRole('combobox', { name: 'Variant' }).click();
    await page.getByRole('option', { name: variant }).click();
  }
  await item.getByRole('button', { name: `Add to cart: ${name}` }).click();
  await page.getByText(`${name} is in the cart.`).waitFor();
}

/** On the page that asks for the address, by the link in the mail that then comes. */
async function signIn(page: Page, email: string): Promise<void> {
  await page.getByRole('heading', { name: 'Sign in to your wallet' }).waitFor();
  product.sink.clear();
  await page.getByLabel('Your e-mail address').fill(email);
  await page.getByRole('button', { name: 'Mail me a link' }).click();
  await page.getByText('Look into your mail').waitFor();
  await page.goto(await readLink(email, /https?:\/\/\S+\/wallet\/sign-in\/\S+/));
  await page.getByRole('button', { name: 'Sign in to your wallet' }).click();
}

async function readLink(email: string, pattern: RegExp): Promise<string> {
  return waitFor(`a link in a mail to ${email}`, async () => {
    const mails = await Promise.all(product.sink.mailsTo(email).map((mail) => mail.read()));
    return mails.map(({ text }) => pattern.exec(text)?.[0]).find((link) => link !== undefined);
  });
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

async function expectSound(tab: OpenPage): Promise<void> {
  expect(tab.problems).toEqual([]);
  await tab.close();
}
