import { randomUUID } from 'node:crypto';
import { query } from '../test/support/ask-database';
import { useCleanUp } from '../test/support/clean-up';
import {
  createRecordingDispatcher,
  makeCompany,
  openTestDatabases,
  startTestApi,
} from '../test/support/company';
import { createLinkTokens } from './link-tokens';
import { markMails } from './mark-mails';
import { rowsOf, type Transaction } from './pool';
import { reconcile } from './reconcile';
import { settleRewards } from './settle-rewards';

const cleanUp = useCleanUp();

/**
 * Statistics are taken now and then, and usually when nothing is under way: they say that no reward is
 * open. A plan that believes them reads all rewards, or all open ones, for each that it looks for.
 */
test('a send reads its own rewards only, with statistics from a moment in which none was open', async () => {
  const databases = await openTestDatabases(cleanUp);
  const { databaseUrl, platformDb } = databases;
  const api = await startTestApi(cleanUp, databases, { dispatcher: createRecordingDispatcher() });
  const people = Array.from({ length: 500 }, (_, n) => `${n}@reads.example`);
  const acme = await makeCompany(platformDb, { balance: 100_000, recipients: people });

  const accept = async (rewards: number): Promise<string> => {
    const recipients = people.slice(0, rewards).map((email) => ({ name: 'Ana', email, points: 1 }));
    const sent = await api.as(acme).send({ recipients });
    expect(sent.status).toBe(201);
    return sent.body.id;
  };
  const linkTokens = createLinkTokens('a secret of the test that is long enough');
  /** @returns how many rows of rewards it read */
  const carry = (distributionId: string, limit: number): Promise<number> =>
    platformDb.transaction(async (tx) => {
      const before = await countRead(tx);
      const claim = randomUUID();
      const rules = { inviteExpirySeconds: 3_600, linkTokens, claim };
      const { due } = await settleRewards(tx, { distributionId, limit }, rules);
      expect(due).toHaveLength(limit);
      const results = due.map(({ rewardId, kind }) => ({
        ...{ rewardId, kind, outcome: 'accepted' as const },
      }));
      await markMails(tx, results, 3_600_000);
      return (await countRead(tx)) - before;
    });

  for (let sent = 0; sent < 10; sent += 1) await carry(await accept(500), 500);
  await query(databaseUrl, 'ANALYZE rewards');
  const open = await accept(500);
  // A plan of its own for each of the first five; from then on one for all.
  const reads: number[] = [];
  for (let sent = 0; sent < 7; sent += 1) reads.push(await carry(await accept(50), 50));
  // Five times each, with the foreign keys that point to it.
  expect(Math.max(...reads)).toBeLessThan(50 * 10);
  await carry(open, 500);
  expect(await reconcile(platformDb)).toEqual([]);
}, 120_000);

/** The rows of rewards that this connection has read, from some moment on. */
async function countRead(tx: Transaction): Promise<number> {
  const [read] = await rowsOf<{ rows: number }>(
    tx,
    `SELECT seq_tup_read + idx_tup_fetch AS rows FROM pg_stat_xact_user_tables WHERE relname = 'rewards'`,
  );
  return read?.rows ?? 0;
}
