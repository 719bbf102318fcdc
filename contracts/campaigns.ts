import { z } from 'zod';
import { id } from './distributions';

/** Campaigns: the e-mails that carry rewards. Texts are judged by domain/campaign-content.ts. */

const TEXT =
  'May use {{name}}, {{first_name}}, {{points}}, {{citation}} and {{company}}; `\\{{` stands for two braces.';

const text = (description: string, example: string) =>
  z.string().meta({ description, examples: [example] });

const contentShape = {
  subject: text(`One line of at most 150 characters. ${TEXT}`, 'Well done, {{first_name}}!'),
  heading: text(`One line of at most 150 characters. ${TEXT}`, 'Well done!'),
  message: text(
    `Plain text of at most 5,000 characters; a blank line ends a paragraph. ${TEXT} Where {{citation}} is missing, the citation has a block of its own below the message.`,
    'Dear {{first_name}},\n\nThank you for this week. {{company}} sends you {{points}} points.',
  ),
  buttonText: text(
    'Of the button to the wallet, at most 50 characters; empty for the usual words. Invitations and activations keep their own button.',
    'See your award',
  ),
  senderName: text(
    'Whom the e-mail is from, at most 100 characters; may use {{company}}. Empty for the company’s name.',
    'The {{company}} team',
  ),
  bannerImageId: z.string().max(100).nullable().meta({
    description: 'An image that was uploaded, shown above the heading.',
  }),
  colour: text(
    'Of the heading’s plane and the button, `#rrggbb`. Black or white text is chosen for it.',
    '#1f4e79',
  ),
};

export const campaignContentSchema = z.object(contentShape);

export const campaignContentInput = z.strictObject({
  ...contentShape,
  buttonText: contentShape.buttonText.default(''),
  senderName: contentShape.senderName.default(''),
  bannerImageId: contentShape.bannerImageId.default(null),
  colour: contentShape.colour.default('#0b5f56'),
});

export const campaignInput = {
  name: z.string().meta({
    description: 'Of at most 100 characters; unique among your campaigns that are not archived.',
    examples: ['Diwali 2026'],
  }),
  content: campaignContentInput,
};

const time = z.iso.datetime().meta({ description: 'RFC 3339, UTC.' });

export const campaignSchema = z.object({
  id,
  name: z.string(),
  version: z.int().meta({ description: 'Counts the changes, from 1. Give it when you change it.' }),
  content: campaignContentSchema,
  builtIn: z.boolean().meta({ description: 'The same for everybody: to be copied, not changed.' }),
  archived: z.boolean(),
  createdAt: time,
  updatedAt: time,
  createdBy: z.string(),
  inUse: z.boolean().meta({ description: 'Whether your company has sent with it.' }),
});
export type Campaign = z.infer<typeof campaignSchema>;

/** Whose reward a preview shows; what is left out looks like a real one. */
export const previewValuesInput = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  points: z.int().min(1).optional(),
  citation: z.string().max(1_000).nullable().optional().meta({
    description: 'null for a reward without a citation.',
  }),
});

export const mailKindInput = z
  .enum(['credited', 'activation', 'invitation'])
  .default('credited')
  .meta({
    description:
      'For whom: `credited` somebody registered, `activation` somebody whose account was made with the send, `invitation` somebody who is invited to register.',
  });

export const campaignPreviewSchema = z.object({
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  fromName: z.string(),
});
export type CampaignPreview = z.infer<typeof campaignPreviewSchema>;

export const testMailSchema = z.object({
  email: z.string(),
  outcome: z.enum(['accepted', 'refused', 'deferred']).meta({
    description: 'What the mail server said: taken, refused for good, or not now.',
  }),
  detail: z.string().meta({ description: 'The mail server’s own words.' }),
});

export const imageSchema = z.object({
  id,
  url: z.url().meta({ description: 'Public: whoever has the address sees the image.' }),
  mediaType: z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp']),
  width: z.int().meta({ description: 'In pixels.' }),
  height: z.int().meta({ description: 'In pixels.' }),
  bytes: z.int(),
});

/** Where a mail program finds an image. @param publicUrl without a slash at its end. */
export function imageUrl(publicUrl: string, imageId: string): string {
  return `${publicUrl}/images/${imageId}`;
}
