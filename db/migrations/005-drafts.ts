import type { Knex } from 'knex';

/** What was uploaded and is not sent yet, and which rows of earlier sends were sent again. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE drafts (
      id uuid PRIMARY KEY DEFAULT uuidv7(),
      company_id uuid NOT NULL REFERENCES companies,
      status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'distributed', 'discarded')),
      -- Raised by each change: who distributes says which version he has looked at.
      version integer NOT NULL DEFAULT 1,
      if_unregistered text NOT NULL CHECK (if_unregistered IN ('register', 'invite', 'fail')),
      campaign_id uuid REFERENCES campaigns,
      file_name text NOT NULL,
      -- SHA-256 of the file; NULL for rows that were taken from an earlier distribution.
      file_hash bytea CHECK (length(file_hash) = 32),
      source jsonb,
      -- One document: a draft is read and judged as a whole. json, since nobody searches in it and
      -- 50,000 rows are written three times as fast.
      rows json NOT NULL,
      row_count integer NOT NULL CHECK (row_count > 0),
      retry_of uuid,
      created_by text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
      updated_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
      distributed_at timestamptz,
      distribution_id uuid,
      FOREIGN KEY (distribution_id, company_id) REFERENCES distributions (id, company_id),
      FOREIGN KEY (retry_of, company_id) REFERENCES distributions (id, company_id),
      CHECK ((status = 'distributed') = (distribution_id IS NOT NULL AND distributed_at IS NOT NULL))
    );
    CREATE INDEX drafts_of_company ON drafts (company_id, id DESC);
    CREATE INDEX drafts_of_file ON drafts (file_hash, company_id) WHERE status = 'distributed';
    CREATE INDEX drafts_untouched ON drafts (updated_at) WHERE status = 'open';
    CREATE UNIQUE INDEX drafts_of_distribution ON drafts (distribution_id)
      WHERE distribution_id IS NOT NULL;

    -- A row that failed may be sent again once: its reference is in the file with the failed rows.
    CREATE TABLE retried_rows (
      company_id uuid NOT NULL REFERENCES companies,
      reference text NOT NULL,
      distribution_id uuid NOT NULL,
      PRIMARY KEY (company_id, reference),
      FOREIGN KEY (distribution_id, company_id) REFERENCES distributions (id, company_id)
    );

    SELECT guard_company_table('drafts', 'company_id'), guard_company_table('retried_rows', 'company_id');
    GRANT SELECT, INSERT, UPDATE ON drafts TO bestow_api, bestow_worker;
    GRANT SELECT, INSERT, UPDATE ON retried_rows TO bestow_api, bestow_worker;
  `);
}

export async function down(): Promise<void> {
  throw new Error('Drafts are never undone');
}
