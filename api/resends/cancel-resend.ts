import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { resendSchema } from '../../contracts/resends';
import { cancelResend as cancelInDatabase } from '../../db/resends';
import { refuse } from '../errors';
import { sendingProcedure } from '../trpc';

/** Cancels a resend whose time has not come. Repeating it answers the same. */
export const cancelResend = sendingProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/resends/{id}/cancel',
      operationId: 'cancelResend',
      tags: ['Rewards'],
      summary: 'Cancel a resend whose time has not come',
      errorResponses: [401, 403, 404, 409],
    },
  })
  .input(z.strictObject({ id }))
  .output(resendSchema)
  .mutation(async ({ ctx, input }) => {
    const resend = await ctx.inCompany((tx) => cancelInDatabase(tx, input.id));
    if (resend === undefined) return refuse('not_found');
    if (resend.status !== 'cancelled') return refuse('not_cancellable');
    ctx.services.dispatcher.cancelResend(resend);
    return resend;
  });
