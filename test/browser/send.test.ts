import type { Page } from 'playwright-core';
import { openProduct, press, type Product } from '../support/browser';
import { useCleanUp } from '../support/clean-up';
import { choose, pick, pressOn, sayYes, tabTo, typeInto } from '../support/keyboard';
import { expectPageSound, expectSound, type Visit, VISITS, withPhone } from '../support/sound';

const cleanUp = useCleanUp();
let product: Product;

beforeAll(async () => {
  product = await openProduct(cleanUp, 'acme-send.example');
});

test('by the keyboard alone: pasted rows are mended where they stand, the unregistered are invited, and the send is shown live', async () => {
  const tab = await product.openAsAdmin('/send');
  const { page } = tab;
  await paste(page, [
    ['Full name', 'E-mail', 'Points', 'Reason'],
    ['Asha Rao', 'asha.rao@acme-send.example', '1,000', 'Work anniversary'],
    ['Nina Newcomer', 'nina@people.example', '40', 'Welcome'],
    ['Quentin Roy', 'quentin.roy@globex.example', '10', ''],
    ['Maria Peña', 'maria.pena@acme', 'many', 'Birthday'],
  ]);
  await page.getByText('Registered', { exact: true }).waitFor();
  await page.getByText('Not registered', { exact: true }).waitFor();
  await page.getByText('Another company', { exact: true }).waitFor();
  await page.getByText('Correct the address; it looks like name@example.com.').waitFor();
  await tab.screenshot('send-form');
  await pressOn(page.getByRole('button', { name: 'Review and send' }));
  await page.getByText('1 row must be mended before anything is sent.').waitFor();
  await page.getByText('"many" is not a number of points.').waitFor();
  expect(await focusedLabel(page)).toBe('E-mail, row 4');
  expect(await tab.axe()).toEqual([]);

  await typeInto(page.getByLabel('E-mail, row 4'), 'maria.pena@acme-send.example');
  await typeInto(page.getByLabel('Points, row 4'), '20');
  await page.getByText('1 row must be mended').waitFor({ state: 'hidden' });
  await page.reload();
  await page.getByText('3 people · 1,060 points').waitFor();
  expect(await page.getByLabel('Points, row 4').inputValue()).toBe('20');

  await pressOn(page.getByRole('button', { name: 'Review and send' }));
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Nina Newcomer has no account with Bestow.').waitFor();
  expect(await tab.axe()).toEqual([]);
  await tab.screenshot('send-not-registered');
  await choose(dialog.getByRole('radio', { name: 'Invite' }));
  await pressOn(dialog.getByRole('button', { name: 'Go on' }));
  await dialog.getByText('3 people get 1,060 points now.').waitFor();
  await dialog.getByText('1 is invited; the points are held until then.').waitFor();
  await dialog.getByText('Quentin Roy cannot get points from you and is not charged.').waitFor();
  await dialog.getByText('998,940 points remain of your Company Balance.').waitFor();
  await tab.screenshot('send-confirm');
  await pressOn(dialog.getByRole('button', { name: 'Send 1,060 points' }));
  await page.getByRole('heading', { name: /points to 3 people/ }).waitFor();
  await page.getByText('Invited, not registered yet', { exact: true }).waitFor();
  await page.getByText('Failed, not charged', { exact: true }).waitFor();
  const mail = await product.mails.readTo('nina@people.example');
  expect(mail.text).toContain('Welcome');

  await tab.goto('/send');
  expect(await page.getByLabel('Name, row 1').inputValue()).toBe('');
  await expectSound(tab);
});

test('by the keyboard alone: a known person is suggested, rows are made by Tab, and it is sent', async () => {
  const tab = await product.openAsAdmin('/');
  const { page } = tab;
  await press(page, 'n');
  await typeInto(page.getByLabel('Name, row 1'), 'Bru');
  await page.getByRole('option', { name: /Bruno Silva/ }).waitFor();
  expect(await tab.axe()).toEqual([]);
  await press(page, 'ArrowDown', 'Enter', 'Tab');
  expect(await page.getByLabel('E-mail, row 1').inputValue()).toBe('bruno.silva@acme-send.example');
  await press(page, 'Tab');
  await page.keyboard.type('25');
  await press(page, 'Tab');
  await page.keyboard.type('Birth');
  await page.getByRole('option', { name: 'Birthday' }).waitFor();
  await press(page, 'ArrowDown', 'Enter', 'Tab');
  expect(await focusedLabel(page)).toBe('Name, row 2');
  await page.keyboard.type('Nobody');
  await press(page, 'Alt+Delete');
  expect(await page.getByLabel('Name, row 2').count()).toBe(0);
  expect(await focusedLabel(page)).toBe('Name, row 1');
  await pressOn(page.getByRole('button', { name: 'Review and send' }));
  await page.getByRole('dialog').getByText('1 person gets 25 points now.').waitFor();
  await sayYes(page);
  await page.getByRole('heading', { name: '25 points to 1 person' }).waitFor();
  await page.getByText('Delivered', { exact: true }).waitFor();
  await expectSound(tab);
});

test('by the keyboard alone: a short balance is said first; a send that waits goes out by itself, with an invoice on request', async () => {
  const tab = await product.openAsAdmin('/send');
  const { page } = tab;
  const { balance } = await product.acme.getBalance();
  await paste(page, [
    ['Chen Wei', 'chen.wei@acme-send.example', String(balance)],
    ['Divya Nair', 'divya.nair@acme-send.example', '500'],
  ]);
  await page.getByText('500 points more than your balance').waitFor();
  await pressOn(page.getByRole('button', { name: 'Review and send' }));
  const dialog = page.getByRole('dialog', { name: 'The balance is short' });
  await dialog.getByText('500 points are missing').waitFor();
  await dialog.getByText('Leave 1 person out').waitFor();
  expect(await tab.axe()).toEqual([]);
  await tab.screenshot('send-shortfall');
  await choose(dialog.getByRole('radio', { name: 'Wait for funds' }));
  await pressOn(dialog.getByRole('button', { name: 'Go on' }));
  const confirm = page.getByRole('dialog', { name: 'Send points' });
  await confirm.getByText('as soon as your balance is enough').waitFor();
  await pressOn(confirm.getByRole('button', { name: 'Accept and wait for funds' }));
  await page.getByText('Waiting for funds', { exact: true }).first().waitFor();
  const id = page.url().split('/').at(-1)!;
  await product.acme.request('POST', `/distributions/${id}/cancel`, {});

  await tab.goto('/send');
  await paste(page, [
    ['Chen Wei', 'chen.wei@acme-send.example', String(balance)],
    ['Divya Nair', 'divya.nair@acme-send.example', '400'],
  ]);
  await pressOn(page.getByRole('button', { name: 'Review and send' }));
  await choose(dialog.getByRole('radio', { name: 'Recharge and proceed' }));
  await pressOn(dialog.getByRole('button', { name: 'Go on' }));
  await confirm.getByText('An invoice for 400 points is made').waitFor();
  await pressOn(confirm.getByRole('button', { name: 'Accept and wait for funds' }));
  const waits = page.getByRole('dialog', { name: 'The send waits for funds' });
  await waits.getByText(/Invoice PI-\S+ over 400 points/).waitFor();
  await tab.screenshot('send-recharge');
  const link = await waits.getByRole('link', { name: 'Open the recharge' }).getAttribute('href');
  expect(link).toMatch(/^\/balance\/recharges\/[0-9a-f-]{36}$/);
  await pressOn(waits.getByRole('button', { name: 'Watch the send' }));
  await page.getByText('Waiting for funds', { exact: true }).first().waitFor();
  const invoice = page.getByRole('link', { name: /^Invoice PI-\S+ over 400 points is open/ });
  expect(await invoice.getAttribute('href')).toBe(link);
  expect(await page.getByText(/remove rows/).count()).toBe(0);
  await product.acme.request('POST', `/distributions/${page.url().split('/').at(-1)}/cancel`, {});
  await expectSound(tab);
});

test('by the keyboard alone: a send is scheduled in the company’s zone, its points set aside, and cancelled', async () => {
  const tab = await product.openAsAdmin('/send');
  const { page } = tab;
  await pressOn(page.getByRole('button', { name: 'Review and send' }));
  await page.getByText('Type at least one person: name, e-mail and points.').waitFor();
  await paste(page, [['Gita Sharma', 'gita.sharma@acme-send.example', '75', 'Festival greetings']]);
  await choose(page.getByRole('radio', { name: 'At a time' }));
  const review = page.getByRole('button', { name: 'Review and schedule' });
  await pressOn(review);
  await page.getByText('Choose the day.').waitFor();
  const field = page.getByLabel('Day', { exact: true });
  await typeInto(field, '2020-01-05');
  await press(page, 'Tab');
  await page.getByText(/^Choose a day from .* on\.$/).waitFor();
  await typeInto(field, '2027-02-31');
  await press(page, 'Tab');
  await page.getByText(/^There is no such day\. Type one like 24 Dec 2026/).waitFor();
  expect(await field.inputValue()).toBe('2027-02-31');
  const day = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
  await typeInto(field, day);
  await typeInto(page.getByLabel('Time', { exact: true }), '0930AM');
  await pick(page.getByRole('combobox', { name: 'Campaign' }), page.getByRole('option').nth(1));
  await page.getByText('As Gita Sharma gets it').waitFor();
  await tab.screenshot('send-schedule');
  expect(await tab.axe()).toEqual([]);
  await pressOn(review);
  const dialog = page.getByRole('dialog', { name: 'Schedule points' });
  await dialog.getByText(/1 person gets 75 points on .*09:30 \(\S+\)\./).waitFor();
  await dialog.getByText('The points are set aside now;').waitFor();
  await pressOn(dialog.getByRole('button', { name: 'Schedule 75 points' }));
  await page.getByText('Scheduled', { exact: true }).first().waitFor();
  await pressOn(page.getByRole('button', { name: 'Cancel this send' }));
  await page.getByRole('dialog').getByText('75 points return to your Company Balance').waitFor();
  await sayYes(page);
  await page.getByText('Cancelled', { exact: true }).first().waitFor();
  await expectSound(tab);
});

/** What is wrong is said by the server and by the cell, each in the reader's language. */
const ISSUES: Record<Visit['ending'], string[]> = {
  light: ['The e-mail address is missing or not valid.', '"x" is not a number of points.'],
  german: ['Die E-Mail-Adresse fehlt oder ist nicht gültig.', '„x“ ist keine Zahl von Punkten.'],
};

test.each(VISITS)('the form fits and is accessible: %s', async (_name, visit) => {
  const tab = await product.openAsAdmin('/send', visit.look);
  await paste(tab.page, [
    ['Asha Rao', 'asha.rao@acme-send.example', '10', 'Birthday'],
    ['Nina', 'nina@acme', 'x'],
  ]);
  await pressOn(tab.page.getByRole('button', { name: /and send|und senden/ }));
  await tab.page.locator('[aria-invalid=true]').first().waitFor();
  for (const issue of ISSUES[visit.ending]) await tab.page.getByText(issue).waitFor();
  await expectPageSound(tab, withPhone(visit), 'send-form');
  await expectSound(tab);
});

/** As a spreadsheet program puts it on the clipboard, into the first cell. */
async function paste(page: Page, table: string[][]): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const text = table.map((row) => row.join('\t')).join('\n');
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  await tabTo(page.locator('[data-field=name] input').first());
  await press(page, 'Control+V');
}

async function focusedLabel(page: Page): Promise<unknown> {
  return page.evaluate('document.activeElement.getAttribute("aria-label")');
}
