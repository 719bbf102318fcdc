import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { orderSummarySchema } from '../../contracts/orders';
import { listOrders } from '../../db/find-orders';
import { findWallet } from '../../db/wallets';
import { refuse } from '../errors';
import { recipientProcedure } from '../trpc';

const walletSchema = z.object({
  recipientId: id,
  recipientName: z.string(),
  companyName: z.string(),
  timeZone: z.string().meta({ description: 'IANA: the recipient’s own, else the company’s.' }),
  balancePoints: z.int(),
  rewards: z.array(
    z.object({
      points: z.int(),
      citation: z.string().nullable(),
      companyName: z.string(),
      receivedAt: z.iso.datetime(),
    }),
  ),
  orders: z.array(orderSummarySchema).meta({ description: 'The latest 20.' }),
});

/** What a recipient sees of his points: balance, rewards with their citations, orders. */
export const wallet = recipientProcedure.output(walletSchema).query(async ({ ctx }) => {
  const { platformDb } = ctx.services;
  const recipientId = ctx.recipient.id;
  const found = (await findWallet(platformDb, recipientId)) ?? refuse('not_found');
  const { items } = await listOrders(platformDb, { recipientId, limit: 20, after: undefined });
  return {
    ...found,
    rewards: found.rewards.map((reward) => ({
      ...reward,
      receivedAt: reward.receivedAt.toISOString(),
    })),
    orders: items,
  };
});
