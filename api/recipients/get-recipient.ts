import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { recipientWithRewardsSchema } from '../../contracts/recipients';
import { findRecipient } from '../../db/find-recipients';
import { decodeCursor, encodeCursor, pageInput } from '../cursors';
import { refuse } from '../errors';
import { permitted } from '../trpc';

/** A person with what he was sent, newest first, a page of rewards at a time. */
export const getRecipient = permitted('recipients.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/recipients/{id}',
      operationId: 'getRecipient',
      tags: ['Recipients'],
      summary: 'A person with the rewards, newest first',
      errorResponses: [400, 401, 403, 404],
    },
  })
  .input(z.strictObject({ id, ...pageInput }))
  .output(recipientWithRewardsSchema)
  .query(async ({ ctx, input }) => {
    const before = decodeCursor(input.cursor, id);
    const { limit } = input;
    const found = await ctx.inCompany((tx) =>
      findRecipient(tx, { id: input.id, limit, ...(before !== undefined && { before }) }),
    );
    if (found === undefined) return refuse('not_found');
    const { hasMore, ...person } = found;
    const last = person.rewards.at(-1);
    const nextCursor = hasMore && last !== undefined ? encodeCursor(last.id) : null;
    return { ...person, nextCursor };
  });
