import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { messageInput } from '../../contracts/tickets';
import { addEntry } from '../../db/change-ticket';
import { addMails } from '../../db/tend-ticket';
import { findCustomers } from '../../db/ticket-customers';
import { supportProcedure } from '../trpc';
import { actOutput, changeTicket, requireAction } from './change-ticket';

/** Answers the customer, by mail too; the first answer stops the clock. */
export const answerTicket = supportProcedure
  .input(
    z.strictObject({
      id,
      version: z.int(),
      text: messageInput,
      waitForCustomer: z
        .boolean()
        .default(false)
        .meta({ description: 'Whether the customer is asked for something.' }),
    }),
  )
  .output(actOutput)
  .mutation(({ ctx, input }) => {
    const { text, waitForCustomer, ...which } = input;
    const answerSeconds = ctx.services.settings.ticketAnswerSeconds;
    return changeTicket(ctx, { ...which, reason: text }, async (act) => {
      const { tx, ticket, by, reason } = act;
      const before = ticket.clock.state;
      const messageId = await addEntry(tx, ticket, { kind: 'message', text: reason, by });
      await requireAction(act, 'answer', answerSeconds);
      if (waitForCustomer && before === 'open') await requireAction(act, 'wait', answerSeconds);
      await addMails(tx, ticket.id, 'answer', await findCustomers(tx, ticket.id), messageId);
      const after = { state: ticket.clock.state, messageId };
      return { audit: { action: 'answer', before: { state: before }, after } };
    });
  });
