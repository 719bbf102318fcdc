import type { CreateDistributionInput, Distribution } from '../../contracts/distributions';
import { rowsOf } from '../../db/pool';
import { postTransfers } from '../../db/ledger';
import { fundWaitingOf } from '../../db/recharge';
import { reconcile } from '../../db/reconcile';
import type { ApiError } from '../../test/support/api-client';
import { useCleanUp } from '../../test/support/clean-up';
import {
  makeCompany,
  rechargeOf,
  startTestApi,
  startTestSystem,
  type TestCompany,
  type TestSystem,
  walletOf,
} from '../../test/support/company';

/** R13: what is planned is unclaimed, so its sender corrects the address before it is sent. */

const cleanUp = useCleanUp();
let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem(cleanUp);
  await makeCompany(system.platformDb, {
    recipients: ['theirs@elsewhere.example'],
    admin: { email: 'boss@elsewhere.example', password: 'p' },
  });
});

afterEach(async () => {
  expect(await reconcile(system.platformDb)).toEqual([]);
  expect(system.logged).toEqual([]);
});

test('a scheduled send goes to the new address only; it is recorded', async () => {
  const acme = await company();
  const sent = await plan(acme, 'typo@plan.example');
  const changed = await change(acme, sent, { email: 'Right@plan.example', reason: 'A typo' });
  expect(changed).toMatchObject({
    status: 200,
    body: { email: 'Right@plan.example', status: 'pending' },
  });
  const [audit] = await rowsOf(
    system.platformDb,
    'SELECT action, reason, before, after FROM audit_records WHERE reward_id = ?',
    [sent.rewards[0]!.id],
  );
  expect(audit).toEqual({
    action: 'change_email',
    reason: 'A typo',
    before: { email: 'typo@plan.example', status: 'pending' },
    after: { email: 'Right@plan.example' },
  });
  await sendNow(acme, sent);
  expect((await system.sink.readMailTo('Right@plan.example')).subject).toMatch(/^Register/);
  expect(system.sink.mailsTo('typo@plan.example')).toHaveLength(0);
});

test('the account is made for the new address when the send registers', async () => {
  const acme = await company();
  const sent = await plan(acme, 'typo@made.example', { ifUnregistered: 'register' });
  expect((await change(acme, sent, { email: 'right@made.example' })).status).toBe(200);
  await sendNow(acme, sent);
  await system.as(acme).waitForDistribution(sent.id, 'completed');
  expect(await walletOf(system.platformDb, 'right@made.example')).toBe(10);
  expect(await walletOf(system.platformDb, 'typo@made.example')).toBeUndefined();
});

test('what waits for funds goes to the new address when they come', async () => {
  const acme = await company(['known@funds.example'], 0);
  const { body: sent } = await system.as(acme).send({
    ...{ recipients: [row('typo@funds.example')], ifInsufficient: 'wait' },
  });
  expect(sent.status).toBe('awaiting_funds');
  expect((await change(acme, sent, { email: 'known@funds.example' })).status).toBe(200);
  await system.platformDb.transaction(async (tx) => {
    await postTransfers(tx, [rechargeOf(acme.id, 100, `recharge/test/${acme.id}`)]);
    await fundWaitingOf(tx, acme.id);
  });
  system.dispatcher.wake({ distributionId: sent.id, rewardIds: [] });
  await system.as(acme).waitForDistribution(sent.id, 'completed');
  expect(await walletOf(system.platformDb, 'known@funds.example')).toBe(10);
});

test.each([
  ['of another company', 'theirs@elsewhere.example', 'registered_with_another_company'],
  ['of an admin', 'boss@elsewhere.example', 'recipient_is_admin'],
  ['that is none', 'a@b', 'invalid_email'],
  [
    'that nobody is registered with, where the send fails those',
    'new@rules.example',
    'unregistered',
  ],
])('an address %s is refused as in a new row', async (_what, email, code) => {
  const acme = await company(['known@rules.example'].slice(code === 'unregistered' ? 0 : 1));
  const sent = await plan(
    acme,
    code === 'unregistered' ? 'known@rules.example' : 'typo@rules.example',
    { ifUnregistered: code === 'unregistered' ? 'fail' : 'invite' },
  );
  const refused = await change<ApiError>(acme, sent, { email });
  expect([refused.status, refused.body.error.code]).toEqual([422, code]);
  expect(refused.body.error.issues).toMatchObject([{ path: 'email', code }]);
  expect((await system.as(acme).getReward(sent.rewards[0]!.id)).email).toMatch(/@rules/);
});

test('what is about to be sent is in progress: 409 mail_in_progress', async () => {
  const acme = await company();
  const apart = await startTestApi(cleanUp, system);
  const { body: sent } = await apart.as(acme).send({ recipients: [row('typo@now.example')] });
  const refused = await change<ApiError>(acme, sent, { email: 'right@now.example' });
  expect([refused.status, refused.body.error.code]).toEqual([409, 'mail_in_progress']);
});

test('what was decided about the former address is not applied', async () => {
  const acme = await company();
  const sent = await plan(acme, 'typo@decided.example');
  expect((await change(acme, sent, { email: 'right@decided.example' })).status).toBe(200);
  const decision = {
    ...{ id: sent.rewards[0]!.id, kind: 'refuse', reason: 'registered_with_another_company' },
    address: 'typo@decided.example',
  };
  await rowsOf(system.platformDb, 'SELECT apply_decisions(?::jsonb, 3600, ?, 60)', [
    ...[JSON.stringify([decision]), 'test'],
  ]);
  expect((await system.as(acme).getReward(sent.rewards[0]!.id)).status).toBe('pending');
});

test.each(Array.from({ length: 6 }, (_, n) => n))(
  'an address that is changed while the send begins: one of them is mailed, as was answered (round %i)',
  async (round) => {
    const [wrong, right] = [`wrong${round}@begins.example`, `right${round}@begins.example`];
    const acme = await company([wrong, right]);
    const sent = await plan(acme, wrong);
    const [changed] = await Promise.all([
      change<ApiError>(acme, sent, { email: right }),
      sendNow(acme, sent),
    ]);
    if (changed.status !== 200) {
      expect(changed.status).toBe(409);
      expect(['mail_in_progress', 'already_sent']).toContain(changed.body.error.code);
    }
    await system.as(acme).waitForDistribution(sent.id, 'completed');
    const [winner, loser] = changed.status === 200 ? [right, wrong] : [wrong, right];
    expect(await walletOf(system.platformDb, winner)).toBe(10);
    expect(await walletOf(system.platformDb, loser)).toBe(0);
    expect(system.sink.mailsTo(winner)).toHaveLength(1);
    expect(system.sink.mailsTo(loser)).toHaveLength(0);
  },
);

const row = (email: string) => ({ name: 'Asha', email, points: 10 });

const company = (recipients: string[] = [], balance = 100) =>
  makeCompany(system.platformDb, { balance, recipients });

async function plan(
  acme: TestCompany,
  email: string,
  options: Partial<Pick<CreateDistributionInput, 'ifUnregistered'>> = {},
): Promise<Distribution> {
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  const { body } = await system.as(acme).send({ recipients: [row(email)], sendAt, ...options });
  expect(body.status).toBe('scheduled');
  return body;
}

async function sendNow(acme: TestCompany, sent: Distribution): Promise<void> {
  const { status } = await system.as(acme).request('POST', `/distributions/${sent.id}/send-now`);
  expect(status).toBe(200);
}

function change<Body>(acme: TestCompany, sent: Distribution, body: object) {
  const path = `/rewards/${sent.rewards[0]!.id}/change-email`;
  return system.as(acme).request<Body>('POST', path, body);
}
