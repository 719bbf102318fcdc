import type { Locator, Page } from 'playwright-core';
import { TOTP } from 'otpauth';
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
  product = await startProductWithBrowser(cleanUp);
}, 180_000);

const NEW_PASSWORD = 'five loud orange foxes';

test('an approver is invited by mail, joins, sees what he may, is made a viewer, is removed', async () => {
  const owner = await product.openAsAdmin('/settings/team');
  const { page } = owner;
  await page.getByRole('button', { name: 'Invite' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite to your team' });
  await dialog.getByLabel('E-mail').fill('ada@acme.example');
  await press(page, 'Enter');
  await dialog.getByText('This person is in your team already.').waitFor();
  await dialog.getByLabel('E-mail').fill('asif@approvers.example');
  await dialog.getByRole('radio', { name: 'Approver' }).check();
  expect(await owner.axe()).toEqual([]);
  await owner.screenshot('settings-invite');
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  await page.getByText('The invitation is on its way to asif@approvers.example.').waitFor();
  await page.getByRole('heading', { name: 'Open invitations' }).waitFor();
  await owner.screenshot('settings-team');

  const link = await linkTo('asif@approvers.example', 'invitation');
  const approver = await product.open();
  await approver.goto(link);
  const his = approver.page;
  await his.getByRole('heading', { name: /^Join Acme/ }).waitFor();
  expect(await approver.axe()).toEqual([]);
  await approver.screenshot('settings-invitation');
  await his.getByLabel('Your name').fill('Asif Approver');
  await his.getByLabel('Password', { exact: true }).fill('short');
  await press(his, 'Enter');
  await his.getByText(/The password is too short\./).waitFor();
  await his.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
  await press(his, 'Enter');
  await his.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  await approver.goto('/settings/team');
  await his.getByRole('cell', { name: /Asif Approver/ }).waitFor();
  expect(await his.getByRole('button', { name: 'Invite' }).count()).toBe(0);
  const places = his.getByRole('navigation', { name: 'Settings' }).getByRole('link');
  expect(await places.allInnerTexts()).toEqual(['Your account', 'Team']);
  // A link works once.
  await approver.goto(link);
  await his.getByText(/This invitation does not work any more/).waitFor();

  await page.reload();
  await page.getByRole('button', { name: 'Change role of Asif Approver' }).click();
  await page.getByRole('radio', { name: 'Viewer' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Asif Approver has the role Viewer now.').waitFor();
  const own = page.getByRole('button', { name: 'Remove Ada Admin' });
  expect(await own.getAttribute('aria-disabled')).toBe('true');
  await page.getByRole('button', { name: 'Remove Asif Approver' }).click();
  const removing = page.getByRole('dialog', { name: 'Remove Asif Approver from the team' });
  await removing.getByRole('button', { name: 'Remove' }).click();
  await page.getByText('Asif Approver is not in your team any more.').waitFor();
  await approver.page.goto('/');
  await his.getByRole('heading', { name: 'Sign in to Bestow' }).waitFor();
  await expectSound(owner, approver);
}, 60_000);

test('by the keyboard alone: a key is made, shown once, works, and is refused once revoked', async () => {
  const tab = await product.openAsAdmin('/settings/keys');
  const { page } = tab;
  await page.getByRole('button', { name: 'New key' }).press('Enter');
  await page.getByRole('dialog', { name: 'New API key' }).waitFor();
  await page.keyboard.type('HR system');
  expect(await tab.axe()).toEqual([]);
  await press(page, 'Enter');
  const shown = page.getByRole('dialog', { name: 'Keep this key now' });
  const key = await shown.getByLabel('Key').inputValue();
  expect(await tab.axe()).toEqual([]);
  await tab.screenshot('settings-key');
  await shown.getByRole('button', { name: 'I have kept it' }).press('Enter');
  await shown.waitFor({ state: 'hidden' });
  await page.getByRole('cell', { name: /^HR system/ }).waitFor();
  expect(await page.content()).not.toContain(key);
  const status = async () => {
    const headers = { authorization: `Bearer ${key}` };
    return (await fetch(`${product.ready.url}/api/v1/balance`, { headers })).status;
  };
  expect(await status()).toBe(200);
  await page.getByRole('button', { name: 'Revoke HR system' }).press('Enter');
  await page.getByRole('dialog', { name: 'Revoke HR system' }).waitFor();
  await press(page, 'Enter');
  await page.getByText('HR system is revoked.').waitFor();
  expect(await status()).toBe(401);
  await tab.screenshot('settings-keys');
  await expectSound(tab);
});

test('a forgotten password is set anew by mail, and ends the session of another browser', async () => {
  const { email } = await addPerson('forgetful@acme.example');
  const elsewhere = await openAs(email, NEW_PASSWORD, '/settings/account');
  const tab = await product.open();
  const { page } = tab;
  await tab.goto('/sign-in');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByRole('heading', { name: 'Set a new password' }).waitFor();
  expect(await tab.axe()).toEqual([]);
  await page.getByLabel('E-mail').fill(email);
  await press(page, 'Enter');
  await page
    .getByRole('status')
    .getByText(/a mail is on its way/)
    .waitFor();
  await tab.goto(await linkTo(email, 'reset-password'));
  expect(await tab.axe()).toEqual([]);
  await tab.screenshot('settings-reset-password');
  await page.getByLabel('New password').fill('six calm violet bears');
  await press(page, 'Enter');
  await page.getByRole('heading', { name: 'Your password is set' }).waitFor();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, email, 'six calm violet bears');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  // What the other browser asks for next opens the dialog.
  await elsewhere.page.getByRole('link', { name: 'Team' }).click();
  await elsewhere.page.getByRole('dialog', { name: 'Sign in to go on' }).waitFor();
  await expectSound(tab, elsewhere);
});

test('a second factor is set up, asked for, stands in for by recovery codes, and sign out is everywhere', async () => {
  const { email } = await addPerson('careful@acme.example');
  const tab = await openAs(email, NEW_PASSWORD, '/settings/account');
  const { page } = tab;
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByLabel('Your password').fill(NEW_PASSWORD);
  await press(page, 'Enter');
  await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
  expect(await tab.axe()).toEqual([]);
  await tab.screenshot('settings-totp');
  const secret = (await page.getByRole('dialog').locator('code').innerText()).replaceAll(' ', '');
  const code = (steps: number) =>
    new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 });
  await page.getByLabel('Code that the app shows').fill('000000');
  await press(page, 'Enter');
  await page.getByText(/The code is wrong/).waitFor();
  // Of the step before, so that the one of now is left to sign in with.
  await page.getByLabel('Code that the app shows').fill(code(-1));
  await press(page, 'Enter');
  const codes = page.getByRole('dialog', { name: 'Your recovery codes' });
  await codes.waitFor();
  expect(await tab.axe()).toEqual([]);
  await tab.screenshot('settings-recovery-codes');
  const [recoveryCode] = await codes.locator('pre').allInnerTexts();
  await codes.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText(/On\. Signing in takes a code.*10 recovery codes are left/).waitFor();

  // The dialog over the page, when the session has ended, asks for the code, too.
  await product.query(`DELETE FROM sessions WHERE sess->>'adminId' IS NOT NULL`);
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
  const again = page.getByRole('dialog', { name: 'Sign in to go on' });
  await again.waitFor();
  await signIn(again, email, NEW_PASSWORD);
  await again.getByLabel('Code of your authenticator app').fill(code(0));
  await tab.screenshot('settings-sign-in-code');
  await press(page, 'Enter');
  await page.getByRole('heading', { name: 'Sign in to Bestow' }).waitFor();

  for (const isFirst of [true, false]) {
    await signIn(page, email, NEW_PASSWORD);
    await page.getByLabel('Code of your authenticator app').fill(recoveryCode!);
    await press(page, 'Enter');
    if (!isFirst) break;
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Bestow' }).waitFor();
  }
  await page.getByText(/The code is wrong, or it was used before/).waitFor();
  await page.getByLabel('Code of your authenticator app').fill(code(1));
  await press(page, 'Enter');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await expectSound(tab);
}, 60_000);

test('the company’s settings are changed, and the audit log tells who did it', async () => {
  const tab = await product.openAsAdmin('/settings/company');
  const { page } = tab;
  await page.getByRole('combobox', { name: 'Time zone' }).fill('Kolkata');
  await page.getByRole('option', { name: 'Asia/Kolkata' }).click();
  await page.getByRole('switch', { name: 'Every recipient needs a mobile number' }).press('Space');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await page.getByText('Saved.').waitFor();
  await tab.screenshot('settings-company');
  await page.getByRole('link', { name: 'Audit log' }).click();
  await page.getByRole('cell', { name: 'Time zone: from UTC to Asia/Kolkata' }).waitFor();
  await page.getByRole('combobox', { name: 'Show' }).click();
  await page.getByRole('option', { name: 'Company settings' }).click();
  await page.getByRole('cell', { name: 'Mobile number required: from Off to On' }).waitFor();
  await page.waitForURL('**/settings/audit?kind=company');
  await tab.screenshot('settings-audit');
  await expectSound(tab);
});

test('a person of the platform sees the own account and nothing of a company', async () => {
  const { supportEmail, supportPassword } = product.ready.demo;
  const tab = await openAs(supportEmail, supportPassword, '/settings/account');
  await tab.page.getByRole('heading', { name: 'Second factor' }).waitFor();
  expect(await tab.page.getByRole('navigation', { name: 'Settings' }).count()).toBe(0);
  await expectSound(tab);
});

const places = ['account', 'company', 'team', 'keys', 'audit'];

async function showPlace(tab: OpenPage, place: string): Promise<void> {
  await tab.goto(`/settings/${place}`);
  await tab.page.getByRole('table').or(tab.page.getByRole('switch')).first().waitFor();
}

test('every page of the settings is accessible, and one of them in the dark', async () => {
  const tab = await product.openAsAdmin('/settings');
  for (const place of places) {
    await showPlace(tab, place);
    expect(await tab.axe()).toEqual([]);
    await tab.screenshot(`settings-${place}-light`);
  }
  const dark = await product.openAsAdmin('/settings', { dark: true });
  await showPlace(dark, 'team');
  expect(await dark.axe()).toEqual([]);
  await dark.screenshot('settings-team-dark');
  await expectSound(tab, dark);
}, 60_000);

test('every page fits on a phone, also with the longer words of German', async () => {
  const phone: Look = { width: 360, height: 740, locale: 'de-DE' };
  const tab = await product.openAsAdmin('/settings', phone);
  for (const place of places) {
    await showPlace(tab, place);
    expect(await tab.overflowPixels()).toBeLessThanOrEqual(0);
    await tab.screenshot(`settings-${place}-phone`);
  }
  const stranger = await product.open(phone);
  for (const address of ['/sign-in', '/reset-password', '/reset-password/x', '/invitation/x']) {
    await stranger.goto(address);
    expect(await stranger.overflowPixels()).toBeLessThanOrEqual(0);
  }
  await expectSound(tab, stranger);
});

async function expectSound(...tabs: OpenPage[]): Promise<void> {
  for (const tab of tabs) {
    expect(tab.problems).toEqual([]);
    await tab.close();
  }
}

async function linkTo(address: string, kind: 'invitation' | 'reset-password'): Promise<string> {
  const pattern = new RegExp(`(/${kind}/[\\w-]{43})`);
  return waitFor(`a mail with a link to ${address}`, async () => {
    const mails = await Promise.all(product.sink.mailsTo(address).map((mail) => mail.read()));
    return pattern.exec(mails.at(-1)?.text ?? '')?.[1];
  });
}

/** Another admin of the demo company, by an invitation, as people do. */
async function addPerson(email: string): Promise<{ email: string }> {
  const owner = await product.openAsAdmin('/settings/team');
  const post = (name: string, data: object) =>
    owner.context.request.post(`/trpc/${name}`, { data });
  await post('team.invite', { email, role: 'admin' });
  const token = (await linkTo(email, 'invitation')).split('/').at(-1)!;
  const joined = await post('auth.join', { token, name: 'Carla Careful', password: NEW_PASSWORD });
  expect(joined.status()).toBe(200);
  await owner.close();
  return { email };
}

async function openAs(email: string, password: string, address: string): Promise<OpenPage> {
  const tab = await product.open();
  const data = { email, password };
  expect((await tab.context.request.post('/trpc/auth.signIn', { data })).status()).toBe(200);
  await tab.goto(address);
  return tab;
}

async function signIn(where: Page | Locator, email: string, password: string): Promise<void> {
  await where.getByLabel('E-mail', { exact: true }).fill(email);
  await where.locator('input[type=password]').fill(password);
  await where.getByRole('button', { name: 'Sign in', exact: true }).click();
}
