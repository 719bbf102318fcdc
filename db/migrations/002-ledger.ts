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

    SELECT guard_company_table('accounts', 'company_id'), guard_company_table('transfers', 'company_id'),
      guard_company_table('entries', 'company_id');
    GRANT SELECT, INSERT ON accounts, transfers, entries TO bestow_api, bestow_worker;
    GRANT UPDATE (balance, version) ON accounts TO bestow_api, bestow_worker;
  `);
}

export async function down(): Promise<void> {
  throw new Error('The ledger is never undone');
}
