import { draftSchema, updateDraftRowInput } from '../../contracts/drafts';
import { editDraftRow } from '../../domain/draft-row';
import { changeRows } from '../../domain/packed-rows';
import { refuse } from '../errors';
import { countAddress } from '../told-addresses';
import { sendingProcedure } from '../trpc';
import { changeDraft } from './change-draft';

/** Mends a row where it stands; the cells that are not given stay. */
export const updateDraftRow = sendingProcedure
  .meta({
    openapi: {
      method: 'PATCH',
      path: '/drafts/{id}/rows/{row}',
      operationId: 'updateDraftRow',
      tags: ['Drafts'],
      summary: 'Mend a row',
      errorResponses: [400, 401, 403, 404, 409, 429],
    },
  })
  .input(updateDraftRowInput)
  .output(draftSchema)
  .mutation(async ({ ctx, input }) => {
    const { name, email, points, mobile, citation } = input;
    const typed = {
      ...(name !== undefined && { name }),
      ...(email !== undefined && { email }),
      ...(points !== undefined && { points }),
      ...(mobile !== undefined && { mobile }),
      ...(citation !== undefined && { citation }),
    };
    // Before anything is changed: who may look at no more addresses keeps the draft as it is.
    if (email !== undefined) await countAddress(ctx.services, ctx.caller.company.id, email);
    return changeDraft(ctx.services, ctx.caller, input, ({ content }) => {
      let isFound = false;
      const changed = changeRows(content, (row) => {
        if (row.row !== input.row) return row;
        isFound = true;
        return editDraftRow(row, typed);
      });
      return isFound ? { content: changed } : refuse('not_found');
    });
  });
