import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { addressInput, addressSchema, type Order, orderSchema } from '../../contracts/orders';
import { correctOrderAddress, findOrderByLink, requestCancel } from '../../db/change-order';
import { findOrder } from '../../db/find-orders';
import { type LockedOrder, lockOrder } from '../../db/lock-order';
import type { Transaction } from '../../db/pool';
import type { ReasonCode } from '../../domain/reasons';
import type { Context } from '../context';
import { refuse } from '../errors';
import { publicProcedure, recipientProcedure } from '../trpc';

/**
 * Asks for a cancellation. Until the parcel has left, the carrier is told and the points come back by
 * a credit note, a moment later; the order says which.
 */
export const cancel = recipientProcedure
  .input(z.strictObject({ id }))
  .output(orderSchema)
  .mutation(({ ctx, input }) =>
    changeOwn(ctx, { orderId: input.id, recipientId: ctx.recipient.id }, requestCancel),
  );

/** Corrects where the parcel goes: before it leaves, and between two delivery attempts. */
export const correctAddress = recipientProcedure
  .input(z.strictObject({ id, address: addressInput }))
  .output(orderSchema)
  .mutation(({ ctx, input }) =>
    changeOwn(ctx, { orderId: input.id, recipientId: ctx.recipient.id }, (tx, order) =>
      correctOrderAddress(tx, order, input.address, 'recipient'),
    ),
  );

const token = z.string().min(1).max(100);
const linkedOrder = z.object({ number: z.string(), address: addressSchema, isUsable: z.boolean() });

/** The order that the link in a mail about a failed attempt is about; opening it changes nothing. */
export const getByLink = publicProcedure
  .input(z.strictObject({ token }))
  .output(linkedOrder)
  .query(({ ctx, input }) =>
    ctx.services.platformDb.transaction(async (tx) => {
      const link = (await findOrderByLink(tx, input.token)) ?? refuse('not_found');
      const { number, address } = (await findOrder(tx, link)) ?? refuse('not_found');
      return { number, address, isUsable: link.isUsable };
    }),
  );

/** Corrects the address by that link, until the next attempt. */
export const correctAddressByLink = publicProcedure
  .input(z.strictObject({ token, address: addressInput }))
  .output(linkedOrder)
  .mutation(async ({ ctx, input }) => {
    const { platformDb, dispatcher } = ctx.services;
    const done = await platformDb.transaction(async (tx) => {
      const link = (await findOrderByLink(tx, input.token)) ?? refuse('not_found');
      const order = await lockOrder(tx, link.orderId);
      // Again, with the lock: the next attempt may have come in between.
      const now = await findOrderByLink(tx, input.token);
      if (typeof order === 'string' || now?.isUsable !== true) return refuse('address_too_late');
      const outcome = await correctOrderAddress(tx, order, input.address, 'recipient');
      if (typeof outcome !== 'string') return refuse(outcome.code);
      const { number, address } = (await findOrder(tx, link)) ?? refuse('not_found');
      return { orderId: order.id, number, address };
    });
    dispatcher.wakeOrder({ orderId: done.orderId });
    return { number: done.number, address: done.address, isUsable: true };
  });

async function changeOwn(
  { services }: Context,
  which: { orderId: string; recipientId: string },
  work: (tx: Transaction, order: LockedOrder) => Promise<string | { code: ReasonCode }>,
): Promise<Order> {
  const changed = await services.platformDb.transaction(async (tx) => {
    const order = await lockOrder(tx, which.orderId);
    if (typeof order === 'string' || order.recipientId !== which.recipientId) {
      return refuse('not_found');
    }
    const outcome = await work(tx, order);
    if (typeof outcome !== 'string') return refuse(outcome.code);
    return (await findOrder(tx, which)) ?? refuse('internal_error');
  });
  services.dispatcher.wakeOrder({ orderId: which.orderId });
  return changed;
}
