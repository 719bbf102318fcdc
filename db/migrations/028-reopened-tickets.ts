import type { Knex } from 'knex';

/**
 * A ticket that is opened again stands beside the one that opened for the same cause since: that there is
 * one at a time holds for those that open by themselves, which is where later failures go. To open it again
 * was a violation of that, and a fault of ours to whoever wrote.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE tickets ADD COLUMN reopened boolean NOT NULL DEFAULT false;
    DROP INDEX tickets_one_of_distribution, tickets_one_incident, tickets_one_of_order;
    CREATE UNIQUE INDEX tickets_one_of_distribution ON tickets (distribution_id, cause)
      WHERE opened_by = 'workflow' AND state <> 'resolved' AND company_id IS NOT NULL
        AND NOT reopened;
    CREATE UNIQUE INDEX tickets_one_incident ON tickets (cause)
      WHERE opened_by = 'workflow' AND state <> 'resolved' AND company_id IS NULL
        AND payment_id IS NULL AND NOT reopened;
    CREATE UNIQUE INDEX tickets_one_of_order ON tickets (order_id, cause)
      WHERE state <> 'resolved' AND order_id IS NOT NULL AND NOT reopened;
    -- By which failures and parcels find the ticket that they join, one that was opened again too.
    CREATE INDEX tickets_open_of_distribution ON tickets (distribution_id)
      WHERE state <> 'resolved' AND distribution_id IS NOT NULL;
    CREATE INDEX tickets_open_of_order ON tickets (order_id)
      WHERE state <> 'resolved' AND order_id IS NOT NULL;
  `);
}

export async function down(): Promise<void> {
  throw new Error('Tickets that were opened again may stand beside others');
}
