import type { Money } from '../../domain/money';
import type { ReasonCode } from '../../domain/reasons';

/** How money comes that a machine tells of. An adapter a provider; nothing else knows its formats. */
export interface PaymentProvider {
  name: 'stripe' | 'test';
  /**
   * The page on which the payer pays.
   *
   * @throws Refusal `payment_provider_unreachable`
   */
  createCheckout(checkout: Checkout): Promise<{ url: string }>;
  /** Judges a webhook by its signature over the raw body; never throws for what a stranger sends. */
  readWebhook(webhook: { rawBody: Buffer; signature: string }): WebhookJudgement;
}

export interface Checkout {
  rechargeId: string;
  invoiceNumber: string;
  money: Money;
  points: number;
  /** Where the payer comes back to. */
  returnUrl: string;
}

export type WebhookJudgement =
  | { kind: 'payment'; payment: WebhookPayment }
  /** Believed, and about something else. */
  | { kind: 'other' }
  | { kind: 'refused'; reason: ReasonCode };

export interface WebhookPayment {
  /** Null when the payment names none of ours: money that came, and that finance has to look at. */
  rechargeId: string | null;
  eventKey: string;
  reference: string;
  amountMinor: number;
  currency: string;
}
