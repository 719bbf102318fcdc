import { z } from 'zod';
import { approvalOutcomes } from '../domain/approvals';
import { reasonCodes } from '../domain/reasons';
import { distributionEvents, distributionStatuses, rewardStatuses } from '../domain/states';
import { parseExternalId } from '../domain/typed-text';

/** What callers send and get for distributions and rewards; api, web and db share these types. */

/** RFC 9562 UUIDs; ours are version 7, but any well-formed id is answered with `not_found`. */
export const id = z
  .guid()
  .meta({ description: 'A UUID.', example: '01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11' });

/**
 * A row as it arrives: any value of a field is taken here and judged by `checkRewardRows`, which
 * gives every issue of every row at once instead of a type error for the first.
 */
const rewardRowInput = z
  .custom<{
    name: string;
    email: string;
    points: number;
    mobile?: string | null;
    citation?: string | null;
    externalId?: string | null;
  }>((row) => nestsAtMost(row, MAX_ROW_LEVELS), 'The row is nested too deeply')
  .meta({
    override: {
      type: 'object',
      required: ['name', 'email', 'points'],
      additionalProperties: false,
      properties: {
        name: {
          type: 'string',
          maxLength: 200,
          description: 'In any script.',
          examples: ['Asha Rao'],
        },
        email: { type: 'string', format: 'email', maxLength: 254, examples: ['asha@acme.example'] },
        points: { type: 'integer', minimum: 1, examples: [100] },
        mobile: {
          type: ['string', 'null'],
          description:
            'Any human format; a number without country code is of the company’s country.',
          examples: ['+91 98765 43210'],
        },
        citation: {
          type: ['string', 'null'],
          maxLength: 1000,
          description: 'Why; it stands in the e-mail as typed.',
          examples: ['Work anniversary'],
        },
        externalId: {
          type: ['string', 'null'],
          maxLength: 200,
          description: 'Your own reference.',
        },
      },
    },
  });

/** A row is flat; whatever else stands in it is judged, but not so deep that looking overflows. */
const MAX_ROW_LEVELS = 20;

function nestsAtMost(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => nestsAtMost(inner, levels - 1));
}

const sendAt = z.string().max(64).meta({
  description:
    'When to send: an RFC 3339 time with its offset, or a local time without offset together with `timeZone`; at least 2 seconds and at most 366 days ahead. A local time that is skipped when clocks go forward moves forward by what is skipped; one that happens twice is the first.',
  example: '2026-12-24T09:00:00+05:30',
});
const timeZone = z.string().max(64).meta({
  description: 'An IANA time zone; needed where `sendAt` has no offset, else only shown.',
  example: 'Asia/Kolkata',
});
/** Of a company or a recipient; judged by `isTimeZone` and the database, which say what is wrong. */
export const timeZoneInput = z.string().min(1).max(64).meta({
  description: 'An IANA time zone.',
  example: 'Asia/Kolkata',
});
/** For who has looked before: of two who act on one send at once, the second is told. */
export const ifSendAtInput = z.iso.datetime({ offset: true }).optional().meta({
  description:
    'The `sendAt` that you have seen: when somebody else has changed it meanwhile, nothing is changed and the answer is 409 `distribution_changed`.',
});

/** A new time for a distribution that waits. */
export const sendTimeInput = { sendAt, timeZone: timeZone.optional() };

const sendOnMorning = z.iso.date().meta({
  description:
    'Instead of `sendAt`: the day on which everybody is reached at 09:00 where he is, by the time zone of the recipient, else of the company. It starts with the first of these mornings; from then on it counts as sent. A new time (`/reschedule`, `/send-now`) is the same for everybody.',
  example: '2026-12-24',
});

/** When a send goes out, and what happens when the points are not there. */
export const whenInput = {
  sendOnMorning: sendOnMorning.optional(),
  sendAt: sendAt.optional(),
  timeZone: timeZone.optional(),
  takeFunds: z.enum(['now', 'at_send']).default('now').meta({
    description:
      'When the points of a scheduled send are taken from the Company Balance. `now`: they are held from acceptance. `at_send`: nothing is held before its time; owners and admins are warned by e-mail 3 days and 1 day ahead while the balance would not do.',
  }),
  ifInsufficient: z.enum(['fail', 'wait']).default('fail').meta({
    description:
      'What happens when the Company Balance is short. `fail`: the call is refused (with `takeFunds: "at_send"`: at its time the send is cancelled). `wait`: the send is accepted as `awaiting_funds`, holds nothing, and goes out by itself when funds arrive: those of a company one after the other, in the order in which they began to wait.',
  }),
};

export const createDistributionInput = z.strictObject({
  recipients: z
    .array(rewardRowInput)
    .meta({ description: '1 to 500 recipients; the same person may stand in several rows.' }),
  externalId: z
    .string()
    .min(1)
    .max(200)
    .refine((text) => parseExternalId(text) !== undefined, 'Control characters cannot be stored')
    .optional()
    .meta({ description: 'Your own reference.' }),
  ifUnregistered: z.enum(['register', 'invite', 'fail']).default('invite').meta({
    description:
      'What happens to people who are not registered. `register`: the account is made now, the points are credited, the e-mail carries an activation link. `invite`: a registration link is mailed, the points are held until it is used, for at most 30 days. `fail`: the row fails and is not charged.',
  }),
  ifInvalid: z.enum(['fail', 'skip']).default('fail').meta({
    description:
      'What happens when rows are malformed. `fail`: the whole call is refused with every issue. `skip`: those rewards are recorded as failed and the others are sent.',
  }),
  campaignId: z.string().max(100).optional().meta({
    description: 'The campaign whose e-mail carries the rewards, at its current version.',
    format: 'uuid',
  }),
  ...whenInput,
  dryRun: z.boolean().default(false).meta({
    description: 'Check and preview only: nothing is written, charged or mailed.',
  }),
});
export type CreateDistributionInput = z.infer<typeof createDistributionInput>;

export const reasonSchema = z.object({
  code: z.enum(reasonCodes),
  message: z.string(),
  nextAction: z.string(),
});

const time = z.iso.datetime().meta({ description: 'RFC 3339, UTC.' });

export const rewardSchema = z.object({
  id,
  distributionId: id,
  row: z.int().meta({ description: '1-based, in the order of the request.' }),
  name: z.string(),
  email: z.string(),
  points: z.int(),
  mobile: z.string().nullable(),
  citation: z.string().nullable(),
  externalId: z.string().nullable(),
  status: z.enum(rewardStatuses),
  reason: reasonSchema.optional(),
  createdAt: time,
  sendAt: time.nullable().meta({
    description:
      'When it is sent, or was to be, of a distribution with `sendOnMorning`: 09:00 where its recipient is. Null when it goes with its distribution.',
  }),
  invitedAt: time.nullable(),
  expiresAt: time.nullable().meta({ description: 'When an unused invitation returns its points.' }),
  creditedAt: time.nullable(),
  deliveredAt: time.nullable(),
  failedAt: time.nullable(),
});
export type Reward = z.infer<typeof rewardSchema>;

export const timelineEventSchema = z.object({
  at: time,
  event: z.string(),
  reason: reasonSchema.optional(),
  detail: z.string().nullable(),
});
export type TimelineEvent = z.infer<typeof timelineEventSchema>;

const morningDay = z.iso.date().nullable().meta({
  description:
    'The day on which everybody is reached at 09:00 where he is, each at the `sendAt` of his reward; null when it goes to all at one time.',
});

const count = z.int().meta({ description: 'How many rewards are in this state.' });

export const distributionSummarySchema = z.object({
  id,
  status: z.enum(distributionStatuses),
  method: z.enum(['individual', 'bulk', 'api']),
  externalId: z.string().nullable(),
  ifUnregistered: z.enum(['register', 'invite', 'fail']),
  recipients: z.int().meta({ description: 'How many rows it has.' }),
  points: z.int().meta({ description: 'The points of all rows that are charged.' }),
  counts: z.partialRecord(z.enum(rewardStatuses), count),
  campaign: z.object({ id, name: z.string(), version: z.int() }).nullable().meta({
    description: 'What its e-mails look like: a campaign as it was when this was accepted.',
  }),
  sendAt: time.nullable().meta({
    description: 'When it is sent, or was to be; with `sendOnMorning` the first of the mornings.',
  }),
  timeZone: z.string().nullable().meta({ description: 'The time zone that it was scheduled in.' }),
  sendOnMorning: morningDay,
  takeFunds: z.enum(['now', 'at_send']),
  ifInsufficient: z.enum(['fail', 'wait']),
  held: z.boolean().meta({
    description:
      'Whether points of it are out of the Company Balance: set aside for it, or credited. False before they are taken, and when all have come back.',
  }),
  approval: z
    .object({
      limit: z.int().meta({
        description: 'Sends of more points than this needed an approval when it was accepted.',
      }),
      outcome: z.enum(approvalOutcomes).nullable().meta({ description: 'Null: not decided.' }),
      decidedBy: z.object({ id, name: z.string() }).nullable(),
      decidedAt: time.nullable(),
      note: z.string().nullable().meta({ description: 'What was said with the decision.' }),
    })
    .nullable()
    .meta({
      description:
        'Null when it needed none. Approvals are given by people who are signed in, never by API keys.',
    }),
  reason: reasonSchema.optional().meta({ description: 'Why it was cancelled by itself.' }),
  createdAt: time,
  startedAt: time.nullable(),
  completedAt: time.nullable(),
  cancelledAt: time.nullable(),
  workflow: z
    .object({ id: z.string(), runId: z.string().nullable(), url: z.string().nullable() })
    .nullable()
    .meta({ description: 'The run that carries it, and its page in the Temporal UI.' }),
});
export type DistributionSummary = z.infer<typeof distributionSummarySchema>;

/** A line of the list. */
export const distributionListItemSchema = distributionSummarySchema.extend({
  createdBy: z
    .object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() })
    .meta({ description: 'The admin or the API key that made it.' }),
});
export type DistributionListItem = z.infer<typeof distributionListItemSchema>;

export const distributionSchema = distributionSummarySchema.extend({
  rewards: z.array(rewardSchema),
});
export type Distribution = z.infer<typeof distributionSchema>;

const planSchema = z.object({
  status: z.enum(distributionStatuses),
  sendAt: time.nullable(),
  timeZone: z.string().nullable(),
});

/** One line of what happened to a distribution as a whole. */
export const distributionEventSchema = z.object({
  at: time,
  event: z.enum(distributionEvents),
  actor: z
    .object({
      kind: z.enum(['admin', 'api_key', 'operator', 'system']),
      id: z.string().nullable(),
      name: z.string().nullable(),
    })
    .meta({
      description:
        'Who did it: an admin, an API key, an operator by a signal, or the system by itself.',
    }),
  reason: reasonSchema.optional(),
  before: planSchema.nullable(),
  after: planSchema.nullable(),
});
export type DistributionEvent = z.infer<typeof distributionEventSchema>;

/** A distribution with its time line, oldest first. */
export const distributionWithTimelineSchema = distributionSchema.extend({
  approvers: z
    .array(z.object({ id, name: z.string() }))
    .meta({ description: 'Who may decide about it, while it waits for an approval.' }),
  timeline: z.array(distributionEventSchema),
});
export type DistributionWithTimeline = z.infer<typeof distributionWithTimelineSchema>;

export const issueSchema = z.object({
  row: z.int().optional(),
  path: z.string(),
  code: z.enum(reasonCodes),
  message: z.string(),
  position: z
    .int()
    .optional()
    .meta({ description: 'In a text: the character at which it is, from 1.' }),
});

export const outcomes = [
  'will_be_credited',
  'will_be_registered',
  'will_be_invited',
  'will_fail',
] as const;

export const removalSchema = z.object({
  row: z.int(),
  name: z.string(),
  email: z.string(),
  points: z.int(),
});

/** Of what is not sent yet. */
export const approvalLimitOfSend = z.int().nullable().meta({
  description:
    'The limit of your company that it exceeds: it will wait for the approval of another person. Null when it goes without.',
});

/** What a dry run answers: what would happen, row by row, and to the balance. */
export const previewSchema = z.object({
  dryRun: z.literal(true),
  sendAt: time.nullable().meta({
    description:
      'When it would be sent; with `sendOnMorning` the first of the mornings; null for at once.',
  }),
  timeZone: z.string().nullable(),
  sendOnMorning: morningDay,
  recipients: z.int(),
  valid: z.int().meta({ description: 'Rows that would be charged.' }),
  balance: z.int(),
  required: z.int().meta({ description: 'Points of the rows that would be charged.' }),
  balanceAfter: z
    .int()
    .meta({ description: 'Negative by the shortfall when the balance is short.' }),
  shortfall: z.int(),
  approvalLimit: approvalLimitOfSend,
  suggestedRemovals: z.array(removalSchema),
  counts: z.record(z.enum(outcomes), z.int()),
  rewards: z.array(
    z.object({
      row: z.int(),
      name: z.string(),
      email: z.string(),
      points: z.int(),
      citation: z.string().nullable(),
      outcome: z.enum(outcomes),
      reason: reasonSchema.optional(),
      issues: z.array(issueSchema),
      warnings: z.array(issueSchema),
    }),
  ),
});
export type Preview = z.infer<typeof previewSchema>;

/** How many rewards a page or an answer shows at once. */
export const MAX_PAGE_SIZE = 500;

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: 'Give it as `cursor` for the next page.' }),
  });
}
