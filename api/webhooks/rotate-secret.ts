import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { webhookWithSecretSchema } from '../../contracts/webhooks';
import { findWebhookEndpoint, rotateWebhookSecret } from '../../db/webhook-endpoints';
import { createWebhookSecret } from '../../webhooks/sign-webhook';
import { refuse } from '../errors';
import { permitted } from '../trpc';
import { inEndpoint } from './change-endpoint';

/** Gives an endpoint a new secret, which stands in this answer only. For a day both sign. */
export const rotateSecret = permitted('webhooks.manage')
  .meta({
    openapi: {
      method: 'POST',
      path: '/webhooks/{id}/rotate-secret',
      operationId: 'rotateWebhookSecret',
      tags: ['Webhooks'],
      summary: 'Change the secret of an endpoint',
      description:
        'The new secret stands in this answer only. For 24 hours the one before signs too, so that nothing is lost while you change it. Whoever does this twice within a day ends the first one.',
      errorResponses: [401, 403, 404],
    },
  })
  .input(z.strictObject({ id }))
  .output(webhookWithSecretSchema)
  .mutation(({ ctx, input }) =>
    inEndpoint(ctx, input.id, async (tx, was, record) => {
      const secret = createWebhookSecret();
      await rotateWebhookSecret(tx, ctx.services.secretBox, { id: input.id, secret });
      await record('rotate_webhook_secret', { url: was.url }, {});
      const endpoint = (await findWebhookEndpoint(tx, input.id)) ?? refuse('internal_error');
      return { ...endpoint, secret };
    }),
  );
