import type { Knex } from 'knex';

/** A send that reaches everybody in the morning of where they are. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Not before; NULL goes with its distribution.
    ALTER TABLE rewards ADD COLUMN send_at timestamptz;

    CREATE FUNCTION morning_in(day date, zone text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
      SELECT (day + time '09:00') AT TIME ZONE zone $$;

    -- When the first of these people has the morning; who is not registered has the company's.
    CREATE FUNCTION first_morning(company uuid, keys text[], day date)
    RETURNS TABLE (at timestamptz, zone text) LANGUAGE sql STABLE AS $$
      SELECT coalesce(min(morning_in(day, p.time_zone)), morning_in(day, c.time_zone)), c.time_zone
      FROM companies c LEFT JOIN LATERAL (
        SELECT coalesce(r.time_zone, c.time_zone) AS time_zone FROM unnest(keys) AS key
        LEFT JOIN recipients r ON r.email_key = key AND r.company_id = c.id) p ON true
      WHERE c.id = company GROUP BY c.id $$;

    CREATE OR REPLACE FUNCTION plan_written(wanted uuid, placed text, header jsonb, is_held boolean)
    RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE distributions SET status = placed, send_at = (header->>'sendAt')::timestamptz,
        time_zone = header->>'timeZone', take_funds = coalesce(header->>'takeFunds', 'now'),
        if_insufficient = coalesce(header->>'ifInsufficient', 'fail'),
        held_at = CASE WHEN is_held THEN held_at END,
        waiting_since = CASE placed WHEN 'awaiting_funds' THEN clock_timestamp() END
      WHERE id = wanted;
      IF header->>'morning' IS NOT NULL THEN
        UPDATE rewards w SET send_at = morning_in((header->>'morning')::date, coalesce(
          (SELECT r.time_zone FROM recipients r
            WHERE r.email_key = w.email_key AND r.company_id = w.company_id), c.time_zone))
        FROM companies c
        WHERE w.distribution_id = wanted AND w.status = 'pending' AND c.id = w.company_id;
      END IF;
      IF placed = 'accepted' THEN RETURN; END IF;
      INSERT INTO distribution_events (distribution_id, company_id, event, actor, reason_code,
        plan_after, at)
      SELECT id, company_id, placed, created_by,
        CASE placed WHEN 'awaiting_funds' THEN 'insufficient_balance' END, plan_of(d), created_at
      FROM distributions d WHERE id = wanted;
    END $$;

    -- Whoever gives the distribution another time means everybody in it.
    CREATE FUNCTION forget_mornings() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE rewards SET send_at = NULL WHERE distribution_id = NEW.id AND send_at IS NOT NULL;
      RETURN NULL;
    END $$;
    CREATE TRIGGER another_time AFTER UPDATE OF send_at ON distributions FOR EACH ROW
      WHEN (OLD.send_at IS NOT NULL AND OLD.send_at IS DISTINCT FROM NEW.send_at)
      EXECUTE FUNCTION forget_mornings();
  `);
}

export async function down(): Promise<void> {
  throw new Error('Schedules are never undone');
}
