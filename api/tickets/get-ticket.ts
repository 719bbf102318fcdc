import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { ticketSchema } from '../../contracts/tickets';
import { findCompanyTicket } from '../../db/find-tickets';
import { refuse } from '../errors';
import { permitted } from '../trpc';

/** A ticket with its messages and the time lines of its rewards. */
export const getTicket = permitted('tickets.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/tickets/{id}',
      operationId: 'getTicket',
      tags: ['Tickets'],
      summary: 'A ticket with its messages and the time lines of its rewards',
      errorResponses: [401, 404],
    },
  })
  .input(z.strictObject({ id }))
  .output(ticketSchema)
  .query(async ({ ctx, input }) => {
    const found = await ctx.inCompany((tx) => findCompanyTicket(tx, input.id));
    return found ?? refuse('not_found');
  });
