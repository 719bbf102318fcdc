import type { WebhookEndpoint } from '../contracts/webhooks';
import type { SubscribableEventType, WebhookDisabledReason } from '../domain/webhook-events';
import type { SecretBox } from './secret-box';
import { rowsOf, type Transaction } from './pool';

/** Those of the company of `tx`, oldest first: there are a handful. */
export async function listWebhookEndpoints(tx: Transaction): Promise<WebhookEndpoint[]> {
  const rows = await rowsOf<EndpointRow>(tx, `${SELECT_ENDPOINT} ORDER BY e.id`);
  return rows.map(showEndpoint);
}

export async function findWebhookEndpoint(
  tx: Transaction,
  id: string,
): Promise<WebhookEndpoint | undefined> {
  const [row] = await rowsOf<EndpointRow>(tx, `${SELECT_ENDPOINT} AND e.id = ?`, [id]);
  return row && showEndpoint(row);
}

/** The same, and nobody else changes it until the end of the transaction. */
export async function lockWebhookEndpoint(
  tx: Transaction,
  id: string,
): Promise<WebhookEndpoint | undefined> {
  const [row] = await rowsOf<EndpointRow>(
    tx,
    `${SELECT_ENDPOINT} AND e.id = ? FOR NO KEY UPDATE OF e`,
    [id],
  );
  return row && showEndpoint(row);
}

/** How many the company of `tx` has; nobody makes another one until the end of the transaction. */
export async function countWebhookEndpoints(tx: Transaction): Promise<number> {
  await rowsOf(tx, 'SELECT FROM companies WHERE id = current_company_id() FOR NO KEY UPDATE');
  const [row] = await rowsOf<{ endpoints: number }>(
    tx,
    `SELECT count(*)::int AS endpoints FROM webhook_endpoints WHERE company_id = current_company_id()`,
  );
  return row?.endpoints ?? 0;
}

/** Makes an endpoint of the company of `tx`. @returns its id */
export async function createWebhookEndpoint(
  tx: Transaction,
  secretBox: SecretBox,
  endpoint: {
    url: string;
    description: string;
    eventTypes: readonly SubscribableEventType[] | null;
    secret: string;
    createdBy: string;
  },
): Promise<string> {
  const { url, description, eventTypes, secret, createdBy } = endpoint;
  const [made] = await rowsOf<{ id: string }>(tx, 'SELECT uuidv7() AS id');
  if (made === undefined) throw new Error('A question without a table was not answered');
  await rowsOf(
    tx,
    `INSERT INTO webhook_endpoints (id, company_id, url, description, event_types, secret, created_by)
     VALUES (?, current_company_id(), ?, ?, ?::text[], ?, ?)`,
    [
      ...[made.id, url, description, eventTypes],
      ...[secretBox.seal(secret, ownerOf(made.id)), createdBy],
    ],
  );
  return made.id;
}

/** What the secrets of an endpoint are sealed for. */
export function ownerOf(endpointId: string): string {
  return `webhook_endpoint/${endpointId}`;
}

export async function changeWebhookEndpoint(
  tx: Transaction,
  id: string,
  now: Pick<WebhookEndpoint, 'url' | 'description' | 'eventTypes'>,
): Promise<void> {
  await rowsOf(
    tx,
    `UPDATE webhook_endpoints SET url = ?, description = ?, event_types = ?::text[]
     WHERE id = ? AND company_id = current_company_id()`,
    [now.url, now.description, now.eventTypes, id],
  );
}

/** What waited meanwhile goes on; the run that saw it disabled has ended. */
export async function enableWebhookEndpoint(tx: Transaction, id: string): Promise<void> {
  await rowsOf(
    tx,
    `UPDATE webhook_endpoints SET status = 'enabled', disabled_reason = NULL, disabled_at = NULL,
       told_at = NULL, failing_since = NULL, last_failed_at = NULL, carried_until = NULL
     WHERE id = ? AND company_id = current_company_id()`,
    [id],
  );
}

export async function disableWebhookEndpoint(tx: Transaction, id: string): Promise<void> {
  await rowsOf(
    tx,
    `UPDATE webhook_endpoints SET status = 'disabled', disabled_reason = 'by_hand',
       disabled_at = date_trunc('milliseconds', now())
     WHERE id = ? AND company_id = current_company_id() AND status = 'enabled'`,
    [id],
  );
}

/** With all its deliveries. */
export async function deleteWebhookEndpoint(tx: Transaction, id: string): Promise<void> {
  await rowsOf(
    tx,
    'DELETE FROM webhook_endpoints WHERE id = ? AND company_id = current_company_id()',
    [id],
  );
}

/** The one before goes on signing for a day, beside the new one. */
export async function rotateWebhookSecret(
  tx: Transaction,
  secretBox: SecretBox,
  { id, secret }: { id: string; secret: string },
): Promise<void> {
  await rowsOf(
    tx,
    `UPDATE webhook_endpoints SET previous_secret = secret, secret = ?,
       previous_secret_until = date_trunc('milliseconds', now()) + make_interval(secs => ?)
     WHERE id = ? AND company_id = current_company_id()`,
    [secretBox.seal(secret, ownerOf(id)), OVERLAP_SECONDS, id],
  );
}

/** Long enough for a release of the receiver. */
const OVERLAP_SECONDS = 86_400;

const SELECT_ENDPOINT = `SELECT e.id, e.url, e.description, e.event_types AS "eventTypes", e.status,
    e.disabled_reason AS "disabledReason", e.disabled_at AS "disabledAt",
    e.failing_since AS "failingSince", e.created_at AS "createdAt",
    CASE WHEN e.previous_secret_until > now() THEN e.previous_secret_until END AS "previousSecretUntil",
    (SELECT count(*)::int FROM webhook_deliveries d
     WHERE d.endpoint_id = e.id AND d.status = 'pending') AS pending,
    (SELECT count(*)::int FROM webhook_deliveries d
     WHERE d.endpoint_id = e.id AND d.status = 'failed') AS failed
  FROM webhook_endpoints e WHERE e.company_id = current_company_id()`;

interface EndpointRow {
  id: string;
  url: string;
  description: string;
  eventTypes: SubscribableEventType[] | null;
  status: WebhookEndpoint['status'];
  disabledReason: WebhookDisabledReason | null;
  disabledAt: Date | null;
  failingSince: Date | null;
  previousSecretUntil: Date | null;
  createdAt: Date;
  pending: number;
  failed: number;
}

function showEndpoint(row: EndpointRow): WebhookEndpoint {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    disabledAt: row.disabledAt?.toISOString() ?? null,
    failingSince: row.failingSince?.toISOString() ?? null,
    previousSecretUntil: row.previousSecretUntil?.toISOString() ?? null,
  };
}
