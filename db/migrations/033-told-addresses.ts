import type { Knex } from 'knex';

/**
 * Whom a company was told about without sending to them, so that nobody walks lists of addresses to learn who
 * has an account (docs/decisions/0039-addresses-that-are-told-about.md). Each address counts once a day.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE told_addresses (
      company_id uuid NOT NULL REFERENCES companies,
      email_key text NOT NULL,
      told_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      -- It has had a reward of this company since: that was no question.
      charged boolean NOT NULL DEFAULT false,
      PRIMARY KEY (company_id, email_key)
    );
    CREATE INDEX told_addresses_counted ON told_addresses (company_id, told_at) WHERE NOT charged;
    CREATE INDEX told_addresses_old ON told_addresses (told_at);
    SELECT guard_company_table('told_addresses', 'company_id');
    GRANT SELECT, INSERT, UPDATE ON told_addresses TO bestow_api;
    GRANT SELECT, INSERT, UPDATE, DELETE ON told_addresses TO bestow_worker;

    -- Whether all addresses in it were counted: who looks at a draft again asks nothing new.
    ALTER TABLE drafts ADD COLUMN told boolean NOT NULL DEFAULT false;
  `);
}

export async function down(): Promise<void> {
  throw new Error('Migrations go forward only');
}
