import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/**
 * A message as Standard Webhooks puts it on the wire: body and headers. While a secret is being changed both
 * sign, so that the receiver can change his at any moment of that time.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signWebhook(
  { id, type, data, createdAt }: WebhookMessage,
  secrets: readonly string[],
  at: Date,
): SignedWebhook {
  const body = JSON.stringify({ type, timestamp: createdAt.toISOString(), data });
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, at, body));
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Bestow-Webhooks/1',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': signatures.join(' '),
    },
  };
}

export interface WebhookMessage {
  /** The same in every attempt: by it the receiver knows what he has seen. */
  id: string;
  type: string;
  data: unknown;
  /** When it happened, not when it is sent. */
  createdAt: Date;
}

export interface SignedWebhook {
  body: string;
  headers: Record<string, string>;
}

export function createWebhookSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** The specification asks for 24 to 64. */
const SECRET_BYTES = 32;
