export interface CampaignsSearch {
  status?: 'archived';
}

/** Which campaigns, as it stands in the address; without it those in use. */
export function readCampaignsSearch(search: Record<string, unknown>): CampaignsSearch {
  return search['status'] === 'archived' ? { status: 'archived' } : {};
}
