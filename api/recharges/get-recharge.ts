import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { rechargeSchema } from '../../contracts/recharges';
import { findRecharge } from '../../db/recharges';
import { refuse } from '../errors';
import { permitted } from '../trpc';

export const getRecharge = permitted('balance.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/recharges/{id}',
      operationId: 'getRecharge',
      tags: ['Balance'],
      summary: 'One recharge',
      errorResponses: [401, 404],
    },
  })
  .input(z.strictObject({ id }))
  .output(rechargeSchema)
  .query(async ({ ctx, input }) => {
    const recharge = await ctx.inCompany((tx) => findRecharge(tx, input.id));
    return recharge ?? refuse('not_found');
  });
