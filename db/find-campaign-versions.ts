import type { CampaignContent } from '../domain/campaign-content';
import { type Database, rowsOf, type Transaction } from './pool';

/** The contents of campaigns at given versions, for mails; by the version's id. */
export async function findCampaignVersions(
  db: Database | Transaction,
  versionIds: readonly string[],
): Promise<ReadonlyMap<string, SentCampaign>> {
  if (versionIds.length === 0) return new Map();
  const rows = await rowsOf<CampaignContent & { id: string; bannerWidth: number | null }>(
    db,
    `SELECT v.id, ${CONTENT_COLUMNS}, i.width AS "bannerWidth"
     FROM campaign_versions v LEFT JOIN images i ON i.id = v.banner_image_id
     WHERE v.id = ANY(?::uuid[])`,
    [versionIds],
  );
  return new Map(rows.map(({ id, bannerWidth, ...content }) => [id, { content, bannerWidth }]));
}

/** What a mail needs of a campaign. */
export interface SentCampaign {
  content: CampaignContent;
  /** In pixels; null without a banner. */
  bannerWidth: number | null;
}

/** The content of `campaign_versions v`, by the names of its fields. */
export const CONTENT_COLUMNS = `v.subject, v.heading, v.message, v.button_text AS "buttonText",
  v.sender_name AS "senderName", v.banner_image_id AS "bannerImageId", v.colour`;
