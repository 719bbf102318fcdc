import { z } from 'zod';
import { permitted } from '../trpc';

/** What a point costs and how it can be paid: what a page must know before it asks for an invoice. */
export const getRechargeTerms = permitted('balance.view')
  .input(z.strictObject({}))
  .output(
    z.object({
      pointPrice: z.string().meta({ description: 'In the major unit, as a decimal: 0.25.' }),
      currency: z.string().meta({ description: 'ISO 4217.' }),
      paymentInstructions: z.string().meta({ description: 'For a bank transfer.' }),
      canPayOnline: z.boolean(),
      expirySeconds: z.int().meta({ description: 'How long an invoice can be paid.' }),
    }),
  )
  .query(({ ctx }) => {
    const { settings, paymentProviders } = ctx.services;
    const { pointPrice, currency, paymentInstructions, rechargeExpirySeconds } = settings.money;
    return {
      ...{ pointPrice, currency, paymentInstructions },
      canPayOnline: paymentProviders.length > 0,
      expirySeconds: rechargeExpirySeconds,
    };
  });
