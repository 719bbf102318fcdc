import { openProduct, press, type Product } from '../support/browser';
import { useCleanUp } from '../support/clean-up';
import { choose, pick, pressOn, typeInto } from '../support/keyboard';
import { expectPagesSound, expectSound, VISITS } from '../support/sound';
import { waitFor } from '../support/wait-for';
import {
  startWebhookReceiver,
  verifyWebhook,
  type WebhookReceiver,
} from '../support/webhook-receiver';

const cleanUp = useCleanUp();
let product: Product;
let receiver: WebhookReceiver;

beforeAll(async () => {
  product = await openProduct(cleanUp, 'acme-webhooks.example');
  receiver = await startWebhookReceiver(cleanUp);
});

test('by the keyboard alone: an endpoint is set up, told of a send, fails, is told again, changed, disabled and deleted', async () => {
  const tab = await product.openAsAdmin('/settings/webhooks');
  const { page } = tab;
  await page.getByRole('heading', { name: 'No endpoints yet' }).waitFor();
  await tab.screenshot('webhooks-empty');
  await pressOn(page.getByRole('button', { name: 'New endpoint' }).first());
  const dialog = page.getByRole('dialog', { name: 'New webhook endpoint' });
  await typeInto(dialog.getByLabel('Address'), 'ftp://hooks.example/');
  await press(page, 'Enter');
  await dialog.getByText(/Webhooks go by https/).waitFor();
  await typeInto(dialog.getByLabel('Address'), receiver.url);
  await typeInto(dialog.getByLabel('Description'), 'Payroll');
  await choose(dialog.getByRole('radio', { name: 'Only some' }));
  await pressOn(dialog.getByRole('button', { name: 'Set it up' }));
  await dialog.getByText('Choose at least one kind of event.').waitFor();
  for (const name of ['Completed, all arrived', 'Mail delivered']) {
    await pressOn(dialog.getByRole('checkbox', { name }), 'Space');
  }
  expect(await tab.axe()).toEqual([]);
  await tab.screenshot('webhooks-new');
  await pressOn(dialog.getByRole('button', { name: 'Set it up' }));
  const shown = page.getByRole('dialog', { name: 'Keep this secret now' });
  const secret = await shown.getByLabel('Signing secret').inputValue();
  expect(secret).toMatch(/^whsec_/);
  expect(await tab.axe()).toEqual([]);
  await pressOn(shown.getByRole('button', { name: 'I have kept it' }));
  await shown.waitFor({ state: 'hidden' });
  await page.getByRole('cell', { name: '2 kinds of events' }).waitFor();
  expect(await page.content()).not.toContain(secret);
  await tab.screenshot('webhooks-list');

  await pressOn(page.getByRole('link', { name: receiver.url }));
  await page.getByRole('heading', { name: 'Nothing sent yet' }).waitFor();
  receiver.setBehaviour(({ type }) => (type === 'reward.delivered' ? 500 : 200));
  const sent = await product.acme.send({
    recipients: [{ name: 'Asha', email: 'asha@acme-webhooks.example', points: 5 }],
    ifUnregistered: 'register',
  });
  await product.acme.waitForDistribution(sent.body.id, 'completed');
  for (const webhook of await receiver.waitFor(2)) verifyWebhook(webhook, secret);
  const rowOf = (event: string) => page.getByRole('row', { name: new RegExp(`^${event}`) });
  await rowOf('distribution.completed').getByText('Delivered').waitFor();
  await rowOf('reward.delivered').getByText('500').waitFor();
  expect(await tab.axe()).toEqual([]);
  await tab.screenshot('webhooks-deliveries');
  receiver.setBehaviour(() => 200);
  await pressOn(page.getByRole('button', { name: 'Send again: reward.delivered' }));
  await rowOf('reward.delivered').getByText('Delivered', { exact: true }).waitFor();
  await pick(
    page.getByRole('combobox', { name: 'Show' }),
    page.getByRole('option', { name: 'Given up' }),
  );
  await page.getByRole('heading', { name: 'Nothing of this kind' }).waitFor();
  await pressOn(page.getByRole('button', { name: 'Show everything' }));
  await rowOf('reward.delivered').waitFor();

  await pressOn(page.getByRole('button', { name: 'Send a test' }));
  await rowOf('webhook.test').getByText('Delivered').waitFor();
  await pressOn(page.getByRole('button', { name: 'New secret' }));
  await pressOn(page.getByRole('dialog').getByRole('button', { name: 'New secret' }));
  const another = await shown.getByLabel('Signing secret').inputValue();
  expect(another).not.toBe(secret);
  await pressOn(shown.getByRole('button', { name: 'I have kept it' }));
  await page.getByText(/the one before signs too$/).waitFor();
  await pressOn(page.getByRole('button', { name: 'Change' }));
  const changing = page.getByRole('dialog', { name: 'Change the endpoint' });
  await choose(changing.getByRole('radio', { name: 'Everything' }));
  await pressOn(changing.getByRole('button', { name: 'Save' }));
  await changing.waitFor({ state: 'hidden' });
  await page.getByRole('definition').getByText('Everything').waitFor();

  await pressOn(page.getByRole('button', { name: 'Disable' }));
  await pressOn(page.getByRole('dialog').getByRole('button', { name: 'Disable' }));
  await page.getByText('Somebody of your company disabled it.').waitFor();
  expect(await tab.axe()).toEqual([]);
  await pressOn(page.getByRole('button', { name: 'Enable' }));
  await page.getByText('The endpoint is enabled.').waitFor();
  await pressOn(page.getByRole('button', { name: 'Delete' }));
  await pressOn(page.getByRole('dialog').getByRole('button', { name: 'Delete' }));
  await page.getByRole('heading', { name: 'No endpoints yet' }).waitFor();
  await tab.goto('/settings/audit?kind=webhooks');
  await page.getByRole('cell', { name: 'Deleted a webhook endpoint' }).waitFor();
  await expectSound(tab);
});

test('an endpoint that says it is gone is shown as disabled, and its owner gets a mail', async () => {
  const made = await product.acme.request<{ id: string }>('POST', '/webhooks', {
    url: `${receiver.url}/gone`,
  });
  receiver.setBehaviour(() => 410);
  const tab = await product.openAsAdmin(`/settings/webhooks/${made.body.id}`);
  const { page } = tab;
  await pressOn(page.getByRole('button', { name: 'Send a test' }));
  await page.getByText('It answered 410 Gone, which asks us to stop.').waitFor();
  await page.getByRole('cell', { name: /^410/ }).waitFor();
  await tab.screenshot('webhooks-gone');
  const { email } = product.people.admin;
  await product.mails.readMatch(email, /It answered 410 Gone/);
  await expectSound(tab);
});

test.each(VISITS)('the pages of webhooks are accessible and fit: %s', async (_name, visit) => {
  receiver.setBehaviour(() => 200);
  const made = await product.acme.request<{ id: string }>('POST', '/webhooks', {
    url: `${receiver.url}/${'long-'.repeat(20)}`,
    description: 'A system whose name is long enough to need a second line on a small phone',
  });
  await product.acme.request('POST', `/webhooks/${made.body.id}/test`, {});
  await waitFor('the test', async () => {
    const { body } = await product.acme.request<{ items: { status: string }[] }>(
      'GET',
      `/webhooks/${made.body.id}/deliveries`,
    );
    return body.items[0]?.status === 'delivered';
  });
  const tab = await product.signIn('admin', visit.look);
  await expectPagesSound(tab, visit, {
    'webhooks-page-list': '/settings/webhooks',
    'webhooks-page-endpoint': `/settings/webhooks/${made.body.id}`,
    'webhooks-page-unknown': '/settings/webhooks/01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11',
  });
  await expectSound(tab);
});
