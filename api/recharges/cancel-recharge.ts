import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { rechargeSchema } from '../../contracts/recharges';
import { cancelRecharge, findRecharge } from '../../db/recharges';
import { refuse } from '../errors';
import { moneyProcedure } from '../trpc';
import { refuseEnded } from './refuse-ended';

/** Cancels a recharge that waits for its payment; one that is paid stays paid. */
export const cancelRequestedRecharge = moneyProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/recharges/{id}/cancel',
      operationId: 'cancelRecharge',
      tags: ['Balance'],
      summary: 'Cancel a recharge that waits for its payment',
      description: 'Repeating it changes nothing. A payment that still comes is not credited.',
      errorResponses: [401, 403, 404, 409],
    },
  })
  .input(z.strictObject({ id }))
  .output(rechargeSchema)
  .mutation(async ({ ctx, input }) => {
    const recharge = await ctx.inCompany(async (tx) => {
      if ((await cancelRecharge(tx, input.id)) === undefined) return undefined;
      return findRecharge(tx, input.id);
    });
    if (recharge === undefined) return refuse('not_found');
    const { status } = recharge;
    if (status === 'paid' || status === 'expired') return refuseEnded(status);
    ctx.services.dispatcher.wakeRecharge(recharge.id);
    return recharge;
  });
