import { isCampaignNameTaken } from '../../db/campaigns';
import { reasons } from '../../domain/reasons';
import { refuse } from '../errors';

/** For the end of a transaction that writes a name. */
export function refuseTakenName(error: unknown): never {
  if (!isCampaignNameTaken(error)) throw error;
  const code = 'campaign_name_taken';
  return refuse(code, { issues: [{ path: 'name', code, message: reasons[code].message }] });
}
