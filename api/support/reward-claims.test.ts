import type { Distribution } from '../../contracts/distributions';
import type { Ticket } from '../../contracts/tickets';
import { useCleanUp } from '../../test/support/clean-up';
import {
  makeCompany,
  startTestSystem,
  type TestCompany,
  type TestSystem,
} from '../../test/support/company';
import { signInAgent, type TestAgent } from '../../test/support/support-desk';
import { waitFor } from '../../test/support/wait-for';

/** What the console offers for a reward hangs on whether its person has come. */

const cleanUp = useCleanUp();
let system: TestSystem;
let sam: TestAgent;
let acme: TestCompany;

beforeAll(async () => {
  system = await startTestSystem(cleanUp);
  sam = await signInAgent(system, 'Sam');
  acme = await makeCompany(system.platformDb, {
    balance: 1_000,
    recipients: ['active@claims.example'],
  });
});

afterAll(() => expect(system.logged).toEqual([]));

const later = { sendAt: new Date(Date.now() + 86_400_000).toISOString() };

async function send(email: string, more: object = {}): Promise<Distribution> {
  const recipients = [{ name: 'Somebody', email, points: 10 }];
  return (await system.as(acme).send({ recipients, ...more })).body;
}

async function open({ rewards: [reward] }: Distribution) {
  const rewardId = reward!.id;
  const body = { subject: 'Help', text: 'Please', rewardIds: [rewardId] };
  const { id } = (await system.as(acme).request<Ticket>('POST', '/tickets', body)).body;
  const claim = async () => (await sam.see(id)).rewards[0]!.claim;
  const act = (operation: string, input: object = {}) =>
    sam.act(operation, id, { rewardId, ...input });
  return { claim, act };
}

test('a planned reward is sent to the address that support corrects, and has no link yet', async () => {
  const { claim, act } = await open(await send('typo@claims.example', later));
  expect(await claim()).toBe('planned');
  expect((await act('makeClaimLink')).error).toMatchObject({ code: 'not_in_this_state' });
  const corrected = await act('correctAddress', { email: 'right@claims.example' });
  expect(corrected.status).toBe(200);
  expect(await claim()).toBe('planned');
});

test('whoever has not come can be helped, however the account was to be made', async () => {
  const invited = await send('invited@claims.example');
  const made = await send('made@claims.example', { ifUnregistered: 'register' });
  await system.as(acme).waitForDistribution(made.id, 'completed');
  for (const sent of [invited, made]) {
    const { claim, act } = await open(sent);
    await waitFor('the mail to be out', async () => {
      const { status, invitedAt, deliveredAt } = await system
        .as(acme)
        .getReward(sent.rewards[0]!.id);
      return status !== 'pending' && (invitedAt ?? deliveredAt) !== null;
    });
    expect(await claim()).toBe('unclaimed');
    expect((await act('makeClaimLink')).status).toBe(200);
  }
});

test('an account that is active keeps its address, and what is over stays so', async () => {
  const sent = await send('active@claims.example');
  await system.as(acme).waitForDistribution(sent.id, 'completed');
  const active = await open(sent);
  expect(await active.claim()).toBe('activated');
  expect((await active.act('makeClaimLink')).error).toMatchObject({ code: 'account_activated' });
  const planned = await send('over@claims.example', later);
  await system.as(acme).request('POST', `/distributions/${planned.id}/cancel`);
  const over = await open(planned);
  expect(await over.claim()).toBe('closed');
  const refused = await over.act('correctAddress', { email: 'other@claims.example' });
  expect(refused.error).toMatchObject({ code: 'not_in_this_state' });
});
