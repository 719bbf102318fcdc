import { z } from 'zod';
import { id, pageOf } from '../../contracts/distributions';
import { financeRechargeSchema, rechargeStatuses } from '../../contracts/recharges';
import { listAllRecharges } from '../../db/recharges';
import { decodeCursor, encodeCursor, pageInput } from '../cursors';
import { searchInput } from '../search-input';
import { financeProcedure } from '../trpc';

/** Recharges of all companies, newest first; those to confirm unless another state is asked for. */
export const listFinanceRecharges = financeProcedure
  .input(
    z.strictObject({
      ...pageInput,
      status: z.enum(rechargeStatuses).default('awaiting_payment'),
      search: searchInput.optional().meta({
        description: 'A part of the invoice’s number or of the company’s name.',
      }),
    }),
  )
  .output(pageOf(financeRechargeSchema))
  .query(async ({ ctx, input }) => {
    const { limit, status, search } = input;
    const before = decodeCursor(input.cursor, id);
    const { platformDb } = ctx.services;
    const page = await listAllRecharges(platformDb, { limit, before, status, search });
    const last = page.items.at(-1);
    const nextCursor = page.hasMore && last !== undefined ? encodeCursor(last.id) : null;
    return { items: page.items, nextCursor };
  });
