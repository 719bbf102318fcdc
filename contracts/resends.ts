import { z } from 'zod';
import { reasonCodes } from '../domain/reasons';
import { id, rewardSchema, timelineEventSchema } from './distributions';

/** What callers send and get for mails that are sent once more. */

const time = z.iso.datetime().meta({ description: 'RFC 3339, UTC.' });

export const resendAt = z.iso
  .datetime({ offset: true })
  .optional()
  .meta({ description: 'When; now, when left out. At most a year ahead.' });

/** What both requests for resends take. */
export const resendHeaders = z.object({
  'Idempotency-Key': z.string().min(1).max(200).optional().meta({
    description: 'Your own unique key for this resend: repeating the request mails once.',
  }),
});

export const resendStatuses = ['scheduled', 'delivered', 'failed', 'cancelled'] as const;

export const resendSchema = z.object({
  id,
  rewardId: id,
  n: z.int().meta({ description: 'Which resend of this reward it is, from 1.' }),
  status: z.enum(resendStatuses),
  sendAt: time,
});
export type Resend = z.infer<typeof resendSchema>;

export const resendIssueSchema = z.object({
  rewardId: id,
  code: z.enum(reasonCodes),
  message: z.string(),
  retryAfterSeconds: z.int().optional(),
});
export type ResendIssue = z.infer<typeof resendIssueSchema>;

export const resendsSchema = z.object({
  resends: z.array(resendSchema),
  issues: z.array(resendIssueSchema).meta({ description: 'Rewards whose mail is not sent again.' }),
});

/** Mails of a distribution that are to be sent once more at the same time. */
export const scheduledResendsSchema = z.object({
  sendAt: time,
  emails: z.int().meta({ description: 'How many wait for this time.' }),
  name: z.string().meta({ description: 'Of one of the people.' }),
});

/** A reward with all that happened to it, and what is still to come. */
export const rewardWithTimelineSchema = rewardSchema.extend({
  timeline: z.array(timelineEventSchema),
  scheduledResends: z
    .array(resendSchema)
    .meta({ description: 'Resends that are not over, the next one first.' }),
});
export type RewardWithTimeline = z.infer<typeof rewardWithTimelineSchema>;
