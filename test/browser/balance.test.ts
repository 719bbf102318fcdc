import type { Page } from 'playwright-core';
import type { Recharge } from '../../contracts/recharges';
import { openProduct, press, type Product } from '../support/browser';
import { useCleanUp } from '../support/clean-up';
import { choose, pressOn, takeItem, typeInto } from '../support/keyboard';
import { expectPagesSound, expectSound, VISITS } from '../support/sound';

/** Money, as an admin and the platform's finance see it: from a shortage to what was waiting for it. */
const cleanUp = useCleanUp();
let product: Product;

beforeAll(async () => {
  product = await openProduct(cleanUp, 'acme-balance.example');
}, 180_000);

const asha = { name: 'Asha Rao', email: 'asha.rao@acme-balance.example' };

test('by the keyboard alone: a short balance is recharged and paid on line, and what waited goes out and is shown', async () => {
  const { balance } = await product.acme.getBalance();
  const { body: waiting } = await product.acme.send({
    recipients: [{ ...asha, points: balance + 500 }],
    ifInsufficient: 'wait',
  });
  const tab = await product.openAsAdmin('/balance');
  const { page } = tab;
  await page.getByText('1 send waits for points').waitFor();
  await tab.screenshot('balance-waiting');
  await pressOn(page.getByRole('link', { name: 'Recharge 500 points' }));
  await page.getByRole('heading', { name: 'Recharge the balance' }).waitFor();
  expect(await page.getByLabel('Points').inputValue()).toBe('500');
  await page.getByText('INR 500.00').waitFor();
  await typeInto(page.getByLabel('Your reference'), 'PO-7');
  // A reload loses nothing, and is the same request.
  await page.reload();
  expect(await page.getByLabel('Your reference').inputValue()).toBe('PO-7');
  await tab.screenshot('balance-request');
  await pressOn(page.getByRole('button', { name: 'Get the invoice' }));
  await page.getByRole('heading', { name: 'Recharge of 500 points' }).waitFor();
  await page.getByText(/We wait for your payment of INR.500\.00/).waitFor();
  await tab.screenshot('balance-recharge');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    pressOn(page.getByRole('link', { name: 'Invoice as PDF' })),
  ]);
  expect(file.suggestedFilename()).toMatch(/^PI-\d{4}-\d{6}\.pdf$/);
  await pressOn(page.getByRole('button', { name: 'Pay now' }));
  await page.getByRole('heading', { name: 'Test payment' }).waitFor();
  await pressOn(page.getByRole('button', { name: 'Pay now' }));
  await pressOn(page.getByRole('link', { name: 'Back to your recharge' }));
  await page.getByText('Paid: 500 points are in the balance').waitFor();
  await tab.screenshot('balance-paid');
  await product.acme.waitForDistribution(waiting.id, 'completed');
  await pressOn(page.getByRole('link', { name: 'Balance', exact: true }));
  await page.getByRole('region', { name: 'Company Balance' }).getByText('0 points').waitFor();
  await page.getByText('1 send waits for points').waitFor({ state: 'hidden' });
  await pressOn(page.getByRole('link', { name: 'Statement' }));
  await expectStatement(page, waiting.id);
  await tab.screenshot('balance-statement');
  expect(await page.getByRole('region', { name: 'Closing balance' }).innerText()).toContain(
    '0 points',
  );
  await expectSound(tab);
});

/** Both lines lead to what they came from; the files are of the same period. */
async function expectStatement(page: Page, distributionId: string): Promise<void> {
  await page.getByRole('heading', { name: 'Statement', level: 1 }).waitFor();
  const paid = page.getByRole('row', { name: /Recharge Invoice PI-/ });
  await paid.getByText('+500').waitFor();
  const sent = page.getByRole('row', { name: /Set aside for a send/ });
  const link = sent.getByRole('link', { name: 'Send to 1 recipient' });
  expect(await link.getAttribute('href')).toBe(`/distributions/${distributionId}`);
  for (const [name, ending] of [
    ['PDF', 'pdf'],
    ['Excel (XLSX)', 'xlsx'],
    ['CSV', 'csv'],
  ] as const) {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      takeItem(page.getByRole('button', { name: 'Export' }), page.getByRole('menuitem', { name })),
    ]);
    expect(file.suggestedFilename()).toMatch(
      new RegExp(`^statement-\\d{4}-\\d\\d-01-\\d{4}-\\d\\d-\\d\\d\\.${ending}$`),
    );
  }
}

test('a statement that is left open over midnight is that of the new day', async () => {
  const tab = await product.signIn('admin');
  const { page } = tab;
  await page.clock.install();
  const lastDay = async (): Promise<Date> => {
    const request = await page.waitForRequest(/statement\.get/);
    const [day] = /(?<="to":")[\d-]+/.exec(decodeURIComponent(request.url())) ?? [];
    return new Date(day!);
  };
  const [today] = await Promise.all([lastDay(), tab.goto('/balance/statement')]);
  const [tomorrow] = await Promise.all([lastDay(), page.clock.fastForward('24:00:00')]);
  expect(tomorrow.getTime() - today.getTime()).toBe(24 * 3_600_000);
});

test('by the keyboard alone: the alert is set, a recharge is asked for and cancelled', async () => {
  const tab = await product.openAsAdmin('/balance');
  const { page } = tab;
  await typeInto(page.getByLabel('Tell us below'), '5000');
  await press(page, 'Enter');
  await page.getByText('An e-mail goes out when the balance falls below 5,000 points.').waitFor();
  await pressOn(page.getByRole('link', { name: 'Recharge', exact: true }));
  await pressOn(page.getByRole('button', { name: 'Get the invoice' }));
  await page.getByText('Give a number of points, at least 1.').waitFor();
  for (const [text, problem] of [
    ['100.50', 'Points are whole'],
    ['1.500', 'can be read as 1500 or as 1.5.'],
  ] as const) {
    await typeInto(page.getByLabel('Points'), text);
    await press(page, 'Enter');
    await page.getByText(problem).waitFor();
    expect(await page.getByLabel('Points').inputValue()).toBe(text);
  }
  await typeInto(page.getByLabel('Points'), '2,500');
  await typeInto(page.getByLabel('Your reference'), 'PO-8');
  await pressOn(page.getByRole('button', { name: 'Get the invoice' }), 'Space');
  await page.getByRole('heading', { name: 'Recharge of 2,500 points' }).waitFor();
  await pressOn(page.getByRole('button', { name: 'Cancel this recharge' }));
  await page.getByRole('dialog').getByText('can then no longer be paid').waitFor();
  await pressOn(page.getByRole('button', { name: 'Cancel the recharge' }));
  await page.getByText('This recharge was cancelled.').waitFor();
  await page.getByRole('button', { name: 'Pay now' }).waitFor({ state: 'hidden' });
  await expectSound(tab);
});

test('by the keyboard alone: finance confirms what the bank says: another amount and a second payment are refused', async () => {
  const asked = await askFor(1_250);
  const number = asked.invoiceNumber!;
  const tab = await product.openAs('finance', '/finance');
  const other = await product.openAs('finance', `/finance?search=${number}`);
  // Both are at it before either has done anything.
  for (const { page } of [tab, other]) {
    await typeInto(page.getByLabel('Find'), number.slice(3));
    await pressOn(page.getByRole('button', { name: `Confirm payment of ${number}` }));
  }
  const { page } = tab;
  // As half of Europe writes it: 1.25 was made of it, and refused as another amount.
  await confirm(page, { reference: 'UTR 77', amount: '1.250,50' });
  expect(await page.getByLabel('Amount that came').inputValue()).toBe('1.250,50');
  await page
    .getByRole('alert')
    .getByText('The amount or the currency is not that of the invoice')
    .waitFor();
  await tab.screenshot('finance-refused');
  await confirm(page, { reference: 'UTR 78', amount: '1250' });
  await page.getByText('1,250 points are in the balance of Acme Industries.').waitFor();
  await confirm(other.page, { reference: 'UTR 79', amount: '1250' });
  await other.page
    .getByRole('alert')
    .getByText('The recharge is paid already; this payment was not credited.')
    .waitFor();
  await other.close();
  await pressOn(page.getByRole('link', { name: 'Payments received' }));
  await page
    .getByRole('row', { name: /UTR 77/ })
    .getByText('The amount or the currency')
    .waitFor();
  await tab.screenshot('finance-payments');
  await settleFirst(page);
  await expectSound(tab);
  expect(await product.reconcile()).toBe('0 differences');
});

async function confirm(page: Page, typed: { reference: string; amount: string }): Promise<void> {
  const dialog = page.getByRole('dialog');
  await typeInto(dialog.getByLabel('Reference of the bank'), typed.reference);
  await typeInto(dialog.getByLabel('Amount that came'), typed.amount);
  await pressOn(dialog.getByRole('button', { name: 'Confirm' }));
}

/** What was not credited is decided about, once, and the reason is kept. */
async function settleFirst(page: Page): Promise<void> {
  await pressOn(page.getByRole('button', { name: 'Settle payment UTR 79' }));
  const dialog = page.getByRole('dialog');
  await choose(dialog.getByRole('radio', { name: 'Ignore it' }));
  await pressOn(dialog.getByRole('button', { name: 'Settle the payment' }));
  await dialog.getByText('Say why; it is kept.').waitFor();
  await typeInto(dialog.getByLabel('Why'), 'The same transfer as UTR 78.');
  await pressOn(dialog.getByRole('button', { name: 'Settle the payment' }));
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('row', { name: /UTR 79/ }).waitFor({ state: 'hidden' });
}

test.each(VISITS)('every page of money is accessible and fits: %s', async (_name, visit) => {
  const { id } = await askFor(10);
  const tab = await product.signIn('admin', visit.look);
  await expectPagesSound(tab, visit, {
    'money-balance': '/balance',
    'money-request': '/balance/recharge?points=1250000',
    'money-recharge': `/balance/recharges/${id}`,
    'money-statement': '/balance/statement?period=custom',
  });
  const finance = await product.signIn('finance', visit.look);
  await expectPagesSound(finance, visit, {
    'finance-recharges': '/finance',
    'finance-payments': '/finance/payments?status=all',
  });
  await expectSound(tab, finance);
});

async function askFor(points: number): Promise<Recharge> {
  const { body } = await product.acme.request<Recharge>('POST', '/recharges/request', { points });
  return body;
}
