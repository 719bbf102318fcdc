import type { Knex } from 'knex';

/** What finds sends: those with failed rewards, whether they still run or not, and the sender's own reference. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE INDEX rewards_failed_of_distribution ON rewards (distribution_id)
      WHERE status IN ('failed', 'email_failed');
    -- Not led by company_id, as rewards_recent.
    CREATE INDEX rewards_by_external_id ON rewards (external_id, company_id)
      WHERE external_id IS NOT NULL;
  `);
}

export async function down(): Promise<void> {
  throw new Error('Migrations go forward only');
}
