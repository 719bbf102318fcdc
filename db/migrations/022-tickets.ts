import type { Knex } from 'knex';

/**
 * A mail that waits in a table is tried for so long after it was deferred first: counted from when it
 * was written, a day without workers and the first greylisting gave it up.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(DEFERRED_SINCE);
}

export async function down(): Promise<void> {
  throw new Error('Tickets are never undone');
}

const DEFERRED_SINCE = `
  ALTER TABLE access_mails ADD COLUMN deferred_since timestamptz;
  ALTER TABLE money_mails ADD COLUMN deferred_since timestamptz;
  ALTER TABLE order_mails ADD COLUMN deferred_since timestamptz;
  ALTER TABLE ticket_mails ADD COLUMN deferred_since timestamptz;
`;
