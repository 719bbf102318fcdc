import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { rewardWithTimelineSchema } from '../../contracts/resends';
import { findReward } from '../../db/find-reward';
import { refuse } from '../errors';
import { permitted } from '../trpc';

/** A reward with its time line: everything that happened to it, in order. */
export const getReward = permitted('distributions.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/rewards/{id}',
      operationId: 'getReward',
      tags: ['Rewards'],
      summary: 'A reward with its time line',
      errorResponses: [401, 404],
    },
  })
  .input(z.strictObject({ id }))
  .output(rewardWithTimelineSchema)
  .query(async ({ ctx, input }) => {
    const found = await ctx.inCompany((tx) => findReward(tx, input.id));
    return found ?? refuse('not_found');
  });
