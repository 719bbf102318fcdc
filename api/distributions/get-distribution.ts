import { z } from 'zod';
import { distributionWithTimelineSchema, id, MAX_PAGE_SIZE } from '../../contracts/distributions';
import { findDistributionWithTimeline } from '../../db/find-distribution';
import { refuse } from '../errors';
import { permitted } from '../trpc';
import { withWorkflowUrl } from './workflow-url';

/** A distribution with its counts, its first 500 rewards and its time line. */
export const getDistribution = permitted('distributions.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/distributions/{id}',
      operationId: 'getDistribution',
      tags: ['Distributions'],
      summary: 'A distribution with its rewards and its time line',
      errorResponses: [401, 404],
    },
  })
  .input(z.strictObject({ id }))
  .output(distributionWithTimelineSchema)
  .query(async ({ ctx, input }) => {
    const found = await ctx.inCompany((tx) =>
      findDistributionWithTimeline(tx, input.id, MAX_PAGE_SIZE),
    );
    return found === undefined
      ? refuse('not_found')
      : withWorkflowUrl(found, ctx.services.settings);
  });
