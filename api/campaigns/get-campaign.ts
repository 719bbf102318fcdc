import { z } from 'zod';
import { campaignSchema } from '../../contracts/campaigns';
import { id } from '../../contracts/distributions';
import { findCampaign } from '../../db/campaigns';
import { refuse } from '../errors';
import { permitted } from '../trpc';

/** A campaign as it is now, or as a send of an earlier version has it. */
export const getCampaign = permitted('campaigns.view')
  .meta({
    openapi: {
      method: 'GET',
      path: '/campaigns/{id}',
      operationId: 'getCampaign',
      tags: ['Campaigns'],
      summary: 'A campaign',
      errorResponses: [400, 401, 404],
    },
  })
  .input(
    z.strictObject({
      id,
      version: z.coerce.number().int().min(1).max(2_147_483_647).optional().meta({
        description: 'Its content at this version; without it, as it is now.',
      }),
    }),
  )
  .output(campaignSchema)
  .query(async ({ ctx, input }) => {
    const found = await ctx.inCompany((tx) => findCampaign(tx, input.id, input.version));
    return found ?? refuse('not_found');
  });
