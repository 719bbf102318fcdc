import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { type SupportTicket, supportTicketSchema } from '../../contracts/support';
import { messageInput } from '../../contracts/tickets';
import { signalNames } from '../../contracts/workflows';
import { type NewAuditRecord, recordAudit } from '../../db/audit';
import {
  applyTicketAction,
  bumpTicket,
  type LockedTicket,
  lockTicket,
} from '../../db/change-ticket';
import { findSupportTicket } from '../../db/find-support-tickets';
import type { Transaction } from '../../db/pool';
import type { TicketAction } from '../../domain/tickets';
import type { Agent, Context } from '../context';
import { refuse } from '../errors';
import { requireMessage } from '../tickets/ticket-texts';

/** What every act of support on a ticket says: which, as it was read, and why. */
export const actInput = {
  id,
  version: z.int().meta({ description: 'Of the ticket as it was read.' }),
  reason: messageInput,
};

export const actOutput = supportTicketSchema;

/**
 * One act of support: locks the ticket as the caller has read it, does the work, records who did it
 * and why in the same transaction, and wakes the ticket's clock.
 *
 * @throws a refusal `ticket_changed` when somebody was quicker.
 */
export async function changeTicket(
  ctx: Context & { agent: Agent },
  input: { id: string; version?: number; reason: string },
  work: (act: Act) => Promise<Acted>,
): Promise<SupportTicket> {
  const { services, agent } = ctx;
  const done = await services.platformDb.transaction(async (tx) => {
    const ticket = await lockTicket(tx, input.id, input.version);
    if (typeof ticket === 'string') return refuse(ticket);
    const reason = requireMessage(input.reason, 'reason');
    const by = { kind: 'agent' as const, id: agent.id };
    const acted = await work({ tx, ticket, by, reason });
    await bumpTicket(tx, ticket.id);
    await recordAudit(tx, {
      companyId: ticket.companyId,
      ticketId: ticket.id,
      actor: by,
      reason,
      ...acted.audit,
    });
    // Locks the balance, which everybody needs: the last thing before the commit.
    const funded = (await acted.last?.()) ?? [];
    return { ticket: await findSupportTicket(tx, input.id), wake: acted.wake ?? [], funded };
  });
  services.dispatcher.wakeTicket(input.id);
  for (const distributionId of done.wake) {
    services.dispatcher.wake({ distributionId, rewardIds: [] });
  }
  for (const distributionId of done.funded) {
    const signal = { name: signalNames.fundsAvailable, input: {} };
    services.dispatcher.call({ distributionId, signal });
  }
  return done.ticket ?? refuse('not_found');
}

export interface Act {
  tx: Transaction;
  ticket: LockedTicket;
  by: { kind: 'agent'; id: string };
  reason: string;
}

export interface Acted {
  audit: Pick<NewAuditRecord, 'action' | 'before' | 'after' | 'rewardId'>;
  /** Distributions whose long road has something to do now. */
  wake?: readonly string[];
  /** @returns distributions that are funded by it. */
  last?: () => Promise<readonly string[]>;
}

/** @throws a refusal `not_in_this_state` when the ticket's state does not allow the action. */
export async function requireAction(
  { tx, ticket, by }: Act,
  action: TicketAction,
  answerSeconds: number,
): Promise<void> {
  const isAllowed = await applyTicketAction(tx, ticket, action, by, answerSeconds);
  if (!isAllowed) refuse('not_in_this_state');
}
