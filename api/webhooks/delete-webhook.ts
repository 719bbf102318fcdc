import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { deleteWebhookEndpoint } from '../../db/webhook-endpoints';
import { permitted } from '../trpc';
import { inEndpoint } from './change-endpoint';

/** Deletes an endpoint for good, with its deliveries: what waits is not sent any more. */
export const deleteWebhook = permitted('webhooks.manage')
  .meta({
    openapi: {
      method: 'DELETE',
      path: '/webhooks/{id}',
      operationId: 'deleteWebhook',
      tags: ['Webhooks'],
      summary: 'Delete an endpoint',
      description: 'For good, with its deliveries: what waits for an attempt is not sent any more.',
      errorResponses: [401, 403, 404],
    },
  })
  .input(z.strictObject({ id }))
  .output(z.object({ id, deleted: z.literal(true) }))
  .mutation(({ ctx, input }) =>
    inEndpoint(ctx, input.id, async (tx, { url, description, eventTypes }, record) => {
      await deleteWebhookEndpoint(tx, input.id);
      await record('delete_webhook', { url, description, eventTypes }, {});
      return { id: input.id, deleted: true as const };
    }),
  );
