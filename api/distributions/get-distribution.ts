import { z } from 'zod';
import { distributionSchema, id, MAX_PAGE_SIZE } from '../../contracts/distributions';
import { findDistribution } from '../../db/find-distribution';
import { refuse } from '../errors';
import { companyProcedure } from '../trpc';
import { withWorkflowUrl } from './workflow-url';

/** A distribution with its counts and its first 500 rewards. */
export const getDistribution = companyProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/distributions/{id}',
      operationId: 'getDistribution',
      tags: ['Distributions'],
      summary: 'A distribution with its rewards',
      errorResponses: [401, 404],
    },
  })
  .input(z.strictObject({ id }))
  .output(distributionSchema)
  .query(async ({ ctx, input }) => {
    const found = await ctx.inCompany((tx) => findDistribution(tx, input.id, MAX_PAGE_SIZE));
    return found === undefined
      ? refuse('not_found')
      : withWorkflowUrl(found, ctx.services.settings);
  });
