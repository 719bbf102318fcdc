import type { WebhookEventType } from './webhook-events';

/**
 * When a delivery that failed is tried again.
 *
 * @param attempts how many were made, this one too.
 * @param lot from 0 to 1, drawn anew each time: those that failed at one moment do not all come back at one.
 * @returns milliseconds from now, or undefined when it was the last.
 */
export function webhookRetryMilliseconds(
  type: WebhookEventType,
  attempts: number,
  lot: number,
): number | undefined {
  // Whoever asks for a test looks at its answer, and asks again.
  if (type === 'webhook.test') return undefined;
  const seconds = WEBHOOK_RETRY_SECONDS[attempts - 1];
  return seconds === undefined ? undefined : Math.round(seconds * 1_000 * (1 + LOT_SHARE * lot));
}

const MINUTE = 60;
const HOUR = 3_600;

/**
 * After each failed attempt, in seconds: at once for a hiccup, three days in all for a weekend. The distances
 * that the specification proposes (Standard Webhooks, "Deliverability and reliability").
 */
export const WEBHOOK_RETRY_SECONDS: readonly number[] = [
  5,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

const LOT_SHARE = 0.1;
