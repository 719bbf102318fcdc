import { type CampaignContent, MAX_SENDER_NAME, MAX_SUBJECT } from '../domain/campaign-content';
import {
  type CampaignValues,
  cutText,
  fillOneLine,
  fillParagraphs,
  mentions,
  parseCampaignText,
  type TextPart,
  type TextPiece,
  toOneLine,
} from '../domain/campaign-text';
import { type CampaignColours, coloursOf } from '../domain/colour';
import { firstNameOf } from '../domain/first-name';
import { citationLines } from './citation-lines';
import { formatNumber, formatPoints, pointsNoun } from './format';
import { formatExpiry, type RewardEmailProps, stateOf, WORDS } from './reward-email';
import { loadTemplate } from './load-template';
import { type Mail, renderMail } from './render-mail';

/**
 * The mail that tells a recipient of a reward, as a campaign has it: its subject, heading, message,
 * banner and colours. What the recipient has to understand stays ours in every campaign: how many
 * points from whom, where they are, until when, and where to turn.
 *
 * @returns the mail with the name for its From header.
 * @throws RangeError when `expiresAt` is an invalid date; for no text.
 */
export function renderCampaignEmail(
  props: RewardEmailProps,
  campaign: PreparedCampaign,
): Mail & { fromName: string } {
  const { companyName, citation } = props;
  const words = WORDS[props.kind];
  const points = formatPoints(props.points);
  const values = valuesOf(props);
  const isReminder = props.kind === 'reminder';
  const own = fillOneLine(campaign.subject, values);
  // The same subject again would look like the same mail again.
  const subject = cutText(isReminder && own ? `Reminder: ${own}` : own, MAX_SUBJECT);
  const ownCitation = campaign.saysCitation ? null : citation;
  const view: CampaignView = {
    ...campaign.view,
    heading: fillOneLine(campaign.heading, values),
    paragraphs: fillParagraphs(campaign.message, values),
    companyName,
    lead: words.lead,
    points,
    number: formatNumber(props.points),
    noun: pointsNoun(props.points),
    citation: ownCitation,
    citationLines: citationLines(ownCitation),
    state: stateOf(props),
  };
  const mail = renderMail({
    subject: subject || words.subject(points, companyName),
    preheader: isReminder ? view.state : citation || view.state,
    contentHtml: html(view),
    contentText: text(view),
    buttonLabel: (props.kind === 'credited' && campaign.buttonText) || words.button,
    buttonUrl: props.buttonUrl,
    note: formatExpiry(props),
    help: props.help,
    colours: campaign.colours,
  });
  return { ...mail, fromName: senderOf(campaign, companyName) };
}

/**
 * Parses a campaign's texts and works out its colours, once for all the mails that carry it.
 *
 * @param banner the public address of the image and its width in pixels.
 */
export function prepareCampaign(content: CampaignContent, banner: Banner | null): PreparedCampaign {
  const parse = (typed: string) => parseCampaignText(typed).parts;
  const colours = coloursOf(content.colour);
  const message = parse(content.message);
  return {
    subject: parse(content.subject),
    heading: parse(content.heading),
    message,
    saysCitation: mentions(message, 'citation'),
    buttonText: fillOneLine(parse(content.buttonText), {}),
    senderName: parse(content.senderName),
    colours,
    view: {
      banner: banner && { url: banner.url, width: Math.min(banner.width, CARD_WIDTH) },
      heroColour: colours.hero,
      heroText: colours.heroText,
    },
  };
}

export type PreparedCampaign = {
  subject: TextPart[];
  heading: TextPart[];
  message: TextPart[];
  saysCitation: boolean;
  buttonText: string;
  senderName: TextPart[];
  colours: CampaignColours;
  view: Pick<CampaignView, 'banner' | 'heroColour' | 'heroText'>;
};

/** `width` in pixels: a small image is not blown up, a large one takes the card's width. */
type Banner = { url: string; width: number };

/** Of mail.html.hbs, in pixels. */
const CARD_WIDTH = 600;

type CampaignView = {
  banner: Banner | null;
  heroColour: string;
  heroText: string;
  heading: string;
  paragraphs: TextPiece[][][];
  companyName: string;
  lead: string;
  points: string;
  number: string;
  noun: string;
  citation: string | null;
  citationLines: string[];
  state: string;
};

function valuesOf({ recipientName, points, citation, companyName }: RewardEmailProps) {
  return {
    name: recipientName,
    first_name: firstNameOf(recipientName),
    points: formatNumber(points),
    citation,
    company: companyName,
  } satisfies CampaignValues;
}

/** Never empty: a mail program would show the bare address instead. */
function senderOf({ senderName }: PreparedCampaign, companyName: string): string {
  const company = toOneLine(companyName);
  return cutText(fillOneLine(senderName, { company }) || company, MAX_SENDER_NAME);
}

const html = loadTemplate<CampaignView>(__dirname, 'campaign-email.html.hbs', 'html');
const text = loadTemplate<CampaignView>(__dirname, 'campaign-email.text.hbs', 'text');
