import type { WebhookDisabledReason, WebhookEventType } from '../domain/webhook-events';
import { type Database, rowsOf } from './pool';

/** An endpoint that is told; undefined when it is gone or disabled. Keeps it for the run that asks. */
export async function carryWebhookEndpoint(
  db: Database,
  endpointId: string,
): Promise<CarriedEndpoint | undefined> {
  const [row] = await rowsOf<CarriedEndpoint>(
    db,
    `UPDATE webhook_endpoints SET carried_until = now() + make_interval(secs => ?)
     WHERE id = ? AND status = 'enabled'
     RETURNING id, company_id AS "companyId", url, secret,
       CASE WHEN previous_secret_until > now() THEN previous_secret END AS "previousSecret"`,
    [CLAIM_SECONDS, endpointId],
  );
  return row;
}

/** Why it is not told: it is over, or it was disabled by itself and its owners do not know yet. */
export async function findWebhookStanding(
  db: Database,
  endpointId: string,
): Promise<'never' | 'tell_owners'> {
  return (await findDisabledWebhook(db, endpointId)) === undefined ? 'never' : 'tell_owners';
}

export interface CarriedEndpoint {
  id: string;
  companyId: string;
  url: string;
  secret: Buffer;
  previousSecret: Buffer | null;
}

/**
 * Takes the deliveries that are due, those that wait longest first. They are due again when this run is lost:
 * what it has sent and not marked is then sent twice, with the same id.
 */
export async function claimWebhookDeliveries(
  db: Database,
  endpointId: string,
  limit: number,
): Promise<ClaimedDelivery[]> {
  return rowsOf<ClaimedDelivery>(
    db,
    `WITH due AS (
       SELECT id FROM webhook_deliveries
       WHERE endpoint_id = ? AND status = 'pending' AND next_attempt_at <= now()
       ORDER BY next_attempt_at, id LIMIT ? FOR UPDATE SKIP LOCKED
     ), claimed AS (
       UPDATE webhook_deliveries d SET next_attempt_at = now() + make_interval(secs => ?)
       FROM due WHERE d.id = due.id RETURNING d.id, d.event_id, d.attempts
     )
     SELECT c.id, c.attempts, c.event_id AS "eventId", v.type, v.data, v.created_at AS "createdAt"
     FROM claimed c JOIN webhook_events v ON v.id = c.event_id ORDER BY v.id`,
    [endpointId, limit, CLAIM_SECONDS],
  );
}

export interface ClaimedDelivery {
  id: string;
  /** Before this one. */
  attempts: number;
  eventId: string;
  type: WebhookEventType;
  data: unknown;
  createdAt: Date;
}

/** Twice as long as one round can take (activities/webhooks.ts). */
const CLAIM_SECONDS = 60;

/** Gives back what was taken and has no answer: due at once, and nothing of its schedule used up. */
export async function releaseWebhookDeliveries(
  db: Database,
  deliveryIds: readonly string[],
): Promise<void> {
  await rowsOf(
    db,
    `UPDATE webhook_deliveries SET next_attempt_at = now()
     WHERE id = ANY(?::uuid[]) AND status = 'pending'`,
    [deliveryIds],
  );
}

export interface WebhookAttempt {
  deliveryId: string;
  endpointId: string;
  httpStatus: number | null;
  error: string | null;
  response: string | null;
}

/** It has arrived, and with it the endpoint works. */
export async function markWebhookDelivered(db: Database, attempt: WebhookAttempt): Promise<void> {
  await rowsOf(
    db,
    `WITH delivered AS (
       UPDATE webhook_deliveries SET status = 'delivered', attempts = attempts + 1,
         next_attempt_at = NULL, last_attempt_at = now(), last_http_status = ?, last_error = NULL,
         last_response = ?, delivered_at = now()
       WHERE id = ? AND status = 'pending'
     )
     UPDATE webhook_endpoints SET failing_since = NULL, last_failed_at = NULL
     WHERE id = ? AND failing_since IS NOT NULL`,
    [attempt.httpStatus, attempt.response, attempt.deliveryId, attempt.endpointId],
  );
}

/**
 * It has not arrived: it waits for its next attempt, or is given up. An endpoint that says that it is gone
 * for good, or that has answered nothing well for days, is disabled; what waits for it stays.
 *
 * @param options.retryMilliseconds undefined when this was the last attempt.
 * @param options.isGone it answered 410 Gone.
 */
export async function markWebhookFailed(
  db: Database,
  attempt: WebhookAttempt,
  { retryMilliseconds, isGone }: { retryMilliseconds: number | undefined; isGone: boolean },
): Promise<void> {
  const { httpStatus, error, response, deliveryId, endpointId } = attempt;
  const retry = retryMilliseconds ?? null;
  await rowsOf(
    db,
    `WITH attempted AS (
       UPDATE webhook_deliveries SET attempts = attempts + 1, last_attempt_at = now(),
         last_http_status = ?, last_error = ?, last_response = ?,
         status = CASE WHEN ?::float8 IS NULL THEN 'failed' ELSE 'pending' END,
         next_attempt_at = now() + make_interval(secs => ?::float8 / 1000),
         failed_at = CASE WHEN ?::float8 IS NULL THEN now() END
       WHERE id = ? AND status = 'pending'
     ), judged AS (
       SELECT id, CASE WHEN last_failed_at > now() - make_interval(secs => ?)
           THEN failing_since ELSE now() END AS since
       FROM webhook_endpoints WHERE id = ? FOR NO KEY UPDATE
     ), ended AS (
       SELECT id, since, CASE WHEN ? THEN 'gone'
         WHEN since <= now() - make_interval(secs => ?) THEN 'failing' END AS reason FROM judged
     )
     UPDATE webhook_endpoints e SET failing_since = n.since, last_failed_at = now(),
       status = CASE WHEN n.reason IS NULL THEN e.status ELSE 'disabled' END,
       disabled_reason = coalesce(e.disabled_reason, n.reason),
       disabled_at = coalesce(e.disabled_at,
         CASE WHEN n.reason IS NOT NULL THEN date_trunc('milliseconds', now()) END)
     FROM ended n WHERE e.id = n.id`,
    [
      ...[httpStatus, error, response, retry, retry, retry, deliveryId],
      ...[FORGIVEN_SECONDS, endpointId, isGone, FAILING_SECONDS],
    ],
  );
}

const DAY_SECONDS = 86_400;

/** Longer than a weekend with a holiday, so that somebody has had the time to see it. */
const FAILING_SECONDS = 5 * DAY_SECONDS;

/** More than the longest distance of two attempts: one that fails long after the last is a new trouble. */
const FORGIVEN_SECONDS = 2 * DAY_SECONDS;

/**
 * Nothing is due any more, and the run that looked may end or sleep: from here on another is started for what
 * comes. What was written between the look and this is found by whoever starts them.
 *
 * @returns milliseconds until the next attempt, or null when nothing waits.
 */
export async function rest(db: Database, endpointId: string): Promise<number | null> {
  const [row] = await rowsOf<{ wait: number | null }>(
    db,
    `WITH rested AS (UPDATE webhook_endpoints SET carried_until = NULL WHERE id = ?)
     SELECT (ceil(extract(epoch FROM min(next_attempt_at) - now()) * 1000))::int8 AS wait
     FROM webhook_deliveries WHERE endpoint_id = ? AND status = 'pending'`,
    [endpointId, endpointId],
  );
  return row?.wait ?? null;
}

/**
 * Endpoints with something due that nobody looks after; the caller starts their runs. Each is given once in
 * some seconds, whatever becomes of the start.
 */
export async function claimWaitingEndpoints(db: Database, limit: number): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    db,
    `WITH waiting AS (
       SELECT e.id FROM webhook_endpoints e
       WHERE e.status = 'enabled' AND (e.carried_until IS NULL OR e.carried_until < now())
         AND EXISTS (SELECT FROM webhook_deliveries d WHERE d.endpoint_id = e.id
           AND d.status = 'pending' AND d.next_attempt_at <= now())
       ORDER BY e.id LIMIT ? FOR NO KEY UPDATE SKIP LOCKED
     )
     UPDATE webhook_endpoints e SET carried_until = now() + make_interval(secs => ?)
     FROM waiting w WHERE e.id = w.id RETURNING e.id`,
    [limit, START_SECONDS],
  );
  return rows.map(({ id }) => id);
}

/** A start takes milliseconds; one that was lost is made again after this. */
const START_SECONDS = 10;

/** What the owners of a company are told of an endpoint that was disabled by itself, once. */
export async function findDisabledWebhook(
  db: Database,
  endpointId: string,
): Promise<DisabledWebhook | undefined> {
  const [row] = await rowsOf<DisabledWebhook>(
    db,
    `SELECT e.url, e.disabled_reason AS reason, e.disabled_at AS "disabledAt", c.name AS "companyName",
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'email', a.email)
          ORDER BY a.id), '[]') FROM admins a WHERE a.company_id = c.id AND a.role = 'owner') AS owners
     FROM webhook_endpoints e JOIN companies c ON c.id = e.company_id
     WHERE e.id = ? AND e.disabled_reason IN ('gone', 'failing') AND e.told_at IS NULL`,
    [endpointId],
  );
  return row;
}

export interface DisabledWebhook {
  url: string;
  reason: Exclude<WebhookDisabledReason, 'by_hand'>;
  disabledAt: Date;
  companyName: string;
  owners: { id: string; name: string; email: string }[];
}

export async function noteWebhookTold(db: Database, endpointId: string): Promise<void> {
  await rowsOf(db, `UPDATE webhook_endpoints SET told_at = now() WHERE id = ?`, [endpointId]);
}

/** Those that were disabled by themselves and of which nobody has been told yet. */
export async function findUntoldWebhooks(
  db: Database,
  { secondsAgo, limit }: { secondsAgo: number; limit: number },
): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    db,
    `SELECT id FROM webhook_endpoints WHERE disabled_reason IN ('gone', 'failing') AND told_at IS NULL
       AND disabled_at < now() - make_interval(secs => ?) LIMIT ?`,
    [secondsAgo, limit],
  );
  return rows.map(({ id }) => id);
}

/** Events with their deliveries, also those that a disabled endpoint left waiting. */
export async function forgetOldWebhooks(db: Database, days: number): Promise<void> {
  await rowsOf(
    db,
    `DELETE FROM webhook_events WHERE id IN (SELECT id FROM webhook_events
       WHERE created_at < now() - make_interval(days => ?) LIMIT ?)`,
    [days, FORGOTTEN_AT_ONCE],
  );
}

/** A sweep comes each minute: this many keep up with more than is ever written. */
const FORGOTTEN_AT_ONCE = 10_000;
