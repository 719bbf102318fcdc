import type { Campaign } from '../contracts/campaigns';
import { type CampaignContent, campaignNameKey } from '../domain/campaign-content';
import { canonicalJson } from '../domain/canonical-json';
import { CONTENT_COLUMNS } from './find-campaign-versions';
import { rowsOf, type Transaction } from './pool';

/** A campaign of the company or a built-in one, as it is now or as it was at a version. */
export async function findCampaign(
  tx: Transaction,
  campaignId: string,
  version?: number,
): Promise<Campaign | undefined> {
  const [row] = await rowsOf<CampaignRow>(
    tx,
    `${SELECT_CAMPAIGN} WHERE c.id = ? AND v.version = coalesce(?::integer, c.version)`,
    [campaignId, version ?? null],
  );
  return row && showCampaign(row);
}

/** A page of campaigns, built-in ones first, then in the order in which they were made. */
export async function listCampaigns(
  tx: Transaction,
  filter: { after?: string; limit: number; archived: boolean },
): Promise<{ items: Campaign[]; hasMore: boolean }> {
  const rows = await rowsOf<CampaignRow>(
    tx,
    `${SELECT_CAMPAIGN} WHERE v.version = c.version
       AND (c.company_id = current_company_id() OR c.company_id IS NULL)
       AND (c.archived_at IS NOT NULL) = ? AND (c.id > ?::uuid OR ?::uuid IS NULL)
     ORDER BY c.id LIMIT ?`,
    [filter.archived, filter.after ?? null, filter.after ?? null, filter.limit + 1],
  );
  return {
    items: rows.slice(0, filter.limit).map(showCampaign),
    hasMore: rows.length > filter.limit,
  };
}

/** @throws what `isCampaignNameTaken` knows when the company has another one of this name. */
export async function insertCampaign(tx: Transaction, campaign: NewVersion): Promise<string> {
  const [made] = await rowsOf<{ id: string }>(
    tx,
    `INSERT INTO campaigns (company_id, name_key, version, created_by)
     VALUES (current_company_id(), ?, 1, ?) RETURNING id`,
    [campaignNameKey(campaign.name), campaign.by],
  );
  if (made === undefined) throw new Error('A campaign was not made');
  await insertVersion(tx, made.id, 1, campaign);
  return made.id;
}

/**
 * Makes another version the current one, unless the campaign is another than at `version`: of two
 * changes to the same version the second changes nothing. What is the same already is not changed.
 *
 * @throws what `isCampaignNameTaken` knows when the company has another one of this name.
 */
export async function changeCampaign(
  tx: Transaction,
  campaignId: string,
  version: number,
  changed: NewVersion,
): Promise<'changed' | ChangeRefusal> {
  const now = await findCampaign(tx, campaignId);
  const refusal = refusalOf(now);
  if (refusal !== undefined) return refusal;
  const { name, content } = changed;
  const isSame = canonicalJson({ name, content }) === canonicalJson(pickText(now));
  if (now?.version === version && isSame) return 'changed';
  const [updated] = await rowsOf<{ version: number }>(
    tx,
    `UPDATE campaigns SET version = version + 1, name_key = ?,
       updated_at = date_trunc('milliseconds', now())
     WHERE id = ? AND version = ? AND archived_at IS NULL RETURNING version`,
    [campaignNameKey(name), campaignId, version],
  );
  if (updated === undefined) return 'campaign_changed';
  await insertVersion(tx, campaignId, updated.version, changed);
  return 'changed';
}

/** Archived twice is archived. What was sent with it stays, and its mails still go out. */
export async function archiveCampaign(
  tx: Transaction,
  campaignId: string,
): Promise<'archived' | 'not_found' | 'campaign_built_in'> {
  const refusal = refusalOf(await findCampaign(tx, campaignId));
  if (refusal === 'not_found' || refusal === 'campaign_built_in') return refusal;
  await rowsOf(
    tx,
    `UPDATE campaigns SET archived_at = now(), updated_at = date_trunc('milliseconds', now())
     WHERE id = ? AND archived_at IS NULL`,
    [campaignId],
  );
  return 'archived';
}

/** The names, as they are compared, of the company's campaigns that are not archived. */
export async function listCampaignNameKeys(tx: Transaction): Promise<Set<string>> {
  const rows = await rowsOf<{ name_key: string }>(
    tx,
    `SELECT name_key FROM campaigns
     WHERE company_id = current_company_id() AND archived_at IS NULL`,
  );
  return new Set(rows.map(({ name_key }) => name_key));
}

export function isCampaignNameTaken(error: unknown): boolean {
  return (error as { constraint?: unknown } | null)?.constraint === 'campaigns_names';
}

export interface NewVersion {
  name: string;
  content: CampaignContent;
  /** Who makes it: `admin/<id>` or `api_key/<id>`. */
  by: string;
}

export type ChangeRefusal =
  | 'not_found'
  | 'campaign_built_in'
  | 'campaign_archived'
  | 'campaign_changed';

function refusalOf(campaign: Campaign | undefined): ChangeRefusal | undefined {
  if (campaign === undefined) return 'not_found';
  if (campaign.builtIn) return 'campaign_built_in';
  return campaign.archived ? 'campaign_archived' : undefined;
}

function pickText(campaign: Campaign | undefined): unknown {
  return campaign && { name: campaign.name, content: campaign.content };
}

async function insertVersion(
  tx: Transaction,
  campaignId: string,
  version: number,
  { name, content, by }: NewVersion,
): Promise<void> {
  await rowsOf(
    tx,
    `INSERT INTO campaign_versions (campaign_id, company_id, version, name, subject, heading, message,
       button_text, sender_name, banner_image_id, colour, created_by)
     VALUES (?, current_company_id(), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[campaignId, version, name, content.subject, content.heading, content.message],
      ...[content.buttonText, content.senderName, content.bannerImageId, content.colour, by],
    ],
  );
}

const SELECT_CAMPAIGN = `SELECT c.id, v.name, v.version, ${CONTENT_COLUMNS},
    c.company_id IS NULL AS "builtIn", c.archived_at IS NOT NULL AS archived,
    c.created_at, c.updated_at, c.created_by, EXISTS (
      SELECT FROM campaign_versions u JOIN distributions d ON d.campaign_version_id = u.id
      WHERE u.campaign_id = c.id AND d.company_id = current_company_id()) AS "inUse"
  FROM campaigns c JOIN campaign_versions v ON v.campaign_id = c.id`;

interface CampaignRow extends CampaignContent {
  id: string;
  name: string;
  version: number;
  builtIn: boolean;
  archived: boolean;
  created_at: Date;
  updated_at: Date;
  created_by: string;
  inUse: boolean;
}

function showCampaign(row: CampaignRow): Campaign {
  const { id, name, version, builtIn, archived, created_at, updated_at, created_by, inUse } = row;
  const { subject, heading, message, buttonText, senderName, bannerImageId, colour } = row;
  return {
    ...{ id, name, version },
    content: { subject, heading, message, buttonText, senderName, bannerImageId, colour },
    builtIn,
    archived,
    createdAt: created_at.toISOString(),
    updatedAt: updated_at.toISOString(),
    createdBy: created_by,
    inUse,
  };
}
