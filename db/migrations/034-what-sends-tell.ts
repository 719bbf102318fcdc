import type { Knex } from 'knex';

/**
 * What sends are found by: failed rewards, whether they still run or not, and the sender's own reference. And that
 * a send reaches everybody in his own morning is told of it, not only done.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(FINDING);
  await knex.raw(MORNINGS);
  await knex.raw(RESCHEDULING);
}

export async function down(): Promise<void> {
  throw new Error('Migrations go forward only');
}

const FINDING = `
  CREATE INDEX rewards_failed_of_distribution ON rewards (distribution_id)
    WHERE status IN ('failed', 'email_failed');
  -- Not led by company_id, as rewards_recent.
  CREATE INDEX rewards_by_external_id ON rewards (external_id, company_id)
    WHERE external_id IS NOT NULL;
`;

const MORNINGS = `
  -- The day, as it was accepted; and whether it has been given another time since, the same for everybody.
  ALTER TABLE distributions ADD COLUMN morning date,
    ADD COLUMN has_another_time boolean NOT NULL DEFAULT false;
  -- As it was accepted, of what has been given another time: a repeated request gets its first answer.
  ALTER TABLE rewards ADD COLUMN first_send_at timestamptz;

  -- Those that reach everybody in the morning of where he is.
  CREATE OR REPLACE FUNCTION spread_mornings(company uuid, requests jsonb,
    written written_distribution[]) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE distributions d SET morning = (value->'header'->>'morning')::date
    FROM jsonb_array_elements(requests) WITH ORDINALITY AS r(value, n) JOIN unnest(written) AS w USING (n)
    WHERE d.id = w.distribution_id AND value->'header'->>'morning' IS NOT NULL;
    UPDATE rewards w SET send_at = morning_in(d.morning, coalesce((SELECT r.time_zone FROM recipients r
      WHERE r.email_key = w.email_key AND r.company_id = company), c.time_zone))
    FROM companies c, distributions d
    WHERE c.id = company AND d.id IN (SELECT distribution_id FROM unnest(written))
      AND d.morning IS NOT NULL AND w.distribution_id = d.id AND w.status = 'pending';
  END $$;

  CREATE FUNCTION forget_mornings_of(wanted uuid) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE rewards SET first_send_at = coalesce(first_send_at, send_at), send_at = NULL
    WHERE distribution_id = wanted AND send_at IS NOT NULL;
    UPDATE distributions SET has_another_time = true
    WHERE id = wanted AND morning IS NOT NULL AND NOT has_another_time;
  END $$;

  CREATE OR REPLACE FUNCTION forget_mornings() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM forget_mornings_of(NEW.id);
    RETURN NULL;
  END $$;

  -- Of those that wait when this is made, by somebody who is reached in it.
  UPDATE distributions d SET morning = (
    SELECT (r.send_at AT TIME ZONE coalesce(p.time_zone, c.time_zone))::date
    FROM rewards r JOIN companies c ON c.id = r.company_id
    LEFT JOIN recipients p ON p.email_key = r.email_key AND p.company_id = r.company_id
    WHERE r.distribution_id = d.id AND r.send_at IS NOT NULL ORDER BY r.row LIMIT 1)
  WHERE d.status IN ('scheduled', 'awaiting_funds');
`;

const RESCHEDULING = `
  -- As in 006, also of what waits for an approval: the time is that of after it. The first of many mornings,
  -- given as a time, is another one: that of everybody.
  CREATE OR REPLACE FUNCTION reschedule_distribution(wanted uuid, actor text, request_key text,
    at timestamptz, zone text) RETURNS jsonb LANGUAGE plpgsql AS $$
  DECLARE
    was distributions;
    event bigint;
    by_mornings boolean;
  BEGIN
    SELECT * INTO was FROM distributions WHERE id = wanted FOR UPDATE;
    by_mornings := was.morning IS NOT NULL AND NOT was.has_another_time;
    IF was.id IS NULL OR was.status NOT IN ('scheduled', 'awaiting_funds', 'awaiting_approval') THEN
      RETURN too_late(was);
    END IF;
    IF is_applied(request_key)
      OR (was.send_at = at AND was.time_zone IS NOT DISTINCT FROM zone AND NOT by_mornings) THEN
      RETURN jsonb_build_object('outcome', 'unchanged', 'status', was.status);
    END IF;
    IF NOT is_allowed_send_at(at) THEN
      RETURN jsonb_build_object('outcome', 'invalid_send_at', 'status', was.status);
    END IF;
    UPDATE distributions SET send_at = at, time_zone = zone, funds_warned_days = NULL
    WHERE id = wanted AND status IN ('scheduled', 'awaiting_funds', 'awaiting_approval');
    IF by_mornings THEN PERFORM forget_mornings_of(wanted); END IF;
    event := note_event(was, 'rescheduled', actor, NULL, request_key);
    RETURN jsonb_build_object('outcome', 'changed', 'status', was.status, 'eventId', event);
  END $$;
`;
