import { z } from 'zod';
import {
  attemptReasons,
  creditReasons,
  orderStatuses,
  parcelReportKinds,
} from '../domain/order-states';
import { checkAddress, type PostalAddress, type TypedAddress } from '../domain/postal-address';
import { parseMessage, parseName } from '../domain/typed-text';
import { id } from './distributions';

/** What recipients, support and the carrier send and get for orders; api, web and db share them. */

const time = z.iso.datetime().meta({ description: 'RFC 3339, UTC.' });
const line = z.string().max(200);

/** A postal address of any country; each wrong field is an issue that says what to do. */
export const addressInput = z
  .strictObject({
    name: line.meta({ description: 'Who takes the parcel.' }),
    line1: line.meta({ description: 'Street and house number.' }),
    line2: line.nullish(),
    city: line,
    region: line.nullish().meta({ description: 'State, province, prefecture …' }),
    postalCode: line.nullish(),
    country: line.meta({ description: 'ISO 3166-1 alpha-2.', example: 'IN' }),
    phone: line.meta({ description: 'Any human format; stored as E.164.' }),
  })
  .transform((typed, ctx): PostalAddress => {
    const checked = checkAddress(typed satisfies TypedAddress);
    if (checked.ok) return checked.address;
    for (const { path, message } of checked.issues) {
      ctx.addIssue({ code: 'custom', path: [path], message });
    }
    return z.NEVER;
  });

export const addressSchema = z.object({
  name: z.string(),
  line1: z.string(),
  line2: z.string().nullable(),
  city: z.string(),
  region: z.string().nullable(),
  postalCode: z.string().nullable(),
  country: z.string(),
  phone: z.string().meta({ description: 'E.164.' }),
});

const cartItem = z.strictObject({
  goodsId: id,
  variant: z.string().max(200).nullish(),
  quantity: z.int().min(1).max(100),
});
export type CartItem = z.infer<typeof cartItem>;
const cart = z.array(cartItem).min(1).max(50);

export const quoteInput = z.strictObject({ items: cart });

export const placeOrderInput = z.strictObject({
  idempotencyKey: z
    .string()
    .min(1)
    .max(200)
    .refine((text) => parseName(text) !== undefined, 'Control characters cannot be stored')
    .meta({ description: 'Drawn once for a cart: a repeated call is the same order.' }),
  items: cart,
  expectedPoints: z.int().min(1).meta({
    description: 'The total as it was shown; when prices have changed since, nothing is ordered.',
  }),
  address: addressInput,
});
export type PlaceOrderInput = z.infer<typeof placeOrderInput>;

export const orderItemSchema = z.object({
  goodsId: id,
  name: z.string(),
  variant: z.string().nullable(),
  pricePoints: z.int().meta({ description: 'Of one, when it was ordered.' }),
  quantity: z.int(),
});

export const quoteSchema = z.object({
  items: z.array(orderItemSchema),
  points: z.int(),
  balancePoints: z.int(),
  shortfallPoints: z.int().meta({ description: '0 when the wallet is enough.' }),
});

export const orderEvents = [
  'placed',
  'handed_over',
  'dispatched',
  'attempt_failed',
  'delivered',
  'returned',
  'lost',
  'cancel_requested',
  'cancelled',
  'address_changed',
  'address_taken',
  'address_not_taken',
  'carrier_refused',
  'carrier_unreachable',
  'not_reported',
  'contradicted',
  'mail_resent',
] as const;
export type OrderEvent = (typeof orderEvents)[number];

export const creditNoteSchema = z.object({
  number: z.string().meta({
    description: 'Without gaps: CN-2026-000001. Its PDF is at /credit-notes/<number>.pdf.',
  }),
  points: z.int(),
  reason: z.enum(creditReasons),
  issuedAt: time,
});

export const orderSummarySchema = z.object({
  id,
  number: z.string().meta({ description: 'For people: O-1042.' }),
  status: z.enum(orderStatuses),
  points: z.int(),
  attempts: z.int().meta({ description: 'Failed delivery attempts, at most 3.' }),
  items: z.array(orderItemSchema),
  placedAt: time,
  endedAt: time.nullable(),
  creditNote: creditNoteSchema.nullable(),
});
export type OrderSummary = z.infer<typeof orderSummarySchema>;

export const orderSchema = orderSummarySchema.extend({
  version: z.int(),
  address: addressSchema,
  trackingUrl: z.string().nullable(),
  canCancel: z.boolean(),
  canCorrectAddress: z.boolean(),
  timeline: z.array(
    z.object({
      event: z.enum(orderEvents),
      attempt: z.int().nullable(),
      reason: z.string().nullable(),
      at: time,
    }),
  ),
});
export type Order = z.infer<typeof orderSchema>;

export const supportOrderSummarySchema = orderSummarySchema.extend({
  recipient: z.object({ id, name: z.string(), email: z.string() }),
  company: z.object({ id, name: z.string() }),
});
export type SupportOrderSummary = z.infer<typeof supportOrderSummarySchema>;

/** What support does with an order says which, as it was read, and why. */
export const orderActInput = {
  id,
  version: z.int().meta({ description: 'Of the order as it was read.' }),
  reason: z
    .string()
    .refine((text) => parseMessage(text) !== undefined, 'Say why; it is kept.')
    .meta({ description: 'Why; it is kept in the audit.' }),
};

export const supportOrderSchema = orderSchema.extend({
  recipient: supportOrderSummarySchema.shape.recipient,
  company: supportOrderSummarySchema.shape.company,
  shipmentId: z.string().nullable(),
  reportDueAt: time.nullable().meta({ description: 'Until when the carrier should report.' }),
  tickets: z.array(z.object({ id, number: z.string(), cause: z.string(), state: z.string() })),
  callbacks: z.array(
    z.object({ kind: z.string().nullable(), verdict: z.string(), receivedAt: time }),
  ),
  mails: z.array(
    z.object({
      id,
      kind: z.string(),
      createdAt: time,
      sentAt: time.nullable(),
      detail: z.string().nullable(),
    }),
  ),
  audit: z.array(
    z.object({
      actorKind: z.string(),
      actorId: z.string(),
      action: z.string(),
      reason: z.string(),
      at: time,
    }),
  ),
});
export type SupportOrder = z.infer<typeof supportOrderSchema>;

/** What a carrier tells us, signed, at POST /webhooks/carrier. */
export const carrierCallback = z
  .object({
    kind: z.enum(parcelReportKinds),
    orderId: id,
    occurredAt: time,
    attempt: z.int().min(1).max(3).optional(),
    reason: z.enum(attemptReasons).optional(),
  })
  .refine(({ kind, attempt }) => kind !== 'attempt_failed' || attempt !== undefined, {
    path: ['attempt'],
    message: 'A failed attempt says which: 1, 2 or 3.',
  });
export type CarrierCallback = z.infer<typeof carrierCallback>;

/** `O-1042`: what a person reads on a page or says on the telephone. */
export function showOrderNumber(number: number): string {
  return `O-${number}`;
}
