import { z } from 'zod';
import { id, pageOf } from '../../contracts/distributions';
import { supportOrderSchema, supportOrderSummarySchema } from '../../contracts/orders';
import { findSupportOrder, searchOrders } from '../../db/find-orders';
import { orderStatuses } from '../../domain/order-states';
import { decodeCursor, encodeCursor, pageInput } from '../cursors';
import { refuse } from '../errors';
import { supportProcedure } from '../trpc';

/** Orders of every company, the newest first; by number, by address, or by a part of the name. */
export const searchAllOrders = supportProcedure
  .input(
    z.strictObject({
      ...pageInput,
      statuses: z.array(z.enum(orderStatuses)).default([...orderStatuses]),
      search: z.string().trim().min(1).max(254).optional(),
    }),
  )
  .output(pageOf(supportOrderSummarySchema))
  .query(async ({ ctx, input }) => {
    const after = decodeCursor(input.cursor, id);
    const { statuses, limit, search = null } = input;
    const filter = { statuses, limit, search, after };
    const { items, next } = await searchOrders(ctx.services.platformDb, filter);
    return { items, nextCursor: next === undefined ? null : encodeCursor(next) };
  });

/** All of an order: time line, mails, what the carrier told us, tickets, audit. */
export const getAnyOrder = supportProcedure
  .input(z.strictObject({ id }))
  .output(supportOrderSchema)
  .query(({ ctx, input }) =>
    ctx.services.platformDb.transaction(
      async (tx) => (await findSupportOrder(tx, input.id)) ?? refuse('not_found'),
    ),
  );
