import type { Knex } from 'knex';

/**
 * A message that is sent again under its key is written once.
 *
 * A mail that waits in a table is tried for so long after it was deferred first: counted from when it
 * was written, a day without workers and the first greylisting gave it up.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(DEFERRED_SINCE);
  await knex.raw(MESSAGES_ONCE);
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

const MESSAGES_ONCE = `
  ALTER TABLE ticket_messages ADD COLUMN idempotency_key text,
    ADD COLUMN request_hash bytea,
    ADD CONSTRAINT ticket_messages_once UNIQUE (company_id, idempotency_key),
    ADD CONSTRAINT key_has_a_hash CHECK (idempotency_key IS NULL OR request_hash IS NOT NULL);
`;
