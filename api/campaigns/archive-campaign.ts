import { z } from 'zod';
import { campaignSchema } from '../../contracts/campaigns';
import { id } from '../../contracts/distributions';
import { archiveCampaign as archive, findCampaign } from '../../db/campaigns';
import { refuse } from '../errors';
import { permitted } from '../trpc';

/** Takes a campaign out of the library. Sends that carry it go on; its name is free again. */
export const archiveCampaign = permitted('campaigns.edit')
  .meta({
    openapi: {
      method: 'POST',
      path: '/campaigns/{id}/archive',
      operationId: 'archiveCampaign',
      tags: ['Campaigns'],
      summary: 'Archive a campaign',
      errorResponses: [401, 403, 404, 409],
    },
  })
  .input(z.strictObject({ id }))
  .output(campaignSchema)
  .mutation(async ({ ctx, input }) => {
    const archived = await ctx.inCompany(async (tx) => {
      const outcome = await archive(tx, input.id);
      return outcome === 'archived' ? findCampaign(tx, input.id) : refuse(outcome);
    });
    return archived ?? refuse('not_found');
  });
