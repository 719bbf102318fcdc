import { z } from 'zod';
import {
  campaignContentInput,
  campaignPreviewSchema,
  mailKindInput,
  previewValuesInput,
} from '../../contracts/campaigns';
import { id } from '../../contracts/distributions';
import { findCampaign } from '../../db/campaigns';
import type { Transaction } from '../../db/pool';
import type { CampaignContent } from '../../domain/campaign-content';
import { refuse } from '../errors';
import { permitted } from '../trpc';
import { checkContentInput } from './check-input';
import { renderPreview } from './render-preview';

/** Shows the e-mail of a campaign, or of a content that is being written. Nothing is kept. */
export const previewCampaign = permitted('campaigns.view')
  .meta({
    openapi: {
      method: 'POST',
      path: '/campaigns/preview',
      operationId: 'previewCampaign',
      tags: ['Campaigns'],
      summary: 'Preview the e-mail of a campaign',
      errorResponses: [400, 401, 404, 422],
    },
  })
  .input(
    z
      .strictObject({
        campaignId: id.nullable().optional().meta({
          description: 'null for the e-mail without a campaign.',
        }),
        content: campaignContentInput.optional().meta({ description: 'Instead of campaignId.' }),
        values: previewValuesInput.default({}),
        kind: mailKindInput,
      })
      .refine(({ campaignId, content }) => (campaignId === undefined) !== (content === undefined), {
        path: ['content'],
        message: 'Give either campaignId or content',
      }),
  )
  .output(campaignPreviewSchema)
  .mutation(async ({ ctx, input }) => {
    const { campaignId, content: typed, values, kind } = input;
    const { company } = ctx.caller;
    return ctx.inCompany(async (tx) => {
      const content =
        typed === undefined ? await contentOf(tx, campaignId) : await checkContentInput(tx, typed);
      if (content === undefined) return refuse('not_found');
      return renderPreview(tx, ctx.services.settings, { content, values, kind, company });
    });
  });

async function contentOf(
  tx: Transaction,
  campaignId: string | null | undefined,
): Promise<CampaignContent | null | undefined> {
  return typeof campaignId === 'string' ? (await findCampaign(tx, campaignId))?.content : null;
}
