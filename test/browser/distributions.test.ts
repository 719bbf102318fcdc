import type { Page } from 'playwright-core';
import { openProduct, press, type Product } from '../support/browser';
import { useCleanUp } from '../support/clean-up';
import {
  choose,
  pick,
  pressOn,
  sayYes,
  tabQuicklyTo,
  tabTo,
  takeItem,
  typeInto,
} from '../support/keyboard';
import { expectPagesSound, expectSound, VISITS } from '../support/sound';

const cleanUp = useCleanUp();
let product: Product;
let large: string;

beforeAll(async () => {
  product = await openProduct(cleanUp, 'acme-distributions.example');
  const sent = await product.acme.send({ recipients: people(500), ifUnregistered: 'register' });
  large = sent.body.id;
  await product.acme.waitForDistribution(large, 'completed');
});

test('by the keyboard alone: who is not signed in signs in first, and then is where he wanted to be', async () => {
  const tab = await product.open();
  const { page } = tab;
  await tab.goto('/distributions');
  expect(new URL(page.url()).pathname).toBe('/sign-in');
  const { email, password } = product.people.admin;
  await typeInto(page.getByLabel('E-mail', { exact: true }), email);
  await typeInto(page.getByLabel('Password', { exact: true }), 'not the password');
  await press(page, 'Enter');
  await page.getByRole('alert').getByText('The e-mail address or the password is wrong.').waitFor();
  await typeInto(page.getByLabel('Password', { exact: true }), password);
  await pressOn(page.getByRole('button', { name: 'Sign in', exact: true }));
  await page.getByRole('heading', { name: 'Distributions', level: 1 }).waitFor();
  expect(await page.title()).toBe('Distributions · Bestow');
  await expectSound(tab);
});

test('by the keyboard alone: a distribution of 500 stands in few rows, is searched, and stays smooth', async () => {
  const tab = await product.openAsAdmin('/distributions');
  const { page } = tab;
  await pressOn(page.getByRole('link', { name: /\d{4}/ }).first());
  await page.getByRole('heading', { name: '5,000 points to 500 people' }).waitFor();
  await page.getByText('Delivered').first().waitFor();
  expect(await page.getByRole('row').count()).toBeLessThan(60);
  await tab.screenshot('distributions-large');
  await page.keyboard.press('End');
  await page.getByText('person499@many.example').waitFor();
  await typeInto(page.getByLabel('Name, address or reference'), 'person49');
  await page.getByText('11 of 500 rewards').waitFor();
  expect(new URL(page.url()).searchParams.get('q')).toBe('person49');
  await pressOn(page.getByRole('link', { name: 'Person 49', exact: true }));
  await page.getByRole('heading', { name: 'Person 49', level: 1 }).waitFor();
  await page.goBack();
  await page.getByText('11 of 500 rewards').waitFor();
  await expectSound(tab);
});

test('by the keyboard alone: a send is rescheduled in the zone of the company, then sent now; another is cancelled', async () => {
  const tab = await product.openAsAdmin(`/distributions/${await schedule('Meera Nair')}`);
  const { page } = tab;
  await pressOn(page.getByRole('button', { name: 'Reschedule' }));
  const dialog = page.getByRole('dialog', { name: 'Reschedule' });
  const confirm = dialog.getByRole('button', { name: 'Reschedule' });
  const nextYear = new Date().getUTCFullYear() + 1;
  await typeInto(dialog.getByLabel('Day'), '5 Jan 2020');
  await press(page, 'Tab');
  await typeInto(dialog.getByLabel('Day'), `5 Jan ${nextYear}`);
  await press(page, 'Tab');
  // A clock of twelve hours asks which half of the day; one of 24 does not listen.
  await typeInto(dialog.getByLabel('Time', { exact: true }), '0745AM');
  expect(await tab.axe()).toEqual([]);
  await tab.screenshot('distributions-reschedule');
  await pressOn(confirm);
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText(`5 Jan ${nextYear}, 07:45`).first().waitFor();
  await pressOn(page.getByRole('button', { name: 'Send now' }));
  const now = page.getByRole('dialog', { name: 'Send now' });
  await now.getByText('20 points go to 1 person at once instead of on').waitFor();
  await pressOn(now.getByRole('button', { name: 'Send now' }));
  await page.getByText('Completed', { exact: true }).first().waitFor();
  await page.getByText('Delivered', { exact: true }).first().waitFor();
  // What cannot be done any more takes the focus, and says why.
  await tabTo(page.getByRole('button', { name: 'Cancel this send' }));
  await page.getByRole('tooltip').getByText('Raise a ticket').waitFor();

  await tab.goto(`/distributions/${await schedule('Tom Weber', [NAMELESS])}`);
  await pressOn(page.getByRole('button', { name: 'Cancel this send' }));
  // Who was refused gets nothing anyhow.
  const sentence = '20 points return to your Company Balance, and nobody gets an e-mail.';
  await page.getByRole('dialog').getByText(sentence).waitFor();
  await sayYes(page);
  await page.getByText('Cancelled', { exact: true }).first().waitFor();
  await expectSound(tab);
});

test('by the keyboard alone: a send by mornings tells them, and that another time is everybody’s', async () => {
  const day = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
  const sent = await product.acme.send({
    recipients: [{ name: 'Mia Morning', email: 'mia@later.example', points: 20 }],
    sendOnMorning: day,
  });
  const tab = await product.openAsAdmin(`/distributions/${sent.body.id}`);
  const { page } = tab;
  await page.getByText(/, at 09:00 where each person is$/).waitFor();
  await pressOn(page.getByRole('button', { name: 'Reschedule' }));
  const dialog = page.getByRole('dialog', { name: 'Reschedule' });
  await dialog.getByText(/^Everybody gets it at the one time that you choose/).waitFor();
  await pressOn(dialog.getByRole('button', { name: 'Reschedule' }));
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText(/, at 09:00 where each person is$/).waitFor({ state: 'hidden' });
  await pressOn(page.getByRole('link', { name: 'Mia Morning' }));
  await page.getByRole('heading', { name: 'Mia Morning', level: 1 }).waitFor();
  await expectSound(tab);
});

test('by the keyboard alone: of two who act at once, the second reads what the first has done', async () => {
  const id = await schedule('Asha Rao');
  const tab = await product.openAsAdmin(`/distributions/${id}`);
  const { page } = tab;
  await pressOn(page.getByRole('button', { name: 'Cancel this send' }));
  const dialog = page.getByRole('dialog', { name: 'Cancel this send' });
  const sendAt = new Date(Date.now() + 172_800_000).toISOString();
  await product.acme.request('POST', `/distributions/${id}/reschedule`, { sendAt });
  await pressOn(dialog.getByRole('button', { name: 'Cancel the send' }));
  await dialog.getByText('Somebody else has changed the time of this send meanwhile.').waitFor();
  await product.acme.request('POST', `/distributions/${id}/send-now`);
  await product.acme.waitForDistribution(id, 'completed');
  await pressOn(dialog.getByRole('button', { name: 'Cancel the send' }));
  await dialog.getByText('The points have already been sent').waitFor();
  await pressOn(dialog.getByRole('button', { name: 'Close' }).last());
  await expectSound(tab);
});

test('by the keyboard alone: the address of a planned reward is corrected, and it is sent there', async () => {
  const id = await schedule('Pia Planned');
  const [reward] = (await product.acme.getDistribution(id)).rewards;
  const tab = await product.openAsAdmin(`/distributions/${id}/rewards/${reward!.id}`);
  const { page } = tab;
  await pressOn(page.getByRole('button', { name: 'Change the address' }));
  const dialog = page.getByRole('dialog', { name: 'Change the address' });
  await dialog.getByText('nothing goes to pia.planned@later.example').waitFor();
  await typeInto(dialog.getByLabel('New e-mail address'), 'pia@planned.example');
  await pressOn(dialog.getByRole('button', { name: 'Change', exact: true }));
  await page.getByText('Address changed', { exact: true }).waitFor();
  await product.acme.request('POST', `/distributions/${id}/send-now`);
  expect((await product.mails.readTo('pia@planned.example')).subject).toContain('20 points');
  await expectSound(tab);
});

test('by the keyboard alone: a refused e-mail is seen, its address is corrected, and it arrives', async () => {
  await product.mails.refuse('@mistyped.example', { code: 550, message: '5.1.1 No such user' });
  const recipients = [
    { name: 'Nina Newcomer', email: 'gone@mistyped.example', points: 30, citation: 'The launch' },
    { name: 'Omar Haddad', email: 'omar@right.example', points: 30 },
  ];
  const sent = await product.acme.send({ recipients, ifUnregistered: 'register' });
  await product.acme.waitForDistribution(sent.body.id, 'completed_with_failures');
  const tab = await product.openAsAdmin('/distributions?status=completed_with_failures');
  const { page } = tab;
  await page.getByText('1 failed').waitFor();
  await pressOn(page.getByRole('link', { name: /\d{4}/ }).first());
  await page.getByRole('heading', { name: '60 points to 2 people' }).waitFor();
  await page.getByRole('link', { name: /addresses that do not exist/ }).waitFor();
  const failed = page.getByRole('option', { name: /In the wallet, e-mail failed/ });
  await pick(page.getByRole('combobox', { name: 'State' }), failed);
  await page.getByText('1 of 2 rewards').waitFor();
  await tab.screenshot('distributions-failures');
  await pressOn(page.getByRole('link', { name: 'Nina Newcomer' }));
  await page.getByRole('heading', { name: 'Nina Newcomer', level: 1 }).waitFor();
  await page.getByText('E-mail could not be delivered').waitFor();
  await tab.screenshot('distributions-reward');
  await pressOn(page.getByRole('button', { name: 'Change the address' }));
  const dialog = page.getByRole('dialog', { name: 'Change the address' });
  await typeInto(dialog.getByLabel('New e-mail address'), 'not an address');
  await pressOn(dialog.getByRole('button', { name: 'Change and send' }));
  await dialog.getByText('Correct the address; it looks like name@example.com.').first().waitFor();
  await typeInto(dialog.getByLabel('New e-mail address'), 'nina@right.example');
  await pressOn(dialog.getByRole('button', { name: 'Change and send' }));
  await page.getByText('Address changed', { exact: true }).waitFor();
  await page.getByText('Delivered', { exact: true }).waitFor();
  expect((await product.mails.readTo('nina@right.example')).subject).toContain('30 points');
  await expectSound(tab);
});

test('by the keyboard alone: a reward is mailed again, planned for later, and that is cancelled', async () => {
  const { rewards } = await product.acme.getDistribution(large);
  const tab = await product.openAsAdmin(`/distributions/${large}/rewards/${rewards[7]!.id}`);
  const { page } = tab;
  const again = page.getByRole('button', { name: 'Send the e-mail again' });
  await pressOn(again);
  await page.getByRole('dialog').getByText('At most 3 e-mails about a reward').waitFor();
  await sayYes(page);
  await page.getByText('Sent once more', { exact: true }).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await pressOn(again);
  await choose(page.getByRole('radio', { name: 'At a time' }));
  await tabTo(page.getByLabel('Time', { exact: true }));
  const planned = page.getByRole('dialog').getByRole('button', { name: 'Send the e-mail again' });
  await tabQuicklyTo(planned, 4);
  await press(page, 'Enter');
  await page.getByText('E-mails to be sent again').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await pressOn(page.getByRole('button', { name: 'Do not send' }));
  await page.getByRole('dialog').getByText('is not sent again').waitFor();
  await sayYes(page);
  await page.getByText('E-mails to be sent again').waitFor({ state: 'hidden' });
  await page.getByText('Not sent once more: cancelled').waitFor();
  await expectSound(tab);
});

test('by the keyboard alone: all e-mails of a send are planned once more, seen as one, and cancelled as one', async () => {
  // Each is a run of Temporal, so not the 500.
  const sent = await product.acme.send({ recipients: people(12) });
  await product.acme.waitForDistribution(sent.body.id, 'completed');
  const tab = await product.openAsAdmin(`/distributions/${sent.body.id}`);
  const { page } = tab;
  await pressOn(page.getByRole('button', { name: 'Send e-mails again' }));
  const dialog = page.getByRole('dialog', { name: 'Send e-mails again' });
  await dialog.getByText('12 people get the e-mail once more.').waitFor();
  await choose(dialog.getByRole('radio', { name: 'At a time' }));
  await tab.screenshot('distributions-resend');
  await pressOn(dialog.getByRole('button', { name: 'Send e-mails again' }));
  await page.getByText(/: 12 e-mails$/).waitFor();
  await pressOn(page.getByRole('button', { name: 'Do not send' }));
  await pressOn(page.getByRole('dialog').getByRole('button', { name: 'Do not send' }));
  await page.getByText('12 e-mails are not sent again.').waitFor();
  await page.getByText(/: 12 e-mails$/).waitFor({ state: 'hidden' });
  await expectSound(tab);
});

test('by the keyboard alone: the list is narrowed in the address, and what is seen is exported', async () => {
  const tab = await product.openAsAdmin('/distributions');
  const { page } = tab;
  await typeInto(page.getByLabel('Search', { exact: true }), 'person499@');
  await page.waitForURL(/q=person499/);
  await page.getByText('500', { exact: true }).waitFor();
  await pressOn(page.getByRole('button', { name: 'More filters' }));
  const api = page.getByRole('option', { name: 'API' });
  await pick(page.getByRole('combobox', { name: 'Sent by' }), api);
  await typeInto(page.getByLabel('Accepted from'), '1 Jan 2026');
  await press(page, 'Tab');
  await page.waitForURL(/from=2026-01-01/);
  await page.reload();
  await page.getByText('500', { exact: true }).waitFor();
  expect(await page.getByRole('row').count()).toBe(2);
  await tab.screenshot('distributions-filters');
  const csv = await download(page, 'Text (CSV)');
  expect(csv.toString().trim().split('\r\n')).toHaveLength(2);
  expect(csv.toString()).toContain(large);
  const xlsx = await download(page, 'Excel (XLSX)');
  expect(xlsx.subarray(0, 2).toString()).toBe('PK');
  await typeInto(page.getByLabel('Search', { exact: true }), 'nobody at all');
  await page.getByText('No distribution is like that').waitFor();
  await pressOn(page.getByRole('button', { name: 'Clear filters' }));
  await page.getByRole('row').nth(2).waitFor();
  await expectSound(tab);
});

test.each(VISITS)('every page of a send is accessible and fits: %s', async (_name, visit) => {
  const { rewards } = await product.acme.getDistribution(large);
  const tab = await product.signIn('admin', visit.look);
  await expectPagesSound(tab, visit, {
    'distributions-reward': `/distributions/${large}/rewards/${rewards[0]?.id}`,
    'distributions-list': '/distributions?method=api',
    'distributions-one': `/distributions/${large}`,
  });
  await expectSound(tab);
});

test('who may only look is offered nothing that would be refused', async () => {
  const { email: adminEmail, password } = product.people.admin;
  const email = 'vera@acme-distributions.example';
  await product.query(
    `INSERT INTO admins (company_id, email, email_key, name, role, password_hash)
     SELECT company_id, $1, $1, 'Vera Viewer', 'viewer', password_hash FROM admins WHERE email = $2`,
    [email, adminEmail],
  );
  const tab = await product.openAs({ email, password }, `/distributions/${large}`);
  await tab.page.getByText('Your role may look, not change.').waitFor();
  await tab.page.getByRole('link', { name: 'Raise a ticket' }).waitFor();
  expect(await tab.page.getByRole('button', { name: 'Send e-mails again' }).count()).toBe(0);
  expect(await tab.page.getByRole('button', { name: 'Cancel this send' }).count()).toBe(0);
  await expectSound(tab);
});

function people(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    name: `Person ${index}`,
    email: `person${index}@many.example`,
    points: 10,
  }));
}

/** A send of tomorrow to somebody new. */
const NAMELESS = { name: '', email: 'nameless@later.example', points: 5 };

async function schedule(name: string, refused: object[] = []): Promise<string> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@later.example`;
  const sent = await product.acme.send({
    recipients: [{ name, email, points: 20 }, ...(refused as never[])],
    ifUnregistered: 'register',
    ifInvalid: 'skip',
    sendAt: new Date(Date.now() + 86_400_000).toISOString(),
  });
  return sent.body.id;
}

async function download(page: Page, link: string): Promise<Buffer> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    takeItem(
      page.getByRole('button', { name: 'Export' }),
      page.getByRole('menuitem', { name: link }),
    ),
  ]);
  const stream = await file.createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
