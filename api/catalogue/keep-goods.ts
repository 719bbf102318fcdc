import { z } from 'zod';
import { createGoodsInput, managedGoodsSchema, updateGoodsInput } from '../../contracts/catalogue';
import { id, pageOf } from '../../contracts/distributions';
import { recordAudit } from '../../db/audit';
import { createGoods, findGoods, listGoods, updateGoods } from '../../db/catalogue';
import { decodeCursor, encodeCursor, pageInput } from '../cursors';
import { refuse } from '../errors';
import { supportLeadProcedure } from '../trpc';

/** All goods, also those that are not offered; the newest first, a page at a time. */
export const listAllGoods = supportLeadProcedure
  .input(z.strictObject(pageInput))
  .output(pageOf(managedGoodsSchema))
  .query(async ({ ctx, input }) => {
    const { platformDb, settings } = ctx.services;
    const before = decodeCursor(input.cursor, id);
    const page = { limit: input.limit, before };
    const { items, hasMore } = await listGoods(platformDb, settings.publicUrl, page);
    const last = items.at(-1);
    const nextCursor = hasMore && last !== undefined ? encodeCursor(last.id) : null;
    return { items, nextCursor };
  });

export const createGoodsItem = supportLeadProcedure
  .input(createGoodsInput)
  .output(managedGoodsSchema)
  .mutation(({ ctx, input }) => {
    const { reason, ...content } = input;
    return ctx.services.platformDb.transaction(async (tx) => {
      const goodsId = await createGoods(tx, content);
      if (goodsId === undefined) return refuseImage();
      await recordAudit(tx, {
        ...{ companyId: null, actor: { kind: 'agent', id: ctx.agent.id }, goodsId },
        ...{ action: 'create_goods', reason, before: {}, after: content },
      });
      const { publicUrl } = ctx.services.settings;
      return (await findGoods(tx, goodsId, publicUrl)) ?? refuse('internal_error');
    });
  });

/** Changes goods; orders that were placed keep what they were placed with. */
export const updateGoodsItem = supportLeadProcedure
  .input(updateGoodsInput)
  .output(managedGoodsSchema)
  .mutation(({ ctx, input }) => {
    const { reason, ...change } = input;
    const { platformDb, settings } = ctx.services;
    return platformDb.transaction(async (tx) => {
      const before = (await findGoods(tx, input.id, settings.publicUrl)) ?? refuse('not_found');
      const outcome = await updateGoods(tx, change);
      if (outcome === 'unknown_image') return refuseImage();
      if (outcome === 'goods_changed') return refuse('goods_changed');
      await recordAudit(tx, {
        ...{ companyId: null, actor: { kind: 'agent', id: ctx.agent.id }, goodsId: input.id },
        ...{ action: 'update_goods', reason, before, after: change },
      });
      return (await findGoods(tx, input.id, settings.publicUrl)) ?? refuse('internal_error');
    });
  });

export const getGoods = supportLeadProcedure
  .input(z.strictObject({ id }))
  .output(managedGoodsSchema)
  .query(async ({ ctx, input }) => {
    const { platformDb, settings } = ctx.services;
    return (await findGoods(platformDb, input.id, settings.publicUrl)) ?? refuse('not_found');
  });

function refuseImage(): never {
  const message = 'There is no such image; upload it by catalogue.uploadImage.';
  return refuse('invalid_image', { issues: [{ path: 'imageId', code: 'invalid_image', message }] });
}
