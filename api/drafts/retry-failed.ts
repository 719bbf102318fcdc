import { z } from 'zod';
import { id } from '../../contracts/distributions';
import { draftSchema } from '../../contracts/drafts';
import { packRows } from '../../domain/packed-rows';
import { findUsableCampaign } from '../../db/find-usable-campaign';
import { refuse } from '../errors';
import { sendingProcedure } from '../trpc';
import { createDraft } from './create-draft';
import { findFailedRows } from './failed-rows';

/** Takes the rows of a distribution that failed and were not sent again into a draft, to be mended. */
export const retryFailed = sendingProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/distributions/{id}/retry-failed',
      operationId: 'retryFailed',
      tags: ['Drafts'],
      summary: 'Take the failed rows of a distribution into a draft',
      description:
        'The draft keeps the external ids, and the campaign at its current version; one that is archived meanwhile is left out. Points that could not be used are to be given anew. Sent, it has the method and the external id of the distribution that it retries.',
      errorResponses: [401, 403, 404, 409, 429],
    },
  })
  .input(z.strictObject({ id }))
  .output(draftSchema)
  .mutation(async ({ ctx, input }) => {
    const { failed, campaign } = await ctx.inCompany(async (tx) => {
      const found = await findFailedRows(tx, input.id);
      const carried = found?.campaignId ?? null;
      const usable = carried === null ? undefined : await findUsableCampaign(tx, carried);
      return { failed: found, campaign: usable };
    });
    if (failed === undefined) return refuse('not_found');
    const rows = failed.rows.filter(({ isSentAgain }) => !isSentAgain);
    if (rows.length === 0) return refuse('nothing_failed');
    ctx.reply.status = 201;
    return createDraft(ctx.services, ctx.caller, {
      ifUnregistered: failed.ifUnregistered,
      campaignId: campaign?.id ?? null,
      fileName: failed.fileName,
      fileHash: null,
      source: null,
      content: packRows(rows.map(({ row }) => row)),
      rows: rows.length,
      retryOf: input.id,
    });
  });
