/**
 * Payments. Whatever comes, by whomever, however often and in whatever order: a recharge is credited
 * once, for its own amount, while it waits; everything else leaves a row that finance settles by hand.
 * The accounts are locked in the order of recharge_company (006): the platform's, then the company's.
 */
export const PAYING = `
  -- A payment for a recharge: { provider, eventKey, reference, amountMinor, currency, from }.
  CREATE FUNCTION take_payment(wanted uuid, paid jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
  DECLARE
    known payments;
    due recharges;
    refusal text;
    funded jsonb := '[]';
  BEGIN
    PERFORM FROM accounts WHERE kind = 'funding' FOR UPDATE;
    -- Behind that lock nobody else takes a payment, so what is read now stays true.
    UPDATE payments SET times = times + 1
    WHERE provider = paid->>'provider' AND event_key = paid->>'eventKey' RETURNING * INTO known;
    IF known.id IS NOT NULL THEN RETURN answer_payment(known, true, funded); END IF;

    SELECT * INTO due FROM recharges WHERE id = wanted;
    IF due.id IS NOT NULL THEN
      PERFORM lock_balance(due.company_id);
      -- Cancelling locks the row alone.
      SELECT * INTO due FROM recharges WHERE id = wanted FOR UPDATE;
    END IF;
    refusal := refusal_of_payment(due, paid);
    IF refusal IS NULL THEN
      UPDATE recharges SET status = 'paid', payment_reference = paid->>'reference',
        paid_at = date_trunc('milliseconds', now()), ended_at = now(), version = version + 1
      WHERE id = due.id AND status = 'awaiting_payment';
      PERFORM post_transfers(jsonb_build_array(jsonb_build_object(
        'businessKey', 'recharge/' || due.id, 'kind', 'recharge', 'points', due.points,
        'from', jsonb_build_object('kind', 'funding', 'ownerId', '00000000-0000-0000-0000-000000000000'),
        'to', jsonb_build_object('kind', 'company_balance', 'ownerId', due.company_id),
        'companyId', due.company_id)));
      funded := fund_waiting(due.company_id);
    END IF;
    INSERT INTO payments (provider, event_key, reference, recharge_id, company_id, amount_minor, currency,
      status, reason_code, received_from)
    VALUES (paid->>'provider', paid->>'eventKey', paid->>'reference', due.id, due.company_id,
      (paid->>'amountMinor')::bigint, paid->>'currency',
      CASE WHEN refusal IS NULL THEN 'matched' ELSE 'refused' END, refusal, paid->>'from')
    RETURNING * INTO known;
    RETURN answer_payment(known, false, funded);
  END $$;

  CREATE FUNCTION answer_payment(p payments, is_replay boolean, funded jsonb) RETURNS jsonb
  LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object('paymentId', p.id, 'status', p.status, 'reason', p.reason_code,
      'rechargeId', p.recharge_id, 'isReplay', is_replay, 'funded', funded) $$;

  -- Why a payment is not credited, or NULL when it is.
  CREATE FUNCTION refusal_of_payment(due recharges, paid jsonb) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
      WHEN due.id IS NULL OR due.invoice_number IS NULL THEN 'recharge_unknown'
      -- One payment never counts twice, for whatever it is given.
      WHEN EXISTS (SELECT FROM recharges WHERE payment_reference = paid->>'reference'
        AND id <> due.id) THEN 'payment_reference_reused'
      WHEN due.status = 'paid' THEN 'recharge_already_paid'
      WHEN due.status = 'cancelled' THEN 'recharge_cancelled'
      WHEN due.status = 'expired' OR due.expires_at <= now() THEN 'recharge_expired'
      WHEN due.amount_minor <> (paid->>'amountMinor')::bigint OR due.currency <> paid->>'currency'
        THEN 'payment_amount_differs'
    END $$;

  -- What said that it was a payment and was not believed: a trace without a recharge.
  CREATE FUNCTION note_untrusted_payment(provider_name text, key text, reason text, origin text)
  RETURNS void LANGUAGE sql AS $$
    INSERT INTO payments AS p (provider, event_key, status, reason_code, received_from)
    VALUES (provider_name, key, 'refused', reason, origin)
    ON CONFLICT (provider, event_key) DO UPDATE SET times = p.times + 1 $$;

  -- Finance decides about a refused payment, once. Credited is at most what was paid for: the caller
  -- says how many points the amount buys.
  CREATE FUNCTION settle_payment(wanted uuid, decided jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
  DECLARE
    p payments;
    made jsonb := '{}';
  BEGIN
    PERFORM FROM accounts WHERE kind = 'funding' FOR UPDATE;
    SELECT * INTO p FROM payments WHERE id = wanted FOR UPDATE;
    IF p.id IS NULL THEN RETURN '{"outcome": "not_found"}'; END IF;
    IF p.status <> 'refused' THEN RETURN '{"outcome": "payment_settled"}'; END IF;
    IF decided->>'decision' = 'credited' THEN
      IF p.amount_minor IS NULL OR p.reference IS NULL THEN
        RETURN '{"outcome": "payment_not_believed"}';
      END IF;
      IF (decided->>'points')::bigint > (decided->>'mostPoints')::bigint THEN
        RETURN '{"outcome": "payment_too_small"}';
      END IF;
      made := recharge_company((decided->>'companyId')::uuid, (decided->>'points')::bigint, p.reference,
        decided->>'actor');
      IF made->>'outcome' <> 'recharged' THEN
        RETURN jsonb_build_object('outcome', CASE made->>'outcome' WHEN 'replayed'
          THEN 'payment_reference_reused' ELSE made->>'outcome' END);
      END IF;
    END IF;
    UPDATE payments SET status = 'settled', decision = decided->>'decision',
      decision_note = decided->>'note', settled_by = decided->>'actor',
      settled_at = date_trunc('milliseconds', now()),
      recharge_id = coalesce((made->>'id')::uuid, recharge_id),
      company_id = CASE WHEN made->>'id' IS NOT NULL THEN (decided->>'companyId')::uuid ELSE company_id END
    WHERE id = wanted AND status = 'refused';
    RETURN jsonb_build_object('outcome', 'settled', 'rechargeId', made->'id',
      'funded', coalesce(made->'funded', '[]'));
  END $$;
`;
