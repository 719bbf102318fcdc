/**
 * What people do to a distribution that waits: cancel it, change its time, send it now. API and
 * signals both end here. Each locks the distribution's row and looks at its status: whoever comes
 * second finds what the first has done.
 *
 * Locks are taken in one order everywhere: the company's balance, then the distribution, then its
 * rewards. An answer is { outcome, status, eventId?, funded? } with an outcome of `changed`,
 * `unchanged` (it is as wanted already), `already_sent`, `not_waiting`, `invalid_send_at` or
 * `not_found`.
 */
export const PLANNING = `
  CREATE FUNCTION plan_of(d distributions) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object('status', d.status, 'sendAt', d.send_at, 'timeZone', d.time_zone) $$;

  -- The limits are those of domain/send-time.ts, by the clock that will say when the time has come.
  CREATE FUNCTION is_allowed_send_at(at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT at >= now() + interval '2 seconds' AND at <= now() + interval '366 days' $$;

  CREATE FUNCTION lock_balance(company uuid) RETURNS bigint LANGUAGE sql AS $$
    SELECT balance FROM accounts WHERE kind = 'company_balance' AND owner_id = company FOR UPDATE $$;

  CREATE FUNCTION note_event(was distributions, event text, actor text, reason text, request_key text)
  RETURNS bigint LANGUAGE sql AS $$
    INSERT INTO distribution_events (distribution_id, company_id, event, actor, reason_code,
      plan_before, plan_after, request_key)
    SELECT d.id, d.company_id, $2, $3, $4, plan_of($1), plan_of(d), $5
    FROM distributions d WHERE d.id = ($1).id RETURNING id $$;

  CREATE FUNCTION is_applied(key text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM distribution_events WHERE request_key = key) $$;

  -- The answer to one who came too late.
  CREATE FUNCTION too_late(was distributions) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object('status', was.status, 'outcome', CASE
      WHEN was.id IS NULL THEN 'not_found'
      WHEN was.status IN ('sending', 'completed', 'completed_with_failures') THEN 'already_sent'
      ELSE 'not_waiting' END) $$;

  -- Ends what was never sent: the rewards are cancelled, what was held for them goes back.
  CREATE FUNCTION end_unsent(was distributions, reason text) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    releases jsonb;
  BEGIN
    UPDATE distributions SET status = 'cancelled', reason_code = reason,
      cancelled_at = date_trunc('milliseconds', now()) WHERE id = was.id;
    WITH ended AS (
      UPDATE rewards SET status = 'cancelled', reason_code = reason
      WHERE distribution_id = was.id AND status = 'pending' RETURNING id, points
    ), events AS (
      INSERT INTO reward_events (reward_id, company_id, event, reason_code)
      SELECT id, was.company_id, 'cancelled', reason FROM ended
    )
    SELECT jsonb_agg(jsonb_build_object('businessKey', 'release/' || id, 'kind', 'release',
      'points', points, 'from', jsonb_build_object('kind', 'company_hold', 'ownerId', was.company_id),
      'to', jsonb_build_object('kind', 'company_balance', 'ownerId', was.company_id),
      'companyId', was.company_id, 'distributionId', was.id, 'rewardId', id))
    INTO releases FROM ended;
    IF was.held_at IS NOT NULL AND releases IS NOT NULL THEN PERFORM post_transfers(releases); END IF;
  END $$;

  CREATE FUNCTION cancel_distribution(wanted uuid, actor text, request_key text) RETURNS jsonb
  LANGUAGE plpgsql AS $$
  DECLARE
    was distributions;
    event bigint;
  BEGIN
    PERFORM lock_balance(company_id) FROM distributions WHERE id = wanted;
    SELECT * INTO was FROM distributions WHERE id = wanted FOR UPDATE;
    IF was.status = 'cancelled' OR is_applied(request_key) THEN
      RETURN jsonb_build_object('outcome', 'unchanged', 'status', was.status);
    END IF;
    IF was.id IS NULL OR was.status NOT IN ('accepted', 'awaiting_approval', 'awaiting_funds',
      'scheduled') THEN RETURN too_late(was); END IF;
    PERFORM end_unsent(was, NULL);
    event := note_event(was, 'cancelled', actor, NULL, request_key);
    -- What it held, or its place in the queue, may be what another waits for.
    RETURN jsonb_build_object('outcome', 'changed', 'status', 'cancelled', 'eventId', event,
      'funded', fund_waiting(was.company_id));
  END $$;

  CREATE FUNCTION reschedule_distribution(wanted uuid, actor text, request_key text, at timestamptz,
    zone text) RETURNS jsonb LANGUAGE plpgsql AS $$
  DECLARE
    was distributions;
    event bigint;
  BEGIN
    SELECT * INTO was FROM distributions WHERE id = wanted FOR UPDATE;
    IF was.id IS NULL OR was.status NOT IN ('scheduled', 'awaiting_funds') THEN
      RETURN too_late(was);
    END IF;
    IF is_applied(request_key) OR (was.send_at = at AND was.time_zone IS NOT DISTINCT FROM zone) THEN
      RETURN jsonb_build_object('outcome', 'unchanged', 'status', was.status);
    END IF;
    IF NOT is_allowed_send_at(at) THEN
      RETURN jsonb_build_object('outcome', 'invalid_send_at', 'status', was.status);
    END IF;
    UPDATE distributions SET send_at = at, time_zone = zone, funds_warned_days = NULL
    WHERE id = wanted AND status IN ('scheduled', 'awaiting_funds');
    event := note_event(was, 'rescheduled', actor, NULL, request_key);
    RETURN jsonb_build_object('outcome', 'changed', 'status', was.status, 'eventId', event);
  END $$;

  -- Its time is now. One that waits for funds goes as soon as they are there.
  CREATE FUNCTION send_distribution_now(wanted uuid, actor text, request_key text) RETURNS jsonb
  LANGUAGE plpgsql AS $$
  DECLARE
    was distributions;
    event bigint;
  BEGIN
    SELECT * INTO was FROM distributions WHERE id = wanted FOR UPDATE;
    IF was.id IS NULL OR was.status NOT IN ('accepted', 'scheduled', 'awaiting_funds') THEN
      RETURN too_late(was);
    END IF;
    IF is_applied(request_key) OR was.send_at IS NULL OR was.send_at <= now() THEN
      RETURN jsonb_build_object('outcome', 'unchanged', 'status', was.status);
    END IF;
    UPDATE distributions SET send_at = date_trunc('milliseconds', now())
    WHERE id = wanted AND status IN ('scheduled', 'awaiting_funds');
    event := note_event(was, 'sent_now', actor, NULL, request_key);
    RETURN jsonb_build_object('outcome', 'changed', 'status', was.status, 'eventId', event);
  END $$;
`;
