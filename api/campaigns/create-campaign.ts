import { z } from 'zod';
import { campaignInput, campaignSchema } from '../../contracts/campaigns';
import { findCampaign, insertCampaign } from '../../db/campaigns';
import { refuse } from '../errors';
import { permitted } from '../trpc';
import { checkCampaignInput } from './check-input';
import { actorOf } from '../context';
import { refuseTakenName } from './refuse-taken-name';

/** Adds a campaign to the company's library. */
export const createCampaign = permitted('campaigns.edit')
  .meta({
    openapi: {
      method: 'POST',
      path: '/campaigns',
      operationId: 'createCampaign',
      tags: ['Campaigns'],
      summary: 'Make a campaign',
      errorResponses: [400, 401, 403, 409, 422],
    },
  })
  .input(z.strictObject(campaignInput))
  .output(campaignSchema)
  .mutation(async ({ ctx, input }) => {
    const made = await ctx
      .inCompany(async (tx) => {
        const campaign = await checkCampaignInput(tx, input);
        const id = await insertCampaign(tx, { ...campaign, by: actorOf(ctx.caller) });
        return findCampaign(tx, id);
      })
      .catch(refuseTakenName);
    if (made === undefined) return refuse('internal_error');
    ctx.reply.status = 201;
    ctx.reply.headers['location'] = `/api/v1/campaigns/${made.id}`;
    return made;
  });
