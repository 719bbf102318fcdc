import { createHash, randomUUID } from 'node:crypto';
import { checkRewardRows } from '../domain/reward-row';
import { query } from '../test/support/ask-database';
import { useCleanUp } from '../test/support/clean-up';
import { makeCompany, openTestDatabases, type TestDatabases } from '../test/support/company';
import {
  type Acceptor,
  acceptWithin,
  type AcceptRequest,
  createAcceptor,
  createJudge,
  type Judge,
} from './accept-distribution';
import { type Database, rowsOf, type Transaction, withCompany } from './pool';
import { reconcile } from './reconcile';

/** Sends that come while one is being accepted are accepted together, each by itself. */
const cleanUp = useCleanUp();
let databases: TestDatabases;
let acceptor: Acceptor;
let judge: Judge;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  acceptor = createAcceptor(databases.companyDb);
  judge = createJudge(databases.companyDb);
});

afterEach(async () => {
  expect(await reconcile(databases.platformDb)).toEqual([]);
});

const anHour = () => new Date(Date.now() + 3_600_000).toISOString();

interface Wanted extends Partial<AcceptRequest> {
  points: number;
  people?: number;
}

async function prepare(companyId: string, { points, people = 1, ...wanted }: Wanted) {
  const recipients = Array.from({ length: people }, (_, n) => ({
    ...{ name: `Person ${n}`, email: `${n}.${randomUUID()}@batch.example`, points },
  }));
  const rules = { maxPointsPerReward: 1_000, mobileRequired: false, defaultCountry: 'IN' } as const;
  const rows = checkRewardRows(recipients, rules);
  const { judged } = await judge(companyId, rows, 'invite');
  const request: AcceptRequest = {
    companyId,
    method: 'api',
    createdBy: 'key/test',
    externalId: null,
    idempotencyKey: null,
    requestHash: createHash('sha256').update(`${points}`).digest(),
    ifUnregistered: 'invite',
    campaign: null,
    sendAt: null,
    timeZone: null,
    takeFunds: 'now',
    ifInsufficient: 'fail',
    ...wanted,
  };
  return { request, judged };
}

/** One send is under way when the others come, so that they make one batch. */
async function acceptTogether(companyId: string, sends: readonly Wanted[]) {
  const [first, ...others] = await Promise.all(
    [{ points: 1 }, ...sends].map((wanted) => prepare(companyId, wanted)),
  );
  const accepting = [first!, ...others].map(async ({ request, judged }) => {
    const answer = await acceptor.accept(request, judged);
    return 'distribution' in answer ? answer.distribution : answer;
  });
  const [, ...answers] = await Promise.all(accepting);
  return answers;
}

async function stateOf(companyId: string) {
  return rowsOf<{ kind: string; balance: number }>(
    databases.platformDb,
    `SELECT kind, balance FROM accounts WHERE company_id = ? AND kind <> 'recipient_wallet'
     ORDER BY kind`,
    [companyId],
  );
}

test('each takes what is left by those before it, and is refused by itself', async () => {
  const { id } = await makeCompany(databases.platformDb, { balance: 101 });
  const answers = await acceptTogether(id, [
    { points: 30, people: 2 },
    { points: 50 },
    { points: 40 },
    { points: 1 },
  ]);
  expect(answers).toMatchObject([
    { status: 'accepted', points: 60, recipients: 2, rewards: [{ row: 1 }, { row: 2 }] },
    { outcome: 'insufficient_balance' },
    { status: 'accepted', points: 40 },
    { outcome: 'insufficient_balance' },
  ]);
  expect(await stateOf(id)).toEqual([
    { kind: 'company_balance', balance: 0 },
    { kind: 'company_hold', balance: 101 },
  ]);
});

test('a connection that breaks after the commit accepts nothing a second time', async () => {
  const { id } = await makeCompany(databases.platformDb, { balance: 100 });
  let calls = 0;
  const breaking = {
    raw: (sql: string, bindings: string[]) => ({
      options: async (options: object) => {
        const result: unknown = await databases.companyDb.raw(sql, bindings).options(options);
        calls += 1;
        if (calls === 1) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
        return result;
      },
    }),
  } as unknown as Database;
  const unlucky = createAcceptor(breaking);
  const sends = await Promise.all([1, 2, 3].map((points) => prepare(id, { points })));
  const ended = await Promise.allSettled(
    sends.map(({ request, judged }) => unlucky.accept(request, judged)),
  );
  expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(calls).toBe(1);
  // Who asks again by a key finds what stands; who has none is not charged twice by us.
  expect(await stateOf(id)).toEqual([
    { kind: 'company_balance', balance: 94 },
    { kind: 'company_hold', balance: 6 },
  ]);
});

test('a key stands for the first that was accepted under it, in the batch or before it', async () => {
  const { id } = await makeCompany(databases.platformDb, { balance: 101 });
  const [before] = await acceptTogether(id, [{ points: 10, idempotencyKey: 'before' }]);
  const answers = await acceptTogether(id, [
    { points: 20, idempotencyKey: 'twice' },
    { points: 20, idempotencyKey: 'twice' },
    { points: 21, idempotencyKey: 'twice' },
    { points: 10, idempotencyKey: 'before' },
    { points: 90, idempotencyKey: 'refused' },
    { points: 9, idempotencyKey: 'refused' },
  ]);
  const twice = answers[0] as { id: string };
  expect(answers).toMatchObject([
    { status: 'accepted', points: 20 },
    { outcome: 'replayed', distributionId: twice.id },
    { outcome: 'idempotency_key_reused' },
    { outcome: 'replayed', distributionId: (before as { id: string }).id },
    { outcome: 'insufficient_balance' },
    { status: 'accepted', points: 9 },
  ]);
  expect(await stateOf(id)).toEqual([
    { kind: 'company_balance', balance: 101 - 1 - 10 - 1 - 20 - 9 },
    { kind: 'company_hold', balance: 1 + 10 + 1 + 20 + 9 },
  ]);
});

test('what waits for funds waits behind those of the batch that began to wait before it', async () => {
  const { id } = await makeCompany(databases.platformDb, { balance: 11 });
  const answers = await acceptTogether(id, [
    { points: 20, ifInsufficient: 'wait' },
    { points: 2, ifInsufficient: 'wait' },
    { points: 3 },
    { points: 900, sendAt: anHour(), takeFunds: 'at_send' },
    { points: 4, sendAt: anHour() },
    { points: 1, sendAt: new Date(Date.now() - 60_000).toISOString() },
  ]);
  expect(answers).toMatchObject([
    { status: 'awaiting_funds', held: false },
    { status: 'awaiting_funds', held: false },
    { status: 'accepted', held: true },
    { status: 'scheduled', held: false },
    { status: 'scheduled', held: true },
    { outcome: 'invalid_send_at' },
  ]);
  const ids = answers.map((answer) => ('id' in answer ? answer.id : null));
  const waiting = await rowsOf<{ id: string }>(
    databases.platformDb,
    `SELECT id FROM distributions WHERE company_id = ? AND status = 'awaiting_funds'
     ORDER BY waiting_since, id`,
    [id],
  );
  expect(waiting.map((row) => row.id)).toEqual(ids.slice(0, 2));
  const events = await rowsOf<{
    distribution_id: string;
    event: string;
    reason_code: string | null;
  }>(
    databases.platformDb,
    'SELECT distribution_id, event, reason_code FROM distribution_events WHERE company_id = ? ORDER BY id',
    [id],
  );
  expect(events).toEqual([
    { distribution_id: ids[0], event: 'awaiting_funds', reason_code: 'insufficient_balance' },
    { distribution_id: ids[1], event: 'awaiting_funds', reason_code: 'insufficient_balance' },
    { distribution_id: ids[3], event: 'scheduled', reason_code: null },
    { distribution_id: ids[4], event: 'scheduled', reason_code: null },
  ]);
});

test('companies in one batch have their own balances, people and keys', async () => {
  const companies = await Promise.all(
    [5, 50, 500].map((balance) => makeCompany(databases.platformDb, { balance })),
  );
  const sends = await Promise.all(
    [...companies, ...companies].map(({ id }, n) =>
      prepare(id, { points: 5 + Math.floor(n / 3), idempotencyKey: `${n}` }),
    ),
  );
  const opener = await prepare(companies[2]!.id, { points: 1 });
  const [, ...answers] = await Promise.all(
    [opener, ...sends].map(({ request, judged }) => acceptor.accept(request, judged)),
  );
  expect(answers).toMatchObject([
    ...companies.map(() => ({ outcome: 'accepted', distribution: { points: 5 } })),
    { outcome: 'insufficient_balance' },
    ...[1, 2].map(() => ({ outcome: 'accepted', distribution: { points: 6 } })),
  ]);
});

test('one that the database refuses does not refuse the others', async () => {
  const { id } = await makeCompany(databases.platformDb, { balance: 100 });
  const foreign = { id: randomUUID(), name: 'Foreign', version: 1 };
  const sends = await Promise.all([
    prepare(id, { points: 1 }),
    prepare(id, { points: 2 }),
    prepare(id, { points: 3, campaign: { ...foreign, campaignVersionId: randomUUID() } }),
    prepare(id, { points: 4 }),
  ]);
  const answers = await Promise.allSettled(
    sends.map(({ request, judged }) => acceptor.accept(request, judged)),
  );
  expect(answers).toMatchObject([
    { value: { distribution: { points: 1 } } },
    { value: { distribution: { points: 2 } } },
    { status: 'rejected', reason: { message: expect.stringMatching(/no such version/) as string } },
    { value: { distribution: { points: 4 } } },
  ]);
});

async function countRead(tx: Transaction): Promise<number> {
  const [read] = await rowsOf<{ rows: number }>(
    tx,
    `SELECT seq_tup_read + idx_tup_fetch AS rows FROM pg_stat_xact_user_tables WHERE relname = 'accounts'`,
  );
  return read?.rows ?? 0;
}

test.each(['before', 'after'])(
  'a company with many people does not wait longer: only its own accounts are read, with statistics from %s them',
  async (when) => {
    const recipients = Array.from({ length: 20_000 }, (_, n) => `${n}@many-${when}.example`);
    // By its owner; of others the database does not take it, and says so in a warning alone.
    const analyze = () => query(databases.databaseUrl, 'ANALYZE accounts');
    if (when === 'before') await analyze();
    const { id } = await makeCompany(databases.platformDb, { balance: 100, recipients });
    if (when === 'after') await analyze();
    // A plan of its own for each of the first five; from then on one for all.
    for (let n = 0; n < 7; n += 1) {
      const { request, judged } = await prepare(id, { points: 1 });
      const read = await withCompany(databases.companyDb, id, async (tx) => {
        // What the connection has read before, and not reported yet, stands in the view too.
        const before = await countRead(tx);
        await acceptWithin(tx, request, judged);
        return (await countRead(tx)) - before;
      });
      expect(read).toBeGreaterThan(0);
      expect(read).toBeLessThan(100);
    }
  },
);
