import { createHash } from 'node:crypto';
import { id as idSchema } from '../contracts/distributions';
import type { ImageHeader } from '../domain/image-header';
import { type Database, rowsOf, type Transaction } from './pool';

/** Keeps an image of the company; the same bytes again are the same image. */
export async function storeImage(
  tx: Transaction,
  image: { header: ImageHeader; content: Buffer; by: string },
): Promise<{ id: string; isNew: boolean }> {
  const { mediaType, width, height } = image.header;
  const sha256 = createHash('sha256').update(image.content).digest();
  const [made] = await rowsOf<{ id: string }>(
    tx,
    `INSERT INTO images (company_id, sha256, media_type, width, height, content, created_by)
     VALUES (current_company_id(), ?, ?, ?, ?, ?, ?)
     ON CONFLICT (company_id, sha256) DO NOTHING RETURNING id`,
    [sha256, mediaType, width, height, image.content, image.by],
  );
  if (made !== undefined) return { id: made.id, isNew: true };
  const [known] = await rowsOf<{ id: string }>(tx, 'SELECT id FROM images WHERE sha256 = ?', [
    sha256,
  ]);
  if (known === undefined) throw new Error('An image was neither new nor known');
  return { id: known.id, isNew: false };
}

/** What a mail needs of an image of the company; undefined for any other id. */
export async function findImageWidth(
  tx: Transaction,
  imageId: string,
): Promise<number | undefined> {
  if (!idSchema.safeParse(imageId).success) return undefined;
  const [row] = await rowsOf<{ width: number }>(tx, 'SELECT width FROM images WHERE id = ?', [
    imageId,
  ]);
  return row?.width;
}

/** An image of any company, for whoever has its address. */
export async function findPublicImage(
  db: Database,
  imageId: string,
): Promise<{ mediaType: string; content: Buffer } | undefined> {
  if (!idSchema.safeParse(imageId).success) return undefined;
  const [row] = await rowsOf<{ mediaType: string; content: Buffer }>(
    db,
    'SELECT media_type AS "mediaType", content FROM images WHERE id = ?',
    [imageId],
  );
  return row;
}
