import { z } from 'zod';
import { draftSchema } from '../../contracts/drafts';
import { refuse } from '../errors';
import { sendingProcedure } from '../trpc';
import { createDraftFromFile } from './create-draft';
import { NO_FILE, uploadFields } from './draft-files';

/** The upload of the page: the same form as `POST /api/v1/uploads`, by the session of an admin. */
export const uploadFile = sendingProcedure
  .input(z.instanceof(FormData))
  .output(draftSchema)
  .mutation(async ({ ctx, input }) => {
    const file = input.get('file');
    if (!(file instanceof File)) return refuse('bad_request', undefined, NO_FILE);
    const { file: _, ...texts } = Object.fromEntries(input);
    const fields = uploadFields.parse(texts);
    return createDraftFromFile(ctx.services, ctx.caller, {
      bytes: new Uint8Array(await file.arrayBuffer()),
      fileName: file.name,
      ifUnregistered: fields.ifUnregistered,
      campaignId: fields.campaignId ?? null,
    });
  });
