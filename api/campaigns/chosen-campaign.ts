import { findUsableCampaign, type UsableCampaign } from '../../db/find-usable-campaign';
import type { Transaction } from '../../db/pool';
import { reasons } from '../../domain/reasons';
import { refuse } from '../errors';

/** The campaign that somebody has chosen at its current version; null when none was chosen. */
export async function chosenCampaign(
  tx: Transaction,
  campaignId: string | null | undefined,
): Promise<UsableCampaign | null> {
  if (campaignId === null || campaignId === undefined) return null;
  const found = await findUsableCampaign(tx, campaignId);
  return found ?? refuseCampaign();
}

export function refuseCampaign(): never {
  const code = 'campaign_not_usable';
  return refuse(code, { issues: [{ path: 'campaignId', code, message: reasons[code].message }] });
}
