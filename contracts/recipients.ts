import { z } from 'zod';
import { id, rewardSchema } from './distributions';

/** What callers see of the people that points go to; api, web and db share these types. */

/** `active`: has signed in or used a link. `not_activated`: has an account, and not yet been there. */
export const recipientStatuses = ['active', 'not_activated', 'invited'] as const;
export type RecipientStatus = (typeof recipientStatuses)[number];

const time = z.iso.datetime().meta({ description: 'RFC 3339, UTC.' });

export const recipientSchema = z.object({
  id: id.nullable().meta({ description: 'Null while the person is invited and has no account.' }),
  name: z.string(),
  email: z.string(),
  mobile: z.string().nullable(),
  status: z.enum(recipientStatuses).meta({
    description:
      '`active`: has been there. `not_activated`: has an account and the points, but has not been there. `invited`: has a registration link; the points are held.',
  }),
  pointsReceived: z
    .int()
    .meta({ description: 'What has arrived in the wallet from your company.' }),
  pointsWaiting: z.int().meta({ description: 'Held until the person registers.' }),
  since: time.meta({ description: 'When the account was made, or the first invitation.' }),
});
export type Recipient = z.infer<typeof recipientSchema>;

/** A person with the newest rewards, a page at a time. */
export const recipientWithRewardsSchema = recipientSchema.extend({
  id,
  timeZone: z.string().nullable(),
  rewards: z.array(rewardSchema),
  nextCursor: z.string().nullable(),
});

/** What a company may learn of an address; never which other company it belongs to (rule R5). */
export const standings = ['registered', 'unregistered', 'elsewhere', 'admin', 'invalid'] as const;
export type Standing = (typeof standings)[number];
