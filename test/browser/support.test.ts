import type { Page } from 'playwright-core';
import type { OrderSummary } from '../../contracts/orders';
import type { Ticket } from '../../contracts/tickets';
import { createApiClient } from '../support/api-client';
import { openProduct, press, type Product } from '../support/browser';
import { useCleanUp } from '../support/clean-up';
import { choose, pick, pressOn, tabTo, typeInto } from '../support/keyboard';
import { expectPagesSound, expectSound, VISITS } from '../support/sound';
import { waitFor } from '../support/wait-for';

const cleanUp = useCleanUp();
let product: Product;

beforeAll(async () => {
  product = await openProduct(cleanUp, 'acme-support.example');
});

test('by the keyboard alone: a refused address: support reads why, corrects it, and the mail is delivered; the company sees it', async () => {
  await product.mails.refuse('@wrong.example', { code: 550, message: '5.1.1 No such user here' });
  const recipients = [{ name: 'Nora Berg', email: 'nora@wrong.example', points: 250 }];
  const sent = await product.acme.send({ recipients, ifUnregistered: 'register' });
  await product.acme.waitForDistribution(sent.body.id, 'completed_with_failures');
  const { number } = await onlyTicketOf(sent.body.id);
  const tab = await product.open();
  const { page } = tab;
  await tab.goto('/support');
  await typeInto(page.getByLabel('E-mail', { exact: true }), product.people.support.email);
  await typeInto(page.getByLabel('Password', { exact: true }), product.people.support.password);
  await press(page, 'Enter');
  const row = page.getByRole('row').filter({ hasText: number });
  await pressOn(row.getByRole('link', { name: /E-mails went to addresses that do not exist/ }));
  await page.getByText('E-mail failed', { exact: true }).waitFor();
  await page.getByText('No such user here').waitFor();
  await tab.screenshot('support-ticket');

  await pressOn(page.getByRole('button', { name: 'Correct the address' }));
  const dialog = page.getByRole('dialog', { name: 'Correct the address' });
  const address = dialog.getByLabel('New e-mail address');
  const correct = dialog.getByRole('button', { name: 'Correct the address' });
  await typeInto(address, 'ada@acme-support.example');
  await pressOn(correct);
  await dialog.getByText('Say why, in a few words.').waitFor();
  await typeInto(dialog.getByLabel('Reason'), 'The company spelled it out on the telephone.');
  await pressOn(correct);
  await dialog.getByRole('alert').getByText(/admin/).first().waitFor();
  await typeInto(address, 'nora.berg@people.example');
  expect(await tab.axe()).toEqual([]);
  await pressOn(correct);
  await dialog.waitFor({ state: 'hidden' });
  const mail = await product.mails.readTo('nora.berg@people.example');
  expect(mail.text).toContain('250 points');
  await page.getByText('Delivered', { exact: true }).waitFor();
  await page.getByText('Corrected the address').waitFor();

  const text = 'The address is corrected; Nora has her e-mail.';
  await typeInto(page.getByLabel('Your answer'), text);
  await pressOn(page.getByRole('button', { name: 'Send answer' }));
  await page.getByText('Sam Support, support').waitFor();
  await choose(page.getByRole('radio', { name: 'Internal note' }));
  await typeInto(page.getByLabel('Your note'), 'Watch this company’s lists.');
  await pressOn(page.getByRole('button', { name: 'Keep note' }));
  await page.getByText('Internal note by Sam Support').waitFor();
  await act(page, 'Resolve', 'Delivered.');
  await page.getByRole('button', { name: 'Open again' }).waitFor();
  await tab.screenshot('support-ticket-resolved');
  await expectSound(tab);

  const ofCompany = await onlyTicketOf(sent.body.id);
  expect(ofCompany.state).toBe('resolved');
  expect(ofCompany.messages.map(({ author, text }) => [author, text])).toEqual([['support', text]]);
  await product.mails.readMatch('ada@acme-support.example', /Nora has her e-mail/);
});

test('by the keyboard alone: a reversal above the setting moves nothing before a second person approves it', async () => {
  const rewardId = await deliver('asha.rao@acme-support.example', 5_000);
  const ticket = await openTicket('Please take these points back', [rewardId]);
  const sam = await product.openAs('support', `/support/tickets/${ticket.id}`);
  await pressOn(sam.page.getByRole('button', { name: 'Take the points back' }));
  const dialog = sam.page.getByRole('dialog');
  await dialog.getByText(/more than one person takes back alone/).waitFor();
  await typeInto(dialog.getByLabel('Reason'), 'Sent to the wrong Asha.');
  await pressOn(dialog.getByRole('button', { name: 'Ask a second person' }));
  await sam.page.getByText('A reversal waits for a second person').waitFor();
  expect((await product.acme.getReward(rewardId)).status).toBe('delivered');
  const own = sam.page.getByRole('button', { name: 'Approve' });
  expect(await own.getAttribute('aria-disabled')).toBe('true');
  await tabTo(own);
  await sam.page
    .getByRole('tooltip')
    .getByText(/another person of support/)
    .waitFor();
  expect(await sam.axe()).toEqual([]);
  await sam.screenshot('support-reversal');
  await expectSound(sam);

  const lena = await product.openAs('lead', `/support/tickets/${ticket.id}`);
  await pressOn(lena.page.getByRole('button', { name: 'Approve' }));
  const approving = lena.page.getByRole('dialog', { name: 'Approve the reversal' });
  await typeInto(approving.getByLabel('Reason'), 'Checked with the company.');
  await pressOn(approving.getByRole('button', { name: 'Approve' }));
  await lena.page.getByText('Taken back by support', { exact: true }).waitFor();
  expect((await product.acme.getReward(rewardId)).status).toBe('reversed');
  const run = lena.page.getByRole('link', { name: 'Ticket', exact: true });
  expect(await run.getAttribute('href')).toContain(`/workflows/ticket%2F${ticket.id}`);
  const sending = lena.page.getByRole('link', { name: 'Distribution', exact: true });
  const { distributionId } = await product.acme.getReward(rewardId);
  expect(await sending.getAttribute('href')).toContain(
    `/workflows/distribution%2F${distributionId}`,
  );
  await expectSound(lena);
  expect(await product.reconcile()).toBe('0 differences');
});

test('the queue and an answer by the keyboard alone', async () => {
  await openTicket('By hand: the first question', []);
  await openTicket('By hand: the second question', []);
  const tab = await product.openAs('lead', '/settings');
  const { page } = tab;
  await press(page, '?');
  const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await shortcuts.getByText('In the queue: the next ticket').waitFor();
  await press(page, 'Escape');
  await shortcuts.waitFor({ state: 'detached' });
  await press(page, 'g', 'q');
  await page.getByRole('heading', { name: 'Support', level: 1 }).waitFor();
  await typeInto(page.getByLabel('Search', { exact: true }), 'By hand:');
  await page.waitForURL(/search=By/);
  await tab.settled();
  const links = page.locator('a[data-in-queue]');
  await tabTo(links.first());
  await press(page, 'j', 'j', 'k');
  const focused = page.locator('a[data-in-queue]:focus');
  const name = await focused.innerText();
  expect(await links.allInnerTexts()).toEqual([name, expect.stringContaining('By hand:')]);
  await press(page, 'Enter');
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  await pressOn(page.getByRole('button', { name: 'Take it' }));
  await page.getByRole('dialog', { name: 'Take it' }).waitFor();
  // The reason stands there already and is the first field.
  await page.getByLabel('Reason').and(page.locator(':focus')).waitFor();
  await press(page, 'Control+Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await typeInto(page.getByLabel('Your answer'), 'We are looking into it.');
  await press(page, 'Control+Enter');
  await page.getByText('Lena Lead, support').waitFor();
  await expectSound(tab);
});

test('by the keyboard alone: an outage of several companies is one incident, tried again and resolved as one', async () => {
  await product.mails.refuse('@outage.example', { code: 451, message: '4.3.2 Try again later' });
  const { url, demo } = product.ready;
  const globex = createApiClient({ url, apiKey: demo.otherCompanyApiKey });
  const sent = await Promise.all(
    [product.acme, globex].map((company, index) =>
      company.send({
        recipients: [{ name: `Kim ${index}`, email: `kim${index}@outage.example`, points: 10 }],
        ifUnregistered: 'register',
      }),
    ),
  );
  const incident = await waitFor('one incident of both', async () => {
    const [found] = await product.query<{ id: string; rewards: number }>(
      `SELECT t.id, count(*)::int AS rewards FROM tickets t JOIN ticket_rewards tr ON tr.ticket_id = t.id
       JOIN rewards r ON r.id = tr.reward_id
       WHERE t.company_id IS NULL AND r.distribution_id = ANY($1) GROUP BY t.id`,
      [sent.map(({ body }) => body.id)],
    );
    return found?.rewards === 2 && found.id;
  });
  const tab = await product.openAs('support', '/support');
  const { page } = tab;
  await typeInto(page.getByLabel('Search', { exact: true }), 'for several companies');
  await page.waitForURL(/search=for/);
  await tab.settled();
  await pressOn(page.getByRole('link', { name: /could not be reached for several companies/ }));
  await page.getByRole('heading', { name: 'Incident of the platform' }).waitFor();
  expect(page.url()).toContain(incident);
  await page.getByText('Kim 0').first().waitFor();
  await page.getByText('Kim 1').first().waitFor();
  expect(await tab.axe()).toEqual([]);
  await tab.screenshot('support-incident');
  // What a company was told, and the way back.
  await pressOn(page.getByRole('link', { name: /^T-\d+ · Acme Industries$/ }));
  await page.getByText('Support works on it as one incident').waitFor();
  await pressOn(page.getByRole('link', { name: 'Open the incident' }));
  await page.getByRole('heading', { name: 'Incident of the platform' }).waitFor();

  await product.mails.acceptAgain('@outage.example');
  const all = 'Try all failed e-mails again';
  await pressOn(page.getByRole('button', { name: all }));
  await giveReason(page, all, 'The mail server is back.');
  for (const index of [0, 1]) await product.mails.readTo(`kim${index}@outage.example`);
  await page.getByText('Delivered', { exact: true }).nth(1).waitFor();
  await typeInto(page.getByLabel('Your note'), 'The disk of the mail server was full.');
  await press(page, 'Control+Enter');
  await page.getByText('Internal note by Sam Support').waitFor();
  await act(page, 'Resolve', 'All of it is delivered.');
  await page.getByRole('button', { name: 'Open again' }).waitFor();
  await expectSound(tab);
});

test('what is typed and left at once is searched for then, and not when one has gone on', async () => {
  const tab = await product.openAs('support', '/support');
  const { page } = tab;
  // No time passes in the page, so nothing comes of a pause after the last key.
  await page.clock.install();
  await page.reload();
  const field = page.getByLabel('Search', { exact: true });
  await field.waitFor();
  await page.clock.pauseAt(Date.now() + 60_000);
  await typeInto(field, 'nobody asked this');
  expect(page.url()).not.toContain('search=');
  await page.keyboard.press('Tab');
  await page.waitForURL(/search=nobody/);
});

/** In the dialog of an act, by keyboard. */
async function giveReason(page: Page, name: string, reason: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name, exact: true });
  await typeInto(dialog.getByLabel('Reason'), reason);
  await pressOn(dialog.getByRole('button', { name, exact: true }));
  await dialog.waitFor({ state: 'hidden' });
}

test('by the keyboard alone: tickets are found by number and filtered; what is narrowed stands in the address', async () => {
  const { number } = await openTicket('Where is my invoice', []);
  const tab = await product.openAs('support', '/support');
  const { page } = tab;
  await typeInto(page.getByLabel('Search', { exact: true }), number);
  await page.waitForURL(`**/support?search=${number}`);
  await waitFor('one row and the head', async () => (await page.getByRole('row').count()) === 2);
  await page.reload();
  await page.getByRole('link', { name: /Where is my invoice/ }).waitFor();
  const mine = page.getByRole('option', { name: 'Mine' });
  await pick(page.getByRole('combobox', { name: 'Whose' }), mine);
  await page.getByText('No ticket is like that').waitFor();
  await pressOn(page.getByRole('button', { name: 'Clear filters' }));
  await page.getByRole('link', { name: /Where is my invoice/ }).waitFor();
  await tab.screenshot('support-queue');
  await expectSound(tab);
});

test('by the keyboard alone: a claim link is shown once, and opens the invitation', async () => {
  const recipients = [{ name: 'Ivo Horn', email: 'ivo@people.example', points: 30 }];
  const sent = await product.acme.send({ recipients, ifUnregistered: 'invite' });
  const rewardId = sent.body.rewards[0]!.id;
  await waitFor(
    'the invitation to be mailed',
    async () => (await product.acme.getReward(rewardId)).invitedAt !== null,
  );
  const ticket = await openTicket('Ivo has lost the e-mail', [rewardId]);
  const tab = await product.openAs('support', `/support/tickets/${ticket.id}`);
  const { page } = tab;
  await act(page, 'Make a claim link', 'Called from the number that we know.');
  const shown = page.getByRole('dialog', { name: 'The claim link' });
  const url = await shown.getByLabel('Claim link of Ivo Horn').inputValue();
  expect(await tab.axe()).toEqual([]);
  await pressOn(shown.getByRole('button', { name: 'Done' }));
  await page.getByText('Support made a claim link').waitFor();
  expect(await page.content()).not.toContain(url);
  expect((await fetch(url)).status).toBe(200);
  await expectSound(tab);
});

test('by the keyboard alone: the address of a planned reward is corrected; what cannot be done says why', async () => {
  const sent = await product.acme.send({
    recipients: [{ name: 'Pia Planned', email: 'pia@typo.example', points: 30 }],
    sendAt: new Date(Date.now() + 86_400_000).toISOString(),
  });
  const planned = await openTicket('Pia’s address is wrong', [sent.body.rewards[0]!.id]);
  const tab = await product.openAs('support', `/support/tickets/${planned.id}`);
  const { page } = tab;
  await tabTo(page.getByRole('button', { name: 'Make a claim link' }));
  await page.getByRole('tooltip').getByText('It has not gone out yet').waitFor();
  await pressOn(page.getByRole('button', { name: 'Correct the address' }));
  const dialog = page.getByRole('dialog', { name: 'Correct the address' });
  await dialog.getByText('nothing goes to pia@typo.example').waitFor();
  await typeInto(dialog.getByLabel('New e-mail address'), 'pia@people.example');
  await typeInto(dialog.getByLabel('Reason'), 'The company spelled it out.');
  await pressOn(dialog.getByRole('button', { name: 'Correct the address' }));
  await page.getByText('pia@people.example').first().waitFor();

  const active = await openTicket('Asha has moved', [
    await deliver('asha.rao@acme-support.example', 20),
  ]);
  await tab.goto(`/support/tickets/${active.id}`);
  await tabTo(page.getByRole('button', { name: 'Correct the address' }));
  await page.getByRole('tooltip').getByText('so the account keeps its address').waitFor();
  await tabTo(page.getByRole('button', { name: 'Make a claim link' }));
  await page.getByRole('tooltip').getByText('The account is active already').waitFor();
  await expectSound(tab);
});

test('by the keyboard alone: an order is found by its recipient, its address corrected, and its points return when it is lost', async () => {
  const order = await placeOrder('bruno.silva@acme-support.example');
  const tab = await product.openAs('support', '/support/orders');
  const { page } = tab;
  await typeInto(page.getByLabel('Search', { exact: true }), 'bruno.silva@acme-support.example');
  await page.waitForURL(/\/support\/orders\?search=bruno/);
  const goods = page.getByText('Box of teas');
  await waitFor('his order alone', async () => (await goods.count()) === 1);
  await tab.screenshot('support-orders');
  await pressOn(page.getByRole('link', { name: order.number }));
  await pressOn(page.getByRole('button', { name: 'Correct the address' }));
  const dialog = page.getByRole('dialog', { name: 'Correct the address' });
  const correct = dialog.getByRole('button', { name: 'Correct the address' });
  await typeInto(dialog.getByLabel('Postal code'), '1');
  await typeInto(dialog.getByLabel('Reason'), 'Moved last week.');
  await pressOn(correct);
  await dialog.getByText('This is no postal code of IN.').first().waitFor();
  await typeInto(dialog.getByLabel('Postal code'), '560002');
  await pressOn(correct);
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('560002 Bengaluru').waitFor();
  await tab.screenshot('support-order');
  await act(page, 'Mark as lost', 'The carrier gave it up by telephone.');
  await page.getByText('Returned', { exact: true }).waitFor();
  await page.getByText(/^CN-/).waitFor();
  await expectSound(tab);
});

test('by the keyboard alone: who has not seen the newest message of a customer is told before a ticket is resolved', async () => {
  const { id } = await openTicket('Thank you', []);
  const tab = await product.openAs('support', `/support/tickets/${id}`);
  const { page } = tab;
  await pressOn(page.getByRole('button', { name: 'Resolve' }));
  const dialog = page.getByRole('dialog', { name: 'Resolve' });
  await typeInto(dialog.getByLabel('Reason'), 'Nothing is left to do.');
  await product.acme.request('POST', `/tickets/${id}/messages`, { text: 'One thing more!' });
  await pressOn(dialog.getByRole('button', { name: 'Resolve' }));
  await dialog.getByText('Somebody else has changed this ticket meanwhile.').waitFor();
  await page.getByText('One thing more!').waitFor();
  await pressOn(dialog.getByRole('button', { name: 'Resolve' }));
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Open again' }).waitFor();
  await expectSound(tab);
});

test.each(VISITS)('queue, ticket and orders fit, and are accessible: %s', async (_name, visit) => {
  const rewardId = await deliver('chen.wei@acme-support.example', 20);
  const { id } = await openTicket('About a reward', [rewardId]);
  const [order] = await product.query<{ id: string }>(
    'SELECT id FROM orders WHERE company_id = $1',
    [product.companyId],
  );
  const tab = await product.signIn('lead', visit.look);
  await expectPagesSound(tab, visit, {
    'support-queue-page': '/support',
    'support-ticket-page': `/support/tickets/${id}`,
    'support-orders-page': '/support/orders',
    'support-order-page': `/support/orders/${order!.id}`,
  });
  await expectSound(tab);
});

/** Presses a button, says why in its dialog, and confirms; by keyboard. */
async function act(page: Page, name: string, reason: string): Promise<void> {
  await pressOn(page.getByRole('button', { name, exact: true }));
  await giveReason(page, name, reason);
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
  const found = await waitFor('its ticket', async () => {
    const { body } = await product.acme.request<{ items: Ticket[] }>('GET', '/tickets');
    return body.items.find((ticket) => ticket.distributionId === distributionId);
  });
  return (await product.acme.request<Ticket>('GET', `/tickets/${found.id}`)).body;
}

/** By the recipient's own hands: a link in a mail, the wallet, an order. */
async function placeOrder(email: string): Promise<OrderSummary> {
  await deliver(email, 500);
  const before = await product.mails.to(email);
  const tab = await product.open();
  const { request } = tab.context;
  await request.post('/wallet', { form: { email } });
  const link = await product.mails.readMatch(email, /\/wallet\/sign-in\/\S+/, before.length);
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
