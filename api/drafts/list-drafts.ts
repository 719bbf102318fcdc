import { z } from 'zod';
import { id, pageOf } from '../../contracts/distributions';
import { draftStatuses, draftSummarySchema } from '../../contracts/drafts';
import { listDrafts as readPage } from '../../db/drafts';
import { decodeCursor, encodeCursor, pageInput } from '../cursors';
import { permitted } from '../trpc';

/** The company's drafts, newest first, a page at a time. */
export const listDrafts = permitted('distributions.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/drafts',
      operationId: 'listDrafts',
      tags: ['Drafts'],
      summary: 'Drafts, newest first',
      errorResponses: [400, 401],
    },
  })
  .input(z.strictObject({ ...pageInput, status: z.enum(draftStatuses).optional() }))
  .output(pageOf(draftSummarySchema))
  .query(async ({ ctx, input }) => {
    const before = decodeCursor(input.cursor, id);
    const page = await ctx.inCompany((tx) =>
      readPage(tx, {
        limit: input.limit,
        ...(before !== undefined && { before }),
        ...(input.status !== undefined && { status: input.status }),
      }),
    );
    const last = page.items.at(-1);
    return {
      items: page.items,
      nextCursor: page.hasMore && last !== undefined ? encodeCursor(last.id) : null,
    };
  });
