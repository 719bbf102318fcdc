import { createHmac, timingSafeEqual } from 'node:crypto';
import Stripe from 'stripe';
import type { Checkout, PaymentProvider } from './payment-provider';
import { readStripeEvent } from './stripe-events';

/**
 * A payment provider that takes no money, for demos: a page with "Pay now" (test-payment-routes.ts),
 * and a webhook in Stripe's format that is signed the same way. Only with BESTOW_TEST_PAYMENTS.
 */
export function createTestProvider(options: { secret: string; publicUrl: string }): TestProvider {
  const derive = (purpose: string): string =>
    createHmac('sha256', options.secret).update(purpose).digest('hex');
  const webhookSecret = derive('test-payments/webhook');
  // As the session of a real provider, the page is known to who was given its address.
  const keyOf = (rechargeId: string): string => derive(`test-payments/${rechargeId}`).slice(0, 32);
  return {
    name: 'test',
    createCheckout: ({ rechargeId }) => {
      const url = `${options.publicUrl}/test-payments/${rechargeId}?key=${keyOf(rechargeId)}`;
      return Promise.resolve({ url });
    },
    readWebhook: (webhook) => readStripeEvent(webhook, webhookSecret),
    hasKey: (rechargeId, key) => {
      const wanted = keyOf(rechargeId);
      return key.length === wanted.length && timingSafeEqual(Buffer.from(key), Buffer.from(wanted));
    },
    signPayment: ({ rechargeId, money }) => {
      const payload = JSON.stringify({
        id: `evt_test_${rechargeId}`,
        object: 'event',
        type: 'checkout.session.completed',
        data: {
          object: {
            id: `cs_test_${rechargeId}`,
            object: 'checkout.session',
            client_reference_id: rechargeId,
            payment_intent: `pi_test_${rechargeId}`,
            payment_status: 'paid',
            amount_total: money.amountMinor,
            currency: money.currency.toLowerCase(),
          },
        },
      });
      const signature = Stripe.webhooks.generateTestHeaderString({
        payload,
        secret: webhookSecret,
      });
      return { payload, signature };
    },
  };
}

export interface TestProvider extends PaymentProvider {
  name: 'test';
  hasKey: (rechargeId: string, key: string) => boolean;
  /** What the provider sends when somebody has pressed "Pay now". */
  signPayment: (paid: Pick<Checkout, 'rechargeId' | 'money'>) => {
    payload: string;
    signature: string;
  };
}

export function isTestProvider(provider: PaymentProvider): provider is TestProvider {
  return provider.name === 'test';
}
