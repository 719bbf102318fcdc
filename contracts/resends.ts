import { z } from 'zod';
import { reasonCodes } from '../domain/reasons';
import { id } from './distributions';

/** What callers send and get for mails that are sent once more. */

const time = z.iso.datetime().meta({ description: 'RFC 3339, UTC.' });

export const resendAt = z.iso
  .datetime({ offset: true })
  .optional()
  .meta({ description: 'When; now, when left out. At most a year ahead.' });

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
