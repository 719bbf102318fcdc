import type { Distribution } from '../../contracts/distributions';
import type { RewardWithTimeline } from '../../contracts/resends';
import { changeAddress } from '../../db/change-address';
import { finishDistributions } from '../../db/finish-distributions';
import { createLinkTokens } from '../../db/link-tokens';
import { rowsOf, withCompany } from '../../db/pool';
import { reconcile } from '../../db/reconcile';
import { settleRewards } from '../../db/settle-rewards';
import type { ApiError } from '../../test/support/api-client';
import { query } from '../../test/support/ask-database';
import { useCleanUp } from '../../test/support/clean-up';
import {
  linkIn,
  makeCompany,
  pressButton,
  startTestApi,
  startTestSystem,
  type TestCompany,
  type TestSystem,
  walletOf,
} from '../../test/support/company';
import type { Answer } from '../../test/support/smtp-sink';
import { waitFor } from '../../test/support/wait-for';

/**
 * R13: the address of an account that an admin made and nobody activated is corrected once, for all of
 * its rewards: whatever is mailed later goes to the right person, by a link that works.
 */
const cleanUp = useCleanUp();
let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem(cleanUp);
});

afterEach(async () => {
  system.sink.setBehaviour({});
  expect(await reconcile(system.platformDb)).toEqual([]);
  expect(system.logged).toEqual([]);
});

const REFUSED: Answer = { code: 550, message: 'no' };
const DEFERRED: Answer = { code: 450, message: 'later' };

test('two failed e-mails of one account: one is corrected, both arrive with links that work', async () => {
  const acme = await company();
  answer('gone@two.example', REFUSED);
  const sends = [
    await register(acme, 'gone@two.example'),
    await register(acme, 'gone@two.example'),
  ];
  await eachIs(acme, sends, 'completed_with_failures');
  system.sink.clear();
  expect((await change(acme, sends[0]!, 'here@two.example')).status).toBe(200);
  await eachIs(acme, sends, 'completed');
  expect(system.sink.mailsTo('gone@two.example')).toHaveLength(0);
  expect(await pagesOf('here@two.example')).toEqual([200, 200]);
  expect(await walletOf(system.platformDb, 'here@two.example')).toBe(20);
  for (const { rewards } of sends) {
    const { email, timeline } = await read(acme, rewards[0]!.id);
    expect(email).toBe('here@two.example');
    expect(timeline.map(({ event }) => event)).toContain('address_changed');
  }
  const [audit] = await rowsOf<{ after: object }>(
    system.platformDb,
    'SELECT after FROM audit_records WHERE reward_id = ?',
    [sends[0]!.rewards[0]!.id],
  );
  expect(audit!.after).toEqual({
    email: 'here@two.example',
    alsoMoved: [sends[1]!.rewards[0]!.id],
  });
});

test('an e-mail that is tried again meanwhile goes to the new address', async () => {
  const acme = await company();
  answer('gone@later.example', REFUSED);
  const refused = await register(acme, 'gone@later.example');
  await eachIs(acme, [refused], 'completed_with_failures');
  answer('gone@later.example', DEFERRED);
  const deferred = await register(acme, 'gone@later.example');
  await waitFor('the first try', async () => {
    const { timeline } = await read(acme, deferred.rewards[0]!.id);
    return timeline.some(({ event }) => event === 'email_deferred');
  });
  // A try that is under way is waited for.
  await waitFor('the change', async () => {
    const { status } = await change(acme, refused, 'here@later.example');
    return status === 200;
  });
  await eachIs(acme, [refused, deferred], 'completed');
  expect(await pagesOf('here@later.example')).toEqual([200, 200]);
});

test('what had arrived stays delivered; sent once more, it goes to the new address with a link that works', async () => {
  const acme = await company();
  const arrived = await register(acme, 'full@resent.example');
  await eachIs(acme, [arrived], 'completed');
  const old = linkIn((await system.sink.readMailTo('full@resent.example')).text);
  answer('full@resent.example', REFUSED);
  const refused = await register(acme, 'full@resent.example');
  await eachIs(acme, [refused], 'completed_with_failures');
  expect((await change(acme, refused, 'here@resent.example')).status).toBe(200);
  await eachIs(acme, [arrived, refused], 'completed');
  expect((await pressButton(system.url, old)).status).toBe(410);
  const { id } = arrived.rewards[0]!;
  expect((await system.as(acme).request('POST', `/rewards/${id}/resend`)).status).toBe(201);
  await waitFor('the resend', () => system.sink.mailsTo('here@resent.example').length === 2);
  expect(await pagesOf('here@resent.example')).toEqual([200, 200]);
});

test('while one of its e-mails is being sent, nothing moves', async () => {
  const acme = await company();
  answer('gone@busy.example', REFUSED);
  const sends = [
    await register(acme, 'gone@busy.example'),
    await register(acme, 'gone@busy.example'),
  ];
  await eachIs(acme, sends, 'completed_with_failures');
  await rowsOf(
    system.platformDb,
    `UPDATE rewards SET mail_claimed_until = now() + interval '1 minute' WHERE id = ?`,
    [sends[1]!.rewards[0]!.id],
  );
  const refused = await change<ApiError>(acme, sends[0]!, 'here@busy.example');
  expect([refused.status, refused.body.error.code]).toEqual([409, 'mail_in_progress']);
  expect(await walletOf(system.platformDb, 'gone@busy.example')).toBe(20);
});

test('a person who signs in to the wallet in this moment keeps the account', async () => {
  const acme = await company();
  answer('gone@active.example', REFUSED);
  const sent = await register(acme, 'gone@active.example');
  await eachIs(acme, [sent], 'completed_with_failures');
  // As useWalletLink does, with its commit yet to come.
  const signIn = await system.platformDb.transaction();
  await signIn.raw(
    `UPDATE recipients SET activated_at = now() WHERE email_key = 'gone@active.example'`,
  );
  const changed = change<ApiError>(acme, sent, 'here@active.example');
  await waitFor('the change to wait', isSomebodyWaiting);
  await signIn.commit();
  const { status, body } = await changed;
  expect([status, body.error.code]).toEqual([409, 'already_sent']);
  expect(await walletOf(system.platformDb, 'gone@active.example')).toBe(10);
  expect(await walletOf(system.platformDb, 'here@active.example')).toBeUndefined();
});

test.each(Array.from({ length: 6 }, (_, n) => n))(
  'a link of another reward that is used while the account is moved: one of them wins wholly (round %i)',
  async (round) => {
    const [wrong, right] = [`wrong${round}@moves.example`, `right${round}@moves.example`];
    const acme = await company();
    const arrived = await register(acme, wrong);
    await eachIs(acme, [arrived], 'completed');
    const link = linkIn((await system.sink.readMailTo(wrong)).text);
    answer(wrong, REFUSED);
    const refused = await register(acme, wrong);
    await eachIs(acme, [refused], 'completed_with_failures');
    const [changed, pressed] = await Promise.all([
      change(acme, refused, right),
      pressButton(system.url, link),
    ]);
    expect([
      [200, 410],
      [409, 200],
    ]).toContainEqual([changed.status, pressed.status]);
    const [winner, loser] = changed.status === 200 ? [right, wrong] : [wrong, right];
    expect(await walletOf(system.platformDb, winner)).toBe(20);
    expect(await walletOf(system.platformDb, loser)).toBeUndefined();
  },
);

test('what support corrects in the moment in which its send is completed is mailed all the same', async () => {
  const acme = await company();
  const sent = await register(acme, 'gone@skew.example');
  await eachIs(acme, [sent], 'completed');
  const { platformDb: db } = system;
  // As it is when another reward of it becomes final: neither sees what the other has done.
  await rowsOf(db, `UPDATE distributions SET status = 'sending' WHERE id = ?`, [sent.id]);
  await withCompany(db, acme.id, async (tx) => {
    const email = { address: 'here@skew.example', key: 'here@skew.example' };
    const rewardId = sent.rewards[0]!.id;
    const by = 'agent' as const;
    const changed = await changeAddress(tx, {
      ...{ companyId: acme.id, rewardId, email, by, linkTokens },
    });
    expect(changed.outcome).toBe('changed');
    await finishDistributions(db, [sent.id]);
  });
  expect((await system.as(acme).getDistribution(sent.id)).status).toBe('completed');
  system.dispatcher.wake({ distributionId: sent.id, rewardIds: [] });
  await waitFor('the e-mail', async () => {
    const { status } = await system.as(acme).getReward(sent.rewards[0]!.id);
    return status === 'delivered';
  });
  expect(await pagesOf('here@skew.example')).toEqual([200]);
  await eachIs(acme, [sent], 'completed');
});

test('points that are being credited to the account when it moves do not follow it to a mail at the old address', async () => {
  const { platformDb: db } = system;
  const acme = await company();
  answer('gone@credit.example', REFUSED);
  const sent = await register(acme, 'gone@credit.example');
  await eachIs(acme, [sent], 'completed_with_failures');
  const apart = await startTestApi(cleanUp, system);
  const recipients = [{ name: 'Asha', email: 'gone@credit.example', points: 7 }];
  const { body: next } = await apart.as(acme).send({ recipients });
  const settle = () =>
    settleRewards(
      db,
      { distributionId: next.id, limit: 1 },
      { inviteExpirySeconds: 3_600, linkTokens, claim: 'test' },
    );
  let settled: ReturnType<typeof settle> | undefined;
  await withCompany(db, acme.id, async (tx) => {
    const email = { address: 'here@credit.example', key: 'here@credit.example' };
    const rewardId = sent.rewards[0]!.id;
    await changeAddress(tx, {
      ...{ companyId: acme.id, rewardId, email, by: 'agent', linkTokens },
    });
    settled = settle();
    await waitFor('the credit to wait', isSomebodyWaiting);
  });
  expect((await settled!).due).toEqual([]);
  expect((await settle()).due).toMatchObject([
    { kind: 'invitation', email: 'gone@credit.example' },
  ]);
  expect(await walletOf(db, 'here@credit.example')).toBe(10);
});

/** By the secret of the system, so that its links are these. */
const linkTokens = createLinkTokens('a secret of tests, which is 32 characters or more');

const company = () => makeCompany(system.platformDb, { balance: 100 });

/** What the mail server answers to mails for this address; others are accepted. */
function answer(address: string, said: Answer): void {
  system.sink.setBehaviour({ behave: ({ to }) => (to === address ? said : 'accept') });
}

async function register(acme: TestCompany, email: string): Promise<Distribution> {
  const recipients = [{ name: 'Asha', email, points: 10 }];
  const { body } = await system.as(acme).send({ recipients, ifUnregistered: 'register' });
  return body;
}

async function eachIs(
  acme: TestCompany,
  sends: readonly Distribution[],
  status: Distribution['status'],
): Promise<void> {
  for (const { id } of sends) await system.as(acme).waitForDistribution(id, status);
}

async function read(acme: TestCompany, rewardId: string): Promise<RewardWithTimeline> {
  const path = `/rewards/${rewardId}`;
  return (await system.as(acme).request<RewardWithTimeline>('GET', path)).body;
}

function change<Body>(acme: TestCompany, sent: Distribution, email: string) {
  const path = `/rewards/${sent.rewards[0]!.id}/change-email`;
  return system.as(acme).request<Body>('POST', path, { email });
}

/** The status of the page behind the link of each mail to an address. */
async function pagesOf(email: string): Promise<number[]> {
  const statuses = system.sink.mailsTo(email).map(async (mail) => {
    const link = linkIn((await mail.read()).text);
    return (await fetch(new URL(link, system.url))).status;
  });
  return Promise.all(statuses);
}

/** Whether a statement waits for a lock; only a superuser sees those of others. */
async function isSomebodyWaiting(): Promise<boolean> {
  const rows = await query(
    system.databaseUrl,
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows.length > 0;
}
