import { z } from 'zod';
import { draftSchema } from '../../contracts/drafts';
import { sendingProcedure } from '../trpc';
import { createDraftFromFile } from './create-draft';
import { noFile } from '../take-file';
import { readUploadFields } from './upload-fields';

/** The upload of the page: the same form as `POST /api/v1/uploads`, by the session of an admin. */
export const uploadFile = sendingProcedure
  .input(z.instanceof(FormData))
  .output(draftSchema)
  .mutation(async ({ ctx, input }) => {
    const file = input.get('file');
    if (!(file instanceof File)) throw noFile();
    const { file: _, ...texts } = Object.fromEntries(input);
    return createDraftFromFile(ctx.services, ctx.caller, {
      ...readUploadFields(texts),
      bytes: new Uint8Array(await file.arrayBuffer()),
      fileName: file.name,
    });
  });
