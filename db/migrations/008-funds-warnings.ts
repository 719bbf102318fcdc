import type { Knex } from 'knex';

/** When a send that takes its points at its time is looked at ahead, so that its admins are warned. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- How many days ahead a warning about missing funds is due and not given: 3, 1 or NULL. One that is
    -- scheduled for tomorrow is warned of once.
    CREATE FUNCTION funds_warning_due(d distributions) RETURNS integer LANGUAGE sql VOLATILE AS $$
      SELECT CASE
        WHEN d.status <> 'scheduled' OR d.held_at IS NOT NULL THEN NULL
        WHEN clock_timestamp() >= d.send_at - interval '1 day'
          THEN CASE WHEN coalesce(d.funds_warned_days, 3) > 1 THEN 1 END
        WHEN clock_timestamp() >= d.send_at - interval '3 days'
          THEN CASE WHEN d.funds_warned_days IS NULL THEN 3 END END $$;

    -- When there is something to do for one that is scheduled: its time, or a warning before it.
    CREATE FUNCTION next_look_at(d distributions) RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
      SELECT CASE
        WHEN d.held_at IS NOT NULL THEN d.send_at
        WHEN clock_timestamp() < d.send_at - interval '3 days' THEN d.send_at - interval '3 days'
        WHEN clock_timestamp() < d.send_at - interval '1 day' THEN d.send_at - interval '1 day'
        ELSE d.send_at END $$;

    -- As in 006; its answer says in addition { warningDays } and looks at warnings, too.
    CREATE OR REPLACE FUNCTION start_if_due(wanted uuid, workflow text, run text) RETURNS jsonb
    LANGUAGE plpgsql AS $$
    DECLARE
      was distributions;
      available bigint;
      is_due boolean;
    BEGIN
      -- Only one that still takes its points needs the balance; the many that hold them already do not
      -- queue for it.
      SELECT lock_balance(company_id) INTO available FROM distributions
      WHERE id = wanted AND status = 'scheduled' AND held_at IS NULL AND send_at <= now();
      SELECT * INTO was FROM distributions WHERE id = wanted FOR UPDATE;
      is_due := was.status = 'accepted' OR (was.status = 'scheduled' AND was.send_at <= now());
      IF is_due AND was.held_at IS NULL THEN is_due := take_at_send(was, available); END IF;
      IF is_due THEN
        UPDATE distributions SET status = 'sending', started_at = coalesce(started_at, now()),
          workflow_id = workflow, run_id = run
        WHERE id = wanted AND status IN ('accepted', 'scheduled');
      ELSIF was.status IN ('sending', 'scheduled', 'awaiting_funds')
        AND was.run_id IS DISTINCT FROM run
      THEN
        UPDATE distributions SET workflow_id = workflow, run_id = run WHERE id = wanted;
      END IF;
      RETURN (SELECT jsonb_build_object('status', d.status, 'companyId', d.company_id,
        'method', d.method, 'recipients', d.recipients, 'sendAt', d.send_at,
        'takeFunds', d.take_funds, 'warningDays', funds_warning_due(d),
        'waitMilliseconds', CASE d.status WHEN 'scheduled' THEN
          greatest(1, ceil(extract(epoch FROM next_look_at(d) - clock_timestamp()) * 1000)) END)
        FROM distributions d WHERE d.id = wanted);
    END $$;

    -- Notes that the admins were told, and what: a warning once for each time of the distribution.
    CREATE FUNCTION note_funds_told(wanted uuid, days integer, is_short boolean) RETURNS void
    LANGUAGE plpgsql AS $$
    DECLARE
      was distributions;
    BEGIN
      SELECT * INTO was FROM distributions WHERE id = wanted FOR UPDATE;
      IF was.status <> 'scheduled' OR coalesce(was.funds_warned_days, 9) <= days THEN RETURN; END IF;
      UPDATE distributions SET funds_warned_days = days WHERE id = wanted;
      IF is_short THEN
        PERFORM note_event(was, 'funds_warned', 'system', 'insufficient_balance', NULL);
      END IF;
    END $$;
  `);
}

export async function down(): Promise<void> {
  throw new Error('Schedules are never undone');
}
