import type { Page } from 'playwright-core';
import type { Ticket } from '../../contracts/tickets';
import type { OrderSummary } from '../../contracts/orders';
import {
  type Look,
  type OpenPage,
  press,
  type ProductWithBrowser,
  startProductWithBrowser,
} from '../support/browser';
import { useCleanUp } from '../support/clean-up';
import { waitFor } from '../support/wait-for';

const cleanUp = useCleanUp();
let product: ProductWithBrowser;

beforeAll(async () => {
  product = await startProductWithBrowser(cleanUp, {
    env: { BESTOW_REVERSE_TWO_PERSON_POINTS: '1000', BESTOW_CARRIER_STEP_SECONDS: '600' },
    mails: {
      at: 'rcpt',
      behave: ({ to }) =>
        to.startsWith('wrong.') ? { code: 550, message: '5.1.1 No such user here' } : 'accept',
    },
  });
}, 180_000);

test('a refused address: support reads why, corrects it, and the mail is delivered; the company sees it', async () => {
  const recipients = [{ name: 'Nora Berg', email: 'wrong.nora@people.example', points: 250 }];
  const sent = await product.acme.send({ recipients, ifUnregistered: 'register' });
  await product.acme.waitForDistribution(sent.body.id, 'completed_with_failures');
  const tab = await open();
  const { page } = tab;
  await signInOnThePage(tab, '/support');
  const found = page.getByRole('link', { name: /E-mails went to addresses that do not exist/ });
  await found.click();
  await page.getByText('E-mail failed', { exact: true }).waitFor();
  await page.getByText('No such user here').waitFor();
  await expectSound(tab, 'support-ticket');

  await page.getByRole('button', { name: 'Correct the address' }).click();
  const dialog = page.getByRole('dialog', { name: 'Correct the address' });
  await dialog.getByLabel('New e-mail address').fill('ada@acme.example');
  await dialog.getByRole('button', { name: 'Correct the address' }).click();
  await dialog.getByText('Say why, in a few words.').waitFor();
  await dialog.getByLabel('Reason').fill('The company spelled it out on the telephone.');
  await dialog.getByRole('button', { name: 'Correct the address' }).click();
  await dialog.getByRole('alert').getByText(/admin/).first().waitFor();
  await dialog.getByLabel('New e-mail address').fill('nora.berg@people.example');
  expect(await tab.axe()).toEqual([]);
  await dialog.getByRole('button', { name: 'Correct the address' }).click();
  await dialog.waitFor({ state: 'hidden' });
  const mail = await product.sink.readMailTo('nora.berg@people.example');
  expect(mail.text).toContain('250 points');
  await page.getByText('Delivered', { exact: true }).waitFor();
  await page.getByText('Corrected the address').waitFor();

  await page.getByLabel('Your answer').fill('The address is corrected; Nora has her e-mail.');
  await page.getByRole('button', { name: 'Send answer' }).click();
  await page.getByText('Sam Support, support').waitFor();
  await page.getByText('Internal note', { exact: true }).click();
  await page.getByLabel('Your note').fill('Watch this company’s lists.');
  await page.getByRole('button', { name: 'Keep note' }).click();
  await page.getByText('Internal note by Sam Support').waitFor();
  await act(page, 'Resolve', 'Delivered.');
  await page.getByRole('button', { name: 'Open again' }).waitFor();
  await tab.screenshot('support-ticket-resolved');
  expect(tab.problems).toEqual([]);
  await tab.close();

  const ofCompany = await onlyTicketOf(sent.body.id);
  expect(ofCompany.state).toBe('resolved');
  expect(ofCompany.messages.map(({ author, text }) => [author, text])).toEqual([
    ['support', 'The address is corrected; Nora has her e-mail.'],
  ]);
  expect((await product.sink.readMailTo('ada@acme.example')).text).toContain('Nora has her e-mail');
});

test('a reversal above the setting moves nothing before a second person approves it', async () => {
  const rewardId = await deliver('asha.rao@acme.example', 5_000);
  const ticket = await openTicket('Please take these points back', [rewardId]);
  const sam = await openAs('support', `/support/tickets/${ticket.id}`);
  await sam.page.getByRole('button', { name: 'Take the points back' }).click();
  const dialog = sam.page.getByRole('dialog');
  await dialog.getByText(/more than one person takes back alone/).waitFor();
  await dialog.getByLabel('Reason').fill('Sent to the wrong Asha.');
  await dialog.getByRole('button', { name: 'Ask a second person' }).click();
  await sam.page.getByText('A reversal waits for a second person').waitFor();
  expect((await product.acme.getReward(rewardId)).status).toBe('delivered');
  const own = sam.page.getByRole('button', { name: 'Approve' });
  expect(await own.getAttribute('aria-disabled')).toBe('true');
  await own.hover();
  await sam.page
    .getByRole('tooltip')
    .getByText(/another person of support/)
    .waitFor();
  await expectSound(sam, 'support-reversal');
  await sam.close();

  const lena = await openAs('lead', `/support/tickets/${ticket.id}`);
  await lena.page.getByRole('button', { name: 'Approve' }).click();
  const approving = lena.page.getByRole('dialog', { name: 'Approve the reversal' });
  await approving.getByLabel('Reason').fill('Checked with the company.');
  await approving.getByRole('button', { name: 'Approve' }).click();
  await lena.page.getByText('Taken back by support', { exact: true }).waitFor();
  expect((await product.acme.getReward(rewardId)).status).toBe('reversed');
  const run = lena.page.getByRole('link', { name: 'Ticket', exact: true });
  expect(await run.getAttribute('href')).toContain(`/workflows/ticket%2F${ticket.id}`);
  await expectSound(lena);
  await lena.close();
  expect(await product.reconcile()).toBe('0 differences');
});

test('the queue and an answer by the keyboard alone', async () => {
  await openTicket('The first question', []);
  await openTicket('The second question', []);
  const tab = await openAs('lead', '/settings');
  const { page } = tab;
  await press(page, 'g', 'q');
  await page.getByRole('heading', { name: 'Support', level: 1 }).waitFor();
  await page.getByRole('link', { name: /The second question/ }).waitFor();
  await press(page, 'j', 'j', 'k');
  const focused = page.locator('a[data-in-queue]:focus');
  const name = await focused.innerText();
  expect(await page.locator('a[data-in-queue]').first().innerText()).toBe(name);
  await press(page, 'Enter');
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Take it' }).press('Enter');
  await page.getByRole('dialog', { name: 'Take it' }).waitFor();
  // The reason stands there already and is the first field.
  await page.getByLabel('Reason').and(page.locator(':focus')).waitFor();
  await press(page, 'Control+Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByLabel('Your answer').focus();
  await page.keyboard.type('We are looking into it.');
  await press(page, 'Control+Enter');
  await page.getByText('Lena Lead, support').waitFor();
  expect(tab.problems).toEqual([]);
  await tab.close();
});

test('tickets are found by number and filtered; what is narrowed stands in the address', async () => {
  const { number } = await openTicket('Where is my invoice', []);
  const tab = await openAs('support', '/support');
  const { page } = tab;
  await page.getByLabel('Search', { exact: true }).fill(number);
  await page.waitForURL(`**/support?search=${number}`);
  await waitFor('one row and the head', async () => {
    await settled(page);
    return (await page.getByRole('row').count()) === 2;
  });
  await page.reload();
  await page.getByRole('link', { name: /Where is my invoice/ }).waitFor();
  await page.getByRole('combobox', { name: 'Whose' }).click();
  await page.getByRole('option', { name: 'Mine' }).click();
  await page.getByText('No ticket is like that').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByRole('link', { name: /Where is my invoice/ }).waitFor();
  await expectSound(tab, 'support-queue');
  await tab.close();
});

test('a claim link is shown once, and opens the invitation', async () => {
  const recipients = [{ name: 'Ivo Horn', email: 'ivo@people.example', points: 30 }];
  const sent = await product.acme.send({ recipients, ifUnregistered: 'invite' });
  const rewardId = sent.body.rewards[0]!.id;
  await waitFor(
    'the invitation to be mailed',
    async () => (await product.acme.getReward(rewardId)).invitedAt !== null,
  );
  const ticket = await openTicket('Ivo has lost the e-mail', [rewardId]);
  const tab = await openAs('support', `/support/tickets/${ticket.id}`);
  const { page } = tab;
  await act(page, 'Make a claim link', 'Called from the number that we know.');
  const shown = page.getByRole('dialog', { name: 'The claim link' });
  const url = await shown.getByLabel('Claim link of Ivo Horn').inputValue();
  expect(await tab.axe()).toEqual([]);
  await shown.getByRole('button', { name: 'Done' }).click();
  await page.getByText('Support made a claim link').waitFor();
  expect(await page.content()).not.toContain(url);
  expect((await fetch(url)).status).toBe(200);
  await expectSound(tab);
  await tab.close();
});

test('an order is found by its recipient, its address corrected, and its points return when it is lost', async () => {
  const order = await placeOrder('bruno.silva@acme.example');
  const tab = await openAs('support', '/support/orders');
  const { page } = tab;
  await page.getByLabel('Search', { exact: true }).fill('bruno');
  await page.waitForURL('**/support/orders?search=bruno');
  await page.getByText('Box of teas').waitFor();
  await expectSound(tab, 'support-orders');
  await page.getByRole('link', { name: order.number }).click();
  await page.getByRole('button', { name: 'Correct the address' }).click();
  const dialog = page.getByRole('dialog', { name: 'Correct the address' });
  await dialog.getByLabel('Postal code').fill('1');
  await dialog.getByLabel('Reason').fill('Moved last week.');
  await dialog.getByRole('button', { name: 'Correct the address' }).click();
  await dialog.getByText('This is no postal code of IN.').first().waitFor();
  await dialog.getByLabel('Postal code').fill('560002');
  await dialog.getByRole('button', { name: 'Correct the address' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('560002 Bengaluru').waitFor();
  await expectSound(tab, 'support-order');
  await act(page, 'Mark as lost', 'The carrier gave it up by telephone.');
  await page.getByText('Returned', { exact: true }).waitFor();
  await page.getByText(/^CN-/).waitFor();
  expect(tab.problems).toEqual([]);
  await tab.close();
});

test('who has not seen the newest message of a customer is told before a ticket is resolved', async () => {
  const { id } = await openTicket('Thank you', []);
  const tab = await openAs('support', `/support/tickets/${id}`);
  const { page } = tab;
  await page.getByRole('button', { name: 'Resolve' }).click();
  const dialog = page.getByRole('dialog', { name: 'Resolve' });
  await dialog.getByLabel('Reason').fill('Nothing is left to do.');
  await product.acme.request('POST', `/tickets/${id}/messages`, { text: 'One thing more!' });
  await dialog.getByRole('button', { name: 'Resolve' }).click();
  await dialog.getByText('Somebody else has changed this ticket meanwhile.').waitFor();
  await page.getByText('One thing more!').waitFor();
  await dialog.getByRole('button', { name: 'Resolve' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Open again' }).waitFor();
  expect(tab.problems).toEqual([]);
  await tab.close();
});

const looks: [string, Look][] = [
  ['dark', { dark: true }],
  ['on a phone', { width: 360, height: 740 }],
  ['in German', { locale: 'de-DE' }],
];

test.each(looks)('queue, ticket and orders fit, and are accessible: %s', async (name, look) => {
  const rewardId = await deliver('chen.wei@acme.example', 20);
  const { id } = await openTicket('About a reward', [rewardId]);
  const tab = await openAs('lead', '/support', look);
  for (const [what, address] of [
    ['queue', '/support'],
    ['ticket', `/support/tickets/${id}`],
    ['orders', '/support/orders'],
  ] as const) {
    await tab.goto(address);
    await expectSound(tab, `support-${what}-${name.replaceAll(' ', '-')}`, look);
  }
  await tab.close();
});

/** Waits shorter than a test may take, so that a failure says what was waited for. */
async function open(look?: Look): Promise<OpenPage> {
  const tab = await product.open(look);
  tab.page.setDefaultTimeout(10_000);
  return tab;
}

async function signInOnThePage(tab: OpenPage, address: string): Promise<void> {
  const { page } = tab;
  await tab.goto(address);
  await page.getByLabel('E-mail', { exact: true }).fill(product.ready.demo.supportEmail);
  await page.getByLabel('Password', { exact: true }).fill(product.ready.demo.supportPassword);
  await press(page, 'Enter');
  await page.getByRole('heading', { name: 'Support', level: 1 }).waitFor();
}

async function openAs(who: 'support' | 'lead', address: string, look?: Look): Promise<OpenPage> {
  const tab = await open(look);
  const { demo } = product.ready;
  const data = { email: demo[`${who}Email`], password: demo[`${who}Password`] };
  const answer = await tab.context.request.post('/trpc/auth.signIn', { data });
  expect(answer.ok()).toBe(true);
  await tab.goto(address);
  return tab;
}

/** Presses a button, says why in its dialog, and confirms. */
async function act(page: Page, name: string, reason: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  const dialog = page.getByRole('dialog', { name, exact: true });
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name, exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
}

async function deliver(email: string, points: number): Promise<string> {
  const sent = await product.acme.send({ recipients: [{ name: 'Asha Rao', email, points }] });
  await product.acme.waitForDistribution(sent.body.id, 'completed');
  return sent.body.rewards[0]!.id;
}

async function openTicket(subject: string, rewardIds: string[]): Promise<Ticket> {
  const body = { subject, text: 'Please help.', rewardIds };
  return (await product.acme.request<Ticket>('POST', '/tickets', body)).body;
}

async function onlyTicketOf(distributionId: string): Promise<Ticket> {
  const { body } = await product.acme.request<{ items: Ticket[] }>('GET', '/tickets');
  const [found] = body.items.filter((ticket) => ticket.distributionId === distributionId);
  return (await product.acme.request<Ticket>('GET', `/tickets/${found!.id}`)).body;
}

/** By the recipient's own hands: a link in a mail, the wallet, an order. */
async function placeOrder(email: string): Promise<OrderSummary> {
  await deliver(email, 500);
  product.sink.clear();
  const tab = await product.open();
  const { request } = tab.context;
  await request.post('/wallet', { form: { email } });
  const mail = await product.sink.readMailTo(email);
  const link = /\/wallet\/sign-in\/\S+/.exec(mail.text)![0];
  await request.post(link, { form: {} });
  const [goods] = await product.query<{ id: string; price: number }>(
    `SELECT id, price_points::int AS price FROM goods WHERE name = 'Box of teas'`,
  );
  const address = {
    ...{ name: 'Bruno Silva', line1: '12 MG Road', city: 'Bengaluru', region: 'Karnataka' },
    ...{ postalCode: '560001', country: 'IN', phone: '098765 43210' },
  };
  const data = {
    ...{ idempotencyKey: 'tea', items: [{ goodsId: goods!.id, quantity: 1 }], address },
    expectedPoints: goods!.price,
  };
  const answer = await request.post('/trpc/recipientOrders.place', { data });
  const placed = (await answer.json()) as { result: { data: OrderSummary } };
  await tab.close();
  return placed.result.data;
}

/** While a list is read again, its rows are faint. */
async function settled(page: Page): Promise<void> {
  await page.locator('[aria-busy=true]').waitFor({ state: 'hidden' });
}

/** Light and dark are looked through by axe; what a phone and German change is the width. */
async function expectSound(tab: OpenPage, picture?: string, look: Look = {}): Promise<void> {
  await settled(tab.page);
  if (look.width === undefined && look.locale === undefined) expect(await tab.axe()).toEqual([]);
  expect(await tab.overflowPixels()).toBeLessThanOrEqual(0);
  if (picture !== undefined) await tab.screenshot(picture);
  expect(tab.problems).toEqual([]);
}
