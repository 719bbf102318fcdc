import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { messageInput } from '../../contracts/tickets';
import { addEntry } from '../../db/change-ticket';
import { rowsOf } from '../../db/pool';
import { type TicketAction, ticketPriorities } from '../../domain/tickets';
import { refuse } from '../errors';
import { supportProcedure } from '../trpc';
import { actInput, actOutput, changeTicket, requireAction } from './change-ticket';

/** A note that only support reads. Nobody is outrun by a note, so it asks for no version. */
export const noteOnTicket = supportProcedure
  .input(z.strictObject({ id, text: messageInput }))
  .output(actOutput)
  .mutation(({ ctx, input }) =>
    changeTicket(ctx, { id: input.id, reason: input.text }, async (act) => {
      const { tx, ticket, by, reason } = act;
      const noteId = await addEntry(tx, ticket, { kind: 'note', text: reason, by });
      return { audit: { action: 'note', before: {}, after: { noteId } } };
    }),
  );

/** Gives a ticket to a person of support, or with null to nobody. */
export const assignTicket = supportProcedure
  .input(z.strictObject({ ...actInput, agentId: id.nullable() }))
  .output(actOutput)
  .mutation(({ ctx, input }) =>
    changeTicket(ctx, input, async ({ tx, ticket, by }) => {
      const { agentId } = input;
      if (agentId !== null) {
        const answers = `SELECT 1 FROM support_agents
          WHERE id = ? AND role <> 'finance' AND removed_at IS NULL`;
        const found = await rowsOf(tx, answers, [agentId]);
        if (found.length === 0) return refuse('not_found');
      }
      await rowsOf(tx, 'UPDATE tickets SET assigned_to = ? WHERE id = ?', [agentId, ticket.id]);
      await addEntry(tx, ticket, { kind: 'event', text: 'assigned', by });
      const before = { assignedTo: ticket.assignedTo };
      return { audit: { action: 'assign', before, after: { assignedTo: agentId } } };
    }),
  );

export const setTicketPriority = supportProcedure
  .input(z.strictObject({ ...actInput, priority: z.enum(ticketPriorities) }))
  .output(actOutput)
  .mutation(({ ctx, input }) =>
    changeTicket(ctx, input, async ({ tx, ticket, by }) => {
      const { priority } = input;
      await rowsOf(tx, 'UPDATE tickets SET priority = ? WHERE id = ?', [priority, ticket.id]);
      await addEntry(tx, ticket, { kind: 'event', text: `priority_${priority}`, by });
      const before = { priority: ticket.priority };
      return { audit: { action: 'set_priority', before, after: { priority } } };
    }),
  );

/** The clock rests until the customer writes. */
export const waitForCustomer = stateProcedure('wait', 'wait_for_customer');
export const resolveTicket = stateProcedure('resolve', 'resolve');
/** A new promise of an answer begins. */
export const reopenTicket = stateProcedure('reopen', 'reopen');

function stateProcedure(action: TicketAction, name: string) {
  return supportProcedure
    .input(z.strictObject(actInput))
    .output(actOutput)
    .mutation(({ ctx, input }) =>
      changeTicket(ctx, input, async (act) => {
        const before = { state: act.ticket.clock.state };
        await requireAction(act, action, ctx.services.settings.ticketAnswerSeconds);
        return { audit: { action: name, before, after: { state: act.ticket.clock.state } } };
      }),
    );
}
