import { z } from 'zod';
import { id, pageOf } from '../../contracts/distributions';
import { webhookDeliverySchema } from '../../contracts/webhooks';
import { listWebhookDeliveries } from '../../db/webhook-deliveries';
import { findWebhookEndpoint } from '../../db/webhook-endpoints';
import { webhookDeliveryStatuses } from '../../domain/webhook-events';
import { decodeCursor, encodeCursor, pageInput } from '../cursors';
import { refuse } from '../errors';
import { permitted } from '../trpc';

/** What was sent to an endpoint, and what was answered; newest event first. Kept for 30 days. */
export const listDeliveries = permitted('webhooks.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/webhooks/{id}/deliveries',
      operationId: 'listWebhookDeliveries',
      tags: ['Webhooks'],
      summary: 'List the deliveries of an endpoint',
      description: 'Newest event first. They are kept for 30 days.',
      errorResponses: [400, 401, 403, 404],
    },
  })
  .input(z.strictObject({ id, ...pageInput, status: z.enum(webhookDeliveryStatuses).optional() }))
  .output(pageOf(webhookDeliverySchema))
  .query(async ({ ctx, input: { id: endpointId, limit, status, cursor } }) => {
    const before = decodeCursor(cursor, id);
    const page = await ctx.inCompany(async (tx) => {
      if ((await findWebhookEndpoint(tx, endpointId)) === undefined) return refuse('not_found');
      return listWebhookDeliveries(tx, {
        ...{ endpointId, limit },
        ...(before !== undefined && { before }),
        ...(status !== undefined && { status }),
      });
    });
    const last = page.items.at(-1);
    return { items: page.items, nextCursor: page.hasMore && last ? encodeCursor(last.id) : null };
  });
