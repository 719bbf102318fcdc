import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { resendAt, resendsSchema } from '../../contracts/resends';
import { rowsOf } from '../../db/pool';
import { requestResends } from '../../db/resends';
import { actorOf } from '../context';
import { refuse } from '../errors';
import { sendingProcedure } from '../trpc';
import { parseResendAt, refuseWhenAllLimited } from './resend-rules';

/**
 * Sends the mails of a distribution once more (rule R10): of all its rewards that have had their mail,
 * or of those named; now or at a time. Points are not touched. A reward that cannot be mailed again
 * does not stop the others: its issue says why.
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
        'At most 3 of a reward within an hour; `issues` says which rewards are not mailed again, and `retryAfterSeconds` when they can be. 429 when that holds for all.',
      errorResponses: [400, 401, 403, 404, 422, 429],
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
    const { services, caller } = ctx;
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
      const at = parseResendAt(input.at);
      const requestedBy = actorOf(caller);
      return requestResends(tx, { distributionId: input.id, rewardIds, at, requestedBy });
    });
    refuseWhenAllLimited(answer, ctx.reply);
    for (const { id: resendId, rewardId, n } of answer.resends) {
      services.dispatcher.startResend({ resendId, rewardId, n });
    }
    ctx.reply.status = 201;
    return answer;
  });
