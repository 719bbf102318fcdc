import { findUsableCampaign, type UsableCampaign } from '../../db/find-usable-campaign';
import type { Transaction } from '../../db/pool';
import { describeReason } from '../../domain/reasons';
import { refuse } from '../errors';

/** The campaign that somebody has chosen at its current version; null when none was chosen. */
export async function chosenCampaign(
  tx: Transaction,
  campaignId: string | null | undefined,
): Promise<UsableCampaign | null> {
  if (campaignId === null || campaignId === undefined) return null;
  const found = await findUsableCampaign(tx, campaignId);
  if (found !== undefined) return found;
  const code = 'campaign_not_usable';
  const { message, nextAction } = describeReason(code);
  return refuse(code, {
    issues: [{ path: 'campaignId', code, message: `${message} ${nextAction}` }],
  });
}
