import { useCleanUp } from '../test/support/clean-up';
import {
  createRecordingDispatcher,
  makeCompany,
  openTestDatabases,
  startTestApi,
} from '../test/support/company';
import { findReward } from './find-reward';
import { rowsOf, type Transaction, withCompany } from './pool';
import { endResend } from './resend-mails';

const cleanUp = useCleanUp();

test.each([1, 2, 3])(
  'a mail that goes out while a page reads is under way or gone, never forgotten (statement %d)',
  async (statement) => {
    const databases = await openTestDatabases(cleanUp);
    const { platformDb: db, companyDb } = databases;
    const api = await startTestApi(cleanUp, databases, { dispatcher: createRecordingDispatcher() });
    const email = 'ana@reads.example';
    const acme = await makeCompany(db, { balance: 100, recipients: [email] });
    const sent = await api.as(acme).send({ recipients: [{ name: 'Ana', email, points: 1 }] });
    const rewardId = sent.body.rewards[0]!.id;
    await rowsOf(db, `UPDATE rewards SET status = 'delivered' WHERE id = ?`, [rewardId]);
    const asked = await api.as(acme).request<{ id: string }>('POST', `/rewards/${rewardId}/resend`);

    const reward = await withCompany(companyDb, acme.id, (tx) =>
      findReward(
        before(tx, statement, () => endResend(db, asked.body.id, { detail: '250 OK' })),
        rewardId,
      ),
    );

    const isUnderWay = reward!.scheduledResends.length > 0;
    const isGone = reward!.timeline.some(({ event }) => event === 'resent');
    expect(isUnderWay || isGone).toBe(true);
  },
);

/** The same transaction, in which something else happens before its statement of that number. */
function before(tx: Transaction, number: number, happen: () => Promise<void>): Transaction {
  let statements = 0;
  return new Proxy(tx, {
    get: (target, name) => {
      if (name !== 'raw') return Reflect.get(target, name);
      return (sql: string, bindings: []) => ({
        options: async (options: { name: string }) => {
          statements += 1;
          if (statements === number) await happen();
          return target.raw(sql, bindings).options(options);
        },
      });
    },
  });
}
