import { randomUUID } from 'node:crypto';
import { useCleanUp } from '../test/support/clean-up';
import {
  createRecordingDispatcher,
  makeCompany,
  openTestDatabases,
  startTestApi,
} from '../test/support/company';
import { createTestDatabase } from '../test/support/database';
import { getBalance } from './ledger';
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
  const database = await createTestDatabase({ last: '031-approvals' });
  cleanUp(() => database.drop());
  const databases = await openTestDatabases(cleanUp, database);
  const { platformDb } = databases;
  const api = await startTestApi(cleanUp, databases, { dispatcher: createRecordingDispatcher() });
  const people = ['ana@upgrade.example', 'bo@upgrade.example'];
  const acme = await makeCompany(platformDb, { balance: 1_000, recipients: people });
  const recipients = people.map((email) => ({ name: 'Somebody', email, points: 10 }));

  const send = async (): Promise<void> => {
    const sent = await api.as(acme).send({ recipients });
    expect(sent.status).toBe(201);
    const which = { distributionId: sent.body.id, limit: 10 };
    const { due } = await settleRewards(platformDb, which, {
      inviteExpirySeconds: 3_600,
      linkTokens: createLinkTokens('a secret of the test that is long enough'),
      claim: randomUUID(),
    });
    expect(due).toHaveLength(2);
  };

  // A plan of its own for each of the first five calls; from then on one for all.
  for (let sent = 0; sent < 7; sent += 1) await send();
  await migrate(database);
  for (let sent = 0; sent < 7; sent += 1) await send();
  expect(await getBalance(platformDb, acme.id)).toEqual({ balance: 1_000 - 14 * 20, held: 0 });
  expect(await reconcile(platformDb)).toEqual([]);
});
