import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { signalNames } from '../../contracts/workflows';
import { recharge } from '../../db/recharge';
import { parseExternalId } from '../../domain/typed-text';
import { refuse } from '../errors';
import { financeProcedure } from '../trpc';

const content = {
  companyId: id,
  points: z.int().min(1).max(1_000_000_000_000),
  paymentReference: z
    .string()
    .min(1)
    .max(200)
    .refine((text) => parseExternalId(text) !== undefined, 'Control characters cannot be stored')
    .meta({ description: 'Unique: of the bank, the invoice, or the payment provider.' }),
};

/** Enters what a company has paid, and lets go what waited for it. Of the platform's finance only. */
export const createRecharge = financeProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/recharges',
      operationId: 'createRecharge',
      tags: ['Balance'],
      summary: 'Enter a payment of a company (the platform’s finance only)',
      description:
        'Answers 201; 200 when the same payment was entered before (with `Idempotency-Replayed: true`); 409 `payment_reference_reused` when the reference was used for another one. Sends of the company that wait for funds go out by themselves, the longest waiting first.',
      errorResponses: [400, 401, 403, 404, 409],
    },
  })
  .input(z.strictObject(content))
  .output(z.object({ id, ...content, createdAt: z.iso.datetime() }))
  .mutation(async ({ ctx, input }) => {
    const { platformDb, dispatcher } = ctx.services;
    const answer = await recharge(platformDb, { ...input, actor: ctx.staff.actor });
    if (answer.outcome === 'not_found' || answer.outcome === 'payment_reference_reused') {
      return refuse(answer.outcome);
    }
    for (const distributionId of answer.funded) {
      const signal = { name: signalNames.fundsAvailable, input: {} };
      dispatcher.call({ distributionId, signal });
    }
    const isReplayed = answer.outcome === 'replayed';
    ctx.reply.status = isReplayed ? 200 : 201;
    if (isReplayed) ctx.reply.headers['idempotency-replayed'] = 'true';
    return { id: answer.id, ...input, createdAt: new Date(answer.createdAt).toISOString() };
  });
