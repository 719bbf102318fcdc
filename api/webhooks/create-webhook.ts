import { z } from 'zod';
import { webhookInput, webhookWithSecretSchema } from '../../contracts/webhooks';
import {
  countWebhookEndpoints,
  createWebhookEndpoint,
  findWebhookEndpoint,
} from '../../db/webhook-endpoints';
import { createWebhookSecret } from '../../webhooks/sign-webhook';
import { actorOf } from '../context';
import { refuse } from '../errors';
import { permitted } from '../trpc';
import { inWebhooks, takeUrl } from './change-endpoint';

/** Each event is posted to each of them: a handful, for systems that know nothing of each other. */
const MOST_ENDPOINTS = 10;

/** Sets an endpoint up. `secret` is the only time that it can be read, but for the one of a rotation. */
export const createWebhook = permitted('webhooks.manage')
  .meta({
    openapi: {
      method: 'POST',
      path: '/webhooks',
      operationId: 'createWebhook',
      tags: ['Webhooks'],
      summary: 'Set up an endpoint',
      description:
        'It is told of what happens from now on. The secret stands in this answer only. At most 10 a company.',
      errorResponses: [400, 401, 403, 409, 422],
    },
  })
  .input(z.strictObject(webhookInput))
  .output(webhookWithSecretSchema)
  .mutation(async ({ ctx, input }) => {
    const url = takeUrl(ctx, input.url);
    const { description = '', eventTypes = null } = input;
    const made = await inWebhooks(ctx, async (tx, record) => {
      if ((await countWebhookEndpoints(tx)) >= MOST_ENDPOINTS) refuse('too_many_webhooks');
      const secret = createWebhookSecret();
      const id = await createWebhookEndpoint(tx, ctx.services.secretBox, {
        ...{ url, description, eventTypes, secret },
        createdBy: actorOf(ctx.caller),
      });
      await record('create_webhook', {}, { url, description, eventTypes });
      const endpoint = (await findWebhookEndpoint(tx, id)) ?? refuse('internal_error');
      return { ...endpoint, secret };
    });
    ctx.reply.status = 201;
    ctx.reply.headers['location'] = `/api/v1/webhooks/${made.id}`;
    return made;
  });
