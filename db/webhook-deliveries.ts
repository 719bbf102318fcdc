import type { WebhookDelivery } from '../contracts/webhooks';
import type { WebhookDeliveryStatus, WebhookEventType } from '../domain/webhook-events';
import { rowsOf, type Transaction } from './pool';

/** One page of the deliveries to an endpoint of the company of `tx`, newest event first. */
export async function listWebhookDeliveries(
  tx: Transaction,
  page: { endpointId: string; status?: WebhookDeliveryStatus; before?: string; limit: number },
): Promise<{ items: WebhookDelivery[]; hasMore: boolean }> {
  const { endpointId, status, before, limit } = page;
  const rows = await rowsOf<DeliveryRow>(
    tx,
    `${SELECT_DELIVERY} AND d.endpoint_id = ? AND d.status = coalesce(?, d.status)
       AND d.id < coalesce(?::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
     ORDER BY d.id DESC LIMIT ?`,
    [endpointId, status ?? null, before ?? null, limit + 1],
  );
  return { items: rows.slice(0, limit).map(showDelivery), hasMore: rows.length > limit };
}

export async function findWebhookDelivery(
  tx: Transaction,
  { endpointId, deliveryId }: { endpointId: string; deliveryId: string },
): Promise<WebhookDelivery | undefined> {
  const [row] = await rowsOf<DeliveryRow>(
    tx,
    `${SELECT_DELIVERY} AND d.endpoint_id = ? AND d.id = ?`,
    [endpointId, deliveryId],
  );
  return row && showDelivery(row);
}

/** An event that says nothing, for one endpoint. @returns the id of its delivery */
export async function writeTestEvent(tx: Transaction, endpointId: string): Promise<string> {
  const [made] = await rowsOf<{ id: string }>(
    tx,
    `WITH event AS (
       INSERT INTO webhook_events (company_id, type, data)
       VALUES (current_company_id(), 'webhook.test', json_build_object('endpointId', ?::text))
       RETURNING id, company_id
     )
     INSERT INTO webhook_deliveries (company_id, event_id, endpoint_id)
     SELECT company_id, id, ? FROM event RETURNING id`,
    [endpointId, endpointId],
  );
  if (made === undefined) throw new Error('A test was not written');
  return made.id;
}

/** Sends it again from the beginning of its schedule, also what has arrived before. */
export async function redeliverWebhook(tx: Transaction, deliveryId: string): Promise<void> {
  await rowsOf(tx, `${AGAIN} WHERE id = ? AND company_id = current_company_id()`, [deliveryId]);
}

/** All that failed for good since a time. @returns how many */
export async function redeliverFailedWebhooks(
  tx: Transaction,
  { endpointId, since }: { endpointId: string; since: string },
): Promise<number> {
  const again = await rowsOf(
    tx,
    `${AGAIN} WHERE endpoint_id = ? AND company_id = current_company_id() AND status = 'failed'
       AND failed_at >= ? RETURNING id`,
    [endpointId, since],
  );
  return again.length;
}

const AGAIN = `UPDATE webhook_deliveries SET status = 'pending', attempts = 0, next_attempt_at = now(),
  delivered_at = NULL, failed_at = NULL`;

const SELECT_DELIVERY = `SELECT d.id, d.event_id AS "eventId", v.type AS "eventType",
    v.created_at AS "occurredAt", v.distribution_id AS "distributionId", v.reward_id AS "rewardId",
    d.status, d.attempts, d.next_attempt_at AS "nextAttemptAt", d.last_attempt_at AS "lastAttemptAt",
    d.last_http_status AS "lastHttpStatus", d.last_error AS "lastError",
    d.last_response AS "lastResponse", d.delivered_at AS "deliveredAt", d.failed_at AS "failedAt"
  FROM webhook_deliveries d JOIN webhook_events v ON v.id = d.event_id
  WHERE d.company_id = current_company_id()`;

interface DeliveryRow {
  id: string;
  eventId: string;
  eventType: WebhookEventType;
  occurredAt: Date;
  distributionId: string | null;
  rewardId: string | null;
  status: WebhookDeliveryStatus;
  attempts: number;
  nextAttemptAt: Date | null;
  lastAttemptAt: Date | null;
  lastHttpStatus: number | null;
  lastError: string | null;
  lastResponse: string | null;
  deliveredAt: Date | null;
  failedAt: Date | null;
}

function showDelivery(row: DeliveryRow): WebhookDelivery {
  return {
    ...row,
    occurredAt: row.occurredAt.toISOString(),
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    lastAttemptAt: row.lastAttemptAt?.toISOString() ?? null,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    failedAt: row.failedAt?.toISOString() ?? null,
  };
}
