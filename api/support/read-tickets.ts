import { z } from 'zod';
import { id, pageOf } from '../../contracts/distributions';
import { supportTicketSchema, supportTicketSummarySchema } from '../../contracts/support';
import { findSupportTicket, listQueue } from '../../db/find-support-tickets';
import { ticketCauses, ticketPriorities, ticketStates } from '../../domain/tickets';
import { decodeCursor, encodeCursor, pageInput } from '../cursors';
import { refuse } from '../errors';
import { searchInput } from '../search-input';
import { supportProcedure } from '../trpc';

const cursor = z.object({
  deadline: z.union([
    z.literal('infinity'),
    z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/),
  ]),
  id,
});

/** The queue: what is due first comes first, what has no deadline last. */
export const queue = supportProcedure
  .input(
    z.strictObject({
      ...pageInput,
      states: z.array(z.enum(ticketStates)).default(['open', 'waiting_for_customer']),
      priority: z.enum(ticketPriorities).optional(),
      cause: z.enum(ticketCauses).optional(),
      companyId: id.optional(),
      incidentId: id.optional().meta({ description: 'The tickets that an incident explains.' }),
      assignedTo: id.optional(),
      unassigned: z.boolean().default(false),
      breached: z.boolean().default(false),
      search: searchInput.optional().meta({
        description:
          'A number (T-1042), or a text in the subject, the company, who asked, or a recipient’s address.',
      }),
    }),
  )
  .output(pageOf(supportTicketSummarySchema))
  .query(async ({ ctx, input }) => {
    const { cursor: given, ...filter } = input;
    const after = decodeCursor(given, cursor);
    const { items, next } = await ctx.services.platformDb.transaction((tx) =>
      listQueue(tx, { ...filter, after }),
    );
    return { items, nextCursor: next === undefined ? null : encodeCursor({ ...next }) };
  });

/** All of a ticket: rewards with time lines, messages, notes, events, audit. */
export const ticket = supportProcedure
  .input(z.strictObject({ id }))
  .output(supportTicketSchema)
  .query(async ({ ctx, input }) => {
    const { platformDb } = ctx.services;
    const found = await platformDb.transaction((tx) => findSupportTicket(tx, input.id));
    return found ?? refuse('not_found');
  });
