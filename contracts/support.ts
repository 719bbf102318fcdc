import { z } from 'zod';
import { id } from './distributions';
import { paymentSchema } from './recharges';
import { ticketRewardSchema, ticketSummarySchema } from './tickets';

/** What the people of support see of tickets; api, web and db share these types. */

const time = z.iso.datetime().meta({ description: 'RFC 3339, UTC.' });

/** A ticket in the queue of support. */
export const supportTicketSummarySchema = ticketSummarySchema.extend({
  version: z
    .int()
    .meta({ description: 'Give it with an action: another version meanwhile is 409.' }),
  company: z.object({ id, name: z.string() }).nullable(),
  incidentId: id
    .nullable()
    .meta({ description: 'The incident of the platform that explains this ticket and others.' }),
  orderId: id.nullable().meta({ description: 'The order that it is about.' }),
  assignedTo: z.object({ id, name: z.string() }).nullable(),
  contact: z
    .object({
      name: z.string().nullable(),
      email: z.string().nullable(),
      verified: z.boolean(),
      hasLeft: z.boolean().meta({
        description: 'No longer in the team of the company: answers go to its owners.',
      }),
    })
    .nullable(),
  warnedAt: time.nullable(),
  pausedAt: time.nullable(),
});
export type SupportTicketSummary = z.infer<typeof supportTicketSummarySchema>;

export const ticketEntrySchema = z.object({
  id,
  kind: z.enum(['message', 'note', 'event']),
  authorKind: z.enum(['agent', 'admin', 'api_key', 'recipient', 'operator', 'workflow']),
  authorId: z.string().nullable(),
  text: z.string(),
  at: time,
});

export const auditRecordSchema = z.object({
  id,
  actorKind: z.string(),
  actorId: z.string(),
  action: z.string(),
  reason: z.string(),
  rewardId: id.nullable(),
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
  at: time,
});
export type AuditRecord = z.infer<typeof auditRecordSchema>;

export const reversalRequestSchema = z.object({
  id,
  rewardId: id,
  points: z.int(),
  reason: z.string(),
  requestedBy: id,
  requestedAt: time,
});

/**
 * Whether the person of a reward has come: `planned` waits for its time or for funds, `sending` is being decided,
 * `claimed` is registered and about to be credited, `activated` has shown that the mailbox is his.
 */
const rewardClaims = ['planned', 'sending', 'unclaimed', 'claimed', 'activated', 'closed'] as const;
export type RewardClaim = (typeof rewardClaims)[number];

/** All that support sees of a ticket. */
export const supportTicketSchema = supportTicketSummarySchema.extend({
  rewardCount: z.int(),
  rewards: z.array(ticketRewardSchema.extend({ claim: z.enum(rewardClaims) })),
  payment: paymentSchema.nullable().meta({ description: 'That was not credited.' }),
  entries: z
    .array(ticketEntrySchema)
    .meta({ description: 'Messages, notes and events, in order.' }),
  audit: z.array(auditRecordSchema),
  reversalRequests: z.array(reversalRequestSchema).meta({ description: 'That wait for approval.' }),
});
export type SupportTicket = z.infer<typeof supportTicketSchema>;
