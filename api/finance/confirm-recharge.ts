import { confirmRechargeInput, paymentSchema } from '../../contracts/recharges';
import { findPayment, type IncomingPayment, takePayment } from '../../db/payments';
import { tellOfPayment } from '../payments/tell-of-payment';
import { refuse } from '../errors';
import { financeProcedure } from '../trpc';

/** Finance says that a recharge is paid, by the bank's reference and what the bank says came. */
export const confirmRecharge = financeProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/recharges/{id}/confirm',
      operationId: 'confirmRecharge',
      tags: ['Balance'],
      summary: 'Confirm that a recharge is paid (the platform’s finance only)',
      description:
        'Answers with the payment; the same confirmation again is the same payment. A payment that is not credited (another amount, paid before, cancelled, expired, a reference that was used) is refused with 409, kept for finance to settle, and has a ticket until then.',
      errorResponses: [400, 401, 403, 404, 409],
    },
  })
  .input(confirmRechargeInput)
  .output(paymentSchema)
  .mutation(async ({ ctx, input }) => {
    const { id: rechargeId, paymentReference, amountMinor, currency } = input;
    const { platformDb, settings } = ctx.services;
    const payment: IncomingPayment = {
      ...{ rechargeId, provider: 'bank', reference: paymentReference, amountMinor, currency },
      // What was mistyped and is entered anew is another event; a second click is the same.
      eventKey: `${rechargeId}/${currency}/${amountMinor}/${paymentReference}`,
      from: ctx.staff.actor,
    };
    const taken = await takePayment(platformDb, payment, settings);
    tellOfPayment(ctx.services, taken);
    if (taken.reason === 'recharge_unknown') return refuse('not_found');
    if (taken.status === 'refused') return refuse(taken.reason ?? 'internal_error');
    return (await findPayment(platformDb, taken.paymentId)) ?? refuse('not_found');
  });
