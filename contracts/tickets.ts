import { z } from 'zod';
import { askedCauses, ticketCauses, ticketPriorities, ticketStates } from '../domain/tickets';
import { id, rewardSchema, timelineEventSchema } from './distributions';

/** What callers send and get for tickets; api, web and db share these types. */

const time = z.iso.datetime().meta({ description: 'RFC 3339, UTC.' });

/** Texts are judged by `parseMessage` and `parseName`, which say what is wrong with them. */
const typedText = (maxLength: number, description: string) =>
  z.preprocess(
    // What is left out is judged as a text like any other, after the ids: they come first.
    (text: unknown) => text ?? '',
    z
      .custom<string>(() => true)
      .meta({ override: { type: 'string', minLength: 1, maxLength, description } }),
  );

export const subjectInput = typedText(200, 'One line.');
export const messageInput = typedText(5_000, 'As typed; lines and any script are kept.');
export const optionalMessageInput = messageInput.optional().transform((text) => text ?? '');

/** Judged by `parseEmailAddress`. */
export const emailInput = typedText(254, 'An e-mail address.');

export const createTicketInput = z.strictObject({
  cause: z.enum(askedCauses).default('other').meta({ description: 'What it is about.' }),
  subject: subjectInput,
  text: messageInput,
  distributionId: id.optional().meta({ description: 'The send that it is about.' }),
  rewardIds: z
    .array(id)
    .max(500)
    .optional()
    .meta({ description: 'The rewards that it is about, all of one company: yours.' }),
});

export const ticketSummarySchema = z.object({
  id,
  number: z.string().meta({ description: 'For people: T-1042.' }),
  state: z.enum(ticketStates),
  cause: z.enum(ticketCauses),
  priority: z.enum(ticketPriorities),
  subject: z.string(),
  openedBy: z.enum(['workflow', 'admin', 'recipient']),
  distributionId: id.nullable(),
  createdAt: time,
  updatedAt: time,
  answerDueAt: time
    .nullable()
    .meta({ description: 'Until when it is answered; null when it is, or while you are asked.' }),
  firstAnsweredAt: time.nullable(),
  breachedAt: time.nullable().meta({ description: 'When the promised answer was missed.' }),
  resolvedAt: time.nullable(),
});
export type TicketSummary = z.infer<typeof ticketSummarySchema>;

export const ticketMessageSchema = z.object({
  id,
  author: z.enum(['support', 'company', 'recipient']),
  text: z.string(),
  at: time,
});

export const ticketRewardSchema = rewardSchema.extend({ timeline: z.array(timelineEventSchema) });
export type TicketReward = z.infer<typeof ticketRewardSchema>;

export const ticketSchema = ticketSummarySchema.extend({
  rewardCount: z.int(),
  rewards: z.array(ticketRewardSchema).meta({ description: 'The first 100, with time lines.' }),
  messages: z.array(ticketMessageSchema),
});
export type Ticket = z.infer<typeof ticketSchema>;
