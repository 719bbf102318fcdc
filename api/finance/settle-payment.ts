import { paymentSchema, settlePaymentInput } from '../../contracts/recharges';
import type { Author } from '../../db/change-ticket';
import { findPayment, settlePayment } from '../../db/payments';
import { pointsFor } from '../../domain/money';
import type { Staff } from '../context';
import { refuse } from '../errors';
import { tellOfPayment } from '../payments/tell-of-payment';
import { financeProcedure } from '../trpc';

/** Finance decides about a payment that was not credited: credited, refunded, or ignored. Once. */
export const settleReceivedPayment = financeProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/payments/{id}/settle',
      operationId: 'settlePayment',
      tags: ['Balance'],
      summary: 'Decide about a refused payment (the platform’s finance only)',
      description:
        '`credited` raises the balance of a company by points, at most as many as the payment pays for. `refunded` and `ignored` move nothing: they say what was done elsewhere, or that nothing is to be done.',
      errorResponses: [400, 401, 403, 404, 409, 422],
    },
  })
  .input(settlePaymentInput)
  .output(paymentSchema)
  .mutation(async ({ ctx, input }) => {
    const { platformDb, settings } = ctx.services;
    const { companyId, points, ...decision } = input;
    const payment = (await findPayment(platformDb, input.id)) ?? refuse('not_found');
    const isCredit = input.decision === 'credited';
    if (isCredit && (companyId === undefined || points === undefined)) {
      const path = companyId === undefined ? 'companyId' : 'points';
      const message = 'Say whose balance rises, and by how many points';
      return refuse('bad_request', { issues: [{ path, code: 'bad_request', message }] });
    }
    const { amountMinor, currency } = payment;
    const isMoney = amountMinor !== null && currency !== null;
    const decided = {
      ...decision,
      ...(isCredit && companyId !== undefined && { companyId }),
      ...(isCredit && points !== undefined && { points }),
      actor: ctx.staff.actor,
      mostPoints: isMoney ? pointsFor({ amountMinor, currency }, settings.money) : 0,
    };
    const { ticketAnswerSeconds } = settings;
    const by = authorOf(ctx.staff);
    const settled = await settlePayment(platformDb, decided, { by, ticketAnswerSeconds });
    if (settled.outcome !== 'settled') return refuse(settled.outcome);
    tellOfPayment(ctx.services, { ...settled, status: 'settled' });
    return (await findPayment(platformDb, input.id)) ?? refuse('not_found');
  });

/** A key of the platform is no person of support. */
function authorOf({ kind, id, actor }: Staff): Author {
  return kind === 'agent' ? { kind, id } : { kind: 'operator', id: actor };
}
