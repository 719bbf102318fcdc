import type { Knex } from 'knex';

/**
 * Numbers of the platform's papers, without gaps: `PI-2026-000123`. Tax offices ask for them, and a
 * sequence of PostgreSQL leaves a gap wherever a transaction fails.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE document_series (
      series text NOT NULL CHECK (series ~ '^[A-Z]{2}$'),
      year integer NOT NULL,
      last_number bigint NOT NULL CHECK (last_number > 0),
      PRIMARY KEY (series, year)
    );

    -- The row is locked until the caller's transaction ends: the next one has the next number if this
    -- one commits, and the same number if it does not. So it is taken late in a transaction.
    -- Of its owner's rights: companies number papers and cannot read how many there are.
    CREATE FUNCTION take_document_number(wanted text) RETURNS text LANGUAGE sql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
      INSERT INTO document_series AS s (series, year, last_number)
      VALUES (wanted, extract(year FROM now() AT TIME ZONE 'UTC'), 1)
      ON CONFLICT (series, year) DO UPDATE SET last_number = s.last_number + 1
      RETURNING format('%s-%s-%s', series, year, lpad(last_number::text,
        greatest(6, length(last_number::text)), '0'))
    $$;
    REVOKE ALL ON FUNCTION take_document_number(text) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION take_document_number(text) TO bestow_api, bestow_worker;
  `);
}

export async function down(): Promise<void> {
  throw new Error('Numbers of papers are never undone');
}
