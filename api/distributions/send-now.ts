import { z } from 'zod';
import { distributionWithTimelineSchema, id, ifSendAtInput } from '../../contracts/distributions';
import * as plans from '../../db/change-plan';
import { refuse } from '../errors';
import { sendingProcedure } from '../trpc';
import { changePlan, refuseSent } from './change-plan';

/** Sends now what waits for its time. */
export const sendDistributionNow = sendingProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/distributions/{id}/send-now',
      operationId: 'sendDistributionNow',
      tags: ['Distributions'],
      summary: 'Send now what waits for its time',
      description:
        'Answers the distribution, whose time is now; its workflow starts it at once, and sending it now again answers the same. One that waits for funds goes out as soon as they are there. Once its own time has started it: 409 `already_sent`; cancelled: 409 `not_scheduled`.',
      errorResponses: [401, 403, 404, 409],
    },
  })
  .input(z.strictObject({ id, ifSendAt: ifSendAtInput }))
  .output(distributionWithTimelineSchema)
  .mutation(async ({ ctx, input }) => {
    const changed = await changePlan(ctx, input.id, 'sendNow', plans.sendDistributionNow, {
      ifSendAt: input.ifSendAt,
      wanted: 'now',
    });
    const { outcome, distribution } = changed;
    if (distribution === undefined) return refuse('not_found');
    if (outcome === 'already_sent') {
      const isRepeated = distribution.timeline.some(({ event }) => event === 'sent_now');
      return isRepeated ? distribution : refuseSent(distribution, SENT_BY_ITSELF);
    }
    return outcome === 'not_waiting' ? refuse('not_scheduled') : distribution;
  });

const SENT_BY_ITSELF = {
  message: 'It is being sent, or was sent, already.',
  nextAction: 'Look at its current state: nothing is left to do.',
};
