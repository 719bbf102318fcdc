import { z } from 'zod';
import { pageOf } from '../../contracts/distributions';
import { recipientSchema, recipientStatuses } from '../../contracts/recipients';
import { listRecipients as readPage } from '../../db/find-recipients';
import { decodeCursor, encodeCursor, pageInput } from '../cursors';
import { searchInput } from '../search-input';
import { permitted } from '../trpc';

/** The company's people, by address. */
export const listRecipients = permitted('recipients.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/recipients',
      operationId: 'listRecipients',
      tags: ['Recipients'],
      summary: 'The people that your company sends to, by e-mail address',
      errorResponses: [400, 401, 403],
    },
  })
  .input(
    z.strictObject({
      ...pageInput,
      status: z.enum(recipientStatuses).optional(),
      search: searchInput.optional().meta({ description: 'A part of the name or the address.' }),
    }),
  )
  .output(pageOf(recipientSchema))
  .query(async ({ ctx, input }) => {
    const { limit, status, search } = input;
    const after = decodeCursor(input.cursor, z.string().max(254));
    const page = await ctx.inCompany((tx) =>
      readPage(tx, {
        limit,
        ...(after !== undefined && { after }),
        ...(status !== undefined && { status }),
        ...(search !== undefined && search !== '' && { text: search }),
      }),
    );
    const hasNext = page.hasMore && page.last !== undefined;
    return { items: page.items, nextCursor: hasNext ? encodeCursor(page.last ?? '') : null };
  });
