import Stripe from 'stripe';
import { Refusal } from '../errors';
import type { PaymentProvider } from './payment-provider';
import { readStripeEvent } from './stripe-events';

/** Stripe Checkout: https://docs.stripe.com/api/checkout/sessions/create. */
export function createStripeProvider(options: StripeOptions): PaymentProvider {
  const stripe = new Stripe(options.secretKey, {
    timeout: TIMEOUT_MILLISECONDS,
    maxNetworkRetries: RETRIES,
    telemetry: false,
    ...options.server,
  });
  return {
    name: 'stripe',
    createCheckout: async ({ rechargeId, invoiceNumber, money, points, returnUrl }) => {
      const name = `${points.toLocaleString('en')} points (invoice ${invoiceNumber})`;
      const currency = money.currency.toLowerCase();
      try {
        const session = await stripe.checkout.sessions.create(
          {
            mode: 'payment',
            client_reference_id: rechargeId,
            success_url: returnUrl,
            cancel_url: returnUrl,
            line_items: [
              {
                quantity: 1,
                price_data: {
                  currency,
                  unit_amount: money.amountMinor,
                  product_data: { name },
                },
              },
            ],
          },
          // Stripe keeps a key for a day: two clicks open one session.
          { idempotencyKey: `recharge-${rechargeId}` },
        );
        if (session.url === null) throw new Error('Stripe gave a session without a page');
        return { url: session.url };
      } catch (error) {
        if (error instanceof Stripe.errors.StripeConnectionError) {
          throw new Refusal('payment_provider_unreachable');
        }
        throw error;
      }
    },
    readWebhook: (webhook) => readStripeEvent(webhook, options.webhookSecret),
  };
}

interface StripeOptions {
  secretKey: string;
  webhookSecret: string;
  /** Another server than Stripe's own, for tests. */
  server?: { host: string; port: number; protocol: 'http' | 'https' };
}

/** A person waits for the page; twice again is still within his patience. */
const TIMEOUT_MILLISECONDS = 8_000;
const RETRIES = 2;
