import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { resendAt, resendHeaders, resendsSchema } from '../../contracts/resends';
import { rowsOf } from '../../db/pool';
import { refuse } from '../errors';
import { sendingProcedure } from '../trpc';
import { answerOnce, requestOnce } from './request-once';
import { refuseUnlessMailed } from './resend-rules';

/**
 * Sends the mails of a distribution once more (rule R10): of all its rewards that have had their mail,
 * or of those named; now or at a time. Points are not touched. A reward that cannot be mailed again
 * does not stop the others: its issue says why. When nobody is mailed, it is refused.
 */
export const resendDistribution = sendingProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/distributions/{id}/resend',
      operationId: 'resendDistribution',
      tags: ['Distributions'],
      summary: 'Send the e-mails of a distribution once more',
      description:
        'Answers 201; 200 for a repeated Idempotency-Key with the same body (with `Idempotency-Replayed: true`). At most 3 of a reward within an hour; `issues` says which rewards are not mailed again, and `retryAfterSeconds` when they can be. When nobody is mailed: 429 if that holds for all, else 409.',
      requestHeaders: resendHeaders,
      errorResponses: [400, 401, 403, 404, 409, 422, 429],
    },
  })
  .input(
    z.strictObject({
      id,
      rewardIds: z.array(id).min(1).max(500).optional().meta({ description: 'All, if left out.' }),
      at: resendAt,
    }),
  )
  .output(resendsSchema)
  .mutation(async ({ ctx, input }) => {
    const rewardIds = input.rewardIds && [...new Set(input.rewardIds)];
    const answer = await ctx.inCompany(async (tx) => {
      const [found] = await rowsOf<{ distributions: number; rewards: number }>(
        tx,
        `SELECT (SELECT count(*)::int FROM distributions WHERE id = ?) AS distributions,
           (SELECT count(*)::int FROM rewards WHERE distribution_id = ? AND id = ANY(?::uuid[])) AS rewards`,
        [input.id, input.id, rewardIds ?? []],
      );
      if (found?.distributions !== 1 || found.rewards !== (rewardIds?.length ?? 0)) {
        return refuse('not_found');
      }
      return requestOnce(tx, ctx, input, { distributionId: input.id, rewardIds });
    });
    refuseUnlessMailed(answer, ctx.reply, input.rewardIds);
    answerOnce(ctx, answer);
    return { resends: answer.resends, issues: answer.issues };
  });
