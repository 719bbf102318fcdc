import type { Page } from 'playwright-core';
import { openProduct, press, type Product } from '../support/browser';
import { useCleanUp } from '../support/clean-up';
import { pressOn, tabTo, takeItem, typeInto } from '../support/keyboard';
import { expectSound } from '../support/sound';

const cleanUp = useCleanUp();
let product: Product;

beforeAll(async () => {
  product = await openProduct(cleanUp, 'acme-session.example');
});

test('by the keyboard alone: a session that ends is asked for over the page, and what was being done goes on', async () => {
  const tab = await product.openAsAdmin(`/distributions/${await schedule()}`);
  const { page } = tab;
  await pressOn(page.getByRole('button', { name: 'Cancel this send' }));
  const dialog = page.getByRole('dialog', { name: 'Cancel this send' });
  await dialog.getByText('20 points return to your Company Balance').waitFor();
  await product.endSessions();
  await pressOn(dialog.getByRole('button', { name: 'Cancel the send' }));
  const again = page.getByRole('dialog', { name: 'Sign in to go on' });
  await again.waitFor();
  expect(await tab.axe()).toEqual([]);
  await signInAgain(page);
  await page.getByText('The send is cancelled.').waitFor();
  await again.waitFor({ state: 'hidden' });
  await page.getByText('Cancelled', { exact: true }).first().waitFor();
  await expectSound(tab);
});

test('by the keyboard alone: two tabs agree: signing out in one asks in the other, signing in answers both', async () => {
  const tab = await product.openAsAdmin('/distributions');
  const other = await tab.context.newPage();
  await other.goto('/send');
  await takeItem(
    other.getByRole('button', { name: /^Account/ }),
    other.getByRole('menuitem', { name: 'Sign out' }),
  );
  await other.waitForURL('**/sign-in');
  await tab.page.getByText('You signed out in another tab.').waitFor();
  await signInAgain(other);
  await tab.page.getByRole('dialog').waitFor({ state: 'hidden' });
  await press(tab.page, 'g', 'c');
  await tab.page.getByRole('heading', { name: 'Campaigns', level: 1 }).waitFor();
  await tab.close();
});

test('by the keyboard alone: a lost connection is said, and reads go on by themselves when it is back', async () => {
  const tab = await product.openAsAdmin('/send');
  const { page, context } = tab;
  await tabTo(page.getByRole('link', { name: 'Distributions' }));
  await context.route('**/trpc/**', (route) => route.abort('connectionrefused'));
  await context.route('**/readyz', (route) => route.abort('connectionrefused'));
  await press(page, 'g', 'd');
  await page.getByText('No connection to Bestow.').waitFor();
  await context.unroute('**/readyz');
  await context.unroute('**/trpc/**');
  await page.getByText('No connection to Bestow.').waitFor({ state: 'hidden' });
  await page.getByRole('table').or(page.getByText('Nothing has been sent yet')).first().waitFor();
  await tab.close();
});

test('by the keyboard alone: shortcuts are shown, the palette goes, the language changes', async () => {
  const tab = await product.openAsAdmin('/');
  const { page } = tab;
  await press(page, '?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  expect(await tab.axe()).toEqual([]);
  await press(page, 'Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await press(page, '/');
  await page.getByRole('dialog', { name: 'Go to or do' }).waitFor();
  await page.keyboard.type('distr');
  expect(await tab.axe()).toEqual([]);
  await press(page, 'ArrowDown', 'Enter');
  await page.getByRole('heading', { name: 'Distributions', level: 1 }).waitFor();
  // What is the name of no place is looked for among the sends.
  await press(page, '/');
  await page.getByRole('dialog', { name: 'Go to or do' }).waitFor();
  await page.keyboard.type('PO-4711');
  await page.getByRole('option', { name: 'Search the sends for “PO-4711”' }).waitFor();
  expect(await tab.axe()).toEqual([]);
  await press(page, 'ArrowDown', 'Enter');
  await page.waitForURL(/\/distributions\?q=PO-4711$/);
  await takeItem(
    page.getByRole('button', { name: /^Account/ }),
    page.getByRole('menuitemradio', { name: 'Deutsch' }),
  );
  await page.getByRole('heading', { name: 'Sendungen', level: 1 }).waitFor();
  expect(await page.evaluate('document.documentElement.lang')).toBe('de');
  await expectSound(tab);
});

test('an address that leads nowhere says so, inside the application and outside it', async () => {
  const tab = await product.openAsAdmin('/');
  await tab.page.goto('/distributions/01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11');
  await tab.page.getByRole('alert').waitFor();
  await tab.page.goto('/settings/no/such/page');
  await tab.page.getByText('There is nothing here').waitFor();
  await tab.close();
});

async function signInAgain(page: Page): Promise<void> {
  const { email, password } = product.people.admin;
  await typeInto(page.getByLabel('E-mail', { exact: true }), email);
  await typeInto(page.locator('input[type=password]'), password);
  await press(page, 'Enter');
}

async function schedule(): Promise<string> {
  const sendAt = new Date(Date.now() + 86_400_000).toISOString();
  const recipients = [{ name: 'Asha Rao', email: 'asha.rao@acme-session.example', points: 20 }];
  const sent = await product.acme.send({ recipients, sendAt });
  return sent.body.id;
}
