import type { Knex } from 'knex';

/** An incident of the platform has rewards of several companies: it is one ticket for all of them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE ticket_rewards DROP CONSTRAINT ticket_rewards_ticket_id_company_id_fkey,
      ADD FOREIGN KEY (ticket_id) REFERENCES tickets;
    CREATE FUNCTION require_reward_of_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM tickets WHERE id = NEW.ticket_id
          AND (company_id IS NULL OR company_id = NEW.company_id))
      THEN RETURN NEW; END IF;
      RAISE foreign_key_violation USING MESSAGE = 'The reward is of another company than the ticket';
    END $$;
    CREATE TRIGGER reward_of_ticket BEFORE INSERT OR UPDATE ON ticket_rewards
      FOR EACH ROW EXECUTE FUNCTION require_reward_of_ticket();
  `);
}

export async function down(): Promise<void> {
  throw new Error('Incidents are never undone');
}
