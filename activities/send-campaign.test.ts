import type { Campaign } from '../contracts/campaigns';
import { reconcile } from '../db/reconcile';
import { useCleanUp } from '../test/support/clean-up';
import {
  linkIn,
  makeCompany,
  pressButton,
  startTestSystem,
  type TestCompany,
  type TestSystem,
} from '../test/support/company';

const cleanUp = useCleanUp();
let system: TestSystem;
let acme: TestCompany;

beforeAll(async () => {
  system = await startTestSystem(cleanUp, { retry: { first: 100, max: 300, window: 600_000 } });
  acme = await makeCompany(system.platformDb, {
    name: 'Acme',
    balance: 100_000,
    recipients: ['asha@acme.example', 'retried@acme.example', 'plain@acme.example'],
  });
});

afterEach(async () => {
  system.sink.setBehaviour({});
  expect(await reconcile(system.platformDb)).toEqual([]);
});

const BIRTHDAY = '00000000-0000-7000-8000-000000000001';
const content = {
  subject: 'First subject for {{first_name}}',
  heading: 'First heading',
  message: 'First message.',
  senderName: '{{company}} People',
};

const row = (email: string, name = 'Asha Rao') => ({ name, email, points: 50 });

const make = async (name: string): Promise<Campaign> =>
  (await system.as(acme).request<Campaign>('POST', '/campaigns', { name, content })).body;

test('a send with a campaign arrives as the campaign has it, from its sender', async () => {
  const sent = await system.as(acme).send({
    recipients: [{ ...row('asha@acme.example'), citation: 'Ten!' }],
    campaignId: BIRTHDAY,
  });
  expect(sent.body.campaign).toEqual({ id: BIRTHDAY, name: 'Birthday', version: 1 });
  const done = await system.as(acme).waitForDistribution(sent.body.id, 'completed');
  expect(done.campaign).toEqual(sent.body.campaign);
  const mail = await system.sink.readMailTo('asha@acme.example');
  expect(mail.subject).toBe('Happy birthday, Asha!');
  expect(mail.from).toBe('"Acme" <rewards@bestow.example>');
  expect(mail.text).toContain('Dear Asha,');
  expect(mail.text).toContain('Open your birthday gift');
  expect(mail.text).toContain('Citation:\n\nTen!');
});

test('a campaign that is edited while its mail is tried again does not change the mail', async () => {
  const made = await make('Edited');
  const seen: string[] = [];
  let edited: Promise<number[]> | undefined;
  let isChanged = false;
  system.sink.setBehaviour({
    behave: ({ to, attempt }) => {
      seen.push(to);
      // The first failure lets the edit and the archiving happen before any further try is taken.
      edited ??= change();
      return attempt <= 3 || !isChanged ? { code: 451, message: '4.7.1 later' } : 'accept';
    },
  });
  const change = async () => {
    const second = { ...content, subject: 'Second', heading: 'Second', message: 'Second' };
    const changed = { version: 1, name: 'Edited', content: { ...second, senderName: 'Second' } };
    const answers = [
      await system.as(acme).request('PUT', `/campaigns/${made.id}`, changed),
      await system.as(acme).request('POST', `/campaigns/${made.id}/archive`, {}),
    ];
    isChanged = true;
    return answers.map(({ status }) => status);
  };
  const sent = await system
    .as(acme)
    .send({ recipients: [row('retried@acme.example')], campaignId: made.id });
  const done = await system.as(acme).waitForDistribution(sent.body.id, 'completed');
  expect(await edited).toEqual([200, 200]);
  expect(seen.length).toBeGreaterThan(3);
  const mails = system.sink.mailsTo('retried@acme.example');
  expect(mails).toHaveLength(1);
  const mail = await mails[0]!.read();
  expect(mail.subject).toBe('First subject for Asha');
  expect(mail.from).toBe('"Acme People" <rewards@bestow.example>');
  for (const part of [mail.text, mail.html]) {
    expect(part).toContain('First heading');
    expect(part).toContain('First message.');
    expect(part).not.toContain('Second');
  }
  expect(done.campaign).toEqual({ id: made.id, name: 'Edited', version: 1 });
});

test('the invitation and the reward after it carry the version of the send', async () => {
  const made = await make('Invited');
  const email = 'new@acme.example';
  const sent = await system.as(acme).send({ recipients: [row(email)], campaignId: made.id });
  const invitation = await system.sink.readMailTo(email);
  expect(invitation.subject).toBe('First subject for Asha');
  expect(invitation.text).toContain('First heading');
  expect(invitation.text).toContain('Register and receive your points:');
  expect(invitation.text).toContain('The points are held for you.');
  const changed = { ...content, heading: 'Second' };
  await system.as(acme).request('PUT', `/campaigns/${made.id}`, {
    ...{ version: 1, name: 'Invited', content: changed },
  });
  await pressButton(system.url, linkIn(invitation.text), { name: 'Asha Rao' });
  await system.as(acme).waitForDistribution(sent.body.id, 'completed');
  const reward = await system.sink.readMailTo(email);
  expect(reward.text).toContain('The points are in your wallet');
  expect(reward.text).toContain('First heading');
});

test('a send without a campaign is the mail that it always was', async () => {
  const sent = await system.as(acme).send({ recipients: [row('plain@acme.example')] });
  await system.as(acme).waitForDistribution(sent.body.id, 'completed');
  const mail = await system.sink.readMailTo('plain@acme.example');
  expect(mail.subject).toBe('You received 50 points from Acme');
  expect(mail.from).toBe('"Acme" <rewards@bestow.example>');
  expect(mail.text).toContain('Hello Asha Rao,');
});
