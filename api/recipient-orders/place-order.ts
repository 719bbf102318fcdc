import { createHash } from 'node:crypto';
import { orderSchema, placeOrderInput, quoteInput, quoteSchema } from '../../contracts/orders';
import { findOrder } from '../../db/find-orders';
import { type CartIssue, placeOrder, quoteCart } from '../../db/place-order';
import { findWalletBalance } from '../../db/wallets';
import { canonicalJson } from '../../domain/canonical-json';
import { describeReason } from '../../domain/reasons';
import { refuse } from '../errors';
import { recipientProcedure } from '../trpc';

/** What a cart costs now, and whether the wallet is enough. */
export const quote = recipientProcedure
  .input(quoteInput)
  .output(quoteSchema)
  .query(async ({ ctx, input }) => {
    const { platformDb } = ctx.services;
    const quoted = await quoteCart(platformDb, input.items);
    if ('issues' in quoted) return refuseCart(quoted.issues);
    const balancePoints = await findWalletBalance(platformDb, ctx.recipient.id);
    const shortfallPoints = Math.max(quoted.points - balancePoints, 0);
    return { ...quoted, balancePoints, shortfallPoints };
  });

/** Orders goods with points, which leave the wallet now, once. */
export const place = recipientProcedure
  .input(placeOrderInput)
  .output(orderSchema)
  .mutation(async ({ ctx, input }) => {
    const { platformDb, dispatcher } = ctx.services;
    const recipientId = ctx.recipient.id;
    const requestHash = createHash('sha256').update(canonicalJson(input)).digest('hex');
    const placed = await placeOrder(platformDb, { ...input, recipientId, requestHash });
    if (placed.outcome === 'goods_not_available') return refuseCart(placed.issues);
    if (placed.outcome === 'price_changed')
      return refuse(placed.outcome, { required: placed.points });
    if (placed.outcome === 'wallet_too_low') {
      const balance = await findWalletBalance(platformDb, recipientId);
      const required = input.expectedPoints;
      const shortfall = Math.max(required - balance, 0);
      return refuse(placed.outcome, { balance, required, shortfall });
    }
    if (!('orderId' in placed)) return refuse(placed.outcome);
    const { orderId } = placed;
    dispatcher.wakeOrder({ orderId });
    if (placed.outcome === 'replayed') ctx.reply.headers['idempotency-replayed'] = 'true';
    return (await findOrder(platformDb, { orderId, recipientId })) ?? refuse('internal_error');
  });

function refuseCart(issues: readonly CartIssue[]): never {
  return refuse('goods_not_available', {
    issues: issues.map(({ path, code }) => {
      const { message, nextAction } = describeReason(code);
      return {
        path,
        code,
        message: code === 'unknown_variant' ? `${message} ${nextAction}` : UNOFFERED,
      };
    }),
  });
}

const UNOFFERED = 'These goods are not offered any more. Remove them from the cart.';
