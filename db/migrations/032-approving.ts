import type { Knex } from 'knex';

/**
 * Large sends wait for an approval: what accepts, decides, plans, starts and tells of them. What processes
 * of the version before call keeps its arguments and results.
 */
export async function up(knex: Knex): Promise<void> {
  for (const part of [ACCEPTING, DECIDING, PLANNING, STARTING, TENDING]) await knex.raw(part);
}

export async function down(): Promise<void> {
  throw new Error('Decisions about sends are never undone');
}

const ACCEPTING = `
  -- As in 017; one of more points than the company's limit waits for an approval first, with its points
  -- held as if it did not. The limit is read once a batch, by the company's id.
  CREATE OR REPLACE FUNCTION place_distributions(company uuid, requests jsonb) RETURNS jsonb
  LANGUAGE plpgsql AS $$
  DECLARE
    available bigint := look_at_balance(company, requests);
    approval_limit bigint := (SELECT c.approval_limit FROM companies c WHERE c.id = company);
    somebody_waits boolean;
    known text[];
    request record;
    at timestamptz;
    points bigint;
    takes_later boolean;
    would_wait boolean;
    placed text;
    is_held boolean;
    placements jsonb := '[]';
  BEGIN
    SELECT array_agg(d.idempotency_key) INTO known FROM distributions d
    WHERE d.company_id = company AND d.idempotency_key IN
      (SELECT value->'header'->>'idempotencyKey' FROM jsonb_array_elements(requests));
    FOR request IN SELECT n, value->'header' AS header, value->'header'->>'idempotencyKey' AS key
      FROM jsonb_array_elements(requests) WITH ORDINALITY AS r(value, n)
    LOOP
      CONTINUE WHEN request.key = ANY (known);
      at := (request.header->>'sendAt')::timestamptz;
      points := (request.header->>'points')::bigint;
      takes_later := at IS NOT NULL AND coalesce(request.header->>'takeFunds' = 'at_send', false);
      would_wait := coalesce(request.header->>'ifInsufficient' = 'wait', false);
      IF would_wait AND somebody_waits IS NULL THEN
        somebody_waits := EXISTS (SELECT FROM distributions
          WHERE company_id = company AND status = 'awaiting_funds');
      END IF;
      is_held := false;
      IF at IS NOT NULL AND NOT is_allowed_send_at(at) THEN
        placed := 'invalid_send_at';
      ELSIF takes_later THEN
        placed := 'scheduled';
      ELSIF points <= available AND NOT (would_wait AND somebody_waits) THEN
        placed := CASE WHEN at IS NULL THEN 'accepted' ELSE 'scheduled' END;
        is_held := true;
        available := available - points;
      ELSIF would_wait THEN
        placed := 'awaiting_funds';
        -- One that waits for an approval first is in no queue yet.
        somebody_waits := somebody_waits OR (points <= approval_limit) IS NOT false;
      ELSE
        placed := 'insufficient_balance';
      END IF;
      IF points > approval_limit AND placed NOT IN ('invalid_send_at', 'insufficient_balance') THEN
        placed := 'awaiting_approval';
      END IF;
      placements := placements
        || jsonb_build_object('n', request.n, 'placed', placed, 'isHeld', is_held, 'limit',
          CASE placed WHEN 'awaiting_approval' THEN approval_limit END);
      IF request.key IS NOT NULL AND placed NOT IN ('invalid_send_at', 'insufficient_balance') THEN
        known := known || request.key;
      END IF;
    END LOOP;
    RETURN placements;
  END $$;

  -- As in 018; asks for the approvals of what waits for one, and answers in addition { approval }.
  CREATE OR REPLACE FUNCTION accept_of_company(company uuid, requests jsonb, OUT answers json[],
    OUT holds posting[]) LANGUAGE plpgsql AS $$
  DECLARE
    placements jsonb;
    written written_distribution[];
    waiting jsonb;
  BEGIN
    PERFORM set_config('bestow.company_id', company::text, true);
    placements := place_distributions(company, requests);
    written := ARRAY(SELECT w FROM write_distributions(company, requests, placements) AS w);
    IF EXISTS (SELECT FROM jsonb_array_elements(requests)
      WHERE value->'header'->>'morning' IS NOT NULL) THEN
      PERFORM spread_mornings(company, requests, written);
    END IF;
    IF placements @> '[{"placed": "awaiting_approval"}]' THEN
      waiting := ask_for_approvals(company, placements, written);
    END IF;
    -- What was not written was refused, or its key stands for what an earlier request became.
    answers := ARRAY(SELECT coalesce(CASE WHEN waiting IS NULL THEN w.answer
            ELSE (w.answer::jsonb || coalesce(waiting->n::text, '{}'))::json END,
        CASE WHEN p.placed IN ('invalid_send_at', 'insufficient_balance')
          THEN json_build_object('outcome', p.placed)
          ELSE find_accepted(company, requests->(n - 1)::int->'header')::json END)
      FROM generate_series(1::bigint, jsonb_array_length(requests)) AS n
      LEFT JOIN jsonb_to_recordset(placements) AS p(n bigint, placed text) USING (n)
      LEFT JOIN unnest(written) AS w USING (n) ORDER BY n);
    holds := ARRAY(SELECT w.hold FROM unnest(written) AS w WHERE (w.hold).points IS NOT NULL);
  END $$;

  -- What is added to the answers, by their numbers: { approval: { limit, isHeld } }.
  CREATE FUNCTION ask_for_approvals(company uuid, placements jsonb, written written_distribution[])
  RETURNS jsonb LANGUAGE sql AS $$
    WITH asked AS (
      INSERT INTO approvals (distribution_id, company_id, limit_points, was_held)
      SELECT w.distribution_id, company, p."limit", p."isHeld"
      FROM unnest(written) AS w JOIN jsonb_to_recordset(placements)
        AS p(n bigint, placed text, "isHeld" boolean, "limit" bigint) USING (n)
      WHERE p.placed = 'awaiting_approval'
      RETURNING distribution_id, limit_points, was_held
    )
    SELECT coalesce(jsonb_object_agg(w.n, jsonb_build_object('approval',
      jsonb_build_object('limit', a.limit_points, 'isHeld', a.was_held))), '{}')
    FROM asked a JOIN unnest(written) AS w USING (distribution_id) $$;
`;

const DECIDING = `
  -- Ends what was never sent: the rewards are cancelled, what was held for them goes back.
  CREATE FUNCTION end_unsent_as(was distributions, ended text, reason text) RETURNS void
  LANGUAGE plpgsql AS $$
  DECLARE
    releases jsonb;
  BEGIN
    UPDATE distributions SET status = ended, reason_code = reason,
      cancelled_at = CASE ended WHEN 'cancelled' THEN date_trunc('milliseconds', now()) END
    WHERE id = was.id;
    WITH closed AS (
      UPDATE rewards SET status = 'cancelled', reason_code = reason
      WHERE distribution_id = was.id AND status = 'pending' RETURNING id, points
    ), events AS (
      INSERT INTO reward_events (reward_id, company_id, event, reason_code)
      SELECT id, was.company_id, 'cancelled', reason FROM closed
    )
    SELECT jsonb_agg(jsonb_build_object('businessKey', 'release/' || id, 'kind', 'release',
      'points', points, 'from', jsonb_build_object('kind', 'company_hold', 'ownerId', was.company_id),
      'to', jsonb_build_object('kind', 'company_balance', 'ownerId', was.company_id),
      'companyId', was.company_id, 'distributionId', was.id, 'rewardId', id))
    INTO releases FROM closed;
    IF was.held_at IS NOT NULL AND releases IS NOT NULL THEN PERFORM post_transfers(releases); END IF;
  END $$;

  CREATE OR REPLACE FUNCTION end_unsent(was distributions, reason text) RETURNS void
  LANGUAGE sql AS $$ SELECT end_unsent_as(was, 'cancelled', reason) $$;

  -- Decides about one that waits for an approval: 'approved' or 'rejected'. Who may is the caller's to
  -- know. Approved, it goes on as if it had not had to wait: to its time if its points are held or are
  -- taken then, else to the end of the queue for funds, which is served at once.
  CREATE FUNCTION decide_approval(wanted uuid, decision text, actor text, said text, reason text)
  RETURNS jsonb LANGUAGE plpgsql AS $$
  DECLARE
    was distributions;
    event bigint;
    funded jsonb := '[]';
  BEGIN
    PERFORM lock_balance(company_id) FROM distributions WHERE id = wanted;
    SELECT * INTO was FROM distributions WHERE id = wanted FOR UPDATE;
    IF was.id IS NULL OR was.status <> 'awaiting_approval' THEN RETURN too_late(was); END IF;
    UPDATE approvals SET outcome = decision, decided_by = actor, note = said,
      decided_at = date_trunc('milliseconds', now()), due_since = now()
    WHERE distribution_id = wanted AND outcome IS NULL;
    IF decision = 'rejected' THEN
      PERFORM end_unsent_as(was, 'rejected', NULL);
    ELSIF was.held_at IS NOT NULL OR was.take_funds = 'at_send' THEN
      -- A time that is still to come is kept; else its time is now.
      UPDATE distributions SET status = 'scheduled',
        send_at = coalesce(send_at, date_trunc('milliseconds', now()))
      WHERE id = wanted AND status = 'awaiting_approval';
    ELSE
      UPDATE distributions SET status = 'awaiting_funds', waiting_since = clock_timestamp()
      WHERE id = wanted AND status = 'awaiting_approval';
    END IF;
    event := note_event(was, decision, actor, reason, NULL);
    -- What came back, or what has joined the queue, may be funded now.
    IF decision = 'rejected' OR (was.held_at IS NULL AND was.take_funds <> 'at_send') THEN
      funded := fund_waiting(was.company_id);
    END IF;
    RETURN jsonb_build_object('outcome', 'changed', 'eventId', event, 'funded', funded,
      'status', (SELECT status FROM distributions WHERE id = wanted));
  END $$;
`;

const PLANNING = `
  -- As in 006. One that waits for an approval goes as soon as it is given.
  CREATE OR REPLACE FUNCTION send_distribution_now(wanted uuid, actor text, request_key text)
  RETURNS jsonb LANGUAGE plpgsql AS $$
  DECLARE
    was distributions;
    event bigint;
  BEGIN
    SELECT * INTO was FROM distributions WHERE id = wanted FOR UPDATE;
    IF was.id IS NULL OR was.status NOT IN ('accepted', 'scheduled', 'awaiting_funds',
      'awaiting_approval') THEN RETURN too_late(was); END IF;
    IF is_applied(request_key) OR was.send_at IS NULL OR was.send_at <= now() THEN
      RETURN jsonb_build_object('outcome', 'unchanged', 'status', was.status);
    END IF;
    UPDATE distributions SET send_at = date_trunc('milliseconds', now())
    WHERE id = wanted AND status IN ('scheduled', 'awaiting_funds', 'awaiting_approval');
    event := note_event(was, 'sent_now', actor, NULL, request_key);
    RETURN jsonb_build_object('outcome', 'changed', 'status', was.status, 'eventId', event);
  END $$;
`;

const STARTING = `
  -- As in 008. Of one whose time has come nobody is warned: it goes, or is cancelled, in a moment.
  CREATE OR REPLACE FUNCTION funds_warning_due(d distributions) RETURNS integer LANGUAGE sql VOLATILE AS $$
    SELECT CASE
      WHEN d.status <> 'scheduled' OR d.held_at IS NOT NULL OR clock_timestamp() >= d.send_at THEN NULL
      WHEN clock_timestamp() >= d.send_at - interval '1 day'
        THEN CASE WHEN coalesce(d.funds_warned_days, 3) > 1 THEN 1 END
      WHEN clock_timestamp() >= d.send_at - interval '3 days'
        THEN CASE WHEN d.funds_warned_days IS NULL THEN 3 END END $$;

  -- As in 008; a run carries what waits for an approval, too.
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
    ELSIF was.status IN ('sending', 'scheduled', 'awaiting_funds', 'awaiting_approval')
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
`;

const TENDING = `
  -- Writes the mails that are due about an approval, and tells when to look again: { state, companyId,
  -- nextLookMilliseconds }, or NULL when there is none. Approvers are asked, and reminded once; the
  -- sender is told what was decided, unless he did it himself.
  CREATE FUNCTION tend_approval(wanted uuid, approvers uuid[], reminder_seconds bigint) RETURNS jsonb
  LANGUAGE plpgsql AS $$
  DECLARE
    a approvals;
    d distributions;
    state text;
    remind_at timestamptz;
    due text;
    told uuid[];
  BEGIN
    SELECT * INTO a FROM approvals WHERE distribution_id = wanted FOR UPDATE;
    IF a.distribution_id IS NULL THEN RETURN NULL; END IF;
    SELECT * INTO d FROM distributions WHERE id = wanted;
    remind_at := a.asked_at + make_interval(secs => reminder_seconds);
    state := coalesce(a.outcome, CASE d.status WHEN 'awaiting_approval' THEN 'waiting'
      ELSE 'cancelled' END);
    UPDATE approvals SET due_since = NULL, tended_at = now() WHERE distribution_id = wanted;
    due := CASE state WHEN 'waiting' THEN
        CASE WHEN remind_at <= clock_timestamp() THEN 'reminder' ELSE 'asked' END
      WHEN 'cancelled' THEN NULL ELSE state END;
    told := CASE WHEN state = 'waiting' THEN approvers ELSE ARRAY[person_behind(d.created_by)] END;
    INSERT INTO approval_mails (company_id, distribution_id, kind, admin_id)
    SELECT a.company_id, wanted, due, p.id FROM admins p
    WHERE due IS NOT NULL AND p.id = ANY (told) AND p.company_id = a.company_id
      AND p.removed_at IS NULL AND 'admin/' || p.id IS DISTINCT FROM a.decided_by
    ON CONFLICT DO NOTHING;
    -- Whoever has not been told yet is told what is so, and not what was.
    UPDATE approval_mails SET given_up_at = now(), detail = 'overtaken'
    WHERE distribution_id = wanted AND sent_at IS NULL AND given_up_at IS NULL
      AND kind IS DISTINCT FROM due;
    RETURN jsonb_build_object('state', state, 'companyId', a.company_id,
      'nextLookMilliseconds', CASE WHEN state = 'waiting' AND remind_at > clock_timestamp()
        THEN ceil(extract(epoch FROM remind_at - clock_timestamp()) * 1000) END);
  END $$;
`;
