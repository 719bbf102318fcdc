import { createTicketInput, type Ticket, ticketSchema } from '../../contracts/tickets';
import { findCompanyTicket } from '../../db/find-tickets';
import { openTicket, readNow } from '../../db/open-tickets';
import { rowsOf, type Transaction } from '../../db/pool';
import type { Caller } from '../context';
import { refuse } from '../errors';
import { ticketLimit } from '../rate-limits';
import { companyProcedure } from '../trpc';
import { requireLine, requireMessage } from './ticket-texts';

/** Opens a ticket: a person of support answers within the promised time. */
export const createTicket = companyProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/tickets',
      operationId: 'createTicket',
      tags: ['Tickets'],
      summary: 'Open a ticket',
      errorResponses: [400, 401, 404, 422, 429],
    },
  })
  .input(createTicketInput)
  .output(ticketSchema)
  .mutation(async ({ ctx, input }) => {
    const { services, caller } = ctx;
    const { distributionId, rewardIds = [], cause } = input;
    const opened = await ctx.inCompany(async (tx): Promise<Ticket> => {
      await requireOwn(tx, distributionId, rewardIds);
      const subject = requireLine(input.subject, 'subject');
      const text = requireMessage(input.text);
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
      });
      return (await findCompanyTicket(tx, id)) ?? refuse('internal_error');
    });
    services.dispatcher.wakeTicket(opened.id);
    ctx.reply.status = 201;
    return opened;
  });

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
