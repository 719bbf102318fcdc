import { type CampaignPreview, imageUrl } from '../../contracts/campaigns';
import { findImageWidth } from '../../db/images';
import type { Transaction } from '../../db/pool';
import type { CampaignContent } from '../../domain/campaign-content';
import { prepareCampaign, renderCampaignEmail } from '../../emails/campaign-email';
import { type RewardEmailProps, renderRewardEmail } from '../../emails/reward-email';
import type { ApiSettings } from '../context';
import { helpOf } from '../where-to-turn';

/**
 * The e-mail of a reward as it would arrive, with a button that leads to the wallet's page: the real
 * links are made when a reward is sent.
 *
 * @param preview.content checked (checkCampaignContent), or null for the e-mail without a campaign.
 * @param preview.values what is left out looks like a real reward.
 */
export async function renderPreview(
  tx: Transaction,
  settings: ApiSettings,
  { content, values, kind, company }: PreviewRequest,
): Promise<CampaignPreview> {
  const { name, points, citation } = values;
  const props: RewardEmailProps = {
    kind,
    recipientName: name ?? EXAMPLE.name,
    points: points ?? EXAMPLE.points,
    citation: citation === undefined ? EXAMPLE.citation : citation,
    companyName: company.name,
    buttonUrl: `${settings.publicUrl}/wallet`,
    expiresAt:
      kind === 'invitation' ? new Date(Date.now() + settings.inviteExpirySeconds * 1_000) : null,
    help: helpOf(settings),
  };
  if (content === null) return { ...renderRewardEmail(props), fromName: company.name };
  const { bannerImageId } = content;
  const width = bannerImageId === null ? undefined : await findImageWidth(tx, bannerImageId);
  const banner =
    bannerImageId === null || width === undefined
      ? null
      : { url: imageUrl(settings.publicUrl, bannerImageId), width };
  return renderCampaignEmail(props, prepareCampaign(content, banner));
}

export interface PreviewRequest {
  content: CampaignContent | null;
  values: {
    name?: string | undefined;
    points?: number | undefined;
    citation?: string | null | undefined;
  };
  kind: RewardEmailProps['kind'];
  company: { name: string };
}

const EXAMPLE = {
  name: 'Priya Sharma',
  points: 1_500,
  citation: 'For staying calm and kind while everything around you was on fire.',
};
