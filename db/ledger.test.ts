import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import {
  makeCompany,
  openTestDatabases,
  rechargeOf,
  type TestCompany,
} from '../test/support/company';
import { useCleanUp } from '../test/support/clean-up';
import {
  account,
  getBalance,
  InsufficientBalanceError,
  type NewTransfer,
  postTransfers,
} from './ledger';
import { type Database, rowsOf, withCompany } from './pool';
import { reconcile } from './reconcile';

const cleanUp = useCleanUp();
let worker: Database;
let api: Database;

beforeAll(async () => {
  const databases = await openTestDatabases(cleanUp);
  worker = databases.platformDb;
  api = databases.companyDb;
});

describe('posting', () => {
  test('moves points from one account to the other, and numbers every entry', async () => {
    const acme = await makeCompany(worker, { balance: 100 });
    await post([hold(acme, 'a', 30), hold(acme, 'b', 20)]);
    expect(await getBalance(worker, acme.id)).toEqual({ balance: 50, held: 50 });
    expect(await entriesOf(acme, 'company_balance')).toEqual([
      { account_version: 1, points: 100, balance_after: 100 },
      { account_version: 2, points: -30, balance_after: 70 },
      { account_version: 3, points: -20, balance_after: 50 },
    ]);
  });

  test('a repeated transfer changes nothing, alone, in a list, and twice in one list', async () => {
    const acme = await makeCompany(worker, { balance: 100 });
    const first = hold(acme, 'once', 30);
    await post([first]);
    await post([first]);
    await post([first, hold(acme, 'other', 5), first]);
    expect(await getBalance(worker, acme.id)).toEqual({ balance: 65, held: 35 });
  });

  test.each<[string, (first: NewTransfer, other: TestCompany) => NewTransfer]>([
    ['other points', (first) => ({ ...first, points: first.points + 1 })],
    ['another kind', (first) => ({ ...first, kind: 'reverse' })],
    ['another source', (first, other) => ({ ...first, from: account.balanceOf(other.id) })],
    ['another target', (first, other) => ({ ...first, to: account.holdOf(other.id) })],
  ])('the same key with %s is a conflict, and posts nothing of the list', async (_what, change) => {
    const [acme, other] = [
      await makeCompany(worker, { balance: 100 }),
      await makeCompany(worker, { balance: 100 }),
    ];
    const first = hold(acme, 'same', 10);
    await post([first]);
    await expect(post([hold(acme, 'good', 7), change(first, other)])).rejects.toMatchObject({
      code: 'BS001',
    });
    expect(await getBalance(worker, acme.id)).toEqual({ balance: 90, held: 10 });
    expect(await getBalance(worker, other.id)).toEqual({ balance: 100, held: 0 });
  });

  test('a list that an account cannot pay is refused as a whole', async () => {
    const acme = await makeCompany(worker, { balance: 100 });
    await expect(post([hold(acme, 'fits', 60), hold(acme, 'too much', 41)])).rejects.toThrow(
      InsufficientBalanceError,
    );
    expect(await getBalance(worker, acme.id)).toEqual({ balance: 100, held: 0 });
    await post([hold(acme, 'fits', 60), hold(acme, 'all that is left', 40)]);
    expect(await getBalance(worker, acme.id)).toEqual({ balance: 0, held: 100 });
  });

  test.each<[string, Partial<NewTransfer>]>([
    ['no points', { points: 0 }],
    ['negative points', { points: -1 }],
    ['half a point', { points: 1.5 }],
    ['more points than a bigint', { points: 1e19 }],
    ['an unknown kind', { kind: 'gift' as NewTransfer['kind'] }],
    ['an account that does not exist', { to: account.walletOf(randomUUID()) }],
    ['the same account twice', { to: account.funding }],
  ])('a transfer with %s is refused and changes nothing', async (_what, change) => {
    const acme = await makeCompany(worker, { balance: 100 });
    const recharge = rechargeOf(acme.id, 10, `recharge/${randomUUID()}`);
    await expect(
      post([recharge, { ...recharge, businessKey: randomUUID(), ...change }]),
    ).rejects.toThrow();
    expect(await getBalance(worker, acme.id)).toEqual({ balance: 100, held: 0 });
  });

  test('a reward is credited once, also under another key', async () => {
    const acme = await makeCompany(worker, { balance: 100, recipients: ['once@acme.example'] });
    const rewardId = randomUUID();
    await post([hold(acme, 'h', 100)]);
    const credit = creditOf(acme, 'once@acme.example', 10, rewardId);
    await post([credit]);
    await expect(
      post([{ ...credit, businessKey: `credit/again/${rewardId}` }]),
    ).rejects.toMatchObject({
      constraint: 'transfers_one_credit',
    });
    expect(await getBalance(worker, acme.id)).toEqual({ balance: 0, held: 90 });
  });
});

describe('at the same moment', () => {
  test('50 holds of one balance end exact: what fits is held, the rest is refused', async () => {
    const acme = await makeCompany(worker, { balance: 1_000 });
    const holds = Array.from({ length: 50 }, (_, n) => post([hold(acme, `p${n}`, 40)]));
    const ended = await Promise.allSettled(holds);
    const refused = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    expect(refused).toHaveLength(25);
    expect(refused.every((error) => error instanceof InsufficientBalanceError)).toBe(true);
    expect(await getBalance(worker, acme.id)).toEqual({ balance: 0, held: 1_000 });
  });

  test('the same transfer 30 times is one transfer', async () => {
    const acme = await makeCompany(worker, { balance: 1_000 });
    await Promise.all(Array.from({ length: 30 }, () => post([hold(acme, 'same', 300)])));
    expect(await getBalance(worker, acme.id)).toEqual({ balance: 700, held: 300 });
  });

  test('slices over the same people in any order never wait in a circle', async () => {
    const people = Array.from({ length: 12 }, (_, n) => `circle${n}@acme.example`);
    const acme = await makeCompany(worker, { balance: 100_000, recipients: people });
    await post([hold(acme, 'all', 50_000)]);
    const rounds = Array.from({ length: 30 }, (_, round) => {
      const order = round % 2 === 0 ? people : [...people].reverse();
      const credits = order.map((email) => creditOf(acme, email, 2, randomUUID()));
      const release = transfer(
        acme,
        'release',
        1,
        account.holdOf(acme.id),
        account.balanceOf(acme.id),
      );
      return post([...credits, release, hold(acme, randomUUID(), 3)]);
    });
    await Promise.all(rounds);
    expect(await getBalance(worker, acme.id)).toEqual({
      balance: 50_000 + 30 - 90,
      held: 50_000 - 30 * 24 - 30 + 90,
    });
    expect(await balancesOf(acme)).toEqual(people.map(() => 60));
  });
});

describe('any sequence of postings', () => {
  test('leaves the balances that a simple model of them has', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(postings, { minLength: 1, maxLength: 12 }), async (lists) => {
        const model = await createModel();
        for (const list of lists) {
          const transfers = list.map((step) => model.transferOf(step));
          const expected = model.post(transfers);
          expect(expected).toContain(await outcomeOf(post(transfers)));
          expect(await readBalances(model.acme)).toEqual(model.balances());
        }
      }),
      { numRuns: 25 },
    );
    expect(await sumOfEntries()).toBe(0);
  });
});

describe('the tables', () => {
  test.each(['bestow_api', 'bestow_worker'] as const)(
    'entries and transfers are insert-only for %s',
    async (role) => {
      const acme = await makeCompany(worker, { balance: 10 });
      const db = role === 'bestow_api' ? api : worker;
      for (const statement of [
        'UPDATE entries SET points = points',
        'DELETE FROM entries',
        'TRUNCATE entries',
        'UPDATE transfers SET points = points',
        'DELETE FROM transfers',
        'DELETE FROM accounts',
        `UPDATE accounts SET owner_id = owner_id`,
      ]) {
        const change = withCompany(db, acme.id, (tx) => tx.raw(statement));
        await expect(change).rejects.toMatchObject({ code: '42501' });
      }
    },
  );

  test('entries that do not balance are refused', async () => {
    const acme = await makeCompany(worker, { balance: 10 });
    const insert = (points: number[]) =>
      worker.raw(
        `INSERT INTO entries (account_id, account_version, transfer_id, company_id, points, balance_after)
         SELECT a.id, a.version + n, t.id, :id, p, 0 FROM accounts a
         JOIN transfers t ON t.company_id = a.company_id
         CROSS JOIN unnest(:points::bigint[]) WITH ORDINALITY AS x(p, n)
         WHERE a.kind = 'company_balance' AND a.owner_id = :id`,
        { id: acme.id, points },
      );
    await expect(insert([5])).rejects.toMatchObject({ code: '23000' });
    await expect(insert([5, -4])).rejects.toMatchObject({ code: '23000' });
  });

  test('no balance falls below zero, whoever writes it', async () => {
    const acme = await makeCompany(worker, { balance: 10 });
    const change = worker.raw('UPDATE accounts SET balance = -1 WHERE owner_id = ?', [acme.id]);
    await expect(change).rejects.toMatchObject({ constraint: 'account_balance_not_negative' });
  });

  test('a query that failed names no value: errors go to logs and to Temporal', async () => {
    const query = rowsOf(worker, `SELECT ?::text, 1 / 0`, ['someone@private.example']);
    const error: Error = await query.then(
      () => new Error('It did not fail'),
      (reason: Error) => reason,
    );
    expect(error.message).toContain('division by zero');
    expect(`${error.message} ${error.stack}`).not.toContain('private.example');
  });
});

test('after all of this the ledger agrees with itself', async () => {
  const differences = await reconcile(worker);
  // The holds of these tests belong to no distribution.
  const proofs = new Set(differences.map(({ proof }) => proof));
  proofs.delete('the hold is the points of the open rewards');
  expect([...proofs]).toEqual([]);
});

function post(transfers: readonly NewTransfer[]): Promise<void> {
  return worker.transaction((tx) => postTransfers(tx, transfers));
}

function transfer(
  company: TestCompany,
  kind: NewTransfer['kind'],
  points: number,
  from: NewTransfer['from'],
  to: NewTransfer['to'],
): NewTransfer {
  return { businessKey: `${kind}/${randomUUID()}`, kind, points, from, to, companyId: company.id };
}

function hold(company: TestCompany, key: string, points: number): NewTransfer {
  const accounts = [account.balanceOf(company.id), account.holdOf(company.id)] as const;
  return {
    ...transfer(company, 'hold', points, ...accounts),
    businessKey: `hold/${company.id}/${key}`,
  };
}

function creditOf(
  company: TestCompany,
  email: string,
  points: number,
  rewardId: string,
): NewTransfer {
  const wallet = account.walletOf(company.recipientIds[email]!);
  const credit = transfer(company, 'credit', points, account.holdOf(company.id), wallet);
  return { ...credit, businessKey: `credit/${rewardId}`, rewardId };
}

async function entriesOf(company: TestCompany, kind: string) {
  return rowsOf(
    worker,
    `SELECT e.account_version, e.points, e.balance_after FROM entries e
     JOIN accounts a ON a.id = e.account_id WHERE a.owner_id = ? AND a.kind = ? ORDER BY 1`,
    [company.id, kind],
  );
}

async function balancesOf(company: TestCompany): Promise<number[]> {
  const rows = await rowsOf<{ balance: number }>(
    worker,
    `SELECT balance FROM accounts WHERE company_id = ? AND kind = 'recipient_wallet'`,
    [company.id],
  );
  return rows.map(({ balance }) => balance);
}

async function sumOfEntries(): Promise<number> {
  const [row] = await rowsOf<{ sum: number }>(
    worker,
    'SELECT sum(points)::bigint AS sum FROM entries',
  );
  return row!.sum;
}

/** One posting: what kind, how much, to whom, and under which key (few, so that keys repeat). */
const postings = fc.array(
  fc.record({
    kind: fc.constantFrom('recharge', 'hold', 'release', 'credit', 'reverse'),
    points: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constant(10)),
    person: fc.integer({ min: 0, max: 2 }),
    key: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 4, max: 1_000_000 })),
  }),
  { minLength: 1, maxLength: 5 },
);
type Step = (typeof postings extends fc.Arbitrary<infer List> ? List : never) extends (infer One)[]
  ? One
  : never;

type Outcome = 'posted' | 'insufficient' | 'conflict';

async function outcomeOf(posting: Promise<void>): Promise<Outcome> {
  try {
    await posting;
    return 'posted';
  } catch (error) {
    if (error instanceof InsufficientBalanceError) return 'insufficient';
    if ((error as { code?: string }).code === 'BS001') return 'conflict';
    throw error;
  }
}

const PEOPLE = 3;

/** The ledger in a few lines of arithmetic. */
async function createModel() {
  const unique = randomUUID();
  const people = Array.from({ length: PEOPLE }, (_, n) => `p${n}-${unique}@acme.example`);
  const acme = await makeCompany(worker, { balance: 100, recipients: people });
  let balances: Balances = { balance: 100, held: 0, wallets: people.map(() => 0) };
  let seen = new Map<string, string>();
  const add = new Map<string, (state: Balances, points: number) => void>();
  const key = (reference: NewTransfer['from']) => `${reference.kind}/${reference.ownerId}`;
  add.set(key(account.funding), () => undefined);
  add.set(key(account.balanceOf(acme.id)), (state, points) => (state.balance += points));
  add.set(key(account.holdOf(acme.id)), (state, points) => (state.held += points));
  people.forEach((email, n) => {
    const wallet = account.walletOf(acme.recipientIds[email]!);
    add.set(key(wallet), (state, points) => (state.wallets[n]! += points));
  });

  return {
    acme,
    balances: () => balances,
    transferOf: (step: Step): NewTransfer => {
      const wallet = account.walletOf(acme.recipientIds[people[step.person]!]!);
      const [balance, held] = [account.balanceOf(acme.id), account.holdOf(acme.id)];
      const [from, to] = {
        recharge: [account.funding, balance] as const,
        hold: [balance, held] as const,
        release: [held, balance] as const,
        credit: [held, wallet] as const,
        reverse: [wallet, balance] as const,
      }[step.kind as 'hold'];
      const kind = step.kind as NewTransfer['kind'];
      const businessKey = `${kind}/${unique}/${step.key}`;
      return { businessKey, kind, points: step.points, from, to, companyId: acme.id };
    },
    /** All or nothing: a list is judged by what it leaves, not by the order within it. */
    post: (transfers: readonly NewTransfer[]): Outcome[] => {
      const next = structuredClone(balances);
      const known = new Map(seen);
      let conflict = false;
      for (const item of transfers) {
        const content = JSON.stringify([item.kind, item.points, item.from, item.to]);
        const earlier = known.get(item.businessKey);
        conflict ||= earlier !== undefined && earlier !== content;
        if (earlier !== undefined) continue;
        known.set(item.businessKey, content);
        add.get(key(item.from))!(next, -item.points);
        add.get(key(item.to))!(next, item.points);
      }
      // Two contents under one key in one list: which of them comes first is nobody's promise.
      if (conflict) return ['conflict', 'insufficient'];
      if ([next.balance, next.held, ...next.wallets].some((value) => value < 0))
        return ['insufficient'];
      balances = next;
      seen = known;
      return ['posted'];
    },
  };
}

interface Balances {
  balance: number;
  held: number;
  wallets: number[];
}

async function readBalances(company: TestCompany): Promise<Balances> {
  const { balance, held } = await getBalance(worker, company.id);
  const wallets = await rowsOf<{ owner_id: string; balance: number }>(
    worker,
    `SELECT owner_id, balance FROM accounts WHERE company_id = ? AND kind = 'recipient_wallet'`,
    [company.id],
  );
  const byOwner = new Map(wallets.map((wallet) => [wallet.owner_id, wallet.balance]));
  return {
    balance,
    held,
    wallets: Object.values(company.recipientIds).map((id) => byOwner.get(id) ?? -1),
  };
}
