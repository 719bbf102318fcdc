import { useCleanUp } from '../test/support/clean-up';
import { startTestSystem, makeCompany, type TestSystem } from '../test/support/company';

const cleanUp = useCleanUp();
let system: TestSystem;
const BIRTHDAY = '00000000-0000-7000-8000-000000000001';

beforeAll(async () => {
  system = await startTestSystem(cleanUp);
});

test('a send with a campaign arrives as the campaign has it, from its sender', async () => {
  const acme = await makeCompany(system.platformDb, {
    name: 'Acme',
    balance: 1_000,
    recipients: ['asha@acme.example'],
  });
  const sent = await system.as(acme).send({
    recipients: [{ name: 'Asha Rao', email: 'asha@acme.example', points: 50, citation: 'Ten!' }],
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
