import fc from 'fast-check';
import {
  createRecordingDispatcher,
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestDatabases,
  walletOf,
} from '../test/support/company';
import { useCleanUp } from '../test/support/clean-up';
import { type Buyer, makeGoods, place } from '../test/support/orders';
import { getBalance, InsufficientBalanceError } from './ledger';
import { createLinkTokens } from './link-tokens';
import { planDispatch } from './plan-dispatch';
import { reconcile } from './reconcile';
import { retryMails } from './retry-mails';
import { reverseReward } from './reverse-reward';
import { settleRewards } from './settle-rewards';

const cleanUp = useCleanUp();
let databases: TestDatabases;
let api: TestApi;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases, { dispatcher: createRecordingDispatcher() });
});

/** Rewards of 10, 20 and 30 points to one person, credited, reversed, retried and spent at random. */
const POINTS = [10, 20, 30];
const steps = fc.array(
  fc.oneof(
    fc.record({ act: fc.constant('credit' as const) }),
    fc.record({ act: fc.constant('reverse' as const), reward: fc.nat(2) }),
    fc.record({ act: fc.constant('reverseTwice' as const), reward: fc.nat(2) }),
    fc.record({ act: fc.constant('failAndRetry' as const), reward: fc.nat(2) }),
    fc.record({ act: fc.constant('spend' as const), points: fc.integer({ min: 1, max: 25 }) }),
  ),
  { minLength: 1, maxLength: 10 },
);

let round = 0;

test('R9: any sequence of credits, reversals, retries and spending keeps the ledger sound', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      round += 1;
      const email = `p${round}@sequence.example`;
      const acme = await makeCompany(databases.platformDb, { balance: 100, recipients: [email] });
      const recipients = POINTS.map((points) => ({ name: 'P', email, points }));
      const sent = await api.as(acme).send({ recipients });
      const ids = sent.body.rewards.map(({ id }) => id);
      const model = { balance: 40, wallet: 0, credited: false, reversed: new Set<number>() };
      const reverse = async (reward: number): Promise<void> => {
        const points = POINTS[reward]!;
        const canGo = model.credited && !model.reversed.has(reward);
        const expected = !canGo ? 'state' : model.wallet < points ? 'spent' : 'reversed';
        if (expected === 'reversed') {
          model.reversed.add(reward);
          model.wallet -= points;
          model.balance += points;
        }
        expect(await outcomeOf(ids[reward]!)).toBe(expected);
      };
      for (const step of sequence) {
        if (step.act === 'credit') {
          if (!model.credited) model.wallet = 60;
          model.credited = true;
          await credit(sent.body.id);
        } else if (step.act === 'spend') {
          if (model.wallet < step.points) continue;
          model.wallet -= step.points;
          await spend(
            { company: acme, email, recipientId: acme.recipientIds[email]! },
            step.points,
          );
        } else if (step.act === 'failAndRetry') {
          await failAndRetry(ids[step.reward]!);
        } else {
          await reverse(step.reward);
          if (step.act === 'reverseTwice') await reverse(step.reward);
        }
      }
      expect(await getBalance(databases.platformDb, acme.id)).toEqual({
        balance: model.balance,
        held: model.credited ? 0 : 60,
      });
      expect(await walletOf(databases.platformDb, email)).toBe(model.wallet);
    }),
    { numRuns: 25 },
  );
  expect(await reconcile(databases.platformDb)).toEqual([]);
}, 60_000);

async function outcomeOf(rewardId: string): Promise<'reversed' | 'spent' | 'state'> {
  try {
    const done = await databases.platformDb.transaction((tx) => reverseReward(tx, rewardId));
    return done === undefined ? 'state' : 'reversed';
  } catch (error) {
    if (error instanceof InsufficientBalanceError) return 'spent';
    throw error;
  }
}

async function credit(distributionId: string): Promise<void> {
  const { platformDb } = databases;
  await planDispatch(platformDb, {
    distributionIds: [distributionId],
    ...{ workflowId: 'dispatch/test', runId: 'run' },
  });
  const linkTokens = createLinkTokens('a secret of this test');
  const settings = { inviteExpirySeconds: 60, linkTokens, claim: 'run' };
  await settleRewards(platformDb, { distributionId, limit: 10 }, settings);
}

async function failAndRetry(rewardId: string): Promise<void> {
  await databases.platformDb.raw(
    `UPDATE rewards SET status = 'email_failed', reason_code = 'mailbox_rejected'
     WHERE id = ? AND status = 'credited'`,
    [rewardId],
  );
  await databases.platformDb.transaction((tx) => retryMails(tx, [rewardId]));
}

async function spend(recipient: Buyer, points: number): Promise<void> {
  const goodsId = await makeGoods(databases.platformDb, { pricePoints: points });
  const placed = await place(databases.platformDb, recipient, goodsId, { expectedPoints: points });
  expect(placed).toHaveProperty('orderId');
}
