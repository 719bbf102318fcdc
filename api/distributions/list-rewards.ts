import { z } from 'zod';
import { id, pageOf, rewardSchema } from '../../contracts/distributions';
import { findDistribution, listRewardsAfter } from '../../db/find-distribution';
import { decodeCursor, encodeCursor, pageInput } from '../cursors';
import { refuse } from '../errors';
import { permitted } from '../trpc';

/** The rewards of a distribution by row, a page at a time. */
export const listRewards = permitted('distributions.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/distributions/{id}/rewards',
      operationId: 'listRewards',
      tags: ['Distributions'],
      summary: 'The rewards of a distribution, by row',
      errorResponses: [400, 401, 404],
    },
  })
  .input(z.strictObject({ id, ...pageInput }))
  .output(pageOf(rewardSchema))
  .query(async ({ ctx, input }) => {
    const afterRow = decodeCursor(input.cursor, z.int32().min(0)) ?? 0;
    const rewards = await ctx.inCompany(async (tx) => {
      if ((await findDistribution(tx, input.id, 0)) === undefined) return undefined;
      return listRewardsAfter(tx, input.id, afterRow, input.limit + 1);
    });
    if (rewards === undefined) return refuse('not_found');
    const items = rewards.slice(0, input.limit);
    const last = items.at(-1);
    const hasMore = rewards.length > input.limit && last !== undefined;
    return { items, nextCursor: hasMore ? encodeCursor(last.row) : null };
  });
