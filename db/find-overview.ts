import type { Overview } from '../contracts/overview';
import { unhappyRewardStatuses } from '../domain/states';
import { rowsOf, type Transaction } from './pool';

/** All figures of the overview, in one round trip. */
export async function findOverview(
  tx: Transaction,
  period: { days: number; by: 'day' | 'week' },
): Promise<Overview> {
  const [row] = await rowsOf<{ overview: Omit<Overview, 'sent' | 'delivery'> & OverviewParts }>(
    tx,
    OVERVIEW,
    [period.by, period.days, period.by, UNDELIVERED],
  );
  if (row === undefined) throw new Error('The overview has no row');
  const { series, delivery, ...rest } = row.overview;
  const sum = (key: 'points' | 'distributions') =>
    series.reduce((total, point) => total + point[key], 0);
  const { rewards, delivered } = delivery;
  return {
    ...rest,
    sent: { by: period.by, points: sum('points'), distributions: sum('distributions'), series },
    delivery: { rewards, delivered, rate: rewards === 0 ? null : delivered / rewards },
  };
}

/** Ends of what was sent. A row that failed was refused: nothing of it could be delivered. */
const UNDELIVERED = unhappyRewardStatuses.filter((status) => status !== 'failed');

interface OverviewParts {
  series: Overview['sent']['series'];
  delivery: { rewards: number; delivered: number };
}

const OVERVIEW = `
  WITH company AS MATERIALIZED (
    SELECT id, time_zone FROM companies WHERE id = current_company_id()
  ), period AS MATERIALIZED (
    SELECT c.time_zone, unit, begins, begins AT TIME ZONE c.time_zone AS since
    FROM company c, LATERAL (SELECT ?::text AS unit) u, LATERAL (SELECT date_trunc(unit,
      (now() AT TIME ZONE c.time_zone) - make_interval(days => ?::int - 1)) AS begins) b
  ), recent AS MATERIALIZED (
    SELECT d.id, d.points, d.recipients, d.started_at, p.time_zone FROM period p, distributions d
    WHERE d.company_id = current_company_id() AND d.started_at >= p.since
  ), sums AS (
    SELECT date_trunc(?::text, started_at AT TIME ZONE time_zone) AS begins, sum(points)::bigint AS points,
      count(*) AS distributions
    FROM recent GROUP BY 1
  ), series AS (
    SELECT s.begins::date AS date, coalesce(u.points, 0) AS points,
      coalesce(u.distributions, 0) AS distributions
    FROM period p, generate_series(p.begins, now() AT TIME ZONE p.time_zone, ('1 ' || p.unit)::interval)
      AS s (begins) LEFT JOIN sums u ON u.begins = s.begins
  ), sample AS (
    SELECT id FROM (SELECT id, sum(recipients) OVER (ORDER BY id DESC) - recipients AS before FROM recent) r
    WHERE before < 20000
  ), ended AS (
    SELECT count(*) FILTER (WHERE r.status = 'delivered') AS delivered,
      count(*) FILTER (WHERE r.status = 'delivered' OR r.status = ANY(?::text[])) AS rewards
    FROM sample s JOIN rewards r ON r.distribution_id = s.id
  ), waiting AS (
    SELECT count(*) AS rewards, coalesce(sum(points), 0)::bigint AS points FROM rewards
    WHERE company_id = current_company_id() AND status = 'awaiting_registration'
  ), failed AS (
    SELECT count(*) FILTER (WHERE r.status = 'failed') AS not_charged,
      count(*) FILTER (WHERE r.status = 'email_failed') AS email_failed
    FROM period p, rewards r WHERE r.company_id = current_company_id()
      AND r.status IN ('failed', 'email_failed') AND r.failed_at >= p.since
  ), unfunded AS (
    SELECT count(*) AS distributions, coalesce(sum(points), 0)::bigint AS points FROM distributions
    WHERE company_id = current_company_id() AND status = 'awaiting_funds'
  ), answered AS (
    SELECT count(*) AS tickets FROM tickets
    WHERE company_id = current_company_id() AND state = 'waiting_for_customer'
  ), urgent AS (
    SELECT count(*) AS tickets, min(deadline) AS next FROM tickets
    WHERE company_id = current_company_id() AND deadline IS NOT NULL AND warn_at <= now()
  )
  SELECT jsonb_build_object(
    'balance', coalesce((SELECT balance FROM accounts a, company c
      WHERE a.kind = 'company_balance' AND a.owner_id = c.id), 0),
    'held', coalesce((SELECT balance FROM accounts a, company c
      WHERE a.kind = 'company_hold' AND a.owner_id = c.id), 0),
    'timeZone', (SELECT time_zone FROM company),
    'series', (SELECT jsonb_agg(to_jsonb(series) ORDER BY date) FROM series),
    'delivery', (SELECT to_jsonb(ended) FROM ended),
    'waitingForRegistration', (SELECT to_jsonb(waiting) FROM waiting),
    'attention', jsonb_build_object(
      'ticketsWaitingForCompany', (SELECT tickets FROM answered),
      'failedRewards', (SELECT jsonb_build_object('notCharged', not_charged, 'emailFailed', email_failed)
        FROM failed),
      'awaitingFunds', (SELECT to_jsonb(unfunded) FROM unfunded),
      'ticketsNearDeadline', (SELECT jsonb_build_object('tickets', tickets, 'nextDeadline',
        to_char(next AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) FROM urgent))) AS overview`;
