import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { webhookDeliverySchema } from '../../contracts/webhooks';
import {
  findWebhookDelivery,
  redeliverFailedWebhooks,
  redeliverWebhook,
} from '../../db/webhook-deliveries';
import { refuse } from '../errors';
import { permitted } from '../trpc';
import { inEndpoint } from './change-endpoint';

/** Sends an event once more, with the same id and from the beginning of the schedule. */
export const redeliver = permitted('webhooks.manage')
  .meta({
    openapi: {
      method: 'POST',
      path: '/webhooks/{id}/deliveries/{deliveryId}/redeliver',
      operationId: 'redeliverWebhook',
      tags: ['Webhooks'],
      summary: 'Send an event once more',
      description:
        'At once, with the same `webhook-id`, whatever became of it before; then by the schedule from its beginning.',
      errorResponses: [400, 401, 403, 404, 409],
    },
  })
  .input(z.strictObject({ id, deliveryId: id }))
  .output(webhookDeliverySchema)
  .mutation(({ ctx, input: { id: endpointId, deliveryId } }) =>
    inEndpoint(ctx, endpointId, async (tx, { status }) => {
      const which = { endpointId, deliveryId };
      if ((await findWebhookDelivery(tx, which)) === undefined) return refuse('not_found');
      if (status === 'disabled') return refuse('webhook_disabled');
      await redeliverWebhook(tx, deliveryId);
      return (await findWebhookDelivery(tx, which)) ?? refuse('internal_error');
    }),
  );

/** The same for all that were given up since a time: after an outage of the receiver. */
export const redeliverFailed = permitted('webhooks.manage')
  .meta({
    openapi: {
      method: 'POST',
      path: '/webhooks/{id}/redeliver-failed',
      operationId: 'redeliverFailedWebhooks',
      tags: ['Webhooks'],
      summary: 'Send what was given up once more',
      description: 'All deliveries of the endpoint that were given up at this time or later.',
      errorResponses: [400, 401, 403, 404, 409],
    },
  })
  .input(
    z.strictObject({
      id,
      since: z.iso
        .datetime({ offset: true })
        .meta({ description: 'RFC 3339.', example: '2026-11-01T00:00:00Z' }),
    }),
  )
  .output(z.object({ deliveries: z.int().meta({ description: 'How many are sent once more.' }) }))
  .mutation(({ ctx, input }) =>
    inEndpoint(ctx, input.id, async (tx, { status }) => {
      if (status === 'disabled') return refuse('webhook_disabled');
      const { id: endpointId, since } = input;
      return { deliveries: await redeliverFailedWebhooks(tx, { endpointId, since }) };
    }),
  );
