import { type Database, rowsOf } from './pool';

/** What an operator is woken for. All but counts are seconds; null when there is none. */
export interface Vitals {
  /** Since the oldest send was accepted that nothing carries yet. */
  oldestAcceptedSeconds: number | null;
  /** Since the sweeper was last done. */
  lastSweepSeconds: number | null;
  /** Beyond its time of the scheduled send that is latest. */
  scheduledLateSeconds: number | null;
  /** Until the first ticket must be answered; below zero once that is missed. */
  nextAnswerSeconds: number | null;
  /** Tickets whose answer was missed, and that nobody has answered since. */
  ticketsBreached: number;
  /** Open tickets about trouble of the platform, not of one company. */
  incidentsOpen: number;
  /** Since the oldest mail by which somebody gets in was written and not taken. */
  oldestAccessMailSeconds: number | null;
  /** Since the webhook that waits longest was due, at an endpoint that is enabled. */
  webhookOverdueSeconds: number | null;
  /** Webhooks that were given up within the last day. */
  webhooksGivenUp: number;
}

/** Each part reads a few rows by an index of its own. */
export async function findVitals(db: Database): Promise<Vitals> {
  const [row] = await rowsOf<Vitals>(
    db,
    `SELECT
       (SELECT extract(epoch FROM now() - min(created_at))::float8 FROM distributions WHERE status = 'accepted')
         AS "oldestAcceptedSeconds",
       (SELECT extract(epoch FROM now() - at)::float8 FROM last_sweep) AS "lastSweepSeconds",
       (SELECT extract(epoch FROM now() - min(send_at))::float8 FROM distributions
        WHERE status = 'scheduled' AND send_at < now()) AS "scheduledLateSeconds",
       (SELECT -extract(epoch FROM now() - min(coalesce(deadline, 'infinity')))::float8 FROM tickets
        WHERE deadline IS NOT NULL) AS "nextAnswerSeconds",
       (SELECT count(*)::int FROM tickets WHERE breached_at IS NOT NULL
          AND first_answered_at IS NULL AND state = 'open') AS "ticketsBreached",
       (SELECT count(*)::int FROM tickets WHERE company_id IS NULL AND state <> 'resolved'
          AND opened_by = 'workflow' AND payment_id IS NULL) AS "incidentsOpen",
       (SELECT extract(epoch FROM now() - min(created_at))::float8 FROM access_mails
        WHERE sent_at IS NULL AND given_up_at IS NULL) AS "oldestAccessMailSeconds",
       (SELECT extract(epoch FROM now() - min(due.at))::float8 FROM webhook_endpoints e,
          LATERAL (SELECT min(next_attempt_at) AS at FROM webhook_deliveries d
            WHERE d.endpoint_id = e.id AND d.status = 'pending') AS due
        WHERE e.status = 'enabled' AND due.at < now()) AS "webhookOverdueSeconds",
       (SELECT count(*)::int FROM webhook_endpoints e JOIN webhook_deliveries d
          ON d.endpoint_id = e.id AND d.status = 'failed' AND d.failed_at > now() - interval '1 day')
         AS "webhooksGivenUp"`,
  );
  if (row === undefined) throw new Error('A question without a table was not answered');
  return row;
}

export async function noteSweep(db: Database): Promise<void> {
  await rowsOf(
    db,
    `INSERT INTO last_sweep (at) VALUES (now())
     ON CONFLICT (is_only) DO UPDATE SET at = excluded.at`,
  );
}
