import { z } from 'zod';
import { id, pageOf } from '../../contracts/distributions';
import { ticketSummarySchema } from '../../contracts/tickets';
import { listCompanyTickets } from '../../db/find-tickets';
import { ticketStates } from '../../domain/tickets';
import { decodeCursor, encodeCursor, pageInput } from '../cursors';
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
      errorResponses: [400, 401],
    },
  })
  .input(z.strictObject({ ...pageInput, state: z.enum(ticketStates).optional() }))
  .output(pageOf(ticketSummarySchema))
  .query(async ({ ctx, input }) => {
    const before = decodeCursor(input.cursor, id);
    const { items, hasMore } = await ctx.inCompany((tx) =>
      listCompanyTickets(tx, {
        limit: input.limit,
        ...(before !== undefined && { before }),
        ...(input.state !== undefined && { state: input.state }),
      }),
    );
    const last = items.at(-1);
    return { items, nextCursor: hasMore && last !== undefined ? encodeCursor(last.id) : null };
  });
