import { z } from 'zod';
import { id } from '../../contracts/distributions';
import {
  type WebhookEndpoint,
  webhookEndpointSchema,
  webhookInput,
} from '../../contracts/webhooks';
import { changeWebhookEndpoint } from '../../db/webhook-endpoints';
import { permitted } from '../trpc';
import { inEndpoint, takeUrl } from './change-endpoint';

/** Changes what is given. What waits for an attempt goes to the new address. */
export const updateWebhook = permitted('webhooks.manage')
  .meta({
    openapi: {
      method: 'PATCH',
      path: '/webhooks/{id}',
      operationId: 'updateWebhook',
      tags: ['Webhooks'],
      summary: 'Change an endpoint',
      description: 'Only what is given changes. What waits for an attempt goes to the new address.',
      errorResponses: [400, 401, 403, 404, 422],
    },
  })
  .input(z.strictObject({ id, ...webhookInput, url: webhookInput.url.optional() }))
  .output(webhookEndpointSchema)
  .mutation(({ ctx, input }) => {
    const url = input.url === undefined ? undefined : takeUrl(ctx, input.url);
    const { description, eventTypes } = input;
    return inEndpoint(ctx, input.id, async (tx, was, record) => {
      const now = {
        ...was,
        ...(url !== undefined && { url }),
        ...(description !== undefined && { description }),
        ...(eventTypes !== undefined && { eventTypes }),
      };
      const differing = FIELDS.filter(
        (field) => JSON.stringify(was[field]) !== JSON.stringify(now[field]),
      );
      if (differing.length === 0) return was;
      await changeWebhookEndpoint(tx, input.id, now);
      const only = (endpoint: WebhookEndpoint) =>
        Object.fromEntries(differing.map((field) => [field, endpoint[field]]));
      await record('change_webhook', only(was), only(now));
      return now;
    });
  });

const FIELDS = ['url', 'description', 'eventTypes'] as const;
