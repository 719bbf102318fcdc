import { z } from 'zod';
import { goodsSchema } from '../../contracts/catalogue';
import { listOfferedGoods } from '../../db/catalogue';
import { recipientProcedure } from '../trpc';

/** The goods that can be ordered with points now. */
export const listGoods = recipientProcedure
  .output(z.array(goodsSchema))
  .query(({ ctx }) => listOfferedGoods(ctx.services.platformDb, ctx.services.settings.publicUrl));
