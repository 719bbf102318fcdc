import {
  type Look,
  type OpenPage,
  press,
  type ProductWithBrowser,
  startProductWithBrowser,
} from '../support/browser';
import { useCleanUp } from '../support/clean-up';

const cleanUp = useCleanUp();
let product: ProductWithBrowser;
let large: string;

beforeAll(async () => {
  product = await startProductWithBrowser(cleanUp);
  const sent = await product.acme.send({ recipients: people(500), ifUnregistered: 'register' });
  large = sent.body.id;
  await product.acme.waitForDistribution(large, 'completed');
}, 180_000);

test('who is not signed in signs in first, and then is where he wanted to be', async () => {
  const tab = await product.open();
  const { page } = tab;
  await tab.goto('/distributions');
  expect(new URL(page.url()).pathname).toBe('/sign-in');
  await page.getByLabel('E-mail', { exact: true }).fill(product.ready.demo.adminEmail);
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await press(page, 'Enter');
  await page.getByRole('alert').getByText('The e-mail address or the password is wrong.').waitFor();
  await page.getByLabel('Password', { exact: true }).fill(product.ready.demo.adminPassword);
  await press(page, 'Enter');
  await page.getByRole('heading', { name: 'Distributions', level: 1 }).waitFor();
  expect(await page.title()).toBe('Distributions · Bestow');
  await expectSound(tab);
});

test('a distribution of 500 is found in the list and shown with few rows in the document', async () => {
  const tab = await product.openAsAdmin('/distributions');
  const { page } = tab;
  await page.getByRole('link', { name: /\d{4}/ }).first().click();
  await page.getByRole('heading', { name: '5,000 points to 500 people' }).waitFor();
  await page.getByText('Delivered').first().waitFor();
  expect(await page.getByRole('row').count()).toBeLessThan(60);
  await page.keyboard.press('End');
  await page.getByText('person499@people.example').waitFor();
  await expectSound(tab);
});

const looks: [string, Look][] = [
  ['light', {}],
  ['dark', { dark: true }],
  ['on a phone', { width: 360, height: 740 }],
  ['in German', { locale: 'de-DE' }],
];

test.each(looks)(
  'every page is accessible, fits, and asks nobody else: %s',
  async (_name, look) => {
    const addresses = ['/', '/distributions', `/distributions/${large}`, '/send'];
    const tab = await product.openAsAdmin('/', look);
    for (const address of addresses) {
      await tab.goto(address);
      expect(await tab.axe()).toEqual([]);
      expect(await tab.overflowPixels()).toBeLessThanOrEqual(0);
    }
    await expectSound(tab);
  },
  // Four pages, each looked through by axe for 3 s.
  90_000,
);

async function expectSound(tab: OpenPage): Promise<void> {
  expect(tab.problems).toEqual([]);
  await tab.close();
}

function people(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    name: `Person ${index}`,
    email: `person${index}@people.example`,
    points: 10,
  }));
}
