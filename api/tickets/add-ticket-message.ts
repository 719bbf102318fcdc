import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { messageInput, type Ticket, ticketSchema } from '../../contracts/tickets';
import { addEntry, applyTicketAction, lockTicket } from '../../db/change-ticket';
import { findCompanyTicket } from '../../db/find-tickets';
import type { Transaction } from '../../db/pool';
import { findMessageOfKey, idempotentRequest } from '../../db/idempotency-keys';
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
      description:
        'Answers 201; 200 for a repeated Idempotency-Key with the same message (with `Idempotency-Replayed: true`): the ticket as it is then.',
      requestHeaders: z.object({
        'Idempotency-Key': z.string().min(1).max(200).optional().meta({
          description: 'Your own unique key for this message: repeating the request writes one.',
        }),
      }),
      errorResponses: [400, 401, 404, 409, 422, 429],
    },
  })
  .input(z.strictObject({ id, text: messageInput }))
  .output(ticketSchema)
  .mutation(async ({ ctx, input }) => {
    const { services, caller } = ctx;
    const idempotent = idempotentRequest(ctx.idempotencyKey, input);
    const written = await ctx.inCompany(async (tx): Promise<{ ticket: Ticket; isNew: boolean }> => {
      const locked = await lockTicket(tx, input.id);
      if (typeof locked === 'string') return refuse('not_found');
      const text = requireMessage(input.text);
      const known = idempotent && (await findMessageOfKey(tx, idempotent));
      if (known === 'idempotency_key_reused') return refuse(known);
      if (known !== undefined) return { ticket: await getTicket(tx, input.id), isNew: false };
      await ticketLimit(services.platformDb, caller.company.id).take(ctx.reply);
      const by = { kind: caller.kind, id: caller.id };
      await addEntry(tx, locked, { kind: 'message', text, by, idempotent });
      const { ticketAnswerSeconds } = services.settings;
      await applyTicketAction(tx, locked, 'customerReply', by, ticketAnswerSeconds);
      return { ticket: await getTicket(tx, input.id), isNew: true };
    });
    services.dispatcher.wakeTicket(input.id);
    ctx.reply.status = written.isNew ? 201 : 200;
    if (!written.isNew) ctx.reply.headers['idempotency-replayed'] = 'true';
    return written.ticket;
  });

async function getTicket(tx: Transaction, ticketId: string): Promise<Ticket> {
  return (await findCompanyTicket(tx, ticketId)) ?? refuse('not_found');
}
