import { z } from 'zod';
import { parseMessage, parseName } from '../domain/typed-text';
import { id } from './distributions';

/** The goods that recipients can order; api, web and db share these types. */

export const goodsName = z
  .string()
  .refine((text) => parseName(text) !== undefined, 'One line of 1 to 200 visible characters.')
  .transform((text) => text.trim());

/** A size, a colour: what the recipient chooses one of. */
const variant = goodsName;
export const MAX_VARIANTS = 50;

const goodsContent = {
  name: goodsName,
  description: z
    .string()
    .refine((text) => parseMessage(text) !== undefined, 'A text of 1 to 5,000 characters.')
    .meta({ description: 'As typed; lines and any script are kept.' }),
  imageId: id.nullable().meta({ description: 'Of `catalogue.uploadImage`.' }),
  pricePoints: z.int().min(1).max(1_000_000_000),
  variants: z
    .array(variant)
    .max(MAX_VARIANTS)
    .refine((all) => new Set(all).size === all.length, 'Each variant once.')
    .meta({ description: 'When there are some, an order names one.' }),
  isAvailable: z.boolean().meta({ description: 'Whether recipients see it and can order it.' }),
};

const reason = z
  .string()
  .refine((text) => parseMessage(text) !== undefined, 'Say why; it is kept.')
  .meta({ description: 'Why; it is kept in the audit.' });

export const createGoodsInput = z.strictObject({ ...goodsContent, reason });
export const updateGoodsInput = z.strictObject({
  id,
  version: z.int().meta({ description: 'Of the goods as they were read.' }),
  ...goodsContent,
  reason,
});

export const goodsSchema = z.object({
  id,
  name: z.string(),
  description: z.string(),
  imageUrl: z.string().nullable(),
  pricePoints: z.int(),
  variants: z.array(z.string()),
});
export type Goods = z.infer<typeof goodsSchema>;

/** What platform staff sees of goods. */
export const managedGoodsSchema = goodsSchema.extend({
  imageId: id.nullable(),
  isAvailable: z.boolean(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type ManagedGoods = z.infer<typeof managedGoodsSchema>;
