import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { messageInput } from '../../contracts/tickets';
import { addEntry } from '../../db/change-ticket';
import { addMails } from '../../db/tend-ticket';
import { rowsOf, type Transaction } from '../../db/pool';
import type { LockedTicket } from '../../db/change-ticket';
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
      await addMails(tx, ticket.id, 'answer', await findCustomers(tx, ticket), messageId);
      const after = { state: ticket.clock.state, messageId };
      return { audit: { action: 'answer', before: { state: before }, after } };
    });
  });

/** Who asked; for what opened by itself, the owners of the company. An incident has no customer. */
async function findCustomers(
  tx: Transaction,
  ticket: LockedTicket,
): Promise<{ name: string; email: string }[]> {
  if (ticket.contactEmail !== null) {
    return [{ name: ticket.contactName ?? '', email: ticket.contactEmail }];
  }
  if (ticket.companyId === null) return [];
  return rowsOf(tx, `SELECT name, email FROM admins WHERE company_id = ? AND role = 'owner'`, [
    ticket.companyId,
  ]);
}
