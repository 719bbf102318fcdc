import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type {
  createGoodsInput,
  Goods,
  ManagedGoods,
  updateGoodsInput,
} from '../contracts/catalogue';
import type { ImageHeader } from '../domain/image-header';
import { type Database, rowsOf, type Transaction } from './pool';

type Content = Omit<z.infer<typeof createGoodsInput>, 'reason'>;

/** The goods that recipients can order, by name. */
export async function listOfferedGoods(db: Database, publicUrl: string): Promise<Goods[]> {
  const rows = await rowsOf<GoodsRow>(db, `${SELECT_GOODS} WHERE is_available ORDER BY name, id`);
  return rows.map((row) => {
    const { id, name, description, imageUrl, pricePoints, variants } = show(row, publicUrl);
    return { id, name, description, imageUrl, pricePoints, variants };
  });
}

/** One page of all goods, the newest first, for who keeps the catalogue. */
export async function listGoods(
  db: Database,
  publicUrl: string,
  page: { limit: number; before: string | undefined },
): Promise<{ items: ManagedGoods[]; hasMore: boolean }> {
  const before = page.before ?? null;
  const rows = await rowsOf<GoodsRow>(
    db,
    `${SELECT_GOODS} WHERE id < ?::uuid OR ?::uuid IS NULL ORDER BY id DESC LIMIT ?`,
    [before, before, page.limit + 1],
  );
  const items = rows.slice(0, page.limit).map((row) => show(row, publicUrl));
  return { items, hasMore: rows.length > page.limit };
}

export async function findGoods(
  db: Database | Transaction,
  id: string,
  publicUrl: string,
): Promise<ManagedGoods | undefined> {
  const [row] = await rowsOf<GoodsRow>(db, `${SELECT_GOODS} WHERE id = ?`, [id]);
  return row && show(row, publicUrl);
}

/** @returns the id, or undefined when there is no such image of the platform. */
export async function createGoods(tx: Transaction, goods: Content): Promise<string | undefined> {
  if (!(await isPlatformImage(tx, goods.imageId))) return undefined;
  const [made] = await rowsOf<{ id: string }>(
    tx,
    `INSERT INTO goods (name, description, image_id, price_points, variants, is_available)
     VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
    valuesOf(goods),
  );
  if (made === undefined) throw new Error('Goods were not made');
  return made.id;
}

/** Changes goods as they were read. What was ordered before keeps its name and price. */
export async function updateGoods(
  tx: Transaction,
  goods: Omit<z.infer<typeof updateGoodsInput>, 'reason'>,
): Promise<'changed' | 'goods_changed' | 'unknown_image'> {
  if (!(await isPlatformImage(tx, goods.imageId))) return 'unknown_image';
  const changed = await rowsOf(
    tx,
    `UPDATE goods SET name = ?, description = ?, image_id = ?, price_points = ?, variants = ?,
       is_available = ?, version = version + 1,
       updated_at = date_trunc('milliseconds', clock_timestamp())
     WHERE id = ? AND version = ? RETURNING id`,
    [...valuesOf(goods), goods.id, goods.version],
  );
  return changed.length === 0 ? 'goods_changed' : 'changed';
}

function valuesOf(goods: Content): unknown[] {
  const { name, description, imageId, pricePoints, variants, isAvailable } = goods;
  return [name, description, imageId, pricePoints, variants, isAvailable];
}

async function isPlatformImage(tx: Transaction, imageId: string | null): Promise<boolean> {
  if (imageId === null) return true;
  const found = await rowsOf(tx, 'SELECT 1 FROM images WHERE id = ? AND company_id IS NULL', [
    imageId,
  ]);
  return found.length > 0;
}

/** Keeps an image of the platform; the same bytes again are the same image. */
export async function storePlatformImage(
  db: Database | Transaction,
  image: { header: ImageHeader; content: Buffer; by: string },
): Promise<{ id: string }> {
  const { mediaType, width, height } = image.header;
  const sha256 = createHash('sha256').update(image.content).digest();
  await rowsOf(
    db,
    `INSERT INTO images (company_id, sha256, media_type, width, height, content, created_by)
     VALUES (NULL, ?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) WHERE company_id IS NULL DO NOTHING`,
    [sha256, mediaType, width, height, image.content, image.by],
  );
  const [known] = await rowsOf<{ id: string }>(
    db,
    'SELECT id FROM images WHERE company_id IS NULL AND sha256 = ?',
    [sha256],
  );
  if (known === undefined) throw new Error('An image was neither new nor known');
  return known;
}

const SELECT_GOODS = `SELECT id, name, description, image_id AS "imageId",
  price_points AS "pricePoints", variants, is_available AS "isAvailable", version,
  created_at AS "createdAt", updated_at AS "updatedAt" FROM goods`;

type GoodsRow = Omit<ManagedGoods, 'imageUrl' | 'createdAt' | 'updatedAt'> & {
  createdAt: Date;
  updatedAt: Date;
};

function show({ createdAt, updatedAt, ...row }: GoodsRow, publicUrl: string): ManagedGoods {
  return {
    ...row,
    imageUrl: row.imageId === null ? null : `${publicUrl}/images/${row.imageId}`,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
