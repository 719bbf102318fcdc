import { crc32, deflateSync } from 'node:zlib';
import { openProduct, type OpenPage, press, type Product } from '../support/browser';
import { useCleanUp } from '../support/clean-up';
import { choose, chooseFile, pressOn, takeItem, typeInto } from '../support/keyboard';
import { expectPagesSound, expectSound, VISITS } from '../support/sound';

const cleanUp = useCleanUp();
let product: Product;

beforeAll(async () => {
  product = await openProduct(cleanUp, 'acme-campaigns.example');
});

test('by the keyboard alone: a built-in campaign is copied and changed; the preview follows, the test e-mail arrives', async () => {
  const tab = await product.openAsAdmin('/campaigns');
  const { page } = tab;
  await page.getByRole('button', { name: 'Copy Birthday' }).waitFor();
  await tab.screenshot('campaigns-list');
  await pressOn(page.getByRole('link', { name: 'Birthday' }));
  await page.getByText('This campaign is built in').waitFor();
  await pressOn(page.getByRole('button', { name: 'Copy', exact: true }));
  await page.getByRole('heading', { name: /^Birthday \(copy\)/, level: 1 }).waitFor();

  const mail = page.frameLocator('iframe');
  await typeInto(page.getByLabel('Heading', { exact: true }), 'Hooray, ');
  await takeItem(
    page.getByRole('button', { name: 'Insert a placeholder into: Heading' }),
    page.getByRole('menuitem', { name: 'First name' }),
  );
  expect(await page.getByLabel('Heading', { exact: true }).inputValue()).toBe(
    'Hooray, {{first_name}}',
  );
  await mail.getByText('Hooray, Priya').waitFor();
  await page.getByText('Not saved', { exact: true }).waitFor();
  const banner = { name: 'banner.png', mimeType: 'image/png', buffer: png(600, 200) };
  await chooseFile(page.getByRole('button', { name: 'Choose an image' }), banner);
  await page.getByRole('img', { name: 'Banner of the campaign' }).waitFor();
  await choose(page.getByRole('radio', { name: 'Phone' }));
  await expectAccessible(tab, 'campaigns-editor');

  await pressOn(page.getByRole('button', { name: 'Save', exact: true }));
  await page.getByText('Version 2', { exact: true }).waitFor();
  await pressOn(page.getByRole('button', { name: 'Send test e-mail' }));
  const dialog = page.getByRole('dialog', { name: 'Send test e-mail' });
  await dialog.getByText(product.people.admin.email).waitFor();
  await pressOn(dialog.getByRole('button', { name: 'Send test e-mail' }));
  await page.getByText('The mail server took the test e-mail').waitFor();
  const received = await product.mails.readTo(product.people.admin.email);
  expect(received.subject).toMatch(/^\[Test\] /);
  expect(received.html).toContain('Hooray');
  expect(received.html).toContain('/images/');
  await expectSound(tab);
});

test('by the keyboard alone: a wrong placeholder is refused in place, and nothing is saved before it is right', async () => {
  await product.acme.request('POST', '/campaigns', { name: 'Taken name', content: CONTENT });
  const tab = await product.openAsAdmin('/campaigns/new');
  const { page } = tab;
  await pressOn(page.getByRole('button', { name: 'Save campaign' }));
  expect(await page.getByText('This text cannot be empty.').count()).toBe(3);
  await typeInto(page.getByLabel('Name of the campaign'), 'taken NAME');
  await typeInto(page.getByLabel('Subject', { exact: true }), 'Well done, {{firstname}}');
  const subject = page.getByLabel('Subject', { exact: true });
  const described = await subject.getAttribute('aria-describedby');
  await page
    .locator(`[id="${described}"]`)
    .getByText(/firstname/)
    .waitFor();
  await typeInto(page.getByLabel('Heading', { exact: true }), 'Well done!');
  await typeInto(page.getByLabel('Message', { exact: true }), 'Thank you for this week.');
  await pressOn(page.getByRole('button', { name: 'Save campaign' }));
  expect(new URL(page.url()).pathname).toBe('/campaigns/new');
  await expectAccessible(tab, 'campaigns-wrong-placeholder');
  await typeInto(subject, 'Well done, {{first_name}}');
  await page.getByText('Well done, Priya').first().waitFor();
  await pressOn(page.getByRole('button', { name: 'Save campaign' }));
  // A name is taken whatever the case of its letters.
  await page.getByRole('alert').waitFor();
  await typeInto(page.getByLabel('Name of the campaign'), 'Good week');
  await pressOn(page.getByRole('button', { name: 'Save campaign' }));
  await page.getByRole('heading', { name: 'Good week', level: 1 }).waitFor();
  await expectSound(tab);
});

test('by the keyboard alone: what is typed outlives a reload, who leaves is asked, and who was slower is told', async () => {
  const { body } = await product.acme.request<{ id: string; version: number }>(
    'POST',
    '/campaigns',
    { name: 'Shared', content: CONTENT },
  );
  const tab = await product.openAsAdmin(`/campaigns/${body.id}`);
  const { page } = tab;
  await typeInto(page.getByLabel('Subject', { exact: true }), 'Mine');
  await page.reload();
  await page.getByText('Not saved', { exact: true }).waitFor();
  expect(await page.getByLabel('Subject', { exact: true }).inputValue()).toBe('Mine');
  await pressOn(page.getByRole('link', { name: 'All campaigns' }));
  const asked = page.getByRole('dialog', { name: 'Leave without saving?' });
  await asked.waitFor();
  expect(await tab.axe()).toEqual([]);
  await pressOn(asked.getByRole('button', { name: 'Stay' }));
  const theirs = {
    name: 'Shared',
    version: body.version,
    content: { ...CONTENT, subject: 'Theirs' },
  };
  await product.acme.request('PUT', `/campaigns/${body.id}`, theirs);
  await pressOn(page.getByRole('button', { name: 'Save', exact: true }));
  await page.getByText('Somebody else has changed this campaign in the meantime.').waitFor();
  await pressOn(page.getByRole('button', { name: 'Discard mine and load the newest' }));
  await page.getByText('Version 2', { exact: true }).waitFor();
  expect(await page.getByLabel('Subject', { exact: true }).inputValue()).toBe('Theirs');

  await pressOn(page.getByRole('button', { name: 'Archive' }));
  await pressOn(page.getByRole('dialog').getByRole('button', { name: 'Archive' }));
  await page.getByRole('heading', { name: 'Campaigns', level: 1 }).waitFor();
  await choose(page.getByRole('radio', { name: 'Archived' }));
  await page.getByRole('link', { name: 'Shared' }).waitFor();
  await expectSound(tab);
});

test('by the keyboard alone: a campaign is begun, and the placeholder menu puts its word', async () => {
  const tab = await product.openAsAdmin('/');
  const { page } = tab;
  await press(page, 'g', 'c');
  await page.getByRole('heading', { name: 'Campaigns', level: 1 }).waitFor();
  await pressOn(page.getByRole('link', { name: 'New campaign' }));
  await typeInto(page.getByLabel('Name of the campaign'), 'By hand');
  await press(page, 'Tab');
  await page.keyboard.type('For ');
  await press(page, 'Tab', 'Enter');
  await page.getByRole('menuitem', { name: 'Full name' }).waitFor();
  await press(page, 'ArrowDown', 'Enter');
  await page.getByLabel('Subject', { exact: true }).and(page.locator(':focus')).waitFor();
  await page.keyboard.type('!');
  expect(await page.getByLabel('Subject', { exact: true }).inputValue()).toMatch(
    /^For \{\{\w+\}\}!$/,
  );
  await expectSound(tab);
});

test('by the keyboard alone: the lead adds an item with an image to the catalogue, and changes it with a reason', async () => {
  const tab = await product.openAs('lead', '/catalogue');
  const { page } = tab;
  await page.getByRole('link', { name: 'Desk lamp' }).waitFor();
  await tab.screenshot('catalogue-list');
  await pressOn(page.getByRole('link', { name: 'New item' }));
  await pressOn(page.getByRole('button', { name: 'Add to the catalogue' }));
  await page.getByText('Give a number of points, at least 1.').waitFor();
  await typeInto(page.getByLabel('Name'), 'Tea pot');
  await typeInto(page.getByLabel('Description'), 'Of cast iron.');
  // Of 1.5 a number was made that nobody typed.
  await typeInto(page.getByLabel('Price in points'), '1.5');
  await press(page, 'Enter');
  await page.getByText('Points are whole: type a number without decimals.').waitFor();
  expect(await page.getByLabel('Price in points').inputValue()).toBe('1.5');
  await typeInto(page.getByLabel('Price in points'), '300');
  await typeInto(page.locator('input').and(page.getByLabel('Variants (optional)')), 'Red');
  await press(page, 'Enter');
  const image = page.getByRole('button', { name: 'Choose an image' });
  const none = { name: 'pot.gif', mimeType: 'image/png', buffer: Buffer.from('no image') };
  await chooseFile(image, none);
  await page.getByText('This is no PNG, JPEG, GIF or WebP image.').waitFor();
  const pot = { name: 'pot.png', mimeType: 'image/png', buffer: png(300, 300) };
  await chooseFile(image, pot);
  await page.getByRole('img', { name: 'Image of Tea pot' }).waitFor();
  await typeInto(page.getByLabel('Reason'), 'Asked for by many.');
  await expectAccessible(tab, 'catalogue-new');
  await pressOn(page.getByRole('button', { name: 'Add to the catalogue' }));
  await pressOn(page.getByRole('link', { name: 'Tea pot' }));
  await typeInto(page.getByLabel('Price in points'), '280');
  await pressOn(page.getByRole('switch', { name: 'Recipients see it and can order it' }), 'Space');
  await typeInto(page.getByLabel('Reason'), 'Out of stock.');
  await pressOn(page.getByRole('button', { name: 'Save' }));
  await page.getByText('Not offered').waitFor();
  const [kept] = await product.query(
    `SELECT price_points::int AS price, variants, is_available, image_id IS NOT NULL AS pictured
     FROM goods WHERE name = 'Tea pot'`,
  );
  expect(kept).toEqual({ price: 280, variants: ['Red'], is_available: false, pictured: true });
  await expectSound(tab);
});

test.each(VISITS)('campaigns and catalogue fit, and are accessible: %s', async (_name, visit) => {
  const tab = await product.signIn('admin', visit.look);
  await expectPagesSound(tab, visit, {
    campaigns: '/campaigns',
    'campaigns-new': '/campaigns/new',
    'campaigns-built-in': '/campaigns/00000000-0000-7000-8000-000000000001',
  });
  await tab.page.frameLocator('iframe').getByRole('link').first().waitFor();
  const lead = await product.signIn('lead', visit.look);
  await expectPagesSound(lead, visit, { catalogue: '/catalogue', 'goods-new': '/catalogue/new' });
  await expectSound(tab, lead);
});

const CONTENT = { subject: 'Hello', heading: 'Hello', message: 'Thank you.' };

/** In a state that only a flow leads to. */
async function expectAccessible(tab: OpenPage, picture: string): Promise<void> {
  await tab.settled();
  expect(await tab.axe()).toEqual([]);
  await tab.screenshot(picture);
}

/** A grey image, as https://www.w3.org/TR/png-3/ has it. */
function png(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  const lines = Buffer.alloc((width + 1) * height, 0x99);
  for (let line = 0; line < height; line += 1) lines[line * (width + 1)] = 0;
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
