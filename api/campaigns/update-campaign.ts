import { z } from 'zod';
import { campaignInput, campaignSchema } from '../../contracts/campaigns';
import { id } from '../../contracts/distributions';
import { changeCampaign, findCampaign } from '../../db/campaigns';
import { refuse } from '../errors';
import { permitted } from '../trpc';
import { checkCampaignInput } from './check-input';
import { actorOf } from '../context';
import { refuseTakenName } from './refuse-taken-name';

/** Makes a new version of a campaign; what was sent keeps the version that it was sent with. */
export const updateCampaign = permitted('campaigns.edit')
  .meta({
    openapi: {
      method: 'PUT',
      path: '/campaigns/{id}',
      operationId: 'updateCampaign',
      tags: ['Campaigns'],
      summary: 'Change a campaign',
      description:
        'Answers 409 `campaign_changed` when the campaign has another version than the one that was read.',
      errorResponses: [400, 401, 403, 404, 409, 422],
    },
  })
  .input(
    z.strictObject({
      id,
      version: z
        .int()
        .min(1)
        .max(2_147_483_647)
        .meta({ description: 'The version that was read.' }),
      ...campaignInput,
    }),
  )
  .output(campaignSchema)
  .mutation(async ({ ctx, input }) => {
    const changed = await ctx
      .inCompany(async (tx) => {
        const found = await findCampaign(tx, input.id);
        if (found === undefined) return refuse('not_found');
        const campaign = await checkCampaignInput(tx, input);
        const by = actorOf(ctx.caller);
        const outcome = await changeCampaign(tx, input.id, input.version, { ...campaign, by });
        return outcome === 'changed' ? findCampaign(tx, input.id) : refuse(outcome);
      })
      .catch(refuseTakenName);
    return changed ?? refuse('not_found');
  });
