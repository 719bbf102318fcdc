import { id } from '../contracts/distributions';
import { rowsOf, type Transaction } from './pool';

/**
 * The current version of a campaign that a send may use: the company's own or a built-in one, not
 * archived. Undefined for any other id, also for a text that is none.
 */
export async function findUsableCampaign(
  tx: Transaction,
  campaignId: string,
): Promise<UsableCampaign | undefined> {
  if (!id.safeParse(campaignId).success) return undefined;
  const [found] = await rowsOf<UsableCampaign>(
    tx,
    `SELECT v.id AS "campaignVersionId", c.id, v.name, v.version
     FROM campaigns c JOIN campaign_versions v ON v.campaign_id = c.id AND v.version = c.version
     WHERE c.id = ? AND c.archived_at IS NULL`,
    [campaignId],
  );
  return found;
}

export interface UsableCampaign {
  campaignVersionId: string;
  /** The campaign's, with its name and number at this version. */
  id: string;
  name: string;
  version: number;
}
