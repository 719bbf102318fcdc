import knex, { type Knex } from 'knex';
import {
  createRecordingDispatcher,
  makeCompany,
  openTestDatabases,
  startTestApi,
} from '../test/support/company';
import { useCleanUp } from '../test/support/clean-up';
import { makeGoods, place } from '../test/support/orders';
import { createLinkTokens } from './link-tokens';
import { lockOrder } from './lock-order';
import { markMails } from './mark-mails';
import { planDispatch } from './plan-dispatch';
import type { Database } from './pool';
import { reconcile } from './reconcile';
import { reportParcel } from './report-parcel';
import { settleRewards } from './settle-rewards';

const cleanUp = useCleanUp();
let worker: Database;
/** Past every guard: the database's superuser, with triggers switched off. */
let superuser: Knex;
let companyId: string;

beforeAll(async () => {
  const databases = await openTestDatabases(cleanUp);
  worker = databases.platformDb;
  superuser = knex({ client: 'pg', connection: databases.databaseUrl, pool: { min: 0, max: 1 } });
  cleanUp(() => superuser.destroy());
  const api = await startTestApi(cleanUp, databases, { dispatcher: createRecordingDispatcher() });
  await makeCompany(worker, { recipients: ['theirs@rec.example'] });
  const acme = await makeCompany(worker, { balance: 1_000, recipients: ['ours@rec.example'] });
  companyId = acme.id;
  const sent = await api.as(acme).send({
    recipients: ['ours', 'theirs', 'new', 'later'].map((name) => ({
      name,
      email: `${name}@rec.example`,
      points: 10,
    })),
  });
  // A reward of each kind: delivered, refused at accept, waiting, refused by the run and released.
  await makeCompany(worker, { recipients: ['later@rec.example'] });
  const run = { workflowId: 'dispatch/test', runId: 'run' };
  const { slices } = await planDispatch(worker, { distributionIds: [sent.body.id], ...run });
  const settings = {
    inviteExpirySeconds: 60,
    linkTokens: createLinkTokens('a secret of this test'),
    claim: 'run',
  };
  const { due } = await settleRewards(worker, { slice: slices[0]! }, settings);
  await markMails(
    worker,
    due.map(({ rewardId, kind }) => ({ rewardId, kind, outcome: 'accepted' })),
    86_400_000,
  );
  await makeOrders(acme.recipientIds['ours@rec.example']!);
});

/** One that is delivered, and one that came back, of somebody who has been credited ten points. */
async function makeOrders(recipientId: string): Promise<void> {
  const buyer = { company: undefined as never, email: '', recipientId };
  const goodsId = await makeGoods(worker, { pricePoints: 5 });
  for (const kind of ['delivered', 'returned'] as const) {
    const placed = await place(worker, buyer, goodsId, { expectedPoints: 5 });
    if (!('orderId' in placed)) throw new Error(placed.outcome);
    await worker.transaction(async (tx) => {
      const order = await lockOrder(tx, placed.orderId);
      if (typeof order === 'string') throw new Error(order);
      const settings = { parcelReportSeconds: 60, ticketAnswerSeconds: 60 };
      await reportParcel(tx, order, { kind }, { actor: 'carrier', settings });
    });
  }
}

test('finds nothing where nothing is wrong', async () => {
  expect(await reconcile(worker)).toEqual([]);
});

const OF_COMPANY = `owner_id = (SELECT id FROM companies WHERE id = :companyId)`;

test.each<[what: string, corruption: string, proof: string]>([
  [
    'a balance that is too high',
    `UPDATE accounts SET balance = balance + 1 WHERE kind = 'company_balance' AND ${OF_COMPANY}`,
    'a balance is the sum of its entries',
  ],
  [
    'an account whose version does not count its entries',
    `UPDATE accounts SET version = version + 1 WHERE kind = 'company_balance' AND ${OF_COMPANY}`,
    'a balance is the sum of its entries',
  ],
  [
    'a single entry that was changed',
    `UPDATE entries SET points = points + 1 WHERE (account_id, account_version) =
       (SELECT account_id, account_version FROM entries LIMIT 1)`,
    'all entries sum to zero',
  ],
  [
    'an entry that was deleted',
    `DELETE FROM entries WHERE (account_id, account_version) =
       (SELECT account_id, account_version FROM entries WHERE points < 0 ORDER BY created_at LIMIT 1)`,
    'a transfer has its two entries',
  ],
  [
    'a running balance that was changed',
    `UPDATE entries SET balance_after = balance_after + 1 WHERE account_version = 1 AND account_id =
       (SELECT id FROM accounts WHERE kind = 'company_balance' AND ${OF_COMPANY})`,
    'balance and version run without a gap',
  ],
  [
    'a transfer of other points than its entries',
    `UPDATE transfers SET points = points + 1 WHERE kind = 'credit'`,
    'a transfer has its two entries',
  ],
  [
    'a delivered reward without a credit',
    `UPDATE transfers SET reward_id = NULL WHERE kind = 'credit'`,
    'a charged reward has exactly one credit',
  ],
  [
    'a reward that says more than was credited',
    `UPDATE rewards SET points = points + 1 WHERE status = 'delivered'`,
    'a charged reward has exactly one credit',
  ],
  [
    'a waiting reward that was credited',
    `UPDATE transfers SET reward_id = (SELECT id FROM rewards WHERE status = 'awaiting_registration')
     WHERE kind = 'credit'`,
    'a charged reward has exactly one credit',
  ],
  [
    'a failed reward whose points were not given back',
    `UPDATE transfers SET reward_id = NULL WHERE kind = 'release'`,
    'a reward that was not credited gave its points back once',
  ],
  [
    'a reversed reward whose points were not taken back',
    `UPDATE rewards SET status = 'reversed' WHERE status = 'delivered'`,
    'a reversed reward gave its points back once, from the wallet to the balance',
  ],
  [
    'a distribution that held other points than its rows have',
    `UPDATE distributions SET points = points + 1`,
    'an accepted distribution held the points of its rows',
  ],
  [
    'a hold that no reward waits for',
    `UPDATE rewards SET status = 'expired' WHERE status = 'awaiting_registration'`,
    'the hold is the points of the open rewards',
  ],
  [
    'an order whose points were never taken',
    `DELETE FROM transfers WHERE kind = 'redeem'`,
    'an order took its points once, from its wallet',
  ],
  [
    'an order of which other points were taken than its goods cost',
    `UPDATE order_items SET quantity = quantity + 1`,
    'an order costs what its goods cost when it was placed',
  ],
  [
    'an order that is delivered and credited',
    `UPDATE orders SET status = 'delivered' WHERE status = 'returned'`,
    'an order was credited back once when it ended without goods, else never',
  ],
  [
    'a send that waits for an approval that nobody was asked for',
    `UPDATE distributions SET status = 'awaiting_approval' WHERE status = 'sending'`,
    'what was decided about a send is what has become of it',
  ],
  [
    'a send that was rejected and went out',
    `INSERT INTO approvals (distribution_id, company_id, limit_points, was_held, outcome, decided_by,
       decided_at, note)
     SELECT id, company_id, 0, true, 'rejected', 'admin/x', now(), 'No' FROM distributions
     WHERE status = 'sending'`,
    'what was decided about a send is what has become of it',
  ],
  [
    'a send that went out and nobody has approved',
    `INSERT INTO approvals (distribution_id, company_id, limit_points, was_held)
     SELECT id, company_id, 0, true FROM distributions WHERE status = 'sending'`,
    'what was decided about a send is what has become of it',
  ],
  [
    'an order that came back and was not credited',
    `UPDATE orders SET status = 'returned' WHERE status = 'delivered'`,
    'an order was credited back once when it ended without goods, else never',
  ],
  [
    'a credit note without its transfer',
    `UPDATE transfers SET business_key = 'x' WHERE kind = 'credit_note'`,
    'an order was credited back once when it ended without goods, else never',
  ],
  [
    'a credit that went to somebody else',
    `UPDATE transfers SET to_account_id = (SELECT id FROM accounts a WHERE a.kind = 'recipient_wallet'
       AND a.id <> to_account_id LIMIT 1) WHERE kind = 'credit_note'`,
    'an order was credited back once when it ended without goods, else never',
  ],
])('finds %s', async (_what, corruption, proof) => {
  // Corrupted, looked at in the same transaction by the same proofs, and rolled back.
  const rollBack = new Error('Only to roll back');
  const corrupted = superuser.transaction(async (tx) => {
    await tx.raw('SET LOCAL session_replication_role = replica');
    const changed = await tx.raw(
      corruption,
      corruption.includes(':companyId') ? { companyId } : {},
    );
    expect(changed.rowCount).toBeGreaterThan(0);
    const differences = await reconcile(inside(tx));
    expect(differences.map((difference) => difference.proof)).toContain(proof);
    for (const { subject } of differences) expect(subject).not.toBe('');
    throw rollBack;
  });
  await expect(corrupted).rejects.toBe(rollBack);
});

test('finds nothing again afterwards', async () => {
  expect(await reconcile(worker)).toEqual([]);
});

/** A database whose transactions are the one that is already open. */
function inside(tx: Knex.Transaction): Database {
  return {
    transaction: (work: (inner: Knex.Transaction) => unknown) => work(tx),
  } as unknown as Database;
}
