import { randomUUID } from 'node:crypto';
import { checkRewardRows } from '../domain/reward-row';
import { query } from '../test/support/ask-database';
import { useCleanUp } from '../test/support/clean-up';
import {
  createRecordingDispatcher,
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestCompany,
  type TestDatabases,
} from '../test/support/company';
import { findSentRecently } from './find-sent-recently';
import { createLinkTokens } from './link-tokens';
import { markMails } from './mark-mails';
import { rowsOf, type Transaction, withCompany } from './pool';
import { reconcile } from './reconcile';
import { settleRewards } from './settle-rewards';

/**
 * What a send costs does not grow with what was sent before: it reads the rewards that it is about. A
 * plan that goes through all of them is quick as long as there are few.
 */
const cleanUp = useCleanUp();
let databases: TestDatabases;
let api: TestApi;
let acme: TestCompany;
const people = Array.from({ length: 500 }, (_, n) => `${n}@reads.example`);

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases, { dispatcher: createRecordingDispatcher() });
  acme = await makeCompany(databases.platformDb, { balance: 100_000, recipients: people });
  for (let sent = 0; sent < 10; sent += 1) await carry(await accept(500), 500);
  // By statistics of a moment in which no reward was open, as of most moments.
  await query(databases.databaseUrl, 'ANALYZE rewards');
}, 120_000);

afterEach(async () => {
  expect(await reconcile(databases.platformDb)).toEqual([]);
});

test('to settle and to mail reads the rewards of the slice, whatever else is open', async () => {
  const open = await accept(500);
  await expectToReadFew(async () => carry(await accept(50), 50));
  await carry(open, 500);
});

test('to ask who was sent the same recently reads what these people were sent', async () => {
  const recipients = people.slice(0, 50).map((email) => ({ name: 'Ana', email, points: 1 }));
  const rules = { maxPointsPerReward: 1_000, mobileRequired: false, defaultCountry: 'IN' } as const;
  const rows = checkRewardRows(recipients, rules);
  await expectToReadFew(() =>
    withCompany(databases.companyDb, acme.id, (tx) =>
      countingRead(tx, async () => {
        expect(await findSentRecently(tx, rows)).toEqual(new Set(rows.map(({ row }) => row)));
      }),
    ),
  );
});

/** With a plan of its own for each of the first five calls, and from then on one for all. */
async function expectToReadFew(countRead: () => Promise<number>): Promise<void> {
  const reads: number[] = [];
  for (let call = 0; call < 7; call += 1) reads.push(await countRead());
  // Five times each where it is settled, with the foreign keys that point to it.
  expect(Math.max(...reads)).toBeLessThan(50 * 10);
}

async function accept(rewards: number): Promise<string> {
  const recipients = people.slice(0, rewards).map((email) => ({ name: 'Ana', email, points: 1 }));
  const sent = await api.as(acme).send({ recipients });
  expect(sent.status).toBe(201);
  return sent.body.id;
}

const linkTokens = createLinkTokens('a secret of the test that is long enough');

/** Credits a distribution and marks its mails as accepted. @returns how many rewards that read */
async function carry(distributionId: string, limit: number): Promise<number> {
  return databases.platformDb.transaction((tx) =>
    countingRead(tx, async () => {
      const rules = { inviteExpirySeconds: 3_600, linkTokens, claim: randomUUID() };
      const { due } = await settleRewards(tx, { distributionId, limit }, rules);
      expect(due).toHaveLength(limit);
      const accepted = due.map(({ rewardId, kind }) => ({
        ...{ rewardId, kind, outcome: 'accepted' as const },
      }));
      await markMails(tx, accepted, 3_600_000);
    }),
  );
}

/** @returns how many rows of rewards `work` read, by PostgreSQL's own count */
async function countingRead(tx: Transaction, work: () => Promise<void>): Promise<number> {
  const before = await countRead(tx);
  await work();
  return (await countRead(tx)) - before;
}

async function countRead(tx: Transaction): Promise<number> {
  const [read] = await rowsOf<{ rows: number }>(
    tx,
    `SELECT seq_tup_read + idx_tup_fetch AS rows FROM pg_stat_xact_user_tables WHERE relname = 'rewards'`,
  );
  return read?.rows ?? 0;
}
