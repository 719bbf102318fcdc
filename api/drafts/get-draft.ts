import { draftIdInput, draftSchema } from '../../contracts/drafts';
import { permitted } from '../trpc';
import { findAndShowDraft } from './change-draft';

/** A draft with what would happen to each row if it were distributed now. */
export const getDraft = permitted('distributions.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/drafts/{id}',
      operationId: 'getDraft',
      tags: ['Drafts'],
      summary: 'A draft with its preview',
      errorResponses: [401, 404, 429],
    },
  })
  .input(draftIdInput)
  .output(draftSchema)
  .query(({ ctx, input }) => findAndShowDraft(ctx.services, ctx.caller, input.id));
