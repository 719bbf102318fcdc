import { confirmRechargeInput, paymentSchema } from '../../contracts/recharges';
import { findPayment, takePayment } from '../../db/payments';
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
        'Answers with the payment; the same confirmation again is the same payment. A payment that is not credited (another amount, paid before, cancelled, expired, a reference that was used) is refused with 409, and kept for finance to settle.',
      errorResponses: [400, 401, 403, 404, 409],
    },
  })
  .input(confirmRechargeInput)
  .output(paymentSchema)
  .mutation(async ({ ctx, input }) => {
    const { id: rechargeId, paymentReference, amountMinor, currency } = input;
    const { platformDb } = ctx.services;
    const taken = await takePayment(platformDb, {
      rechargeId,
      provider: 'bank',
      // What was mistyped and is entered anew is another event; a second click is the same.
      eventKey: `${rechargeId}/${currency}/${amountMinor}/${paymentReference}`,
      reference: paymentReference,
      ...{ amountMinor, currency, from: ctx.staff.actor },
    });
    tellOfPayment(ctx.services, taken);
    if (taken.reason === 'recharge_unknown') return refuse('not_found');
    if (taken.status === 'refused') return refuse(taken.reason ?? 'internal_error');
    return (await findPayment(platformDb, taken.paymentId)) ?? refuse('not_found');
  });
