import { z } from 'zod';
import {
  addressInput,
  orderActInput,
  type SupportOrder,
  supportOrderSchema,
} from '../../contracts/orders';
import { recordAudit } from '../../db/audit';
import { correctOrderAddress } from '../../db/change-order';
import { findSupportOrder } from '../../db/find-orders';
import {
  addOrderMail,
  bumpOrder,
  type LockedOrder,
  lockOrder,
  noteOrderEvent,
} from '../../db/lock-order';
import { rowsOf, type Transaction } from '../../db/pool';
import { reportParcel } from '../../db/report-parcel';
import { isOrderFinal } from '../../domain/order-states';
import type { Agent, Context } from '../context';
import { refuse } from '../errors';
import { supportProcedure } from '../trpc';

/** Gives the parcel another address; whether it comes in time the carrier says, in the time line. */
export const correctOrderAddressForRecipient = supportProcedure
  .input(z.strictObject({ ...orderActInput, address: addressInput }))
  .output(supportOrderSchema)
  .mutation(({ ctx, input }) =>
    actOnOrder(ctx, input, async (tx, order) => {
      const actor = `agent/${ctx.agent.id}` as const;
      const outcome = await correctOrderAddress(tx, order, input.address, actor);
      if (typeof outcome !== 'string') return refuse(outcome.code);
      return { action: 'correct_order_address', after: { address: input.address } };
    }),
  );

/** Support knows that the goods have arrived, whatever the carrier said. */
export const markOrderDelivered = endProcedure('delivered', 'mark_order_delivered');
/** Support knows that the goods came back: the points do, too, by a credit note. */
export const markOrderReturned = endProcedure('returned', 'mark_order_returned');
/** Support has given a parcel up: the points come back. */
export const markOrderLost = endProcedure('lost', 'mark_order_lost');

function endProcedure(kind: 'delivered' | 'returned' | 'lost', action: string) {
  return supportProcedure
    .input(z.strictObject(orderActInput))
    .output(supportOrderSchema)
    .mutation(({ ctx, input }) =>
      actOnOrder(ctx, input, async (tx, order) => {
        // An end stays: support corrects a wrong one by a ticket, not by a second end.
        if (isOrderFinal(order.status)) return refuse('not_in_this_state');
        const by = { actor: `agent/${ctx.agent.id}` as const, settings: ctx.services.settings };
        await reportParcel(tx, order, { kind }, by);
        return { action, after: { kind } };
      }),
    );
}

/** The last mail about the order once more, and what the carrier refused is tried again. */
export const resendOrderMail = supportProcedure
  .input(z.strictObject(orderActInput))
  .output(supportOrderSchema)
  .mutation(({ ctx, input }) =>
    actOnOrder(ctx, input, async (tx, order) => {
      const [last] = await rowsOf<{
        kind: Parameters<typeof addOrderMail>[2];
        attempt: number | null;
      }>(tx, 'SELECT kind, attempt FROM order_mails WHERE order_id = ? ORDER BY id DESC LIMIT 1', [
        order.id,
      ]);
      if (last === undefined) return refuse('not_in_this_state');
      await addOrderMail(tx, order, last.kind, last.attempt ?? undefined);
      const actor = `agent/${ctx.agent.id}` as const;
      await noteOrderEvent(tx, order, { event: 'mail_resent', actor, reason: last.kind });
      await bumpOrder(tx, order.id);
      return { action: 'resend_order_mail', after: { kind: last.kind } };
    }),
  );

/** One act on an order as it was read, with its audit record in the same transaction. */
async function actOnOrder(
  { services, agent }: Context & { agent: Agent },
  input: { id: string; version: number; reason: string },
  work: (
    tx: Transaction,
    order: LockedOrder,
  ) => Promise<{ action: string; after: Record<string, unknown> }>,
): Promise<SupportOrder> {
  const done = await services.platformDb.transaction(async (tx) => {
    const order = await lockOrder(tx, input.id, input.version);
    if (typeof order === 'string') return refuse(order);
    const before = { status: order.status, attempts: order.attempts };
    const acted = await work(tx, order);
    await recordAudit(tx, {
      ...{ companyId: order.companyId, orderId: order.id, reason: input.reason, before, ...acted },
      actor: { kind: 'agent', id: agent.id },
    });
    return findSupportOrder(tx, input.id);
  });
  services.dispatcher.wakeOrder({ orderId: input.id });
  return done ?? refuse('not_found');
}
