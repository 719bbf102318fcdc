import { z } from 'zod';
import { pageOf } from '../../contracts/distributions';
import { draftRowSchema, listDraftRowsInput } from '../../contracts/drafts';
import { decodeCursor, encodeCursor } from '../cursors';
import { permitted } from '../trpc';
import { getDraft } from './change-draft';
import { isInGroup, judgeDraft, type JudgedDraftRow } from './judge-draft';
import { showRow } from './show-draft';

/** Rows of a draft, all or those of one group, a page at a time. */
export const listDraftRows = permitted('distributions.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/drafts/{id}/rows',
      operationId: 'listDraftRows',
      tags: ['Drafts'],
      summary: 'Rows of a draft, all or of one group',
      errorResponses: [400, 401, 404, 429],
    },
  })
  .input(listDraftRowsInput)
  .output(pageOf(draftRowSchema))
  .query(async ({ ctx, input }) => {
    const after = decodeCursor(input.cursor, z.int()) ?? 0;
    const draft = await getDraft(ctx.services, ctx.caller, input.id);
    const { group } = input;
    const rows: JudgedDraftRow[] = [];
    for await (const part of judgeDraft(ctx.services, ctx.caller.company, draft)) {
      const found = part.rows.filter(
        (row) => row.row.row > after && (group === undefined || isInGroup(row, group)),
      );
      rows.push(...found);
      // One more tells that there is a next page; the rest of the draft need not be judged.
      if (rows.length > input.limit) break;
    }
    const items = rows.slice(0, input.limit).map(showRow);
    const last = items.at(-1);
    return {
      items,
      nextCursor: rows.length > items.length && last ? encodeCursor(last.row) : null,
    };
  });
