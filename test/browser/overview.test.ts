import { openProduct, press, type Product } from '../support/browser';
import { useCleanUp } from '../support/clean-up';
import { choose, pick, pressOn, typeInto } from '../support/keyboard';
import { expectPagesSound, expectSound, VISITS } from '../support/sound';

/** The overview, the company's people, and its questions to support. */
const cleanUp = useCleanUp();
let product: Product;
/** Of Nina, whose mailbox does not exist. */
let failed: { distribution: string; reward: string };

beforeAll(async () => {
  product = await openProduct(cleanUp, 'acme-overview.example');
  await product.mails.refuse('@gone.example', { code: 550, message: '5.1.1 No such user' });
});

test('who has never sent sees the three steps to a first send', async () => {
  const tab = await product.openAsAdmin('/');
  const { page } = tab;
  await page.getByText('1,000,000 points are in your Company Balance.').waitFor();
  await page.getByRole('heading', { name: 'Choose how it looks' }).waitFor();
  expect(await tab.axe()).toEqual([]);
  await tab.screenshot('overview-first-use');
  await pressOn(page.getByRole('main').getByRole('link', { name: 'Send points' }));
  await page.waitForURL('**/send');
  await expectSound(tab);
});

test('by the keyboard alone: the overview tells what was sent, and leads to what needs somebody', async () => {
  await sendAll();
  const tab = await product.openAsAdmin('/');
  const { page } = tab;
  await page.getByText('The e-mail of 1 person did not arrive').waitFor();
  await page.getByText('2 rows failed and were not charged').waitFor();
  await page.getByText('1 send waits for 2,000,000 points').waitFor();
  await page.getByText('75 points held').first().waitFor();
  await page.getByRole('img', { name: /^Chart: .* points in 2 sends/ }).waitFor();
  await tab.screenshot('overview');
  await pressOn(page.getByRole('button', { name: 'Show as a table' }));
  await page.getByRole('columnheader', { name: 'Sends' }).waitFor();
  await choose(page.getByRole('radio', { name: 'A year' }));
  await page.getByRole('heading', { name: 'Points sent by week' }).waitFor();
  expect(new URL(page.url()).searchParams.get('days')).toBe('365');
  await pressOn(page.getByRole('link', { name: 'See what waits for funds' }));
  await page.waitForURL('**/distributions?status=awaiting_funds');
  await page.getByRole('row').getByText('Waiting for funds').waitFor();
  expect(await page.getByRole('row').count()).toBe(2);
  await page.goBack();
  // The one that has ended, and the one that still waits for Ida.
  await pressOn(page.getByRole('link', { name: 'See the sends with failures' }).last());
  await page.waitForURL('**/distributions?failed=true');
  const running = page.getByRole('row').filter({ hasText: 'Sending' });
  // Of two rows one was charged.
  await running.getByRole('cell', { name: '1', exact: true }).waitFor();
  expect(await page.getByRole('row').count()).toBe(3);
  await page.goBack();
  await pressOn(page.getByRole('link', { name: 'See who' }));
  await page.getByRole('link', { name: 'Ida Invited' }).waitFor();
  await expectSound(tab);
});

test('by the keyboard alone: a person is searched for, seen with what was sent, and has a time zone of his own', async () => {
  const tab = await product.openAsAdmin('/recipients');
  const { page } = tab;
  await page.getByRole('link', { name: 'Asha Rao' }).waitFor();
  await tab.screenshot('recipients');
  await typeInto(page.getByLabel('Name or address'), 'ostby');
  await page.waitForURL(/q=ostby/);
  await page.getByRole('link', { name: 'Asha Rao' }).waitFor({ state: 'hidden' });
  await typeInto(page.getByLabel('Name or address'), 'nobody of that name');
  await page.getByText('Nobody is like that').waitFor();
  await pressOn(page.getByRole('button', { name: 'Clear filters' }));
  await pressOn(page.getByRole('link', { name: 'Asha Rao' }));
  await page.getByRole('heading', { name: 'Asha Rao', level: 1 }).waitFor();
  await page.getByText('Work anniversary').waitFor();
  const kolkata = page.getByRole('option', { name: 'Asia/Kolkata' });
  await pick(page.getByRole('combobox', { name: 'Time zone' }), kolkata, 'kolk');
  await page.getByText('The time zone is saved.').waitFor();
  await tab.screenshot('recipients-one');
  await page.reload();
  await page.getByRole('heading', { name: 'Asha Rao', level: 1 }).waitFor();
  expect(await page.getByRole('combobox', { name: 'Time zone' }).inputValue()).toBe('Asia/Kolkata');
  await pressOn(page.getByRole('link', { name: /\d{4}/ }).first());
  await page.getByText('E-mail handed over').waitFor();
  await expectSound(tab);
});

test('a ticket is raised by the keyboard alone, once, and nothing typed is lost', async () => {
  const { distribution, reward } = failed;
  const tab = await product.openAsAdmin(`/distributions/${distribution}/rewards/${reward}`);
  const { page } = tab;
  await pressOn(page.getByRole('link', { name: 'Raise a ticket' }));
  await page.getByRole('link', { name: 'Nina Newcomer (nina@gone.example)' }).waitFor();
  // The row without a name was refused.
  await page.getByRole('link', { name: /^160 points to 2 people,/ }).waitFor();
  await choose(page.getByRole('radio', { name: 'Something did not arrive' }));
  await typeInto(page.getByLabel('Subject'), 'Nina has no mail');
  const send = page.getByRole('button', { name: 'Send to support' });
  await pressOn(send);
  await page.getByText('Write a text of at most 5,000 characters.').waitFor();
  expect(await tab.axe()).toEqual([]);
  await typeInto(page.getByLabel('What happened'), 'Her address was right.\nPlease look.');
  await tab.screenshot('tickets-new');
  await page.reload();
  expect(await page.getByLabel('Subject').inputValue()).toBe('Nina has no mail');
  // A second press is the same intent.
  await pressOn(send);
  await press(page, 'Enter');
  await page.getByRole('heading', { name: 'Nina has no mail', level: 1 }).waitFor();
  await page.getByText('Something did not arrive').waitFor();
  const [{ count } = {}] = await product.query<{ count: number }>(
    `SELECT count(*)::int FROM tickets WHERE subject = 'Nina has no mail'`,
  );
  expect(count).toBe(1);
  await typeInto(page.getByLabel('Your message'), 'She wrote again today.');
  await press(page, 'Control+Enter');
  await page.getByRole('listitem').getByText('She wrote again today.').waitFor();
  await answer(page.url().split('/').at(-1) ?? '', 'We have written to her.');
  await page.getByText('We have written to her.').waitFor();
  await page.getByText('Waiting for you', { exact: true }).waitFor();
  await tab.screenshot('tickets-one');
  await pressOn(page.getByRole('link', { name: 'Tickets' }));
  await choose(page.getByRole('radio', { name: 'Open' }));
  await page.getByRole('link', { name: 'Nina has no mail' }).waitFor({ state: 'hidden' });
  await page.getByRole('link', { name: /addresses that do not exist/ }).waitFor();
  await tab.screenshot('tickets');
  await expectSound(tab);
});

test('a ticket whose answer is near its deadline is on the overview', async () => {
  await product.query(
    `UPDATE tickets SET warn_at = now() WHERE opened_by = 'workflow' AND company_id = $1`,
    [product.companyId],
  );
  const tab = await product.openAsAdmin('/');
  await tab.page.getByText(/^1 ticket waits for its answer until/).waitFor();
  await pressOn(tab.page.getByRole('link', { name: 'See open tickets' }));
  await tab.page.getByRole('link', { name: /addresses that do not exist/ }).waitFor();
  await expectSound(tab);
});

test.each(VISITS)('every page fits and is accessible: %s', async (_name, visit) => {
  const [person] = await product.query<{ id: string }>(
    `SELECT id FROM recipients WHERE email_key = 'asha.rao@acme-overview.example'`,
  );
  const [ticket] = await product.query<{ id: string }>(
    `SELECT id FROM tickets WHERE subject = 'Nina has no mail'`,
  );
  const tab = await product.signIn('admin', visit.look);
  await expectPagesSound(tab, visit, {
    'overview-page': '/',
    'overview-recipients': '/recipients',
    'overview-recipient': `/recipients/${person?.id}`,
    'overview-tickets': '/tickets',
    'overview-ticket-new': '/tickets/new',
    'overview-ticket': `/tickets/${ticket?.id}`,
  });
  await expectSound(tab);
});

/** One that arrives, one whose mailbox is not there, two that are malformed, one invited, one too dear. */
async function sendAll(): Promise<void> {
  const sent = await product.acme.send({
    recipients: [
      {
        ...{ name: 'Asha Rao', email: 'asha.rao@acme-overview.example', points: 120 },
        citation: 'Work anniversary',
      },
      { name: 'Nina Newcomer', email: 'nina@gone.example', points: 40 },
      { name: '', email: 'nameless@acme-overview.example', points: 5 },
    ],
    ifUnregistered: 'register',
    ifInvalid: 'skip',
  });
  failed = { distribution: sent.body.id, reward: sent.body.rewards[1]?.id ?? '' };
  await product.acme.waitForDistribution(sent.body.id, 'completed_with_failures');
  await product.acme.send({
    recipients: [
      { name: 'Ida Invited', email: 'ida@invited.example', points: 75 },
      { name: '', email: 'nameless@invited.example', points: 5 },
    ],
    ifInvalid: 'skip',
  });
  await product.mails.readTo('ida@invited.example');
  await product.acme.send({
    recipients: [
      { name: 'Bruno Silva', email: 'bruno.silva@acme-overview.example', points: 2_000_000 },
    ],
    ifInsufficient: 'wait',
  });
}

/** Support answers, as its console does, and asks the customer for something. */
async function answer(ticketId: string, text: string): Promise<void> {
  const agent = await product.signIn('support');
  const { request } = agent.context;
  const input = encodeURIComponent(JSON.stringify({ id: ticketId }));
  const read = await request.get(`/trpc/support.ticket?input=${input}`);
  const { result } = (await read.json()) as { result: { data: { version: number } } };
  const { version } = result.data;
  const written = await request.post('/trpc/support.answer', {
    data: { id: ticketId, version, text, waitForCustomer: true },
  });
  expect(written.ok()).toBe(true);
  await agent.close();
}
