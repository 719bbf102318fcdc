import type { Config } from '../../config';
import type { PaymentProvider } from './payment-provider';
import { createStripeProvider } from './stripe-provider';
import { createTestProvider } from './test-provider';

/**
 * The payment providers that are set up.
 *
 * @throws Error when Stripe is set up by half, or a provider that takes no money beside it.
 */
export function createPaymentProviders(
  config: Config,
  secret: string,
  publicUrl: string,
): PaymentProvider[] {
  const { BESTOW_STRIPE_SECRET_KEY: secretKey, BESTOW_STRIPE_WEBHOOK_SECRET: webhookSecret } =
    config;
  if ((secretKey === undefined) !== (webhookSecret === undefined)) {
    throw new Error('BESTOW_STRIPE_SECRET_KEY and BESTOW_STRIPE_WEBHOOK_SECRET go together.');
  }
  if (secretKey !== undefined && webhookSecret !== undefined) {
    if (config.BESTOW_TEST_PAYMENTS) {
      throw new Error('BESTOW_TEST_PAYMENTS gives points for nothing: not beside Stripe.');
    }
    return [createStripeProvider({ secretKey, webhookSecret })];
  }
  return config.BESTOW_TEST_PAYMENTS ? [createTestProvider({ secret, publicUrl })] : [];
}
