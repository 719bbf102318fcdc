import { z } from 'zod';
import { distributionStatuses, rewardStatuses } from '../domain/states';
import {
  subscribableEventTypes,
  webhookDeliveryStatuses,
  webhookDisabledReasons,
  type WebhookEventType,
  webhookEvents,
  webhookStatuses,
} from '../domain/webhook-events';
import { parseExternalId } from '../domain/typed-text';
import { id } from './distributions';

/** Webhooks: what integrators set up, see of deliveries, and receive. */
const time = z.iso.datetime();
const eventTypes = z
  .array(z.enum(subscribableEventTypes))
  .min(1)
  .max(100)
  .meta({ description: 'What it is told of.' });

export const webhookInput = {
  url: z.string().max(4_000).meta({
    description:
      'Where events are posted to: https, on the public Internet, without a user name or password in it.',
    example: 'https://hooks.acme.example/bestow',
  }),
  description: z
    .string()
    .trim()
    .refine((text) => parseExternalId(text) !== undefined, 'At most 200 characters of one line')
    .optional()
    .meta({ description: 'For people: at most 200 characters.' }),
  eventTypes: eventTypes
    .nullable()
    .optional()
    .meta({ description: 'What it is told of; null for everything, also what is added later.' }),
};

export const webhookEndpointSchema = z.object({
  id,
  url: z.string(),
  description: z.string(),
  eventTypes: eventTypes.nullable().meta({ description: 'Null: everything.' }),
  status: z.enum(webhookStatuses),
  disabledReason: z.enum(webhookDisabledReasons).nullable().meta({
    description:
      '`by_hand`; `gone`: it answered 410; `failing`: nothing arrived there for five days.',
  }),
  disabledAt: time.nullable(),
  failingSince: time.nullable().meta({ description: 'Nothing has arrived since; null: it works.' }),
  previousSecretUntil: time.nullable().meta({
    description: 'Until then the secret before the current one signs too.',
  }),
  pending: z.int().meta({ description: 'Deliveries that wait for an attempt.' }),
  failed: z.int().meta({ description: 'Deliveries that were given up.' }),
  createdAt: time,
});
export type WebhookEndpoint = z.infer<typeof webhookEndpointSchema>;

const secret = z.string().meta({
  description:
    'Signs what is posted; shown in this answer only. Whoever knows it can post events in our name: keep it like a password.',
  example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
});
export const webhookWithSecretSchema = webhookEndpointSchema.extend({ secret });

const allTypes = Object.keys(webhookEvents) as [WebhookEventType, ...WebhookEventType[]];

export const webhookDeliverySchema = z.object({
  id,
  eventId: id.meta({ description: 'The header `webhook-id`.' }),
  eventType: z.enum(allTypes),
  occurredAt: time,
  distributionId: id.nullable(),
  rewardId: id.nullable(),
  status: z.enum(webhookDeliveryStatuses).meta({
    description: '`failed`: it was given up; it can be sent again by `redeliver`.',
  }),
  attempts: z.int(),
  nextAttemptAt: time.nullable().meta({ description: 'While it is pending.' }),
  lastAttemptAt: time.nullable(),
  lastHttpStatus: z.int().nullable().meta({ description: 'Null: there was no answer.' }),
  lastError: z.string().nullable(),
  lastResponse: z
    .string()
    .nullable()
    .meta({ description: 'The beginning of what was answered: at most 500 characters.' }),
  deliveredAt: time.nullable(),
  failedAt: time.nullable(),
});
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;

const reason = z
  .string()
  .nullable()
  .meta({ description: 'The code of why it failed or was cancelled; null where there is none.' });

const rewardData = z.object({
  rewardId: id,
  distributionId: id,
  externalId: z.string().nullable().meta({ description: 'Your own reference of the row.' }),
  distributionExternalId: z.string().nullable(),
  row: z.int(),
  points: z.int(),
  status: z.enum(rewardStatuses),
  reason,
});

const distributionData = z.object({
  distributionId: id,
  externalId: z.string().nullable().meta({ description: 'Your own reference.' }),
  method: z.enum(['individual', 'bulk', 'api']),
  status: z.enum(distributionStatuses),
  recipients: z.int(),
  points: z.int(),
  counts: z
    .partialRecord(z.enum(rewardStatuses), z.int())
    .meta({ description: 'How many rewards are in each state.' }),
  reason,
});

/** What is posted: the same for every attempt, true for the moment of `timestamp`. */
export function webhookPayloadSchema(type: WebhookEventType) {
  const data = type.startsWith('reward.')
    ? rewardData
    : type.startsWith('distribution.')
      ? distributionData
      : z.object({ endpointId: id });
  return z.object({
    type: z.literal(type),
    timestamp: time.meta({ description: 'When it happened.' }),
    data,
  });
}
