import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { webhookEndpointSchema } from '../../contracts/webhooks';
import {
  disableWebhookEndpoint,
  enableWebhookEndpoint,
  findWebhookEndpoint,
} from '../../db/webhook-endpoints';
import { refuse } from '../errors';
import { permitted } from '../trpc';
import { inEndpoint } from './change-endpoint';

/** Enables an endpoint: what waited goes on. What happened while it was disabled was not kept for it. */
export const enableWebhook = permitted('webhooks.manage')
  .meta({
    openapi: {
      method: 'POST',
      path: '/webhooks/{id}/enable',
      operationId: 'enableWebhook',
      tags: ['Webhooks'],
      summary: 'Enable an endpoint',
      description:
        'What waited for an attempt when it was disabled goes on. What happened since then was not kept for it.',
      errorResponses: [401, 403, 404],
    },
  })
  .input(z.strictObject({ id }))
  .output(webhookEndpointSchema)
  .mutation(({ ctx, input }) =>
    inEndpoint(ctx, input.id, async (tx, was, record) => {
      if (was.status === 'enabled') return was;
      await enableWebhookEndpoint(tx, input.id);
      await record('enable_webhook', { url: was.url, status: was.status }, { status: 'enabled' });
      return (await findWebhookEndpoint(tx, input.id)) ?? refuse('internal_error');
    }),
  );

/** Disables it: nothing is sent to it and nothing new is kept for it, until it is enabled. */
export const disableWebhook = permitted('webhooks.manage')
  .meta({
    openapi: {
      method: 'POST',
      path: '/webhooks/{id}/disable',
      operationId: 'disableWebhook',
      tags: ['Webhooks'],
      summary: 'Disable an endpoint',
      description: 'Nothing is sent to it and nothing new is kept for it, until it is enabled.',
      errorResponses: [401, 403, 404],
    },
  })
  .input(z.strictObject({ id }))
  .output(webhookEndpointSchema)
  .mutation(({ ctx, input }) =>
    inEndpoint(ctx, input.id, async (tx, was, record) => {
      if (was.status === 'disabled') return was;
      await disableWebhookEndpoint(tx, input.id);
      await record('disable_webhook', { url: was.url, status: was.status }, { status: 'disabled' });
      return (await findWebhookEndpoint(tx, input.id)) ?? refuse('internal_error');
    }),
  );
