import { z } from 'zod';
import { id, pageOf } from '../../contracts/distributions';
import { ticketSummarySchema } from '../../contracts/tickets';
import { hasDistribution } from '../../db/find-distribution';
import { listCompanyTickets } from '../../db/find-tickets';
import { ticketStates } from '../../domain/tickets';
import { decodeCursor, encodeCursor, pageInput } from '../cursors';
import { refuse } from '../errors';
import { permitted } from '../trpc';

/** The company's tickets, newest first: its own and those that opened by themselves. */
export const listTickets = permitted('tickets.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/tickets',
      operationId: 'listTickets',
      tags: ['Tickets'],
      summary: 'Tickets, newest first',
      errorResponses: [400, 401, 404],
    },
  })
  .input(
    z.strictObject({
      ...pageInput,
      state: z.enum(ticketStates).optional(),
      distributionId: id.optional().meta({ description: 'Only those about this send.' }),
    }),
  )
  .output(pageOf(ticketSummarySchema))
  .query(async ({ ctx, input }) => {
    const before = decodeCursor(input.cursor, id);
    const { limit, state, distributionId } = input;
    const page = await ctx.inCompany(async (tx) => {
      if (distributionId !== undefined && !(await hasDistribution(tx, distributionId))) {
        return undefined;
      }
      return listCompanyTickets(tx, {
        limit,
        ...(before !== undefined && { before }),
        ...(state !== undefined && { state }),
        ...(distributionId !== undefined && { distributionId }),
      });
    });
    if (page === undefined) return refuse('not_found');
    const { items, hasMore } = page;
    const last = items.at(-1);
    return { items, nextCursor: hasMore && last !== undefined ? encodeCursor(last.id) : null };
  });
