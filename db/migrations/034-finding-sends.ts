import type { Knex } from 'knex';

/** Sends with failed rewards are found, whether they still run or not. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE INDEX rewards_failed_of_distribution ON rewards (distribution_id)
      WHERE status IN ('failed', 'email_failed');
  `);
}

export async function down(): Promise<void> {
  throw new Error('Migrations go forward only');
}
