import { z } from 'zod';
import { distributionSummarySchema, id, pageOf } from '../../contracts/distributions';
import { listDistributions as readPage } from '../../db/find-distribution';
import { distributionStatuses } from '../../domain/states';
import { decodeCursor, encodeCursor, pageInput } from '../cursors';
import { companyProcedure } from '../trpc';
import { withWorkflowUrl } from './workflow-url';

/** The company's distributions, newest first, a page at a time. */
export const listDistributions = companyProcedure
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
  .input(
    z.strictObject({
      ...pageInput,
      status: z.enum(distributionStatuses).optional(),
      method: z.enum(['individual', 'bulk', 'api']).optional(),
    }),
  )
  .output(pageOf(distributionSummarySchema))
  .query(async ({ ctx, input }) => {
    const before = decodeCursor(input.cursor, id);
    const page = await ctx.inCompany((tx) =>
      readPage(tx, {
        limit: input.limit,
        ...(before !== undefined && { before }),
        ...(input.status !== undefined && { status: input.status }),
        ...(input.method !== undefined && { method: input.method }),
      }),
    );
    const last = page.items.at(-1);
    return {
      items: page.items.map((item) => withWorkflowUrl(item, ctx.services.settings)),
      nextCursor: page.hasMore && last !== undefined ? encodeCursor(last.id) : null,
    };
  });
