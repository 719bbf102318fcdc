import Stripe from 'stripe';
import { z } from 'zod';
import type { WebhookJudgement } from './payment-provider';

/**
 * Judges an event of Stripe Checkout. The signature is over timestamp and raw body, and older than
 * five minutes it is refused: https://docs.stripe.com/webhooks#verify-manually. Which events tell that
 * money came: https://docs.stripe.com/checkout/fulfillment.
 */
export function readStripeEvent(
  { rawBody, signature }: { rawBody: Buffer; signature: string },
  webhookSecret: string,
): WebhookJudgement {
  let event: unknown;
  try {
    event = Stripe.webhooks.constructEvent(rawBody, signature, webhookSecret, TOLERANCE_SECONDS);
  } catch (error) {
    return { kind: 'refused', reason: reasonOf(error) };
  }
  const known = eventSchema.safeParse(event);
  if (!known.success) return { kind: 'refused', reason: 'payment_malformed' };
  if (!PAYING_EVENTS.has(known.data.type)) return { kind: 'other' };
  const session = sessionSchema.safeParse(known.data.data.object);
  if (!session.success) return { kind: 'refused', reason: 'payment_malformed' };
  const { client_reference_id, payment_intent, payment_status, amount_total, currency } =
    session.data;
  // A bank debit is completed first and paid days later, with an event of its own.
  if (payment_status !== 'paid') return { kind: 'other' };
  return {
    kind: 'payment',
    payment: {
      rechargeId: client_reference_id,
      eventKey: known.data.id,
      reference: payment_intent,
      amountMinor: amount_total,
      currency: currency.toUpperCase(),
    },
  };
}

const TOLERANCE_SECONDS = 300;

const PAYING_EVENTS: ReadonlySet<string> = new Set([
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
]);

const eventSchema = z.object({
  id: z.string().min(1).max(255),
  type: z.string(),
  data: z.object({ object: z.unknown() }),
});

const sessionSchema = z.object({
  client_reference_id: z.uuid().nullable().catch(null),
  payment_intent: z.string().min(1).max(200),
  payment_status: z.enum(['paid', 'unpaid', 'no_payment_required']),
  amount_total: z.int().min(0),
  currency: z.string().regex(/^[a-z]{3}$/i),
});

/** A signature that was good once is told apart by Stripe's own text alone. */
function reasonOf(
  error: unknown,
): 'payment_too_old' | 'payment_signature_invalid' | 'payment_malformed' {
  // The signature is checked before the body is parsed, so what does not parse was signed.
  if (error instanceof SyntaxError) return 'payment_malformed';
  if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) throw error;
  return error.message.includes('Timestamp outside the tolerance zone')
    ? 'payment_too_old'
    : 'payment_signature_invalid';
}
