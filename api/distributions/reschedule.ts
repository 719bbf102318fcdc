import { z } from 'zod';
import {
  distributionWithTimelineSchema,
  id,
  ifSendAtInput,
  sendTimeInput,
} from '../../contracts/distributions';
import * as plans from '../../db/change-plan';
import { refuse } from '../errors';
import { sendingProcedure } from '../trpc';
import { changePlan, refuseSent } from './change-plan';
import { readSendTime, refuseSendTime } from './read-send-time';

/** Gives a distribution that waits another time. */
export const rescheduleDistribution = sendingProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/distributions/{id}/reschedule',
      operationId: 'rescheduleDistribution',
      tags: ['Distributions'],
      summary: 'Change the time of a send that waits',
      description:
        'Answers the distribution with its new `sendAt`; the same time again changes nothing and is answered alike, also with the `ifSendAt` of the first request. One that waits for funds then goes out when both are there, time and funds. Once it is being sent: 409 `already_sent`; cancelled: 409 `not_scheduled`.',
      errorResponses: [400, 401, 403, 404, 409, 422],
    },
  })
  .input(z.strictObject({ id, ...sendTimeInput, ifSendAt: ifSendAtInput }))
  .output(distributionWithTimelineSchema)
  .mutation(async ({ ctx, input: { id: distributionId, ifSendAt, ...typed } }) => {
    const { sendAt, timeZone } = readSendTime(typed);
    if (sendAt === null) return refuse('invalid_send_at');
    const wanted = { sendAt, timeZone };
    const changed = await changePlan(
      ctx,
      distributionId,
      'reschedule',
      (tx, request) => plans.rescheduleDistribution(tx, request, wanted),
      { ifSendAt, wanted },
    );
    const { outcome, distribution } = changed;
    if (distribution === undefined) return refuse('not_found');
    if (outcome === 'already_sent') return refuseSent(distribution);
    if (outcome === 'invalid_send_at') return refuseSendTime();
    return outcome === 'not_waiting' ? refuse('not_scheduled') : distribution;
  });
