import { reconcile } from '../db/reconcile';
import { rowsOf } from '../db/pool';
import { useCleanUp } from '../test/support/clean-up';
import {
  linkIn,
  makeCompany,
  pressButton,
  startTestSystem,
  type TestCompany,
  type TestSystem,
  walletOf,
} from '../test/support/company';
import { waitFor } from '../test/support/wait-for';

const cleanUp = useCleanUp();
let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem(cleanUp);
});

const invite = (acme: TestCompany, email: string, points = 10) =>
  system.as(acme).send({ recipients: [{ name: 'Asha', email, points }] });

test.each(Array.from({ length: 10 }, (_, n) => n))(
  'two companies invite one person, both links are used at once: one gets the person (round %i)',
  async (round) => {
    const email = `race${round}@race.example`;
    const [acme, globex] = await Promise.all([makeOne(), makeOne()]);
    const [ours, theirs] = await Promise.all([invite(acme, email, 10), invite(globex, email, 20)]);
    const links = await waitFor('both invitations', async () => {
      const mails = system.sink.mailsTo(email);
      return (
        mails.length === 2 &&
        Promise.all(mails.map(async (mail) => linkIn((await mail.read()).text)))
      );
    });
    const pressed = await Promise.all(
      links.map((link) => pressButton(system.url, link, { name: 'Asha' })),
    );
    expect(pressed.map(({ status }) => status).sort()).toEqual([200, 409]);

    const sends = [
      { one: acme, id: ours.body.id, points: 10 },
      { one: globex, id: theirs.body.id, points: 20 },
    ];
    const ends = await Promise.all(sends.map(({ one, id }) => waitForEnd(one, id)));
    const won = ends.findIndex(({ status }) => status === 'completed');
    const [winner, loser] = [sends[won]!, sends[1 - won]!];
    expect(ends[won]!.rewards[0]).toMatchObject({ status: 'delivered' });
    expect(ends[1 - won]!.rewards[0]).toMatchObject({
      status: 'failed',
      reason: { code: 'registered_with_another_company' },
    });
    expect(await walletOf(system.platformDb, email)).toBe(winner.points);
    expect(await system.as(winner.one).getBalance()).toEqual({
      balance: 100 - winner.points,
      held: 0,
    });
    expect(await system.as(loser.one).getBalance()).toEqual({ balance: 100, held: 0 });
    // Two invitations and one reward.
    expect(system.sink.mailsTo(email)).toHaveLength(3);
  },
);

test('one link pressed 10 times at once registers and credits once', async () => {
  const acme = await makeOne();
  const sent = await invite(acme, 'eager@press.example');
  const link = linkIn((await system.sink.readMailTo('eager@press.example')).text);
  const pressed = await Promise.all(
    Array.from({ length: 10 }, () => pressButton(system.url, link, { name: 'Eager' })),
  );
  expect(pressed.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(pressed.filter(({ status }) => status === 410)).toHaveLength(9);
  await system.as(acme).waitForDistribution(sent.body.id, 'completed');
  expect(await walletOf(system.platformDb, 'eager@press.example')).toBe(10);
  expect(system.sink.mailsTo('eager@press.example')).toHaveLength(2);
});

test('one registration credits all that waits for the person, of every send of the company', async () => {
  const acme = await makeOne();
  const sends = [
    await invite(acme, 'all@press.example'),
    await invite(acme, 'ALL@press.example', 5),
  ];
  await waitFor(
    'both invitations',
    () => system.sink.mails.filter(isTo('all@press.example')).length === 2,
  );
  const link = linkIn((await system.sink.readMailTo('all@press.example')).text);
  await pressButton(system.url, link, { name: 'All' });
  for (const { body } of sends) await system.as(acme).waitForDistribution(body.id, 'completed');
  expect(await walletOf(system.platformDb, 'all@press.example')).toBe(15);
  expect(await system.as(acme).getBalance()).toEqual({ balance: 85, held: 0 });
});

test('who registers while the first pass is still mailing is credited and mailed once', async () => {
  const acme = await makeOne();
  // The invitation of the first is there while the mails of the others still wait for an answer.
  system.sink.setBehaviour({ delayMilliseconds: 150 });
  const emails = [
    'early@pass.example',
    ...Array.from({ length: 60 }, (_, n) => `p${n}@pass.example`),
  ];
  const sent = await system
    .as(acme)
    .send({ recipients: emails.map((email) => ({ name: 'Asha', email, points: 1 })) });
  const link = linkIn((await system.sink.readMailTo('early@pass.example')).text);
  expect(
    system.sink.mails.filter(({ envelope }) => /@pass/.test(envelope.to[0]!)).length,
  ).toBeLessThan(61);
  expect((await pressButton(system.url, link, { name: 'Early' })).status).toBe(200);
  await waitFor('the early one to be delivered', async () => {
    const { rewards } = await system.as(acme).getDistribution(sent.body.id);
    return (
      rewards[0]!.status === 'delivered' && rewards.slice(1).every(({ invitedAt }) => invitedAt)
    );
  });
  system.sink.setBehaviour({});
  const mails = system.sink.mailsTo('early@pass.example');
  const ids = mails.map(({ messageId }) => messageId);
  expect([ids.length, new Set(ids).size]).toEqual([2, 2]);
  for (const email of emails.slice(1)) expect(system.sink.mailsTo(email)).toHaveLength(1);
  expect(await walletOf(system.platformDb, 'early@pass.example')).toBe(1);
});

test('no token stands in the database in clear', async () => {
  const acme = await makeOne();
  await invite(acme, 'hash@press.example');
  const token = linkIn((await system.sink.readMailTo('hash@press.example')).text)
    .split('/')
    .at(-1)!;
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  const links = await rowsOf(system.platformDb, 'SELECT l::text FROM reward_links l');
  expect(JSON.stringify(links)).not.toContain(token);
});

describe('an invitation that nobody uses', () => {
  let brief: TestSystem;
  beforeAll(async () => {
    brief = await startTestSystem(cleanUp, { inviteExpirySeconds: 2 });
  });

  test('expires by itself: the points return, the link is dead, the rest stays', async () => {
    const acme = await makeCompany(brief.platformDb, {
      balance: 100,
      recipients: ['ours@expire.example'],
    });
    const sent = await brief.as(acme).send({
      recipients: ['ours', 'unused'].map((name) => ({
        name,
        email: `${name}@expire.example`,
        points: 30,
      })),
    });
    const link = linkIn((await brief.sink.readMailTo('unused@expire.example')).text);
    const done = await brief.as(acme).waitForDistribution(sent.body.id, 'completed_with_failures');
    expect(done.rewards.map(({ status }) => status)).toEqual(['delivered', 'expired']);
    expect(await brief.as(acme).getBalance()).toEqual({ balance: 70, held: 0 });
    expect((await pressButton(brief.url, link, { name: 'Late' })).status).toBe(410);
    expect(await walletOf(brief.platformDb, 'unused@expire.example')).toBeUndefined();
    expect(await reconcile(brief.platformDb)).toEqual([]);
  });
});

test('after all of this the ledger agrees with every reward', async () => {
  expect(await reconcile(system.platformDb)).toEqual([]);
});

function makeOne(): Promise<TestCompany> {
  return makeCompany(system.platformDb, { balance: 100 });
}

function waitForEnd(one: TestCompany, id: string) {
  return waitFor('the distribution to end', async () => {
    const found = await system.as(one).getDistribution(id);
    return found.completedAt !== null && found;
  });
}

function isTo(emailKey: string) {
  return ({ envelope }: { envelope: { to: string[] } }) =>
    envelope.to[0]?.toLowerCase() === emailKey;
}
