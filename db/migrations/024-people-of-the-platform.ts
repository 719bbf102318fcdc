import type { Knex } from 'knex';

/** People of the platform are removed as those of companies are: their rows stay, since records name them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(REMOVED);
}

export async function down(): Promise<void> {
  throw new Error('Who was removed would be back');
}

const REMOVED = `
  -- As of admins (012-accounts.ts): email_key becomes 'removed/<id>', so that the address is free.
  ALTER TABLE support_agents ADD COLUMN removed_at timestamptz,
    ADD CONSTRAINT removed_is_nobody CHECK ((removed_at IS NULL) = (email_key NOT LIKE 'removed/%'));
`;
