import { z } from 'zod';
import { imageSchema, imageUrl } from '../../contracts/campaigns';
import { storePlatformImage } from '../../db/catalogue';
import { imageFile, readImage } from '../images/upload-image';
import { supportLeadProcedure } from '../trpc';

/** Keeps an image for goods; the same image again answers with the same id. */
export const uploadGoodsImage = supportLeadProcedure
  .input(z.strictObject({ file: imageFile }))
  .output(imageSchema)
  .mutation(async ({ ctx, input }) => {
    const { platformDb, settings } = ctx.services;
    const { content, header } = readImage(input.file);
    const { width, height, mediaType } = header;
    const by = `agent/${ctx.agent.id}`;
    const { id } = await storePlatformImage(platformDb, { header, content, by });
    const url = imageUrl(settings.publicUrl, id);
    return { id, url, mediaType, width, height, bytes: content.length };
  });
