import { z } from 'zod';
import { imageSchema, imageUrl } from '../../contracts/campaigns';
import { storeImage } from '../../db/images';
import {
  type ImageHeader,
  MAX_IMAGE_BYTES,
  MAX_IMAGE_SIDE,
  readImageHeader,
} from '../../domain/image-header';
import { actorOf } from '../context';
import { refuse } from '../errors';
import { permitted } from '../trpc';

/** Bytes of a multipart part, or base64 text from the page. */
export const imageFile = z
  .custom<string | Buffer>(
    (value) => typeof value === 'string' || Buffer.isBuffer(value),
    'Send the image as a part named "file"',
  )
  .meta({
    override: { type: 'string', format: 'binary' },
    description: 'PNG, JPEG, GIF or WebP of at most 1 MB and 4,000 pixels a side.',
  });

/** Keeps an image for campaigns; the same image again answers with the same id. */
export const uploadImage = permitted('campaigns.edit')
  .meta({
    openapi: {
      method: 'POST',
      path: '/images',
      operationId: 'uploadImage',
      tags: ['Campaigns'],
      summary: 'Upload an image for campaigns',
      description:
        'Anybody who has the address can see the image, as the mail programs of recipients must.',
      contentTypes: ['multipart/form-data'],
      errorResponses: [400, 401, 403, 413, 415, 422],
    },
  })
  .input(z.strictObject({ file: imageFile }))
  .output(imageSchema)
  .mutation(async ({ ctx, input }) => {
    const { content, header } = readImage(input.file);
    const { width, height, mediaType } = header;
    const by = actorOf(ctx.caller);
    const { id, isNew } = await ctx.inCompany((tx) => storeImage(tx, { header, content, by }));
    ctx.reply.status = isNew ? 201 : 200;
    const url = imageUrl(ctx.services.settings.publicUrl, id);
    return { id, url, mediaType, width, height, bytes: content.length };
  });

/** @throws a refusal when the file is no image that can be used. */
export function readImage(file: string | Buffer): { content: Buffer; header: ImageHeader } {
  const content = typeof file === 'string' ? Buffer.from(file, 'base64') : file;
  if (content.length > MAX_IMAGE_BYTES) return refuse('image_too_large');
  const header = readImageHeader(content);
  if (header === undefined) return refuseImage('This is no PNG, JPEG, GIF or WebP image.');
  const { width, height } = header;
  if (Math.max(width, height) > MAX_IMAGE_SIDE) {
    return refuseImage(`The image has ${width} × ${height} pixels; at most 4,000 a side.`);
  }
  return { content, header };
}

function refuseImage(message: string): never {
  return refuse('invalid_image', { issues: [{ path: 'file', code: 'invalid_image', message }] });
}
