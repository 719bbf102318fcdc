import type { Page } from 'playwright-core';
import { type OpenPage, openProduct, type Person, type Product } from '../support/browser';
import { useCleanUp } from '../support/clean-up';
import { chooseFile, pressOn, typeInto } from '../support/keyboard';
import { expectPageSound, expectPagesSound, expectSound, VISITS } from '../support/sound';

/** Four eyes on the pages: one sends, another looks at it, and the points are where they should be. */
const cleanUp = useCleanUp();
let product: Product;
let approver: Person;
/** Of the company, not of the platform. */
let finance: Person;

beforeAll(async () => {
  product = await openProduct(cleanUp, 'acme-approvals.example');
  const { admin } = product.people;
  approver = { email: 'asif@approving.example', password: admin.password };
  finance = { email: 'fina@approving.example', password: admin.password };
  for (const [{ email }, name, role] of [
    [approver, 'Asif Approver', 'approver'],
    [finance, 'Fina Finance', 'finance'],
  ] as const) {
    await product.query(
      `INSERT INTO admins (company_id, email, email_key, name, role, password_hash)
       SELECT company_id, $1, $1, $2, $3, password_hash FROM admins WHERE email_key = $4`,
      [email, name, role, admin.email.toLowerCase()],
    );
  }
});

const WHOLE = 1_000_000;
const balance = () => product.acme.getBalance();

async function setLimit(owner: OpenPage, points: string): Promise<void> {
  await owner.goto('/settings/company');
  const { page } = owner;
  const save = () => page.keyboard.press('Enter');
  const section = page.getByRole('switch', { name: 'Large sends need an approval' });
  await section.waitFor({ state: 'attached' });
  if (!(await section.isChecked())) await pressOn(section, ' ');
  await typeInto(page.getByLabel('Sends of more points than'), '1.5');
  await save();
  await page.getByText('Points are whole: type a number without decimals.').waitFor();
  await typeInto(page.getByLabel('Sends of more points than'), points);
  await save();
  await page.getByText('Saved.').waitFor();
}

/** @returns the address of the send. */
async function sendByForm(owner: OpenPage, points: string): Promise<string> {
  await owner.goto('/send');
  const { page } = owner;
  await typeInto(page.getByLabel('Name, row 1'), 'Bruno Silva');
  await typeInto(page.getByLabel('E-mail, row 1'), 'bruno.silva@acme-approvals.example');
  await typeInto(page.getByLabel('Points, row 1'), points);
  await page.getByText('More than 100 points: it will need an approval').waitFor();
  await pressOn(page.getByRole('button', { name: 'Review and send' }));
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/1 person gets .* as soon as it is approved\./).waitFor();
  await dialog.getByText(/somebody else of your company approves it first\./).waitFor();
  await dialog.getByText(/The points are set aside now;/).waitFor();
  expect(await owner.axe()).toEqual([]);
  await pressOn(dialog.getByRole('button', { name: 'Ask for the approval' }));
  await waitsFor(page);
  return new URL(page.url()).pathname;
}

const waitsFor = (page: Page) =>
  page
    .getByText('Nobody receives anything before it is approved, by Asif Approver or Fina Finance.')
    .waitFor();

test('by the keyboard alone: a send above the limit waits, its sender cannot approve it, another rejects one and approves one', async () => {
  const owner = await product.openAsAdmin('/');
  await setLimit(owner, '100');
  const asif = await product.signIn(approver);
  expect(await balance()).toEqual({ balance: WHOLE, held: 0 });

  const first = await sendByForm(owner, '300');
  expect(await balance()).toEqual({ balance: WHOLE - 300, held: 300 });
  expect(await owner.page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  await owner.page.getByText('Waiting for approval', { exact: true }).first().waitFor();
  expect(await owner.axe()).toEqual([]);
  const asked = await product.mails.readTo(approver.email);
  expect(asked.subject).toContain('A send waits for your approval');
  expect(asked.text).toContain(first);

  await asif.goto('/');
  const his = asif.page;
  await his.getByText('1 send waits for your approval: 300 points').waitFor();
  await pressOn(his.getByRole('link', { name: 'See what waits for approval' }));
  await his.getByRole('heading', { name: 'Distributions', level: 1 }).waitFor();
  await his.getByText('1 send waits for your approval: 300 points').waitFor();
  expect(await asif.axe()).toEqual([]);
  await asif.goto(first);
  await his
    .getByText('Nobody receives anything before it is approved, by you or Fina Finance.')
    .waitFor();
  await pressOn(his.getByRole('button', { name: 'Reject' }));
  const rejecting = his.getByRole('dialog', { name: 'Reject this send' });
  await rejecting.getByText(/300 points return to your Company Balance\./).waitFor();
  const sure = rejecting.getByRole('button', { name: 'Reject' });
  expect(await sure.isDisabled()).toBe(true);
  await typeInto(rejecting.getByLabel('Note'), 'Twice the budget');
  expect(await asif.axe()).toEqual([]);
  await pressOn(sure);
  await his.getByText('Asif Approver has rejected this send.').waitFor();
  expect(await balance()).toEqual({ balance: WHOLE, held: 0 });
  await owner.page.reload();
  await owner.page.getByText('Twice the budget').waitFor();
  await owner.page.getByText('Rejected', { exact: true }).first().waitFor();

  const second = await sendByForm(owner, '250');
  expect(await balance()).toEqual({ balance: WHOLE - 250, held: 250 });
  await asif.goto(second);
  await pressOn(his.getByRole('button', { name: 'Approve', exact: true }));
  const approving = his.getByRole('dialog', { name: 'Approve this send' });
  await approving.getByText('250 points go to 1 person. They are sent at once.').waitFor();
  await pressOn(approving.getByRole('button', { name: 'Approve' }));
  await his.getByText('Asif Approver has approved this send.').waitFor();
  await his.getByText('Completed', { exact: true }).first().waitFor();
  expect(await balance()).toEqual({ balance: WHOLE - 250, held: 0 });
  const arrived = await product.mails.readTo('bruno.silva@acme-approvals.example');
  expect(arrived.text).toContain('250');
  expect(await product.reconcile()).toContain('0 differences');
  await expectSound(owner, asif);
});

test('finance, who never sends, decides too', async () => {
  await product.query('UPDATE companies SET approval_limit = 100 WHERE id = $1', [
    product.companyId,
  ]);
  const name = 'Bruno Silva';
  const recipients = [{ name, email: 'bruno.silva@acme-approvals.example', points: 120 }];
  const { body } = await product.acme.send({ recipients });
  const fina = await product.openAs(finance, `/distributions/${body.id}`);
  const { page } = fina;
  await page.getByRole('button', { name: 'Approve', exact: true }).waitFor();
  expect(await page.getByText('Your role may look, not change.').count()).toBe(0);
  await page.getByRole('button', { name: 'Reject' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Note').fill('Not this month');
  await dialog.getByRole('button', { name: 'Reject' }).click();
  await page.getByText('Fina Finance has rejected this send.').waitFor();
  await page.getByText('Your role may look, not change.').waitFor();
  await expectSound(fina);
});

test('a file says before it is sent that it will need an approval', async () => {
  const owner = await product.openAsAdmin('/');
  await setLimit(owner, '100');
  await owner.goto('/send/bulk');
  const { page } = owner;
  const content = 'Name,E-mail,Points\nBruno Silva,bruno.silva@acme-approvals.example,150\n';
  await chooseFile(page.getByRole('button', { name: 'Choose a file' }), {
    ...{ name: 'large.csv', mimeType: 'text/csv', buffer: Buffer.from(content) },
  });
  await page.getByText('More than 100 points: it will need an approval').waitFor();
  await pressOn(page.getByRole('button', { name: 'Review and send' }));
  await page.getByText(/somebody else of your company approves it first\./).waitFor();
  await expectSound(owner);
});

test.each(VISITS)('the pages of approvals are sound %s', async (_name, visit) => {
  await product.query('UPDATE companies SET approval_limit = 100 WHERE id = $1', [
    product.companyId,
  ]);
  const waiting = await product.acme.send({
    recipients: [
      { name: 'Bruno Silva', email: 'bruno.silva@acme-approvals.example', points: 5_000 },
    ],
  });
  expect(waiting.body.status).toBe('awaiting_approval');
  const asif = await product.openAs(approver, `/distributions/${waiting.body.id}`, visit.look);
  await asif.settled();
  await expectPageSound(asif, visit, 'approval-waiting');
  await expectPagesSound(asif, visit, {
    'approval-list': '/distributions?status=awaiting_approval',
    'approval-overview': '/',
  });
  const owner = await product.openAsAdmin('/settings/company', visit.look);
  await owner.settled();
  await expectPageSound(owner, visit, 'approval-limit');
  await expectSound(asif, owner);
});
