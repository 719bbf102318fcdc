import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { scheduledResendsSchema } from '../../contracts/resends';
import { cancelScheduledResends, groupScheduledResends } from '../../db/scheduled-resends';
import { refuse } from '../errors';
import { permitted, sendingProcedure } from '../trpc';

/** The mails of a distribution that are to be sent once more at a time that has not come. */
export const listScheduledResends = permitted('distributions.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/distributions/{id}/resends',
      operationId: 'listScheduledResends',
      tags: ['Distributions'],
      summary: 'The resends of a distribution whose time has not come, by their time',
      errorResponses: [401, 404],
    },
  })
  .input(z.strictObject({ id }))
  .output(z.object({ items: z.array(scheduledResendsSchema) }))
  .query(async ({ ctx, input }) => {
    const items = await ctx.inCompany((tx) => groupScheduledResends(tx, input.id));
    return items === undefined ? refuse('not_found') : { items };
  });

/** Cancels resends of a distribution whose time has not come. Repeating it cancels nothing more. */
export const cancelDistributionResends = sendingProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/distributions/{id}/resends/cancel',
      operationId: 'cancelDistributionResends',
      tags: ['Distributions'],
      summary: 'Cancel the resends of a distribution whose time has not come',
      description: 'Those of one time, or all. `cancelled` is how many this call has cancelled.',
      errorResponses: [400, 401, 403, 404],
    },
  })
  .input(
    z.strictObject({
      id,
      at: z.iso
        .datetime({ offset: true })
        .optional()
        .meta({ description: 'Only those of this `sendAt`; all, when left out.' }),
    }),
  )
  .output(z.object({ cancelled: z.int() }))
  .mutation(async ({ ctx, input }) => {
    const cancelled = await ctx.inCompany((tx) => cancelScheduledResends(tx, input.id, input.at));
    if (cancelled === undefined) return refuse('not_found');
    for (const resend of cancelled) ctx.services.dispatcher.cancelResend(resend);
    return { cancelled: cancelled.length };
  });
