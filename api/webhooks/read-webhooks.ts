import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { webhookEndpointSchema } from '../../contracts/webhooks';
import { findWebhookEndpoint, listWebhookEndpoints } from '../../db/webhook-endpoints';
import { refuse } from '../errors';
import { permitted } from '../trpc';

/** The company's endpoints, oldest first. Never their secrets. */
export const listWebhooks = permitted('webhooks.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/webhooks',
      operationId: 'listWebhooks',
      tags: ['Webhooks'],
      summary: 'List endpoints',
      errorResponses: [401, 403],
    },
  })
  .input(z.strictObject({}))
  .output(z.object({ items: z.array(webhookEndpointSchema) }))
  .query(async ({ ctx }) => ({ items: await ctx.inCompany(listWebhookEndpoints) }));

export const getWebhook = permitted('webhooks.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/webhooks/{id}',
      operationId: 'getWebhook',
      tags: ['Webhooks'],
      summary: 'Get an endpoint',
      errorResponses: [401, 403, 404],
    },
  })
  .input(z.strictObject({ id }))
  .output(webhookEndpointSchema)
  .query(
    async ({ ctx, input }) =>
      (await ctx.inCompany((tx) => findWebhookEndpoint(tx, input.id))) ?? refuse('not_found'),
  );
