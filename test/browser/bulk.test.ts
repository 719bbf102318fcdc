import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { writeTable } from '../../spreadsheets/write-table';
import {
  type Look,
  type OpenPage,
  press,
  type ProductWithBrowser,
  startProductWithBrowser,
} from '../support/browser';
import { CHECKOUT } from '../support/build';
import { useCleanUp } from '../support/clean-up';

const cleanUp = useCleanUp();
let product: ProductWithBrowser;

beforeAll(async () => {
  product = await startProductWithBrowser(cleanUp);
}, 180_000);

/** Dozens of steps, some with axe, which looks for 3 s. */
const FLOW_MILLISECONDS = 60_000;

const TEAM = path.join(CHECKOUT, 'examples', 'team.csv');

test(
  'a file is looked through by groups, mended in place, sent, and delivered',
  async () => {
    const tab = await product.openAsAdmin('/send/bulk');
    const { page } = tab;
    await page.getByText('A file that you upload and do not send yet stays here.').waitFor();
    expect(await tab.axe()).toEqual([]);
    const templates = page.getByRole('link', { name: 'Template for Excel' });
    const template = await tab.context.request.get((await templates.getAttribute('href'))!);
    expect(template.headers()['content-disposition']).toContain('bestow-template.xlsx');
    await tab.screenshot('bulk-upload');
    await page.getByLabel('Choose a file').setInputFiles(TEAM);

    await page.getByRole('heading', { name: 'team.csv' }).waitFor();
    await page.getByText('Read as CSV').waitFor();
    await page.getByRole('tab', { name: 'To be invited 2' }).waitFor();
    await page.getByRole('tab', { name: 'With another company 1' }).waitFor();
    await tab.screenshot('bulk-preview');
    expect(await tab.axe()).toEqual([]);
    await page.getByRole('tab', { name: 'To be mended 1' }).click();
    await page.getByText(/The e-mail address is missing or not valid/).waitFor();
    await page.getByRole('button', { name: /^Mend row/ }).click();
    await page.getByLabel('E-mail', { exact: true }).fill('maria.pena@acme.example');
    await press(page, 'Enter');
    await page.getByRole('tab', { name: /To be mended/ }).waitFor({ state: 'hidden' });
    await page.getByText('mended', { exact: true }).waitFor();
    await page.getByRole('tab', { name: 'Admins 1' }).click();
    await page.getByRole('button', { name: /^Remove row/ }).click();
    await page.getByRole('tab', { name: 'Removed 1' }).waitFor();

    await page.getByRole('combobox', { name: 'Campaign' }).click();
    await page.getByRole('option').nth(1).click();
    await page.getByText('As Asha Rao gets it').waitFor();
    await page.reload();
    await page.getByRole('tab', { name: 'Removed 1' }).waitFor();
    await page.getByText('10 people · 3,245 points').waitFor();
    await page.getByRole('button', { name: 'Review and send' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/^2 people have no account with Bestow/).waitFor();
    await dialog.getByRole('radio', { name: 'Register' }).check();
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await dialog.getByText('2 get an account, with the points in it.').waitFor();
    await dialog.getByText('Quentin Roy cannot get points from you').waitFor();
    expect(await tab.axe()).toEqual([]);
    await dialog.getByRole('button', { name: 'Send 3,245 points' }).click();
    await page.getByRole('heading', { name: /3,245 points to 11 people/ }).waitFor();
    const id = page.url().split('/').at(-1)!;
    await product.acme.waitForDistribution(id, 'completed_with_failures');
    await page.getByText('Completed with failures').waitFor();
    expect(product.sink.mailsTo('yuri.novy@example.com')).toHaveLength(1);
    await expectSound(tab);
  },
  FLOW_MILLISECONDS,
);

test('the same people again are asked about before they are sent to again', async () => {
  const tab = await product.openAsAdmin('/send/bulk');
  const { page } = tab;
  const rows = [
    ['Bruno Silva', 'bruno.silva@acme.example', 30, 'Birthday'],
    ['Bruno Silva', 'bruno.silva@acme.example', 20, 'Spot award'],
  ];
  const columns = ['Name', 'E-mail', 'Points', 'Citation'].map((heading) => ({
    ...{ heading, width: 20 },
    kind: heading === 'Points' ? ('number' as const) : ('text' as const),
  }));
  const buffer = await writeTable('xlsx', { sheetName: 'Rewards', columns, rows });
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  const files = { name: 'bruno.xlsx', mimeType, buffer };
  await page.getByLabel('Choose a file').setInputFiles(files);
  await page.getByRole('tab', { name: 'Twice in the file 1' }).waitFor();
  await page.getByRole('link', { name: 'All files' }).click();
  await page.getByRole('link', { name: 'Go on with bruno.xlsx' }).click();
  await page.getByRole('button', { name: 'Review and send' }).click();
  const dialog = page.getByRole('dialog');
  const send = dialog.getByRole('button', { name: 'Send 50 points' });
  expect(await send.getAttribute('aria-disabled')).toBe('true');
  await dialog.getByRole('checkbox', { name: /stand in more than one row/ }).check();
  await send.click();
  await page.getByRole('heading', { name: '50 points to 2 people' }).waitFor();
  await page.goBack();
  await page.getByText('This file is sent').waitFor();
  await expectSound(tab);
});

test(
  'what is no table is refused with what to do, and a file is discarded',
  async () => {
    const tab = await product.openAsAdmin('/send/bulk');
    const { page } = tab;
    const text = { name: 'empty.csv', mimeType: 'text/csv', buffer: Buffer.from('nothing here') };
    await page.getByLabel('Choose a file').setInputFiles(text);
    await page.getByRole('alert').waitFor();
    const picture = { name: 'cat.png', mimeType: 'image/png', buffer: Buffer.from('no picture') };
    await page.getByLabel('Choose a file').setInputFiles(picture);
    await page.getByText(/This is no XLSX or CSV file/).waitFor();
    await page.getByLabel('Choose a file').setInputFiles(TEAM);
    await page.getByRole('heading', { name: 'team.csv' }).waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await page.getByText('team.csv is discarded.').waitFor();
    await page.getByRole('heading', { name: 'Upload a file' }).waitFor();
    await expectSound(tab);
  },
  FLOW_MILLISECONDS,
);

test(
  'the request that the page shows runs as it stands, with a key in its place',
  async () => {
    const tab = await product.openAsAdmin('/send/api');
    const { page } = tab;
    const request = page.getByRole('region', { name: 'Request' });
    await request.getByText(/acme\.example/).waitFor();
    expect(await tab.axe()).toEqual([]);
    await tab.screenshot('send-api');
    const run = async (): Promise<Record<string, unknown>> => {
      const command = (await request.innerText()).replace(
        'YOUR_API_KEY',
        product.ready.demo.apiKey,
      );
      const { stdout } = await promisify(execFile)('sh', ['-c', command]);
      return JSON.parse(stdout);
    };
    const sent = await run();
    expect(sent).toMatchObject({ method: 'api', points: 10, rewards: [{ row: 1 }] });
    expect(await run()).toMatchObject({ id: sent['id'] });
    await page.getByRole('switch', { name: 'Check only, send nothing' }).click();
    expect(await run()).toMatchObject({ dryRun: true, valid: 1 });
    expect(
      await page.getByRole('link', { name: 'Keys in the settings' }).getAttribute('href'),
    ).toBe('/settings/keys');
    await expectSound(tab);
  },
  FLOW_MILLISECONDS,
);

const looks: [string, Look][] = [
  ['on a phone', { width: 360, height: 740 }],
  ['dark, in German', { dark: true, locale: 'de-DE' }],
];

test.each(looks)(
  'file and API fit and are accessible: %s',
  async (name, look) => {
    const { body } = await product.acme.upload('team.csv', readFileSync(TEAM));
    const tab = await product.openAsAdmin('/send/bulk', look);
    for (const address of ['/send/bulk', `/send/bulk/${body.id}`, '/send/api']) {
      await tab.goto(address);
      await tab.page.getByRole('table').first().waitFor();
      await tab.screenshot(`bulk-${name.split(',')[0]!.replaceAll(' ', '-')}${address.length}`);
      expect(await tab.axe()).toEqual([]);
      expect(await tab.overflowPixels()).toBeLessThanOrEqual(0);
    }
    await expectSound(tab);
  },
  // Three pages, each looked through by axe for 3 s.
  90_000,
);

async function expectSound(tab: OpenPage): Promise<void> {
  expect(tab.problems).toEqual([]);
  await tab.close();
}
