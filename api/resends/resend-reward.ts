import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { resendAt, resendHeaders, resendSchema } from '../../contracts/resends';
import { rowsOf } from '../../db/pool';
import { refuse } from '../errors';
import { sendingProcedure } from '../trpc';
import { answerOnce, requestOnce } from './request-once';
import { refuseUnlessMailed } from './resend-rules';

/** Sends the mail of one reward once more, now or at a time (rule R10). */
export const resendReward = sendingProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/rewards/{id}/resend',
      operationId: 'resendReward',
      tags: ['Rewards'],
      summary: 'Send the e-mail of a reward once more',
      description:
        'Answers 201; 200 for a repeated Idempotency-Key with the same body (with `Idempotency-Replayed: true`). At most 3 within an hour; Retry-After says when the next is possible.',
      requestHeaders: resendHeaders,
      errorResponses: [400, 401, 403, 404, 409, 422, 429],
    },
  })
  .input(z.strictObject({ id, at: resendAt }))
  .output(resendSchema)
  .mutation(async ({ ctx, input }) => {
    const answer = await ctx.inCompany(async (tx) => {
      const [reward] = await rowsOf<{ distributionId: string }>(
        tx,
        'SELECT distribution_id AS "distributionId" FROM rewards WHERE id = ?',
        [input.id],
      );
      if (reward === undefined) return refuse('not_found');
      return requestOnce(tx, ctx, input, { ...reward, rewardIds: [input.id] });
    });
    refuseUnlessMailed(answer, ctx.reply);
    answerOnce(ctx, answer);
    return answer.resends[0] ?? refuse('internal_error');
  });
