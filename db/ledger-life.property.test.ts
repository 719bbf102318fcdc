import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { useCleanUp } from '../test/support/clean-up';
import { openTestDatabases } from '../test/support/company';
import { tellMeasured } from '../test/support/measured';
import { createDatabase, type Database, rowsOf } from './pool';

/**
 * The whole life of points, against a model of a dozen lines: recharge, hold, release, credit, reverse,
 * redeem, credit note and expiry, in any order, with repetitions, contradictions and payments of another
 * amount. After every step: the outcome and all balances are the model's, the entries sum up to
 * 0, no balance is negative, and the statement is the ledger.
 */
const SEQUENCES = 10_000;

const cleanUp = useCleanUp();
let db: Database;

beforeAll(async () => {
  const { databaseUrl } = await openTestDatabases(cleanUp);
  // One session keeps the function and its plans. Planning would take longer than the steps, and so
  // would waiting for the disk.
  db = createDatabase({ databaseUrl, role: 'bestow_worker', connections: 1 });
  cleanUp(() => db.destroy());
  await db.raw(`SET plan_cache_mode = force_generic_plan`);
  await db.raw('SET enable_seqscan = off');
  await db.raw('SET synchronous_commit = off');
  await db.raw(LIVE);
});

test(`over ${SEQUENCES} sequences the ledger does what the model says`, async () => {
  const seed = Date.now() % 2 ** 31;
  tellMeasured(`the ledger's life: seed ${seed}`);
  const lives = fc.tuple(opening, fc.array(step, { maxLength: 6, size: 'max' }));
  const sequences = fc
    .sample(lives, { numRuns: SEQUENCES, seed })
    .map(([first, more]): Step[] => [...first, ...more]);
  const outcomes = new Map<string, number>();
  for (const steps of sequences) {
    const [row] = await rowsOf<{ states: State[] }>(db, 'SELECT pg_temp.live(?::jsonb) AS states', [
      JSON.stringify(steps),
    ]);
    const expected = modelOf(steps);
    if (!isDeepStrictEqual(row?.states, expected)) {
      // The seed and the steps are all that is needed to see it again.
      expect({ seed, steps, states: row?.states }).toEqual({ seed, steps, states: expected });
    }
    for (const [index, { outcome }] of expected.entries()) {
      const name = `${steps[index]!.op} ${outcome}`;
      outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
    }
  }
  // The sequences reach what they are for: every operation both succeeds and is refused.
  for (const op of OPERATIONS) expect(outcomes.get(`${op} done`)).toBeGreaterThan(100);
  for (const op of OPERATIONS.filter((each) => each !== 'recharge')) {
    expect(outcomes.get(`${op} insufficient`)).toBeGreaterThan(100);
    expect(outcomes.get(`${op} conflict`)).toBeGreaterThan(10);
  }
  expect(outcomes.get('recharge refused')).toBeGreaterThan(100);
}, 600_000);

const OPERATIONS = [
  ...(['recharge', 'hold', 'release', 'credit', 'reverse', 'redeem', 'credit_note'] as const),
  'expire',
] as const;

const step = fc.record({
  op: fc.constantFrom(...OPERATIONS),
  points: fc.integer({ min: 1, max: 24 }),
  wallet: fc.constantFrom(0, 0, 0, 1),
  /** `again`: the last key of this operation and its content; `other`: that key, one point more. */
  how: fc.constantFrom('new', 'new', 'new', 'new', 'again', 'other'),
});

/** A life begins somewhere on the usual road, or what comes last on it would hardly ever be reached. */
const opening = fc
  .record({ length: fc.integer({ min: 1, max: 4 }), points: fc.integer({ min: 20, max: 100 }) })
  .map(({ length, points }) =>
    (['recharge', 'hold', 'credit', 'redeem'] as const).slice(0, length).map((op, index): Step => {
      return { op, points: points - 6 * index, wallet: 0, how: 'new' };
    }),
  );

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

interface State {
  outcome: 'done' | 'repeated' | 'insufficient' | 'conflict' | 'refused';
  balance: number;
  held: number;
  wallets: [number, number];
  redeemed: number;
  /** What must hold whatever happened; the database says where it does not. */
  broken: string[];
}

function modelOf(steps: readonly Step[]): State[] {
  const at = { funding: Infinity, balance: 0, held: 0, wallet0: 0, wallet1: 0, redeemed: 0 };
  type Place = keyof typeof at;
  const last = new Map<string, Step>();
  return steps.map((each) => {
    const { op, how, points } = each;
    const wallet: Place = `wallet${each.wallet}`;
    const roads: Record<typeof op, [Place, Place]> = {
      recharge: ['funding', 'balance'],
      hold: ['balance', 'held'],
      release: ['held', 'balance'],
      expire: ['held', 'balance'],
      credit: ['held', wallet],
      reverse: [wallet, 'balance'],
      redeem: [wallet, 'redeemed'],
      credit_note: ['redeemed', wallet],
    };
    const decide = (): State['outcome'] => {
      const before = last.get(op);
      if (before !== undefined && how === 'again') return 'repeated';
      if (before !== undefined && how === 'other')
        return op === 'recharge' ? 'refused' : 'conflict';
      // A first payment of another amount than the invoice's is refused.
      if (op === 'recharge' && how === 'other') return 'refused';
      const [from, to] = roads[op];
      if (at[from] < points) return 'insufficient';
      at[from] -= points;
      at[to] += points;
      last.set(op, each);
      return 'done';
    };
    const outcome = decide();
    const { balance, held, redeemed } = at;
    return { outcome, balance, held, wallets: [at.wallet0, at.wallet1], redeemed, broken: [] };
  });
}

/**
 * A company lives a sequence in one call: each step in a savepoint of its own, by the functions of the
 * product (take_payment, post_transfers), and after each step its state.
 */
const LIVE = `
  CREATE FUNCTION pg_temp.live(steps jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
  DECLARE
    company uuid; wallets uuid[] := ARRAY[uuidv7(), uuidv7()]; nobody uuid := '00000000-0000-0000-0000-000000000000';
    b accounts; h accounts; redeemed_before bigint;
    step jsonb; op text; n bigint; how text; result text; answer jsonb; key text; wallet jsonb;
    last_transfers jsonb := '{}'; transfer jsonb; place jsonb; states jsonb := '[]'; broken text[];
    recharge uuid; last_payment jsonb; ours uuid[];
  BEGIN
    INSERT INTO companies (name) VALUES ('Model') RETURNING id INTO company;
    INSERT INTO accounts (kind, owner_id, company_id) VALUES ('company_balance', company, company),
      ('company_hold', company, company), ('recipient_wallet', wallets[1], company),
      ('recipient_wallet', wallets[2], company);
    ours := ARRAY(SELECT id FROM accounts WHERE owner_id IN (company, wallets[1], wallets[2]));
    SELECT balance INTO redeemed_before FROM accounts WHERE kind = 'redemptions';
    place := jsonb_build_object(
      'balance', jsonb_build_object('kind', 'company_balance', 'ownerId', company),
      'held', jsonb_build_object('kind', 'company_hold', 'ownerId', company),
      'redeemed', jsonb_build_object('kind', 'redemptions', 'ownerId', nobody));
    FOR step IN SELECT * FROM jsonb_array_elements(steps) LOOP
      op := step->>'op'; n := (step->>'points')::bigint; how := step->>'how';
      wallet := jsonb_build_object('kind', 'recipient_wallet', 'ownerId', wallets[(step->>'wallet')::int + 1]);
      BEGIN
        IF op = 'recharge' THEN
          IF last_payment IS NULL OR how = 'new' THEN
            INSERT INTO recharges (company_id, points, status, invoice_number, invoice, amount_minor,
              currency, created_by, expires_at, paid_at)
            VALUES (company, n, 'awaiting_payment', 'PI-' || uuidv7(), '{}', n * 100, 'INR', 'model',
              now() + interval '1 day', NULL) RETURNING id INTO recharge;
            answer := jsonb_build_object('provider', 'stripe', 'eventKey', uuidv7(), 'reference', uuidv7(),
              'amountMinor', CASE WHEN how = 'other' THEN n * 100 + 1 ELSE n * 100 END,
              'currency', 'INR', 'from', 'model', 'recharge', recharge);
          ELSIF how = 'again' THEN answer := last_payment;
          ELSE answer := last_payment || jsonb_build_object('eventKey', uuidv7(), 'reference', uuidv7());
          END IF;
          key := answer->>'recharge';
          transfer := answer;
          answer := take_payment(key::uuid, transfer - 'recharge');
          result := CASE WHEN answer->>'status' = 'refused' THEN 'refused'
            WHEN (answer->>'isReplay')::boolean THEN 'repeated' ELSE 'done' END;
          IF result = 'done' THEN last_payment := transfer; END IF;
        ELSE
          transfer := last_transfers->op;
          IF transfer IS NULL OR how = 'new' THEN
            result := 'done';
            transfer := jsonb_build_object('businessKey', op || '/' || uuidv7(), 'points', n,
              'kind', CASE op WHEN 'expire' THEN 'release' ELSE op END, 'companyId', company,
              'from', CASE op WHEN 'hold' THEN place->'balance' WHEN 'credit_note' THEN place->'redeemed'
                WHEN 'reverse' THEN wallet WHEN 'redeem' THEN wallet ELSE place->'held' END,
              'to', CASE op WHEN 'hold' THEN place->'held' WHEN 'credit' THEN wallet
                WHEN 'redeem' THEN place->'redeemed' WHEN 'credit_note' THEN wallet
                ELSE place->'balance' END);
          ELSIF how = 'again' THEN result := 'repeated';
          ELSE
            result := NULL;
            transfer := jsonb_set(transfer, '{points}', to_jsonb((transfer->>'points')::bigint + 1));
          END IF;
          -- What the platform holds for goods is of all companies: that a credit note gives back no more
          -- than was taken is a rule of orders, and stands here in their place.
          IF op = 'credit_note' AND result = 'done' AND n > (SELECT balance - redeemed_before
            FROM accounts WHERE kind = 'redemptions') THEN RAISE check_violation; END IF;
          PERFORM post_transfers(jsonb_build_array(transfer));
          last_transfers := last_transfers || jsonb_build_object(op, transfer);
        END IF;
      EXCEPTION
        WHEN check_violation THEN result := 'insufficient';
        WHEN SQLSTATE 'BS001' THEN result := 'conflict';
      END;
      SELECT * INTO b FROM accounts WHERE kind = 'company_balance' AND owner_id = company;
      SELECT * INTO h FROM accounts WHERE kind = 'company_hold' AND owner_id = company;
      SELECT coalesce(array_agg(what), '{}') INTO broken FROM (
        SELECT 'sum of entries' AS what FROM entries WHERE transfer_id IN
          (SELECT transfer_id FROM entries WHERE account_id = ANY (ours)) HAVING sum(points) <> 0
        UNION ALL SELECT 'negative ' || kind FROM accounts WHERE id = ANY (ours) AND balance < 0
        UNION ALL SELECT 'entries of ' || a.kind FROM accounts a LEFT JOIN entries e ON e.account_id = a.id
          WHERE a.id = ANY (ours) GROUP BY a.id HAVING coalesce(sum(e.points), 0) <> a.balance
            OR count(e.points) <> a.version OR coalesce(max(e.account_version), 0) <> a.version
        UNION ALL SELECT 'statement of ' || a.kind FROM accounts a WHERE a.id IN (b.id, h.id)
          AND (version_before(a.id, clock_timestamp()) <> a.version
            OR balance_at(a.id, a.version) <> a.balance)
        UNION ALL SELECT 'funds of ' || r.id FROM recharges r WHERE r.company_id = company
          AND (r.status = 'paid') <> EXISTS (SELECT FROM transfers WHERE business_key = 'recharge/' || r.id)
      ) AS found;
      states := states || jsonb_build_array(jsonb_build_object('outcome', result,
        'balance', b.balance, 'held', h.balance,
        'wallets', (SELECT jsonb_agg(balance ORDER BY array_position(wallets, owner_id)) FROM accounts
          WHERE kind = 'recipient_wallet' AND owner_id = ANY (wallets)),
        'redeemed', (SELECT balance - redeemed_before FROM accounts WHERE kind = 'redemptions'),
        'broken', to_jsonb(broken)));
    END LOOP;
    RETURN states;
  END $$`;
