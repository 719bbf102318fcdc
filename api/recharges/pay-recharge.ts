import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { findPayable, findRecharge } from '../../db/recharges';
import { refuse } from '../errors';
import { moneyProcedure } from '../trpc';
import { refuseEnded } from './refuse-ended';

/** Opens the payment provider's page for a recharge; the provider's webhook then credits it. */
export const payRecharge = moneyProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/recharges/{id}/pay',
      operationId: 'payRecharge',
      tags: ['Balance'],
      summary: 'Get the page on which a recharge is paid on line',
      errorResponses: [401, 403, 404, 409, 503],
    },
  })
  .input(z.strictObject({ id }))
  .output(z.object({ url: z.string().meta({ description: 'For the payer’s browser.' }) }))
  .mutation(async ({ ctx, input }) => {
    const { paymentProviders, settings } = ctx.services;
    const payable = await ctx.inCompany(async (tx) => {
      if ((await findRecharge(tx, input.id)) === undefined) return undefined;
      return findPayable(tx, input.id);
    });
    if (payable === undefined) return refuse('not_found');
    const { status, points, invoiceNumber } = payable;
    if (status !== 'awaiting_payment') return refuseEnded(status);
    const [provider] = paymentProviders;
    if (provider === undefined) return refuse('payments_not_offered');
    return provider.createCheckout({
      rechargeId: input.id,
      invoiceNumber,
      points,
      money: payable,
      returnUrl: `${settings.publicUrl}/balance/recharges/${input.id}`,
    });
  });
