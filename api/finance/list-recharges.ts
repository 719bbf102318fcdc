import { z } from 'zod';
import { id, pageOf } from '../../contracts/distributions';
import { financeRechargeSchema, rechargeStatuses } from '../../contracts/recharges';
import { listAllRecharges } from '../../db/recharges';
import { decodeCursor, encodeCursor, pageInput } from '../cursors';
import { financeProcedure } from '../trpc';

/** Recharges of all companies, newest first; those to confirm unless another state is asked for. */
export const listFinanceRecharges = financeProcedure
  .input(
    z.strictObject({
      ...pageInput,
      status: z.enum(rechargeStatuses).default('awaiting_payment'),
    }),
  )
  .output(pageOf(financeRechargeSchema))
  .query(async ({ ctx, input }) => {
    const { limit, status } = input;
    const before = decodeCursor(input.cursor, id);
    const page = await listAllRecharges(ctx.services.platformDb, { limit, before, status });
    const last = page.items.at(-1);
    const nextCursor = page.hasMore && last !== undefined ? encodeCursor(last.id) : null;
    return { items: page.items, nextCursor };
  });
