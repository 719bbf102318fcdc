/** What the workflow of a recharge does when it looks, and what the sweeper notices of balances. */
export const TENDING = `
  -- Expires a recharge when its time is over, writes the mails that are due, and tells when to look
  -- again. NULL when there is none.
  CREATE FUNCTION tend_recharge(wanted uuid) RETURNS jsonb LANGUAGE plpgsql AS $$
  DECLARE
    r recharges;
    wait interval;
    due text[];
    reminders integer;
  BEGIN
    SELECT * INTO r FROM recharges WHERE id = wanted AND invoice_number IS NOT NULL FOR UPDATE;
    IF r.id IS NULL THEN RETURN NULL; END IF;
    wait := r.expires_at - r.created_at;
    IF r.status = 'awaiting_payment' AND r.expires_at <= clock_timestamp() THEN
      r.status := 'expired';
      UPDATE recharges SET status = 'expired', ended_at = now(), version = version + 1
      WHERE id = wanted AND status = 'awaiting_payment';
    END IF;
    UPDATE recharges SET tended_version = version, tended_at = now() WHERE id = wanted;

    -- After 7, 21 and 27 of 30 days, and in proportion of another time.
    SELECT count(*) FILTER (WHERE r.created_at + wait * share <= clock_timestamp()) INTO reminders
    FROM unnest(ARRAY[7/30.0, 21/30.0, 27/30.0]) AS share;
    due := CASE r.status
      WHEN 'awaiting_payment' THEN ARRAY['invoice'] ||
        CASE WHEN reminders > 0 THEN ARRAY['reminder_' || reminders] ELSE '{}' END
      WHEN 'paid' THEN ARRAY['paid']
      WHEN 'expired' THEN ARRAY['expired']
      ELSE '{}' END;
    INSERT INTO money_mails (company_id, recharge_id, kind, admin_id)
    SELECT r.company_id, r.id, kind, a.id FROM unnest(due) AS kind
    JOIN admins a ON a.company_id = r.company_id AND a.role IN ('owner', 'admin', 'finance')
    ON CONFLICT DO NOTHING;
    -- Whoever has not been told yet is told what is so, and not what was.
    UPDATE money_mails SET given_up_at = now(), detail = 'overtaken'
    WHERE recharge_id = wanted AND sent_at IS NULL AND given_up_at IS NULL AND kind <> ALL (due);

    RETURN jsonb_build_object('status', r.status, 'companyId', r.company_id,
      'nextLookMilliseconds', CASE r.status WHEN 'awaiting_payment' THEN (
        SELECT greatest(1, ceil(extract(epoch FROM min(at) - clock_timestamp()) * 1000))
        FROM unnest(ARRAY[r.created_at + wait * (7/30.0), r.created_at + wait * (21/30.0),
          r.created_at + wait * (27/30.0), r.expires_at]) AS at WHERE at > clock_timestamp()) END);
  END $$;

  -- Notices balances that fell below their company's level since the last look, and those that rose
  -- again. A look of the sweeper, not a trigger: sends do not pay for it.
  CREATE FUNCTION notice_low_balances() RETURNS void LANGUAGE sql AS $$
    WITH crossed AS (
      UPDATE balance_alerts b SET is_below = a.balance < b.points
      FROM accounts a
      WHERE a.kind = 'company_balance' AND a.owner_id = b.company_id
        AND b.is_below <> (a.balance < b.points)
      RETURNING b.company_id, b.is_below, a.balance, b.points
    )
    INSERT INTO money_mails (company_id, kind, admin_id, balance, alert_points)
    SELECT c.company_id, 'low_balance', m.id, c.balance, c.points FROM crossed c
    JOIN admins m ON m.company_id = c.company_id AND m.role IN ('owner', 'admin', 'finance')
    WHERE c.is_below $$;
`;
