import { z } from 'zod';
import { id, pageOf } from '../../contracts/distributions';
import { orderSchema, orderSummarySchema } from '../../contracts/orders';
import { findOrder, listOrders } from '../../db/find-orders';
import { decodeCursor, encodeCursor, pageInput } from '../cursors';
import { refuse } from '../errors';
import { recipientProcedure } from '../trpc';

/** One's own orders, the newest first. */
export const list = recipientProcedure
  .input(z.strictObject(pageInput))
  .output(pageOf(orderSummarySchema))
  .query(async ({ ctx, input }) => {
    const after = decodeCursor(input.cursor, id);
    const { items, next } = await listOrders(ctx.services.platformDb, {
      ...{ recipientId: ctx.recipient.id, limit: input.limit, after },
    });
    return { items, nextCursor: next === undefined ? null : encodeCursor(next) };
  });

/** One of one's own orders, with its delivery attempts and its credit note. */
export const get = recipientProcedure
  .input(z.strictObject({ id }))
  .output(orderSchema)
  .query(async ({ ctx, input }) => {
    const which = { orderId: input.id, recipientId: ctx.recipient.id };
    return (await findOrder(ctx.services.platformDb, which)) ?? refuse('not_found');
  });
