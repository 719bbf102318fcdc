import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { messageInput, ticketSchema } from '../../contracts/tickets';
import { addEntry, applyTicketAction, lockTicket } from '../../db/change-ticket';
import { findCompanyTicket } from '../../db/find-tickets';
import { refuse } from '../errors';
import { ticketLimit } from '../rate-limits';
import { permitted } from '../trpc';
import { requireMessage } from './ticket-texts';

/**
 * Writes to support. What support waited for goes on, and a resolved ticket opens again with a new
 * promise of an answer.
 */
export const addTicketMessage = permitted('tickets.write')
  .meta({
    openapi: {
      method: 'POST',
      path: '/tickets/{id}/messages',
      operationId: 'addTicketMessage',
      tags: ['Tickets'],
      summary: 'Write to support in a ticket',
      errorResponses: [400, 401, 404, 422, 429],
    },
  })
  .input(z.strictObject({ id, text: messageInput }))
  .output(ticketSchema)
  .mutation(async ({ ctx, input }) => {
    const { services, caller } = ctx;
    const ticket = await ctx.inCompany(async (tx) => {
      const locked = await lockTicket(tx, input.id);
      if (typeof locked === 'string') return refuse('not_found');
      const text = requireMessage(input.text);
      await ticketLimit(services.platformDb, caller.company.id).take(ctx.reply);
      const by = { kind: caller.kind, id: caller.id };
      await addEntry(tx, locked, { kind: 'message', text, by });
      const { ticketAnswerSeconds } = services.settings;
      await applyTicketAction(tx, locked, 'customerReply', by, ticketAnswerSeconds);
      return (await findCompanyTicket(tx, input.id)) ?? refuse('not_found');
    });
    services.dispatcher.wakeTicket(input.id);
    ctx.reply.status = 201;
    return ticket;
  });
