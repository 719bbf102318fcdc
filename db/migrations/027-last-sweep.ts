import type { Knex } from 'knex';

/** When the sweeper was last done, so that one that does not run is seen. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE last_sweep (
      is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
      at timestamptz NOT NULL
    );
    GRANT SELECT, INSERT, UPDATE ON last_sweep TO bestow_worker;
    -- Those whose answer was missed, for who watches.
    CREATE INDEX tickets_breached ON tickets (breached_at)
      WHERE breached_at IS NOT NULL AND first_answered_at IS NULL AND state = 'open';
  `);
}

export async function down(): Promise<void> {
  throw new Error('Migrations go forward only');
}
