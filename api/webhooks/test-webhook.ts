import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { webhookDeliverySchema } from '../../contracts/webhooks';
import { findWebhookDelivery, writeTestEvent } from '../../db/webhook-deliveries';
import { refuse } from '../errors';
import { permitted } from '../trpc';
import { inEndpoint } from './change-endpoint';

/** Sends the event `webhook.test`, once: whoever looks at its answer can ask again. */
export const testWebhook = permitted('webhooks.manage')
  .meta({
    openapi: {
      method: 'POST',
      path: '/webhooks/{id}/test',
      operationId: 'testWebhook',
      tags: ['Webhooks'],
      summary: 'Send a test event',
      description:
        'The event `webhook.test` is on its way within a second; what was answered stands in its delivery. It is not tried again.',
      errorResponses: [401, 403, 404, 409],
    },
  })
  .input(z.strictObject({ id }))
  .output(webhookDeliverySchema)
  .mutation(({ ctx, input }) =>
    inEndpoint(ctx, input.id, async (tx, { status }) => {
      if (status === 'disabled') return refuse('webhook_disabled');
      const deliveryId = await writeTestEvent(tx, input.id);
      const found = await findWebhookDelivery(tx, { endpointId: input.id, deliveryId });
      return found ?? refuse('internal_error');
    }),
  );
