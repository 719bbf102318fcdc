import { z } from 'zod';
import { distributionWithTimelineSchema, id, ifSendAtInput } from '../../contracts/distributions';
import * as plans from '../../db/change-plan';
import { refuse } from '../errors';
import { sendingProcedure } from '../trpc';
import { changePlan, refuseSent } from './change-plan';

/** Cancels what is not being sent yet: its points return to the Company Balance at once. */
export const cancelDistribution = sendingProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/distributions/{id}/cancel',
      operationId: 'cancelDistribution',
      tags: ['Distributions'],
      summary: 'Cancel a send that waits for its time, for funds or for approval',
      description:
        'Answers the distribution with status `cancelled`; its points are back in the Company Balance. Cancelling again gives the same answer. Once it is being sent: 409 `already_sent`. What was sent as an invitation counts as sent.',
      errorResponses: [401, 403, 404, 409],
    },
  })
  .input(z.strictObject({ id, ifSendAt: ifSendAtInput }))
  .output(distributionWithTimelineSchema)
  .mutation(async ({ ctx, input }) => {
    const changed = await changePlan(ctx, input.id, 'cancel', plans.cancelDistribution, input);
    const { outcome, distribution } = changed;
    if (distribution === undefined) return refuse('not_found');
    if (outcome === 'already_sent') return refuseSent(distribution);
    return outcome === 'not_waiting' ? refuse('not_cancellable') : distribution;
  });
