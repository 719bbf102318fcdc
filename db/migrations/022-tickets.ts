import type { Knex } from 'knex';

/**
 * A payment that is believed and not credited opens a ticket. A message that is sent again under its key is written once.
 *
 * A mail that waits in a table is tried for so long after it was deferred first: counted from when it
 * was written, a day without workers and the first greylisting gave it up.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(DEFERRED_SINCE);
  await knex.raw(MESSAGES_ONCE);
  await knex.raw(OF_PAYMENTS);
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

const OF_PAYMENTS = `
  ALTER TABLE tickets ADD COLUMN payment_id uuid UNIQUE REFERENCES payments;
  ALTER TABLE tickets DROP CONSTRAINT tickets_cause_check;
  ALTER TABLE tickets ADD CONSTRAINT tickets_cause_check CHECK (cause IN ('mailbox_not_found',
    'mailbox_full', 'mail_blocked', 'mail_policy', 'mailbox_unreachable', 'mailbox_rejected',
    'mail_server_unreachable', 'wrong_recipient', 'cancel_what_was_sent', 'did_not_arrive', 'other',
    'parcel_not_reported', 'parcel_contradicted', 'carrier_unreachable', 'carrier_refused',
    'payment_refused'));
  -- A payment that names no recharge has no company either, and is no incident.
  DROP INDEX tickets_one_incident;
  CREATE UNIQUE INDEX tickets_one_incident ON tickets (cause)
    WHERE opened_by = 'workflow' AND state <> 'resolved' AND company_id IS NULL
      AND payment_id IS NULL;
`;
