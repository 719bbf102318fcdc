import type { Transaction } from '../../db/pool';
import { findImageWidth } from '../../db/images';
import {
  type CampaignContent,
  type CampaignIssue,
  checkCampaign,
  checkCampaignContent,
} from '../../domain/campaign-content';
import { refuse } from '../errors';

/**
 * A campaign's name and content, ready to be kept.
 *
 * @throws a refusal `invalid_campaign` with every issue.
 */
export async function checkCampaignInput(
  tx: Transaction,
  typed: { name: string; content: CampaignContent },
): Promise<{ name: string; content: CampaignContent }> {
  const checked = checkCampaign(typed);
  const issues = [
    ...(checked.ok ? [] : checked.issues),
    ...(await bannerIssues(tx, typed.content)),
  ];
  if (!checked.ok || issues.length > 0) return refuse('invalid_campaign', { issues });
  return { name: checked.name, content: checked.content };
}

/** The same for a content alone, which a preview shows. */
export async function checkContentInput(
  tx: Transaction,
  typed: CampaignContent,
): Promise<CampaignContent> {
  const checked = checkCampaignContent(typed);
  const issues = [...(checked.ok ? [] : checked.issues), ...(await bannerIssues(tx, typed))];
  if (!checked.ok || issues.length > 0) return refuse('invalid_campaign', { issues });
  return checked.content;
}

async function bannerIssues(
  tx: Transaction,
  { bannerImageId }: CampaignContent,
): Promise<CampaignIssue[]> {
  if (bannerImageId === null) return [];
  if ((await findImageWidth(tx, bannerImageId)) !== undefined) return [];
  const message = 'There is no image with this id: upload it first.';
  return [{ path: 'content.bannerImageId', code: 'invalid_campaign', message }];
}
