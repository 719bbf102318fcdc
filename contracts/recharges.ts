import { z } from 'zod';
import { reasonCodes } from '../domain/reasons';
import { parseExternalId, parseMessage } from '../domain/typed-text';
import { id, pageOf } from './distributions';

/** What callers send and get for recharges and payments; api, web and db share these types. */

const time = z.iso.datetime().meta({ description: 'RFC 3339, UTC.' });

export const rechargeStatuses = ['awaiting_payment', 'paid', 'cancelled', 'expired'] as const;
export const paymentStatuses = ['matched', 'refused', 'settled'] as const;

/** A recharge moves money of a whole company: a thousand billion points is more than any has. */
export const MOST_POINTS = 1_000_000_000_000;
export const rechargePoints = z.int().min(1).max(MOST_POINTS);

export const paymentReference = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => parseExternalId(text) !== undefined, 'Control characters cannot be stored')
  .meta({ description: 'Unique: of the bank, the invoice, or the payment provider.' });

const noteText = z
  .string()
  .max(1_000)
  .refine((text) => parseMessage(text) !== undefined, 'A text without control characters');

export const requestRechargeInput = z.strictObject({
  points: rechargePoints,
  note: noteText
    .min(1)
    .optional()
    .meta({ description: 'For yourselves; it stands on the invoice.' }),
  billingReference: z
    .string()
    .min(1)
    .max(100)
    .refine((text) => parseExternalId(text) !== undefined, 'Control characters cannot be stored')
    .optional()
    .meta({ description: 'Of your accounting, a purchase order: it stands on the invoice.' }),
});
export type RequestRecharge = z.infer<typeof requestRechargeInput>;

export const rechargeSchema = z.object({
  id,
  status: z.enum(rechargeStatuses),
  points: z.int(),
  amountMinor: z
    .int()
    .nullable()
    .meta({ description: 'In minor units (cents, paise); null when it was entered as paid.' }),
  currency: z.string().nullable().meta({ description: 'ISO 4217.' }),
  invoiceNumber: z.string().nullable(),
  invoiceUrl: z.string().nullable().meta({ description: 'The PDF; with your key or session.' }),
  note: z.string().nullable(),
  billingReference: z.string().nullable(),
  paymentReference: z.string().nullable(),
  requestedAt: time,
  expiresAt: time.nullable().meta({ description: 'Until when it can be paid.' }),
  paidAt: time.nullable(),
  endedAt: time.nullable(),
});
export type Recharge = z.infer<typeof rechargeSchema>;

export const rechargePage = pageOf(rechargeSchema);

export const financeRechargeSchema = rechargeSchema.extend({
  company: z.object({ id, name: z.string() }),
});
export type FinanceRecharge = z.infer<typeof financeRechargeSchema>;

export const paymentSchema = z.object({
  id,
  provider: z.enum(['bank', 'stripe', 'test']),
  status: z.enum(paymentStatuses),
  reason: z
    .object({ code: z.enum(reasonCodes), message: z.string(), nextAction: z.string() })
    .nullable(),
  reference: z.string().nullable(),
  amountMinor: z.int().nullable(),
  currency: z.string().nullable(),
  rechargeId: id.nullable(),
  invoiceNumber: z.string().nullable().meta({ description: 'Of the recharge.' }),
  company: z.object({ id, name: z.string() }).nullable(),
  times: z.int().meta({ description: 'How often it came; replays change nothing.' }),
  receivedAt: time,
  receivedFrom: z.string(),
  decision: z.enum(['credited', 'refunded', 'ignored']).nullable(),
  decisionNote: z.string().nullable(),
  settledBy: z.string().nullable(),
  settledAt: time.nullable(),
});
export type Payment = z.infer<typeof paymentSchema>;

export const confirmRechargeInput = z.strictObject({
  id,
  paymentReference,
  amountMinor: z.int().min(1).meta({ description: 'What the bank says came, in minor units.' }),
  currency: z.string().regex(/^[A-Z]{3}$/, 'Three letters, as INR'),
});

export const settlePaymentInput = z.strictObject({
  id,
  decision: z.enum(['credited', 'refunded', 'ignored']),
  note: noteText.min(1).meta({ description: 'Why; it is kept.' }),
  companyId: id.optional().meta({ description: 'Of `credited`: whose balance rises.' }),
  points: rechargePoints
    .optional()
    .meta({ description: 'Of `credited`: at most what it pays for.' }),
});
