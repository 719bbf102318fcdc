import { z } from 'zod';
import { distributionListItemSchema, id, pageOf } from '../../contracts/distributions';
import {
  type DistributionFilter,
  listDistributions as readPage,
} from '../../db/list-distributions';
import { decodeCursor, encodeCursor, pageInput } from '../cursors';
import { permitted } from '../trpc';
import { withWorkflowUrl } from './workflow-url';
import { distributionFilterInput } from '../../contracts/distribution-filter';

/** The company's distributions, newest first, a page at a time. */
export const listDistributions = permitted('distributions.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/distributions',
      operationId: 'listDistributions',
      tags: ['Distributions'],
      summary: 'Distributions, newest first',
      errorResponses: [400, 401],
    },
  })
  .input(z.strictObject({ ...pageInput, ...distributionFilterInput }))
  .output(pageOf(distributionListItemSchema))
  .query(async ({ ctx, input }) => {
    const before = decodeCursor(input.cursor, id);
    const page = await ctx.inCompany((tx) =>
      readPage(tx, {
        ...filterOf(input),
        limit: input.limit,
        ...(before !== undefined && { before }),
      }),
    );
    const last = page.items.at(-1);
    return {
      items: page.items.map((item) => withWorkflowUrl(item, ctx.services.settings)),
      nextCursor: page.hasMore && last !== undefined ? encodeCursor(last.id) : null,
    };
  });

/** What was asked for, without what was left out. */
export function filterOf(input: FilterInput): Omit<DistributionFilter, 'limit' | 'before'> {
  const { status, method, campaignId, hasFailed, from, to, search } = input;
  return {
    ...(status !== undefined && { statuses: status }),
    ...(method !== undefined && { method }),
    ...(campaignId !== undefined && { campaignId }),
    ...(hasFailed !== undefined && { hasFailed }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(search !== undefined && search !== '' && { text: search }),
  };
}

type FilterInput = z.infer<z.ZodObject<typeof distributionFilterInput>>;
