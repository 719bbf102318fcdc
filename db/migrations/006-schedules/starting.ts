/** What the workflow of a distribution asks when it wakes: is it time, and is the money there? */
export const STARTING = `
  -- Starts it for this run when its time has come; else says what it waits for. The answer is its
  -- state: { status, companyId, method, recipients, sendAt, waitMilliseconds }, or NULL for none.
  CREATE FUNCTION start_if_due(wanted uuid, workflow text, run text) RETURNS jsonb
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
    ELSIF was.status IN ('sending', 'scheduled', 'awaiting_funds') AND was.run_id IS DISTINCT FROM run
    THEN
      UPDATE distributions SET workflow_id = workflow, run_id = run WHERE id = wanted;
    END IF;
    RETURN (SELECT jsonb_build_object('status', status, 'companyId', company_id, 'method', method,
      'recipients', recipients, 'sendAt', send_at, 'waitMilliseconds', CASE status WHEN 'scheduled'
        THEN greatest(1, ceil(extract(epoch FROM send_at - clock_timestamp()) * 1000)) END)
      FROM distributions WHERE id = wanted);
  END $$;

  -- Holds the points of one whose time has come, or treats it as its sender chose.
  CREATE FUNCTION take_at_send(was distributions, available bigint) RETURNS boolean
  LANGUAGE plpgsql AS $$
  BEGIN
    -- Between the look and the lock its time was changed: the caller comes again.
    IF available IS NULL THEN RETURN false; END IF;
    IF may_take(was.company_id, was.points, available, was.if_insufficient = 'wait') THEN
      UPDATE distributions SET held_at = now() WHERE id = was.id;
      IF was.points > 0 THEN PERFORM post_transfers(hold_of(was)); END IF;
      RETURN true;
    ELSIF was.if_insufficient = 'wait' THEN
      UPDATE distributions SET status = 'awaiting_funds', waiting_since = clock_timestamp()
      WHERE id = was.id;
      PERFORM note_event(was, 'awaiting_funds', 'system', 'insufficient_balance', NULL);
    ELSE
      PERFORM end_unsent(was, 'insufficient_balance');
      PERFORM note_event(was, 'cancelled', 'system', 'insufficient_balance', NULL);
    END IF;
    RETURN false;
  END $$;
`;
