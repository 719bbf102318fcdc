import type { Knex } from 'knex';

/**
 * The double-entry ledger. Written by `postTransfers` in `db/ledger.ts` only; insert-only for every
 * role of the application. See DESIGN of the ledger in docs/ARCHITECTURE.md.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE accounts (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      kind text NOT NULL CHECK (kind IN
        ('funding', 'company_balance', 'company_hold', 'recipient_wallet', 'redemptions')),
      -- The company or the recipient that the account belongs to; the nil UUID for the platform's own.
      owner_id uuid NOT NULL,
      company_id uuid REFERENCES companies,
      balance bigint NOT NULL DEFAULT 0,
      version bigint NOT NULL DEFAULT 0,
      CONSTRAINT account_balance_not_negative CHECK (balance >= 0 OR kind = 'funding'),
      CONSTRAINT account_of_company CHECK ((company_id IS NULL) = (kind IN ('funding', 'redemptions'))),
      UNIQUE (kind, owner_id)
    ) WITH (fillfactor = 70);
    INSERT INTO accounts (kind, owner_id) VALUES
      ('funding', '00000000-0000-0000-0000-000000000000'),
      ('redemptions', '00000000-0000-0000-0000-000000000000');

    CREATE TABLE transfers (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      business_key text NOT NULL UNIQUE,
      kind text NOT NULL CHECK (kind IN
        ('recharge', 'hold', 'release', 'credit', 'reverse', 'redeem', 'credit_note')),
      points bigint NOT NULL CHECK (points > 0),
      from_account_id uuid NOT NULL REFERENCES accounts,
      to_account_id uuid NOT NULL REFERENCES accounts,
      company_id uuid NOT NULL REFERENCES companies,
      distribution_id uuid,
      reward_id uuid,
      created_at timestamptz NOT NULL DEFAULT now(),
      UNIQUE (id, company_id),
      CHECK (from_account_id <> to_account_id)
    );
    CREATE INDEX transfers_reward ON transfers (reward_id) WHERE reward_id IS NOT NULL;
    CREATE INDEX transfers_distribution ON transfers (distribution_id) WHERE distribution_id IS NOT NULL;
    -- A reward is credited once, whatever the business key says.
    CREATE UNIQUE INDEX transfers_one_credit ON transfers (reward_id) WHERE kind = 'credit';

    CREATE TABLE entries (
      account_id uuid NOT NULL REFERENCES accounts,
      account_version bigint NOT NULL,
      transfer_id uuid NOT NULL,
      company_id uuid NOT NULL,
      points bigint NOT NULL CHECK (points <> 0),
      balance_after bigint NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (account_id, account_version),
      FOREIGN KEY (transfer_id, company_id) REFERENCES transfers (id, company_id)
    );
    CREATE INDEX entries_transfer ON entries (transfer_id);

    -- Whole statements are checked, not single rows: 1,000 deferred row checks cost as much as the
    -- posting itself. See docs/decisions.
    CREATE FUNCTION refuse_unbalanced_entries() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM added GROUP BY transfer_id HAVING sum(points) <> 0) THEN
        RAISE EXCEPTION 'unbalanced transfer' USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER entries_balanced AFTER INSERT ON entries REFERENCING NEW TABLE AS added
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_unbalanced_entries();

    -- Posts transfers [{ businessKey, kind, points, from: { kind, ownerId }, to: …, companyId,
    -- distributionId, rewardId }]. A function keeps its plan for the session: planning this statement
    -- anew took longer than running it.
    CREATE FUNCTION post_transfers(transfers jsonb) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      expected bigint := jsonb_array_length(transfers);
      posted bigint;
    BEGIN
      WITH input AS (
        SELECT t.*, f.id AS from_account_id, c.id AS to_account_id
        FROM jsonb_to_recordset(transfers) AS t("businessKey" text, kind text, points bigint,
          "from" jsonb, "to" jsonb, "companyId" uuid, "distributionId" uuid, "rewardId" uuid)
        JOIN accounts f ON f.kind = t."from"->>'kind' AND f.owner_id = (t."from"->>'ownerId')::uuid
        JOIN accounts c ON c.kind = t."to"->>'kind' AND c.owner_id = (t."to"->>'ownerId')::uuid
      ), posted AS (
        INSERT INTO transfers (business_key, kind, points, from_account_id, to_account_id, company_id,
          distribution_id, reward_id)
        SELECT "businessKey", kind, points, from_account_id, to_account_id, "companyId",
          "distributionId", "rewardId" FROM input ORDER BY "businessKey"
        ON CONFLICT (business_key) DO NOTHING
        RETURNING id, points, from_account_id, to_account_id, company_id
      ), legs AS (
        SELECT id AS transfer_id, from_account_id AS account_id, -points AS points, company_id FROM posted
        UNION ALL
        SELECT id, to_account_id, points, company_id FROM posted
      ), totals AS (
        SELECT account_id, sum(points)::bigint AS points, count(*) AS entries FROM legs GROUP BY account_id
      ), locked AS MATERIALIZED (
        -- Sorted, so that two slices never wait in a circle; the companies' rows, which everybody
        -- needs, last.
        SELECT a.id, t.points, t.entries FROM accounts a JOIN totals t ON t.account_id = a.id
        ORDER BY a.kind <> 'recipient_wallet', a.id FOR UPDATE OF a
      ), updated AS (
        -- What this returns gives every entry its own balance and version by window functions: no
        -- second look at a row that others wait for.
        UPDATE accounts a SET balance = a.balance + l.points, version = a.version + l.entries
        FROM locked l WHERE a.id = l.id
        RETURNING a.id, a.balance - l.points AS balance_before, a.version - l.entries AS version_before
      ), written AS (
        INSERT INTO entries (account_id, account_version, transfer_id, company_id, points, balance_after)
        SELECT l.account_id, u.version_before + row_number() OVER running, l.transfer_id, l.company_id,
          l.points, (u.balance_before + sum(l.points) OVER running)::bigint
        FROM legs l JOIN updated u ON u.id = l.account_id
        WINDOW running AS (PARTITION BY l.account_id ORDER BY l.transfer_id)
      )
      SELECT count(*) FROM posted INTO posted;
      IF posted = expected THEN RETURN; END IF;

      -- The rest must be repetitions: the same content under the same key. What was posted above is
      -- counted again here, so the sum is that of the whole list.
      SELECT count(*) INTO posted
      FROM jsonb_to_recordset(transfers) AS i("businessKey" text, kind text, points bigint,
        "from" jsonb, "to" jsonb, "companyId" uuid, "distributionId" uuid, "rewardId" uuid)
      JOIN transfers t ON t.business_key = i."businessKey" AND t.kind = i.kind AND t.points = i.points
        AND t.company_id = i."companyId" AND t.distribution_id IS NOT DISTINCT FROM i."distributionId"
        AND t.reward_id IS NOT DISTINCT FROM i."rewardId"
      JOIN accounts f ON f.id = t.from_account_id AND f.kind = i."from"->>'kind'
        AND f.owner_id = (i."from"->>'ownerId')::uuid
      JOIN accounts c ON c.id = t.to_account_id AND c.kind = i."to"->>'kind'
        AND c.owner_id = (i."to"->>'ownerId')::uuid;
      IF posted <> expected THEN
        RAISE EXCEPTION 'transfer_conflict' USING ERRCODE = 'BS001',
          DETAIL = 'A transfer was posted before with other content, or has no account';
      END IF;
    END $$;

    SELECT guard_company_table('accounts', 'company_id'), guard_company_table('transfers', 'company_id'),
      guard_company_table('entries', 'company_id');
    GRANT SELECT, INSERT ON accounts, transfers, entries TO bestow_api, bestow_worker;
    GRANT UPDATE (balance, version) ON accounts TO bestow_api, bestow_worker;
  `);
}

export async function down(): Promise<void> {
  throw new Error('The ledger is never undone');
}
