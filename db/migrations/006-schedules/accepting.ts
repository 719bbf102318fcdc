/** Accepting with a time, and with money that is not there yet: replaces the function of 003. */
export const ACCEPTING = `
  -- How a new distribution begins, or why it is refused.
  CREATE FUNCTION place_distribution(company uuid, header jsonb, available bigint) RETURNS text
  LANGUAGE plpgsql AS $$
  DECLARE
    at timestamptz := (header->>'sendAt')::timestamptz;
    would_wait boolean := coalesce(header->>'ifInsufficient' = 'wait', false);
  BEGIN
    IF at IS NOT NULL AND NOT is_allowed_send_at(at) THEN RETURN 'invalid_send_at'; END IF;
    IF at IS NOT NULL AND header->>'takeFunds' = 'at_send' THEN RETURN 'scheduled'; END IF;
    IF may_take(company, (header->>'points')::bigint, available, would_wait) THEN
      RETURN CASE WHEN at IS NULL THEN 'accepted' ELSE 'scheduled' END;
    END IF;
    RETURN CASE WHEN would_wait THEN 'awaiting_funds' ELSE 'insufficient_balance' END;
  END $$;

  -- Gives what was just written its time, its place in the queue, and the beginning of its time line.
  CREATE FUNCTION plan_written(wanted uuid, placed text, header jsonb, is_held boolean) RETURNS void
  LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE distributions SET status = placed, send_at = (header->>'sendAt')::timestamptz,
      time_zone = header->>'timeZone', take_funds = coalesce(header->>'takeFunds', 'now'),
      if_insufficient = coalesce(header->>'ifInsufficient', 'fail'),
      held_at = CASE WHEN is_held THEN held_at END,
      waiting_since = CASE placed WHEN 'awaiting_funds' THEN clock_timestamp() END
    WHERE id = wanted;
    IF placed = 'accepted' THEN RETURN; END IF;
    INSERT INTO distribution_events (distribution_id, company_id, event, actor, reason_code, plan_after,
      at)
    SELECT id, company_id, placed, created_by,
      CASE placed WHEN 'awaiting_funds' THEN 'insufficient_balance' END, plan_of(d), created_at
    FROM distributions d WHERE id = wanted;
  END $$;

  CREATE OR REPLACE FUNCTION accept_distributions(requests jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
  DECLARE
    request jsonb;
    header jsonb;
    company uuid;
    points bigint;
    placed text;
    is_held boolean;
    available jsonb := '{}';
    answer jsonb;
    answers jsonb := '[]';
    holds jsonb := '[]';
  BEGIN
    FOR request IN SELECT value FROM jsonb_array_elements(requests) LOOP
      company := (request->>'companyId')::uuid;
      header := request->'header';
      points := (header->>'points')::bigint;
      PERFORM set_config('bestow.company_id', company::text, true);
      IF available->company::text IS NULL THEN
        available := available || jsonb_build_object(company, look_at_balance(company, requests));
      END IF;
      answer := find_accepted(company, header);
      IF answer IS NULL THEN
        placed := place_distribution(company, header, (available->>company::text)::bigint);
        IF placed IN ('invalid_send_at', 'insufficient_balance') THEN
          answer := jsonb_build_object('outcome', placed);
        ELSE
          answer := write_distribution(company, header, request->'rows');
        END IF;
      END IF;
      IF answer->>'outcome' = 'accepted' THEN
        is_held := placed = 'accepted' OR (placed = 'scheduled' AND
          header->>'takeFunds' IS DISTINCT FROM 'at_send');
        IF placed <> 'accepted' OR header->>'ifInsufficient' = 'wait' THEN
          PERFORM plan_written((answer->>'distributionId')::uuid, placed, header, is_held);
        END IF;
        answer := answer || jsonb_build_object('status', placed);
        IF is_held AND points > 0 THEN
          available := available
            || jsonb_build_object(company, (available->>company::text)::bigint - points);
          holds := holds || jsonb_build_array(jsonb_build_object(
            'businessKey', 'hold/' || (answer->>'distributionId'), 'kind', 'hold', 'points', points,
            'from', jsonb_build_object('kind', 'company_balance', 'ownerId', company),
            'to', jsonb_build_object('kind', 'company_hold', 'ownerId', company),
            'companyId', company, 'distributionId', answer->'distributionId'));
        END IF;
      END IF;
      answers := answers || jsonb_build_array(answer);
    END LOOP;
    IF holds <> '[]' THEN PERFORM post_holds(holds); END IF;
    RETURN answers;
  END $$;

  -- Without a lock, unless one of these requests may decide to wait.
  CREATE FUNCTION look_at_balance(company uuid, requests jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM jsonb_array_elements(requests) WHERE value->>'companyId' = company::text
      AND value->'header'->>'ifInsufficient' = 'wait') THEN RETURN lock_balance(company); END IF;
    RETURN (SELECT balance FROM accounts WHERE kind = 'company_balance' AND owner_id = company);
  END $$;
`;
