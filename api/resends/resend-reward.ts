import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { resendAt, resendSchema } from '../../contracts/resends';
import { rowsOf } from '../../db/pool';
import { requestResends } from '../../db/resends';
import { actorOf } from '../context';
import { refuse } from '../errors';
import { sendingProcedure } from '../trpc';
import { parseResendAt, refuseWhenAllLimited } from './resend-rules';

/** Sends the mail of one reward once more, now or at a time (rule R10). */
export const resendReward = sendingProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/rewards/{id}/resend',
      operationId: 'resendReward',
      tags: ['Rewards'],
      summary: 'Send the e-mail of a reward once more',
      description: 'At most 3 within an hour; Retry-After says when the next is possible.',
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
      const requestedBy = actorOf(ctx.caller);
      const at = parseResendAt(input.at);
      return requestResends(tx, { ...reward, rewardIds: [input.id], at, requestedBy });
    });
    refuseWhenAllLimited(answer, ctx.reply);
    const [resend] = answer.resends;
    if (resend === undefined) return refuse(answer.issues[0]?.code ?? 'not_in_this_state');
    const { id: resendId, rewardId, n } = resend;
    ctx.services.dispatcher.startResend({ resendId, rewardId, n });
    ctx.reply.status = 201;
    return resend;
  });
