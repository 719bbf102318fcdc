import type { Distribution } from '../../contracts/distributions';
import { rowsOf } from '../../db/pool';
import { reconcile } from '../../db/reconcile';
import type { ApiError } from '../../test/support/api-client';
import { useCleanUp } from '../../test/support/clean-up';
import {
  linkIn,
  makeCompany,
  pressButton,
  startTestSystem,
  type TestCompany,
  type TestSystem,
  walletOf,
} from '../../test/support/company';
import { waitFor } from '../../test/support/wait-for';

/** R13: while a reward is unclaimed, its sender corrects the address himself. */

const cleanUp = useCleanUp();
let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem(cleanUp, { retry: { first: 100, max: 200, window: 800 } });
  await makeCompany(system.platformDb, {
    recipients: ['theirs@elsewhere.example'],
    admin: { email: 'boss@elsewhere.example', password: 'p' },
  });
});

afterEach(async () => {
  system.sink.setBehaviour({});
  expect(await reconcile(system.platformDb)).toEqual([]);
});

test('an invitation goes to the new address; the link of the old one is dead; it is recorded', async () => {
  const acme = await company();
  const sent = await invite(acme, 'typo@one.example');
  const old = linkIn((await system.sink.readMailTo('typo@one.example')).text);
  const changed = await change(acme, sent, { email: 'Right@one.example', reason: 'A typo' });
  expect(changed.status).toBe(200);
  expect(changed.body).toMatchObject({
    email: 'Right@one.example',
    status: 'awaiting_registration',
  });
  const fresh = linkIn((await system.sink.readMailTo('Right@one.example')).text);
  expect((await fetch(new URL(old, system.url))).status).toBe(410);
  expect((await pressButton(system.url, old, { name: 'X' })).status).toBe(410);
  expect((await pressButton(system.url, fresh, { name: 'Right' })).status).toBe(200);
  const done = await system.as(acme).waitForDistribution(sent.id, 'completed');
  expect(done.rewards[0]).toMatchObject({ email: 'Right@one.example', status: 'delivered' });
  expect(await walletOf(system.platformDb, 'right@one.example')).toBe(10);
  const audit = await rowsOf(
    system.platformDb,
    'SELECT action, reason, before, after FROM audit_records WHERE reward_id = ?',
    [sent.rewards[0]!.id],
  );
  expect(audit).toEqual([
    {
      action: 'change_email',
      reason: 'A typo',
      before: { email: 'typo@one.example', status: 'awaiting_registration' },
      after: { email: 'Right@one.example' },
    },
  ]);
});

test('an address that is registered with the company is credited at once', async () => {
  const acme = await company(['known@two.example']);
  const sent = await invite(acme, 'typo@two.example');
  expect((await change(acme, sent, { email: 'known@two.example' })).status).toBe(200);
  await system.as(acme).waitForDistribution(sent.id, 'completed');
  expect(await walletOf(system.platformDb, 'known@two.example')).toBe(10);
});

test('an invitation that was refused for good is mailed to the new address', async () => {
  system.sink.setBehaviour({
    behave: ({ to }) => (to.startsWith('gone') ? { code: 550, message: 'no' } : 'accept'),
  });
  const acme = await company();
  const { body } = await system.as(acme).send({ recipients: [row('gone@three.example')] });
  await waitFor('the refusal', async () => {
    const { reason } = await system.as(acme).getReward(body.rewards[0]!.id);
    return reason?.code === 'mailbox_rejected';
  });
  expect((await change(acme, body, { email: 'here@three.example' })).status).toBe(200);
  expect((await system.sink.readMailTo('here@three.example')).subject).toMatch(/^Register/);
});

test('a failed e-mail of an account that nobody activated moves with its account', async () => {
  system.sink.setBehaviour({
    behave: ({ to }) => (to.startsWith('gone') ? { code: 550, message: 'no' } : 'accept'),
  });
  const acme = await company();
  const { body } = await system
    .as(acme)
    .send({ recipients: [row('gone@four.example')], ifUnregistered: 'register' });
  await system.as(acme).waitForDistribution(body.id, 'completed_with_failures');
  expect((await change(acme, body, { email: 'here@four.example' })).status).toBe(200);
  await system.as(acme).waitForDistribution(body.id, 'completed');
  expect(await walletOf(system.platformDb, 'here@four.example')).toBe(10);
  expect(await walletOf(system.platformDb, 'gone@four.example')).toBeUndefined();
});

test.each([
  ['of another company', 'theirs@elsewhere.example', 422, 'registered_with_another_company'],
  ['of an admin', 'boss@elsewhere.example', 422, 'recipient_is_admin'],
  ['that is none', 'a@b', 422, 'invalid_email'],
  ['that carries a header', 'a@b.example\r\nBcc: c@d.example', 422, 'invalid_email'],
])('an address %s is refused, and the old link lives', async (_what, email, status, code) => {
  const acme = await company();
  const sent = await invite(acme, `${code}.${email.length}@five.example`);
  const refused = await change<ApiError>(acme, sent, { email });
  expect([refused.status, refused.body.error.code]).toEqual([status, code]);
  expect(refused.body.error.issues).toMatchObject([{ path: 'email', code }]);
  const mail = await system.sink.readMailTo(`${code}.${email.length}@five.example`);
  expect((await fetch(new URL(linkIn(mail.text), system.url))).status).toBe(200);
});

test('what has arrived is a ticket: 409 already_sent', async () => {
  const acme = await company(['has@six.example']);
  const { body } = await system.as(acme).send({ recipients: [row('has@six.example')] });
  await system.as(acme).waitForDistribution(body.id, 'completed');
  const refused = await change<ApiError>(acme, body, { email: 'other@six.example' });
  expect(refused.status).toBe(409);
  expect(refused.body.error).toMatchObject({
    code: 'already_sent',
    nextAction: expect.stringContaining('ticket'),
  });
});

test('an address is changed 3 times within an hour; the fourth is told when it can be', async () => {
  const acme = await company();
  const sent = await invite(acme, '0@limit.example');
  const other = await invite(acme, 'other@limit.example');
  for (const email of ['1@limit.example', '0@limit.example', '1@limit.example']) {
    expect((await change(acme, sent, { email })).status).toBe(200);
    await waitUntilInvited(acme, sent.rewards[0]!.id);
  }
  const refused = await change<ApiError>(acme, sent, { email: '0@limit.example' });
  expect([refused.status, refused.body.error.code]).toEqual([429, 'rate_limited']);
  expect(refused.body.error.message).toContain('3 times within the hour');
  const seconds = Number(refused.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(3_000);
  expect(seconds).toBeLessThanOrEqual(3_600);
  expect((await system.as(acme).getReward(sent.rewards[0]!.id)).email).toBe('1@limit.example');
  expect((await change(acme, other, { email: '2@limit.example' })).status).toBe(200);
});

test('the same address again changes nothing: one mail', async () => {
  const acme = await company();
  const sent = await invite(acme, 'same@seven.example');
  const again = await change(acme, sent, { email: 'SAME@seven.example' });
  expect(again).toMatchObject({ status: 200, body: { email: 'same@seven.example' } });
  expect(system.sink.mailsTo('same@seven.example')).toHaveLength(1);
});

test.each(Array.from({ length: 8 }, (_, n) => n))(
  'a link that is used while the address is changed: one of them wins wholly (round %i)',
  async (round) => {
    const [wrong, right] = [`wrong${round}@race.example`, `right${round}@race.example`];
    const acme = await company();
    const sent = await invite(acme, wrong);
    const link = linkIn((await system.sink.readMailTo(wrong)).text);
    const [changed, pressed] = await Promise.all([
      change(acme, sent, { email: right }),
      pressButton(system.url, link, { name: 'Wrong' }),
    ]);
    expect([
      [200, 410],
      [409, 200],
    ]).toContainEqual([changed.status, pressed.status]);
    if (changed.status === 200) {
      const fresh = linkIn((await system.sink.readMailTo(right)).text);
      await pressButton(system.url, fresh, { name: 'Right' });
    }
    await system.as(acme).waitForDistribution(sent.id, 'completed');
    const [winner, loser] = changed.status === 200 ? [right, wrong] : [wrong, right];
    expect(await walletOf(system.platformDb, winner)).toBe(10);
    expect(await walletOf(system.platformDb, loser)).toBeUndefined();
  },
);

afterAll(() => {
  expect(system.logged).toEqual([]);
});

const row = (email: string) => ({ name: 'Asha', email, points: 10 });

const company = (recipients: string[] = []) =>
  makeCompany(system.platformDb, { balance: 100, recipients });

/** Sends an invitation and waits until its mail is recorded. */
async function invite(acme: TestCompany, email: string): Promise<Distribution> {
  const { body } = await system.as(acme).send({ recipients: [row(email)] });
  await waitUntilInvited(acme, body.rewards[0]!.id);
  return body;
}

async function waitUntilInvited(acme: TestCompany, rewardId: string): Promise<void> {
  await waitFor('the invitation', async () => {
    const reward = await system.as(acme).getReward(rewardId);
    return reward.invitedAt !== null;
  });
}

function change<Body>(acme: TestCompany, sent: Distribution, body: object) {
  const path = `/rewards/${sent.rewards[0]!.id}/change-email`;
  return system.as(acme).request<Body>('POST', path, body);
}
