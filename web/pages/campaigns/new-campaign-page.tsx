import { CampaignEditor } from './campaign-editor';

/** A campaign that is not there yet. */
export function NewCampaignPage() {
  return <CampaignEditor campaign={undefined} />;
}
