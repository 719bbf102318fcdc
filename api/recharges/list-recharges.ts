import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { rechargePage, rechargeStatuses } from '../../contracts/recharges';
import { listRecharges } from '../../db/recharges';
import { decodeCursor, encodeCursor, pageInput } from '../cursors';
import { permitted } from '../trpc';

/** The company's recharges, newest first, a page at a time. */
export const listCompanyRecharges = permitted('balance.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/recharges',
      operationId: 'listRecharges',
      tags: ['Balance'],
      summary: 'Recharges, newest first',
      errorResponses: [400, 401],
    },
  })
  .input(z.strictObject({ ...pageInput, status: z.enum(rechargeStatuses).optional() }))
  .output(rechargePage)
  .query(async ({ ctx, input }) => {
    const { limit, status } = input;
    const before = decodeCursor(input.cursor, id);
    const page = await ctx.inCompany((tx) => listRecharges(tx, { limit, before, status }));
    const last = page.items.at(-1);
    const nextCursor = page.hasMore && last !== undefined ? encodeCursor(last.id) : null;
    return { items: page.items, nextCursor };
  });
