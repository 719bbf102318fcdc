import { z } from 'zod';
import { campaignSchema } from '../../contracts/campaigns';
import { id, pageOf } from '../../contracts/distributions';
import { listCampaigns as readPage } from '../../db/campaigns';
import { decodeCursor, encodeCursor, pageInput } from '../cursors';
import { permitted } from '../trpc';

/** Built-in campaigns and the company's own, a page at a time. */
export const listCampaigns = permitted('campaigns.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/campaigns',
      operationId: 'listCampaigns',
      tags: ['Campaigns'],
      summary: 'Campaigns, built-in ones first',
      errorResponses: [400, 401],
    },
  })
  .input(
    z.strictObject({
      ...pageInput,
      status: z.enum(['active', 'archived']).default('active'),
    }),
  )
  .output(pageOf(campaignSchema))
  .query(async ({ ctx, input }) => {
    const after = decodeCursor(input.cursor, id);
    const page = await ctx.inCompany((tx) =>
      readPage(tx, {
        limit: input.limit,
        archived: input.status === 'archived',
        ...(after !== undefined && { after }),
      }),
    );
    const last = page.items.at(-1);
    return {
      items: page.items,
      nextCursor: page.hasMore && last !== undefined ? encodeCursor(last.id) : null,
    };
  });
