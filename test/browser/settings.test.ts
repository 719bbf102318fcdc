import type { Locator, Page } from 'playwright-core';
import { TOTP } from 'otpauth';
import { openProduct, press, type Product } from '../support/browser';
import { useCleanUp } from '../support/clean-up';
import { choose, pick, pressOn, takeItem, typeInto } from '../support/keyboard';
import { expectPagesSound, expectSound, VISITS } from '../support/sound';

const cleanUp = useCleanUp();
let product: Product;

beforeAll(async () => {
  product = await openProduct(cleanUp, 'acme-settings.example');
});

const NEW_PASSWORD = 'five loud orange foxes';

test('by the keyboard alone: an approver is invited by mail, joins, sees what he may, is made a viewer, is removed', async () => {
  const owner = await product.openAsAdmin('/settings/team');
  const { page } = owner;
  await pressOn(page.getByRole('button', { name: 'Invite' }));
  const dialog = page.getByRole('dialog', { name: 'Invite to your team' });
  await typeInto(dialog.getByLabel('E-mail'), 'ada@acme-settings.example');
  await press(page, 'Enter');
  await dialog.getByText('This person is in your team already.').waitFor();
  await typeInto(dialog.getByLabel('E-mail'), 'asif@approvers.example');
  await choose(dialog.getByRole('radio', { name: 'Approver' }));
  expect(await owner.axe()).toEqual([]);
  await owner.screenshot('settings-invite');
  await pressOn(dialog.getByRole('button', { name: 'Send invitation' }));
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
  await typeInto(his.getByLabel('Your name'), 'Asif Approver');
  await typeInto(his.getByLabel('Password', { exact: true }), 'short');
  await press(his, 'Enter');
  await his.getByText(/The password is too short\./).waitFor();
  await typeInto(his.getByLabel('Password', { exact: true }), NEW_PASSWORD);
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
  await pressOn(page.getByRole('button', { name: 'Change role of Asif Approver' }));
  await choose(page.getByRole('radio', { name: 'Viewer' }));
  await pressOn(page.getByRole('button', { name: 'Save' }));
  await page.getByText('Asif Approver has the role Viewer now.').waitFor();
  const own = page.getByRole('button', { name: 'Remove Ada Admin' });
  expect(await own.getAttribute('aria-disabled')).toBe('true');
  await pressOn(page.getByRole('button', { name: 'Remove Asif Approver' }));
  const removing = page.getByRole('dialog', { name: 'Remove Asif Approver from the team' });
  await pressOn(removing.getByRole('button', { name: 'Remove' }));
  await page.getByText('Asif Approver is not in your team any more.').waitFor();
  await approver.page.goto('/');
  await his.getByRole('heading', { name: 'Sign in to Bestow' }).waitFor();
  await expectSound(owner, approver);
});

test('by the keyboard alone: a key is made, shown once, works, and is refused once revoked', async () => {
  const tab = await product.openAsAdmin('/settings/keys');
  const { page } = tab;
  await pressOn(page.getByRole('button', { name: 'New key' }));
  await page.getByRole('dialog', { name: 'New API key' }).waitFor();
  await page.keyboard.type('HR system');
  expect(await tab.axe()).toEqual([]);
  await press(page, 'Enter');
  const shown = page.getByRole('dialog', { name: 'Keep this key now' });
  const key = await shown.getByLabel('Key').inputValue();
  expect(await tab.axe()).toEqual([]);
  await tab.screenshot('settings-key');
  await pressOn(shown.getByRole('button', { name: 'I have kept it' }));
  await shown.waitFor({ state: 'hidden' });
  await page.getByRole('cell', { name: /^HR system/ }).waitFor();
  expect(await page.content()).not.toContain(key);
  const status = async () => {
    const headers = { authorization: `Bearer ${key}` };
    return (await fetch(`${product.ready.url}/api/v1/balance`, { headers })).status;
  };
  expect(await status()).toBe(200);
  await pressOn(page.getByRole('button', { name: 'Revoke HR system' }));
  await page.getByRole('dialog', { name: 'Revoke HR system' }).waitFor();
  await press(page, 'Enter');
  await page.getByText('HR system is revoked.').waitFor();
  expect(await status()).toBe(401);
  await tab.screenshot('settings-keys');
  await expectSound(tab);
});

test('by the keyboard alone: a forgotten password is set anew by mail, and ends the session of another browser', async () => {
  const { email } = await addPerson('forgetful@acme-settings.example');
  const elsewhere = await product.openAs({ email, password: NEW_PASSWORD }, '/settings/account');
  const tab = await product.open();
  const { page } = tab;
  await tab.goto('/sign-in');
  await pressOn(page.getByRole('link', { name: 'Forgot your password?' }));
  await page.getByRole('heading', { name: 'Set a new password' }).waitFor();
  await typeInto(page.getByLabel('E-mail'), email);
  await press(page, 'Enter');
  await page
    .getByRole('status')
    .getByText(/a mail is on its way/)
    .waitFor();
  await tab.goto(await linkTo(email, 'reset-password'));
  expect(await tab.axe()).toEqual([]);
  await tab.screenshot('settings-reset-password');
  await typeInto(page.getByLabel('New password'), 'six calm violet bears');
  await press(page, 'Enter');
  await page.getByRole('heading', { name: 'Your password is set' }).waitFor();
  await pressOn(page.getByRole('link', { name: 'Sign in' }));
  await signIn(page, email, 'six calm violet bears');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  // What the other browser asks for next opens the dialog.
  await pressOn(elsewhere.page.getByRole('link', { name: 'Team' }));
  await elsewhere.page.getByRole('dialog', { name: 'Sign in to go on' }).waitFor();
  await expectSound(tab, elsewhere);
});

test('by the keyboard alone: a second factor is set up, asked for, stands in for by recovery codes, and sign out is everywhere', async () => {
  const { email } = await addPerson('careful@acme-settings.example');
  const tab = await product.openAs({ email, password: NEW_PASSWORD }, '/settings/account');
  const { page } = tab;
  await pressOn(page.getByRole('button', { name: 'Set up' }));
  await typeInto(page.getByLabel('Your password'), NEW_PASSWORD);
  await press(page, 'Enter');
  await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
  expect(await tab.axe()).toEqual([]);
  await tab.screenshot('settings-totp');
  const secret = (await page.getByRole('dialog').locator('code').innerText()).replaceAll(' ', '');
  const code = (steps: number) =>
    new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 });
  await typeInto(page.getByLabel('Code that the app shows'), '000000');
  await press(page, 'Enter');
  await page.getByText(/The code is wrong/).waitFor();
  // Of the step before, so that the one of now is left to sign in with.
  await typeInto(page.getByLabel('Code that the app shows'), code(-1));
  await press(page, 'Enter');
  const codes = page.getByRole('dialog', { name: 'Your recovery codes' });
  await codes.waitFor();
  expect(await tab.axe()).toEqual([]);
  await tab.screenshot('settings-recovery-codes');
  const [recoveryCode] = await codes.locator('pre').allInnerTexts();
  await pressOn(codes.getByRole('button', { name: 'I have kept them' }));
  await page.getByText(/On\. Signing in takes a code.*10 recovery codes are left/).waitFor();

  // The dialog over the page, when the session has ended, asks for the code, too.
  await product.endSessions();
  await pressOn(page.getByRole('button', { name: 'Sign out everywhere' }));
  const everywhere = page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' });
  await pressOn(everywhere);
  const again = page.getByRole('dialog', { name: 'Sign in to go on' });
  await again.waitFor();
  await signIn(again, email, NEW_PASSWORD);
  await typeInto(again.getByLabel('Code of your authenticator app'), code(0));
  await tab.screenshot('settings-sign-in-code');
  await press(page, 'Enter');
  await page.getByRole('heading', { name: 'Sign in to Bestow' }).waitFor();

  for (const isFirst of [true, false]) {
    await signIn(page, email, NEW_PASSWORD);
    await typeInto(page.getByLabel('Code of your authenticator app'), recoveryCode!);
    await press(page, 'Enter');
    if (!isFirst) break;
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await takeItem(
      page.getByRole('button', { name: /^Account/ }),
      page.getByRole('menuitem', { name: 'Sign out' }),
    );
    await page.getByRole('heading', { name: 'Sign in to Bestow' }).waitFor();
  }
  await page.getByText(/The code is wrong, or it was used before/).waitFor();
  await typeInto(page.getByLabel('Code of your authenticator app'), code(1));
  await press(page, 'Enter');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await expectSound(tab);
});

test('by the keyboard alone: the company’s settings are changed, and the audit log tells who did it', async () => {
  const tab = await product.openAsAdmin('/settings/company');
  const { page } = tab;
  const kolkata = page.getByRole('option', { name: 'Asia/Kolkata' });
  await pick(page.getByRole('combobox', { name: 'Time zone' }), kolkata, 'Kolkata');
  await pressOn(
    page.getByRole('switch', { name: 'Every recipient needs a mobile number' }),
    'Space',
  );
  await pressOn(page.getByRole('button', { name: 'Save' }).first());
  await page.getByText('Saved.').waitFor();
  await tab.screenshot('settings-company');
  await pressOn(page.getByRole('switch', { name: 'Tell us when the balance is low' }), 'Space');
  // Of 1.5 a number was made that nobody typed.
  await typeInto(page.getByLabel('Below how many points'), '1.5');
  await press(page, 'Enter');
  await page.getByText('Points are whole: type a number without decimals.').waitFor();
  expect(await page.getByLabel('Below how many points').inputValue()).toBe('1.5');
  await pressOn(page.getByRole('link', { name: 'Audit log' }));
  await page.getByRole('cell', { name: 'Time zone: from UTC to Asia/Kolkata' }).waitFor();
  const ofCompany = page.getByRole('option', { name: 'Company settings' });
  await pick(page.getByRole('combobox', { name: 'Show' }), ofCompany);
  await page.getByRole('cell', { name: 'Mobile number required: from Off to On' }).waitFor();
  await page.waitForURL('**/settings/audit?kind=company');
  await tab.screenshot('settings-audit');
  await expectSound(tab);
});

test('a person of the platform sees the own account and nothing of a company', async () => {
  const tab = await product.openAs('support', '/settings/account');
  await tab.page.getByRole('heading', { name: 'Second factor' }).waitFor();
  expect(await tab.page.getByRole('navigation', { name: 'Settings' }).count()).toBe(0);
  await expectSound(tab);
});

test.each(VISITS)('every page of the settings is accessible and fits: %s', async (_name, visit) => {
  const tab = await product.signIn('admin', visit.look);
  await expectPagesSound(tab, visit, {
    'settings-page-account': '/settings/account',
    'settings-page-company': '/settings/company',
    'settings-page-team': '/settings/team',
    'settings-page-keys': '/settings/keys',
    'settings-page-audit': '/settings/audit',
  });
  const stranger = await product.open(visit.look);
  await expectPagesSound(stranger, visit, {
    'sign-in': '/sign-in',
    'reset-password': '/reset-password',
    'reset-password-link': '/reset-password/x',
    'invitation-link': '/invitation/x',
  });
  await expectSound(tab, stranger);
});

async function linkTo(address: string, kind: 'invitation' | 'reset-password'): Promise<string> {
  return product.mails.readMatch(address, new RegExp(`/${kind}/[\\w-]{43}`));
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

async function signIn(where: Page | Locator, email: string, password: string): Promise<void> {
  await typeInto(where.getByLabel('E-mail', { exact: true }), email);
  await typeInto(where.locator('input[type=password]'), password);
  await pressOn(where.getByRole('button', { name: 'Sign in', exact: true }));
}
