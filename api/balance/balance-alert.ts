import { z } from 'zod';
import { rechargePoints } from '../../contracts/recharges';
import { findBalanceAlert, setBalanceAlert as writeAlert } from '../../db/balance-alerts';
import { permitted, moneyProcedure } from '../trpc';

const points = rechargePoints.nullable().meta({
  description: 'Below how many points you are told; null for never.',
});

/** The level at which owners, admins and finance are mailed that the Company Balance is low. */
export const getBalanceAlert = permitted('balance.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/balance/alert',
      operationId: 'getBalanceAlert',
      tags: ['Balance'],
      summary: 'The level of the low-balance alert',
      errorResponses: [401],
    },
  })
  .input(z.strictObject({}))
  .output(z.object({ points }))
  .query(async ({ ctx }) => ({ points: await ctx.inCompany(findBalanceAlert) }));

/** Sets that level. Told once each time that the balance falls below, within a minute. */
export const setBalanceAlert = moneyProcedure
  .meta({
    openapi: {
      method: 'PUT',
      path: '/balance/alert',
      operationId: 'setBalanceAlert',
      tags: ['Balance'],
      summary: 'Set the level of the low-balance alert',
      description:
        'Owners, admins and finance are mailed once each time that the balance falls below it.',
      errorResponses: [400, 401, 403],
    },
  })
  .input(z.strictObject({ points }))
  .output(z.object({ points }))
  .mutation(async ({ ctx, input }) => {
    await ctx.inCompany((tx) => writeAlert(tx, input.points));
    return { points: input.points };
  });
