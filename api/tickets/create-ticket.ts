import { z } from 'zod';
import { createTicketInput, type Ticket, ticketSchema } from '../../contracts/tickets';
import { findCompanyTicket } from '../../db/find-tickets';
import { openTicket, readNow } from '../../db/open-tickets';
import { rowsOf, type Transaction } from '../../db/pool';
import { findTicketOfKey, idempotentRequest } from '../../db/idempotency-keys';
import type { Caller } from '../context';
import { refuse } from '../errors';
import { ticketLimit } from '../rate-limits';
import { permitted } from '../trpc';
import { requireLine, requireMessage } from './ticket-texts';

/** Opens a ticket: a person of support answers within the promised time. */
export const createTicket = permitted('tickets.write')
  .meta({
    openapi: {
      method: 'POST',
      path: '/tickets',
      operationId: 'createTicket',
      tags: ['Tickets'],
      summary: 'Open a ticket',
      description:
        'Answers 201; 200 for a repeated Idempotency-Key with the same body (with `Idempotency-Replayed: true`): the ticket as it is then.',
      requestHeaders: z.object({
        'Idempotency-Key': z.string().min(1).max(200).optional().meta({
          description: 'Your own unique key for this ticket: repeating the request opens one.',
        }),
      }),
      errorResponses: [400, 401, 404, 409, 422, 429],
    },
  })
  .input(createTicketInput)
  .output(ticketSchema)
  .mutation(async ({ ctx, input }) => {
    const { services, caller } = ctx;
    const { distributionId, rewardIds = [], cause } = input;
    const idempotent = idempotentRequest(ctx.idempotencyKey, input);
    const opened = await ctx.inCompany(async (tx): Promise<{ ticket: Ticket; isNew: boolean }> => {
      await requireOwn(tx, distributionId, rewardIds);
      const subject = requireLine(input.subject, 'subject');
      const text = requireMessage(input.text);
      const known = idempotent && (await findTicketOfKey(tx, idempotent));
      if (known === 'idempotency_key_reused') return refuse(known);
      if (known !== undefined) return { ticket: await getTicket(tx, known.id), isNew: false };
      await ticketLimit(services.platformDb, caller.company.id).take(ctx.reply);
      const { id } = await openTicket(tx, {
        companyId: caller.company.id,
        ...{ cause, subject, text, rewardIds },
        openedBy: 'admin',
        author: { kind: caller.kind, id: caller.id },
        contact: await findContact(tx, caller),
        now: await readNow(tx),
        answerSeconds: services.settings.ticketAnswerSeconds,
        ...(distributionId !== undefined && { distributionId }),
        idempotent,
      });
      return { ticket: await getTicket(tx, id), isNew: true };
    });
    // Repeated, too: the process that opened it may have died before it told its clock.
    services.dispatcher.wakeTicket(opened.ticket.id);
    ctx.reply.status = opened.isNew ? 201 : 200;
    if (!opened.isNew) ctx.reply.headers['idempotency-replayed'] = 'true';
    return opened.ticket;
  });

async function getTicket(tx: Transaction, ticketId: string): Promise<Ticket> {
  return (await findCompanyTicket(tx, ticketId)) ?? refuse('internal_error');
}

/** @throws a refusal `not_found` when one of the ids is not the company's. */
async function requireOwn(
  tx: Transaction,
  distributionId: string | undefined,
  rewardIds: readonly string[],
): Promise<void> {
  const distributions = distributionId === undefined ? [] : [distributionId];
  const [found] = await rowsOf<{ distributions: number; rewards: number }>(
    tx,
    `SELECT (SELECT count(*)::int FROM distributions WHERE id = ANY(?::uuid[])) AS distributions,
       (SELECT count(*)::int FROM rewards WHERE id = ANY(?::uuid[])) AS rewards`,
    [distributions, rewardIds],
  );
  const isComplete =
    found?.distributions === distributions.length && found.rewards === new Set(rewardIds).size;
  if (!isComplete) refuse('not_found');
}

/** Who gets the answers by mail: the admin who asks, or the owner of the company whose key asks. */
async function findContact(
  tx: Transaction,
  caller: Caller,
): Promise<{ name: string | null; email: string | null; verified: boolean }> {
  const [admin] = await rowsOf<{ name: string; email: string }>(
    tx,
    `SELECT name, email FROM admins WHERE company_id = current_company_id()
     ORDER BY id::text = ? DESC, role = 'owner' DESC, id LIMIT 1`,
    [caller.id],
  );
  return { name: admin?.name ?? null, email: admin?.email ?? null, verified: true };
}
