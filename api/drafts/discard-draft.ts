import { z } from 'zod';
import { draftIdInput } from '../../contracts/drafts';
import { findDraftToChange, saveDraft } from '../../db/drafts';
import { refuse } from '../errors';
import { packRows } from '../../domain/packed-rows';
import { sendingProcedure } from '../trpc';

/** Throws a draft away, with the personal data of its rows. */
export const discardDraft = sendingProcedure
  .meta({
    openapi: {
      method: 'DELETE',
      path: '/drafts/{id}',
      operationId: 'discardDraft',
      tags: ['Drafts'],
      summary: 'Throw a draft away',
      errorResponses: [401, 403, 404, 409],
    },
  })
  .input(draftIdInput)
  .output(z.object({ id: z.string(), status: z.literal('discarded') }))
  .mutation(({ ctx, input }) =>
    ctx.inCompany(async (tx) => {
      const draft = await findDraftToChange(tx, input.id);
      if (draft === undefined) return refuse('not_found');
      if (draft.status === 'distributed') return refuse('draft_closed');
      if (draft.status === 'open') {
        await saveDraft(tx, input.id, { status: 'discarded', content: packRows([]) });
      }
      return { id: input.id, status: 'discarded' as const };
    }),
  );
