import { draftSchema, updateDraftInput } from '../../contracts/drafts';
import { sendingProcedure } from '../trpc';
import { changeDraft } from './change-draft';

/** Chooses what happens to the unregistered, and which campaign carries the rewards. */
export const updateDraft = sendingProcedure
  .meta({
    openapi: {
      method: 'PATCH',
      path: '/drafts/{id}',
      operationId: 'updateDraft',
      tags: ['Drafts'],
      summary: 'Choose the campaign and what happens to the unregistered',
      errorResponses: [400, 401, 403, 404, 409, 429],
    },
  })
  .input(updateDraftInput)
  .output(draftSchema)
  .mutation(({ ctx, input }) => {
    const { ifUnregistered, campaignId } = input;
    return changeDraft(ctx.services, ctx.caller, input, () => ({
      ...(ifUnregistered !== undefined && { ifUnregistered }),
      ...(campaignId !== undefined && { campaignId }),
    }));
  });
