import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { writeTable } from '../../spreadsheets/write-table';
import { openProduct, press, type Product } from '../support/browser';
import { CHECKOUT } from '../support/checkout';
import { useCleanUp } from '../support/clean-up';
import { choose, chooseFile, openTab, pick, pressOn, typeInto } from '../support/keyboard';
import { expectPagesSound, expectSound, VISITS, withPhone } from '../support/sound';

const cleanUp = useCleanUp();
let product: Product;

beforeAll(async () => {
  product = await openProduct(cleanUp, 'acme-bulk.example');
});

/** The file that everybody is given to try, with the people of this file's company. */
const TEAM = {
  name: 'team.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    readFileSync(path.join(CHECKOUT, 'examples', 'team.csv'), 'utf8').replaceAll(
      '@acme.example',
      '@acme-bulk.example',
    ),
  ),
};

test('by the keyboard alone: a file is looked through by groups, mended in place, sent, and delivered', async () => {
  const tab = await product.openAsAdmin('/send/bulk');
  const { page } = tab;
  await page.getByText('A file that you upload and do not send yet stays here.').waitFor();
  const templates = page.getByRole('link', { name: 'Template for Excel' });
  const template = await tab.context.request.get((await templates.getAttribute('href'))!);
  expect(template.headers()['content-disposition']).toContain('bestow-template.xlsx');
  await tab.screenshot('bulk-upload');
  await chooseFile(page.getByRole('button', { name: 'Choose a file' }), TEAM);

  await page.getByRole('heading', { name: 'team.csv' }).waitFor();
  await page.getByText('Read as CSV').waitFor();
  await page.getByRole('tab', { name: 'To be invited 2' }).waitFor();
  await page.getByRole('tab', { name: 'With another company 1' }).waitFor();
  await tab.screenshot('bulk-preview');
  await openTab(page.getByRole('tab', { name: 'To be mended 1' }));
  await page.getByText(/The e-mail address is missing or not valid/).waitFor();
  await pressOn(page.getByRole('button', { name: /^Mend row/ }));
  await typeInto(page.getByLabel('E-mail', { exact: true }), 'maria.pena@acme-bulk.example');
  await press(page, 'Enter');
  await page.getByRole('tab', { name: /To be mended/ }).waitFor({ state: 'hidden' });
  await page.getByText('mended', { exact: true }).waitFor();
  await openTab(page.getByRole('tab', { name: 'Admins 1' }));
  await pressOn(page.getByRole('button', { name: /^Remove row/ }));
  await page.getByRole('tab', { name: 'Removed 1' }).waitFor();

  const campaigns = page.getByRole('combobox', { name: 'Campaign' });
  await pick(campaigns, page.getByRole('option').nth(1));
  await page.getByText('As Asha Rao gets it').waitFor();
  await page.reload();
  await page.getByRole('tab', { name: 'Removed 1' }).waitFor();
  await page.getByText('10 people · 3,245 points').waitFor();
  await pressOn(page.getByRole('button', { name: 'Review and send' }));
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/^2 people have no account with Bestow/).waitFor();
  await choose(dialog.getByRole('radio', { name: 'Register' }));
  await pressOn(dialog.getByRole('button', { name: 'Go on' }));
  await dialog.getByText('2 get an account, with the points in it.').waitFor();
  await dialog.getByText('Quentin Roy cannot get points from you').waitFor();
  expect(await tab.axe()).toEqual([]);
  await pressOn(dialog.getByRole('button', { name: 'Send 3,245 points' }));
  await page.getByRole('heading', { name: /3,245 points to 10 people/ }).waitFor();
  const id = page.url().split('/').at(-1)!;
  await product.acme.waitForDistribution(id, 'completed_with_failures');
  await page.getByText('Completed with failures').waitFor();
  expect(await product.mails.to('yuri.novy@example.com')).toHaveLength(1);
  await expectSound(tab);
});

test('what is typed into rows and not saved stops the review, and is sent when it is saved there', async () => {
  const tab = await product.openAsAdmin('/send/bulk');
  const { page } = tab;
  const rows = ['Name,E-mail,Points', 'Asha Rao,asha.rao,40', 'Bo Li,bo.li,50'].join('\n');
  const file = { name: 'typed.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) };
  await chooseFile(page.getByRole('button', { name: 'Choose a file' }), file);
  const cells = (row: number) => page.getByRole('form', { name: `Mend row ${row}` });
  await page.getByRole('button', { name: 'Mend row 2' }).click();
  await cells(2).getByLabel('E-mail').fill('typed.asha@acme-bulk.example');
  await page.getByRole('button', { name: 'Mend row 3' }).click();
  await cells(3).getByLabel('E-mail').fill('typed.bo@acme-bulk.example');
  await page.getByRole('tab', { name: /To be mended/ }).click();
  await page.getByRole('button', { name: 'Review and send' }).click();
  const stop = page.getByRole('alert').filter({ hasText: '2 rows are not saved' });
  await stop.waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await tab.axe()).toEqual([]);
  await stop.getByRole('button', { name: 'Save and go on' }).press('Enter');
  await page
    .getByRole('dialog')
    .getByText(/^2 people have no account/)
    .waitFor();
});

test('by the keyboard alone: the same people again are asked about before they are sent to again', async () => {
  const tab = await product.openAsAdmin('/send/bulk');
  const { page } = tab;
  const rows = [
    ['Bruno Silva', 'bruno.silva@acme-bulk.example', 30, 'Birthday'],
    ['Bruno Silva', 'bruno.silva@acme-bulk.example', 20, 'Spot award'],
  ];
  const columns = ['Name', 'E-mail', 'Points', 'Citation'].map((heading) => ({
    ...{ heading, width: 20 },
    kind: heading === 'Points' ? ('number' as const) : ('text' as const),
  }));
  const buffer = await writeTable('xlsx', { sheetName: 'Rewards', columns, rows });
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  const file = { name: 'bruno.xlsx', mimeType, buffer };
  await chooseFile(page.getByRole('button', { name: 'Choose a file' }), file);
  await page.getByRole('tab', { name: 'Twice in the file 1' }).waitFor();
  await pressOn(page.getByRole('link', { name: 'All files' }));
  await pressOn(page.getByRole('link', { name: 'Go on with bruno.xlsx' }));
  await pressOn(page.getByRole('button', { name: 'Review and send' }));
  const dialog = page.getByRole('dialog');
  const send = dialog.getByRole('button', { name: 'Send 50 points' });
  expect(await send.getAttribute('aria-disabled')).toBe('true');
  await pressOn(dialog.getByRole('checkbox', { name: /stand in more than one row/ }), 'Space');
  await pressOn(send);
  await page.getByRole('heading', { name: '50 points to 2 people' }).waitFor();
  await page.goBack();
  await page.getByText('This file is sent').waitFor();
  await expectSound(tab);
});

test('by the keyboard alone: what is no table is refused with what to do, and a file is discarded', async () => {
  const tab = await product.openAsAdmin('/send/bulk');
  const { page } = tab;
  const text = { name: 'empty.csv', mimeType: 'text/csv', buffer: Buffer.from('nothing here') };
  const choice = page.getByRole('button', { name: 'Choose a file' });
  await chooseFile(choice, text);
  await page.getByRole('alert').waitFor();
  const picture = { name: 'cat.png', mimeType: 'image/png', buffer: Buffer.from('no picture') };
  await chooseFile(choice, picture);
  await page.getByText(/This is no XLSX or CSV file/).waitFor();
  await chooseFile(choice, TEAM);
  await page.getByRole('heading', { name: 'team.csv' }).waitFor();
  await pressOn(page.getByRole('button', { name: 'Discard' }));
  await pressOn(page.getByRole('dialog').getByRole('button', { name: 'Discard' }));
  await page.getByText('team.csv is discarded.').waitFor();
  await page.getByRole('heading', { name: 'Upload a file' }).waitFor();
  await expectSound(tab);
});

test('the request that the page shows runs as it stands, with a key in its place', async () => {
  const tab = await product.openAsAdmin('/send/api');
  const { page } = tab;
  const request = page.getByRole('region', { name: 'Request' });
  await request.getByText(/acme-bulk\.example/).waitFor();
  await tab.screenshot('send-api');
  const run = async (): Promise<Record<string, unknown>> => {
    const command = (await request.innerText()).replace('YOUR_API_KEY', product.apiKey);
    const { stdout } = await promisify(execFile)('sh', ['-c', command]);
    return JSON.parse(stdout);
  };
  const sent = await run();
  expect(sent).toMatchObject({ method: 'api', points: 10, rewards: [{ row: 1 }] });
  expect(await run()).toMatchObject({ id: sent['id'] });
  await pressOn(page.getByRole('switch', { name: 'Check only, send nothing' }), 'Space');
  expect(await run()).toMatchObject({ dryRun: true, valid: 1 });
  expect(await page.getByRole('link', { name: 'Keys in the settings' }).getAttribute('href')).toBe(
    '/settings/keys',
  );
  await expectSound(tab);
});

test.each(VISITS)('file and API fit and are accessible: %s', async (_name, visit) => {
  const { body } = await product.acme.upload('team.csv', TEAM.buffer);
  const tab = await product.signIn('admin', visit.look);
  await expectPagesSound(tab, withPhone(visit), {
    'bulk-upload': '/send/bulk',
    'bulk-preview': `/send/bulk/${body.id}`,
    'send-api': '/send/api',
  });
  await expectSound(tab);
});
