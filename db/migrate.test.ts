import { createHash, randomUUID } from 'node:crypto';
import { checkRewardRows } from '../domain/reward-row';
import { useCleanUp } from '../test/support/clean-up';
import { makeCompany, openTestDatabases } from '../test/support/company';
import { createTestDatabase } from '../test/support/database';
import { createAcceptor, createJudge } from './accept-distribution';
import { createLinkTokens } from './link-tokens';
import { migrate } from './migrate';
import { reconcile } from './reconcile';
import { settleRewards } from './settle-rewards';

const cleanUp = useCleanUp();

/**
 * An upgrade migrates while the processes of the version before still run. What they call is what the
 * code here calls, as long as it runs on the older schema too.
 */
test('sends go on over the connections of before while the next version migrates', async () => {
  const database = await createTestDatabase({ last: '017-accept-together' });
  cleanUp(() => database.drop());
  const { companyDb, platformDb } = await openTestDatabases(cleanUp, database);
  const people = ['ana@upgrade.example', 'bo@upgrade.example'];
  const { id } = await makeCompany(platformDb, { balance: 1_000, recipients: people });
  const judge = createJudge(companyDb);
  const { accept } = createAcceptor(companyDb);

  const send = async (): Promise<number> => {
    const rows = checkRewardRows(
      people.map((email) => ({ name: 'Somebody', email, points: 10 })),
      { maxPointsPerReward: 1_000, mobileRequired: false, defaultCountry: 'IN' },
    );
    const { judged, balance } = await judge(id, rows, 'invite');
    const accepted = await accept(
      {
        companyId: id,
        method: 'api',
        createdBy: 'key/test',
        externalId: null,
        idempotencyKey: randomUUID(),
        requestHash: createHash('sha256').update('upgrade').digest(),
        ifUnregistered: 'invite',
        campaign: null,
        sendAt: null,
        timeZone: null,
        takeFunds: 'now',
        ifInsufficient: 'fail',
      },
      judged,
    );
    if (accepted.outcome !== 'accepted') throw new Error(`It was ${accepted.outcome}`);
    const which = { distributionId: accepted.distribution.id, limit: 10 };
    const { due } = await settleRewards(platformDb, which, {
      inviteExpirySeconds: 3_600,
      linkTokens: createLinkTokens('a secret of the test that is long enough'),
      claim: randomUUID(),
    });
    expect(due).toHaveLength(people.length);
    return balance;
  };

  // A plan of its own for each of the first five calls; from then on one for all.
  for (let sent = 0; sent < 7; sent += 1) expect(await send()).toBe(1_000 - 20 * sent);
  await migrate(database);
  for (let sent = 7; sent < 14; sent += 1) expect(await send()).toBe(1_000 - 20 * sent);
  expect(await reconcile(platformDb)).toEqual([]);
});
