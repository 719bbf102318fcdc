/**
 * Money that is waited for. What waits holds nothing and forms one queue a company, in the order in
 * which it began to wait: the first goes as soon as the balance is enough for it, and none goes
 * before the first, however small. Whoever joins or serves the queue has locked the company's
 * balance, so no recharge slips between a look and a decision to wait.
 */
export const FUNDING = `
  -- Holds the points of as many waiting distributions as the balance allows; gives their ids.
  CREATE FUNCTION fund_waiting(company uuid) RETURNS jsonb LANGUAGE plpgsql AS $$
  DECLARE
    available bigint := lock_balance(company);
    next distributions;
    funded jsonb := '[]';
    holds jsonb := '[]';
  BEGIN
    LOOP
      SELECT * INTO next FROM distributions WHERE company_id = company AND status = 'awaiting_funds'
      ORDER BY waiting_since, id LIMIT 1 FOR UPDATE;
      EXIT WHEN next.id IS NULL OR next.points > available;
      -- A time that is still to come is kept; else its time is now.
      UPDATE distributions SET status = 'scheduled', held_at = now(),
        send_at = coalesce(send_at, date_trunc('milliseconds', now()))
      WHERE id = next.id AND status = 'awaiting_funds';
      PERFORM note_event(next, 'funded', 'system', NULL, NULL);
      available := available - next.points;
      funded := funded || to_jsonb(next.id);
      IF next.points > 0 THEN holds := holds || hold_of(next); END IF;
    END LOOP;
    IF holds <> '[]' THEN PERFORM post_transfers(holds); END IF;
    RETURN funded;
  END $$;

  CREATE FUNCTION hold_of(d distributions) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_array(jsonb_build_object('businessKey', 'hold/' || d.id, 'kind', 'hold',
      'points', d.points, 'from', jsonb_build_object('kind', 'company_balance', 'ownerId', d.company_id),
      'to', jsonb_build_object('kind', 'company_hold', 'ownerId', d.company_id),
      'companyId', d.company_id, 'distributionId', d.id)) $$;

  -- Whether points may leave the balance now, for one that would wait or for one that would not.
  CREATE FUNCTION may_take(company uuid, wanted bigint, available bigint, would_wait boolean)
  RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT wanted <= available AND NOT (would_wait AND EXISTS (
      SELECT FROM distributions WHERE company_id = company AND status = 'awaiting_funds')) $$;

  -- A company has paid. The same reference with the same content is the same recharge.
  CREATE FUNCTION recharge_company(company uuid, amount bigint, reference text, actor text)
  RETURNS jsonb LANGUAGE plpgsql AS $$
  DECLARE
    made recharges;
    funded jsonb := '[]';
    outcome text := 'recharged';
  BEGIN
    -- Accounts are locked in the order of their ids, as post_transfers does; the platform's is older.
    PERFORM FROM accounts WHERE kind = 'funding' FOR UPDATE;
    IF lock_balance(company) IS NULL THEN RETURN '{"outcome": "not_found"}'; END IF;
    INSERT INTO recharges (company_id, points, payment_reference, created_by)
    VALUES (company, amount, reference, actor)
    ON CONFLICT (payment_reference) DO NOTHING RETURNING * INTO made;
    IF made.id IS NULL THEN
      SELECT * INTO made FROM recharges WHERE payment_reference = reference;
      IF made.company_id <> company OR made.points <> amount THEN
        RETURN '{"outcome": "payment_reference_reused"}';
      END IF;
      outcome := 'replayed';
    ELSE
      PERFORM post_transfers(jsonb_build_array(jsonb_build_object(
        'businessKey', 'recharge/' || reference, 'kind', 'recharge', 'points', amount,
        'from', jsonb_build_object('kind', 'funding', 'ownerId', '00000000-0000-0000-0000-000000000000'),
        'to', jsonb_build_object('kind', 'company_balance', 'ownerId', company),
        'companyId', company)));
      funded := fund_waiting(company);
    END IF;
    RETURN jsonb_build_object('outcome', outcome, 'id', made.id, 'createdAt', made.created_at,
      'funded', funded);
  END $$;
`;
