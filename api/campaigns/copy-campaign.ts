import { z } from 'zod';
import { campaignInput, campaignSchema } from '../../contracts/campaigns';
import { id } from '../../contracts/distributions';
import { findCampaign, insertCampaign, listCampaignNameKeys } from '../../db/campaigns';
import { nameOfCopy } from '../../domain/campaign-content';
import { refuse } from '../errors';
import { permitted } from '../trpc';
import { checkCampaignInput } from './check-input';
import { actorOf } from '../context';
import { refuseTakenName } from './refuse-taken-name';

/** Makes a campaign of the company from any that it sees: a built-in or an archived one too. */
export const copyCampaign = permitted('campaigns.edit')
  .meta({
    openapi: {
      method: 'POST',
      path: '/campaigns/{id}/copy',
      operationId: 'copyCampaign',
      tags: ['Campaigns'],
      summary: 'Copy a campaign',
      errorResponses: [400, 401, 403, 404, 409, 422],
    },
  })
  .input(
    z.strictObject({
      id,
      name: campaignInput.name.optional().meta({
        description: 'Of the copy; without it, the name of the original and "(copy)".',
      }),
    }),
  )
  .output(campaignSchema)
  .mutation(async ({ ctx, input }) => {
    const made = await ctx
      .inCompany(async (tx) => {
        const original = await findCampaign(tx, input.id);
        if (original === undefined) return refuse('not_found');
        const { content } = original;
        const name = input.name ?? nameOfCopy(original.name, await listCampaignNameKeys(tx));
        const campaign = await checkCampaignInput(tx, { name, content });
        const copyId = await insertCampaign(tx, { ...campaign, by: actorOf(ctx.caller) });
        return findCampaign(tx, copyId);
      })
      .catch(refuseTakenName);
    if (made === undefined) return refuse('internal_error');
    ctx.reply.status = 201;
    ctx.reply.headers['location'] = `/api/v1/campaigns/${made.id}`;
    return made;
  });
