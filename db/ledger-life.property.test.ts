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
/** Companies that live side by side; they share what a call and a look at their states cost. */
const AT_ONCE = 100;

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
  await db.raw(STATES);
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
  for (let first = 0; first < SEQUENCES; first += AT_ONCE) {
    const lived = sequences.slice(first, first + AT_ONCE);
    const [row] = await rowsOf<{ states: State[][] }>(
      db,
      'SELECT pg_temp.live(?::jsonb) AS states',
      [JSON.stringify(lived)],
    );
    for (const [index, steps] of lived.entries()) {
      const states = row?.states[index];
      const expected = modelOf(steps);
      if (!isDeepStrictEqual(states, expected)) {
        // The seed and the steps are all that is needed to see it again.
        expect({ seed, steps, states }).toEqual({ seed, steps, states: expected });
      }
      for (const [number, { outcome }] of expected.entries()) {
        const name = `${steps[number]!.op} ${outcome}`;
        outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
      }
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
 * Companies live their sequences side by side in one call: a step of each, in a savepoint of its own, by
 * the functions of the product (take_payment, post_transfers); then the state of each is read, before
 * any goes on. One statement reads and checks them all: a statement for each would take longer than
 * the steps.
 *
 * @param lives an array of steps for each company
 * @returns an array of states for each company
 */
const LIVE = `
  CREATE FUNCTION pg_temp.live(lives jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
  DECLARE
    nobody uuid := '00000000-0000-0000-0000-000000000000';
    redemptions uuid; version_at_start bigint; steps jsonb; step jsonb; life record;
    number int; round int := 0; lived int[]; op text; n bigint; how text; result text;
    wallet_place jsonb; hold_place jsonb; balance_place jsonb; goods_place jsonb; transfer jsonb; answer jsonb;
    companies uuid[] := '{}'; wallets0 uuid[] := '{}'; wallets1 uuid[] := '{}'; recharge uuid;
    last_transfers jsonb[] := '{}'; last_payments jsonb[] := '{}'; goods_points bigint[] := '{}';
    results text[] := '{}'; states jsonb[] := '{}';
  BEGIN
    SELECT id, version INTO redemptions, version_at_start FROM accounts WHERE kind = 'redemptions';
    goods_place := jsonb_build_object('kind', 'redemptions', 'ownerId', nobody);
    WITH made AS (
      INSERT INTO companies (name) SELECT 'Model' FROM jsonb_array_elements(lives) RETURNING id
    ) SELECT array_agg(id) INTO companies FROM made;
    FOR number IN 1 .. jsonb_array_length(lives) LOOP
      wallets0[number] := uuidv7(); wallets1[number] := uuidv7();
      last_transfers[number] := '{}'; goods_points[number] := 0; states[number] := '[]';
    END LOOP;
    INSERT INTO accounts (kind, owner_id, company_id)
      SELECT each.kind, each.owner, l.company
      FROM unnest(companies, wallets0, wallets1) AS l(company, wallet0, wallet1), LATERAL (VALUES
        ('company_balance', company), ('company_hold', company), ('recipient_wallet', wallet0),
        ('recipient_wallet', wallet1)) AS each(kind, owner);
    LOOP
      lived := '{}';
      FOR number IN 1 .. jsonb_array_length(lives) LOOP
        step := lives->(number - 1)->round;
        CONTINUE WHEN step IS NULL;
        lived := lived || number;
        op := step->>'op'; n := (step->>'points')::bigint; how := step->>'how';
        balance_place := jsonb_build_object('kind', 'company_balance', 'ownerId', companies[number]);
        hold_place := jsonb_build_object('kind', 'company_hold', 'ownerId', companies[number]);
        wallet_place := jsonb_build_object('kind', 'recipient_wallet', 'ownerId',
          CASE step->>'wallet' WHEN '0' THEN wallets0[number] ELSE wallets1[number] END);
        BEGIN
          IF op = 'recharge' THEN
            transfer := last_payments[number];
            IF transfer IS NULL OR how = 'new' THEN
              INSERT INTO recharges (company_id, points, status, invoice_number, invoice, amount_minor,
                currency, created_by, expires_at, paid_at)
              VALUES (companies[number], n, 'awaiting_payment', 'PI-' || uuidv7(), '{}', n * 100, 'INR',
                'model', now() + interval '1 day', NULL) RETURNING id INTO recharge;
              transfer := jsonb_build_object('provider', 'stripe', 'eventKey', uuidv7(), 'reference', uuidv7(),
                'amountMinor', CASE WHEN how = 'other' THEN n * 100 + 1 ELSE n * 100 END,
                'currency', 'INR', 'from', 'model', 'recharge', recharge);
            ELSIF how = 'other' THEN
              transfer := transfer || jsonb_build_object('eventKey', uuidv7(), 'reference', uuidv7());
            END IF;
            answer := take_payment((transfer->>'recharge')::uuid, transfer - 'recharge');
            result := CASE WHEN answer->>'status' = 'refused' THEN 'refused'
              WHEN (answer->>'isReplay')::boolean THEN 'repeated' ELSE 'done' END;
            IF result = 'done' THEN last_payments[number] := transfer; END IF;
          ELSE
            transfer := last_transfers[number]->op;
            IF transfer IS NULL OR how = 'new' THEN
              result := 'done';
              transfer := jsonb_build_object('businessKey', op || '/' || uuidv7(), 'points', n,
                'kind', CASE op WHEN 'expire' THEN 'release' ELSE op END, 'companyId', companies[number],
                'from', CASE op WHEN 'hold' THEN balance_place WHEN 'credit_note' THEN goods_place
                  WHEN 'reverse' THEN wallet_place WHEN 'redeem' THEN wallet_place ELSE hold_place END,
                'to', CASE op WHEN 'hold' THEN hold_place WHEN 'credit' THEN wallet_place
                  WHEN 'redeem' THEN goods_place WHEN 'credit_note' THEN wallet_place ELSE balance_place END);
            ELSIF how = 'again' THEN result := 'repeated';
            ELSE
              result := NULL;
              transfer := jsonb_set(transfer, '{points}', to_jsonb((transfer->>'points')::bigint + 1));
            END IF;
            -- What the platform holds for goods is of all companies: that a credit note gives back no more
            -- than was taken is a rule of orders, and stands here in their place.
            IF op = 'credit_note' AND result = 'done' AND n > goods_points[number] THEN
              RAISE check_violation;
            END IF;
            PERFORM post_transfers(jsonb_build_array(transfer));
            last_transfers[number] := last_transfers[number] || jsonb_build_object(op, transfer);
          END IF;
        EXCEPTION
          WHEN check_violation THEN result := 'insufficient';
          WHEN SQLSTATE 'BS001' THEN result := 'conflict';
        END;
        results[number] := result;
      END LOOP;
      EXIT WHEN lived = '{}';
      FOR life IN
        SELECT * FROM pg_temp.states(companies, wallets0, wallets1, lived, redemptions, version_at_start)
      LOOP
        goods_points[life.n] := life.redeemed;
        states[life.n] := states[life.n] || jsonb_build_array(jsonb_build_object(
          'outcome', results[life.n], 'balance', life.balance, 'held', life.held,
          'wallets', jsonb_build_array(life.wallet0, life.wallet1), 'redeemed', life.redeemed,
          'broken', to_jsonb(life.broken)));
      END LOOP;
      round := round + 1;
    END LOOP;
    RETURN to_jsonb(states);
  END $$`;

/** What stands of the companies named in `lived` by their places, and what is wrong with it. */
const STATES = `
  CREATE FUNCTION pg_temp.states(companies uuid[], wallets0 uuid[], wallets1 uuid[], lived int[],
    redemptions uuid, version_at_start bigint)
  RETURNS TABLE (n int, balance bigint, held bigint, wallet0 bigint, wallet1 bigint, redeemed bigint,
    broken text[]) LANGUAGE sql AS $$
    WITH mine AS (
      SELECT l.n, l.company, each.place, a.id, a.balance, a.version
      FROM unnest(companies, wallets0, wallets1) WITH ORDINALITY AS l(company, wallet0, wallet1, n),
        LATERAL (VALUES ('balance', 'company_balance', company), ('held', 'company_hold', company),
          ('wallet 0', 'recipient_wallet', wallet0), ('wallet 1', 'recipient_wallet', wallet1))
          AS each(place, kind, owner)
      JOIN accounts a ON a.kind = each.kind AND a.owner_id = each.owner
      WHERE l.n = ANY (lived)
    ), written AS (
      SELECT m.n, e.account_id, e.transfer_id, e.points, e.account_version FROM mine m
      JOIN entries e ON e.account_id = m.id
    ), found AS (
      SELECT w.n, 'entries of a transfer' AS what
      FROM (SELECT DISTINCT n, transfer_id FROM written) w
      JOIN entries e ON e.transfer_id = w.transfer_id GROUP BY w.n, w.transfer_id HAVING sum(e.points) <> 0
      UNION ALL SELECT n, 'negative ' || place FROM mine WHERE balance < 0
      UNION ALL SELECT m.n, 'entries of ' || m.place FROM mine m
        LEFT JOIN written w ON w.account_id = m.id GROUP BY m.n, m.place, m.balance, m.version
        HAVING coalesce(sum(w.points), 0) <> m.balance OR count(w.points) <> m.version
          OR coalesce(max(w.account_version), 0) <> m.version
      UNION ALL SELECT n, 'statement of ' || place FROM mine WHERE place IN ('balance', 'held')
        AND (version_before(id, clock_timestamp()) <> version OR balance_at(id, version) <> balance)
      UNION ALL SELECT m.n, 'funds of ' || r.id FROM mine m JOIN recharges r ON r.company_id = m.company
        WHERE m.place = 'balance' AND (r.status = 'paid') <> EXISTS (
          SELECT FROM transfers WHERE business_key = 'recharge/' || r.id)
    ), gone AS (
      SELECT company_id, sum(points) AS points FROM entries
      WHERE account_id = redemptions AND account_version > version_at_start GROUP BY company_id
    )
    SELECT m.n::int, max(balance) FILTER (WHERE place = 'balance') AS balance,
      max(balance) FILTER (WHERE place = 'held') AS held,
      max(balance) FILTER (WHERE place = 'wallet 0') AS wallet0,
      max(balance) FILTER (WHERE place = 'wallet 1') AS wallet1,
      coalesce((SELECT points FROM gone WHERE company_id = m.company), 0)::bigint AS redeemed,
      ARRAY(SELECT what FROM found WHERE found.n = m.n) AS broken
    FROM mine m GROUP BY m.n, m.company
  $$`;
