import { z } from 'zod';
import { id, pageOf } from '../../contracts/distributions';
import { paymentSchema, paymentStatuses } from '../../contracts/recharges';
import { listPayments } from '../../db/payments';
import { decodeCursor, encodeCursor, pageInput } from '../cursors';
import { financeProcedure } from '../trpc';

/** Everything that said that money came, newest first; `refused` is what waits for a decision. */
export const listPaymentsReceived = financeProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/payments',
      operationId: 'listPayments',
      tags: ['Balance'],
      summary: 'Payments, newest first (the platform’s finance only)',
      errorResponses: [400, 401, 403],
    },
  })
  .input(z.strictObject({ ...pageInput, status: z.enum(paymentStatuses).optional() }))
  .output(pageOf(paymentSchema))
  .query(async ({ ctx, input }) => {
    const { limit, status } = input;
    const before = decodeCursor(input.cursor, id);
    const page = await listPayments(ctx.services.platformDb, { limit, before, status });
    const last = page.items.at(-1);
    const nextCursor = page.hasMore && last !== undefined ? encodeCursor(last.id) : null;
    return { items: page.items, nextCursor };
  });
