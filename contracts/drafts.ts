import { z } from 'zod';
import {
  approvalLimitOfSend,
  id,
  issueSchema,
  MAX_PAGE_SIZE,
  reasonSchema,
  removalSchema,
  whenInput,
} from './distributions';

/** What callers send and get for drafts: uploaded rows that are not sent yet. */

export const draftStatuses = ['open', 'distributed', 'discarded'] as const;

/** What would become of a row now; every row has one. */
export const draftOutcomes = [
  'will_be_credited',
  'will_be_registered',
  'will_be_invited',
  'not_registered',
  'registered_elsewhere',
  'admin',
  'already_sent_again',
  'invalid',
  'removed',
] as const;
export type DraftOutcome = (typeof draftOutcomes)[number];

/** Outcomes, and what is remarkable beside them. */
export const draftGroups = [...draftOutcomes, 'duplicate_in_file', 'sent_recently'] as const;
export type DraftGroup = (typeof draftGroups)[number];

/** What the person who distributes must have seen: asked once, never sent by surprise. */
export const draftConfirmations = ['same_file', 'duplicate_in_file', 'sent_recently'] as const;
export type DraftConfirmation = (typeof draftConfirmations)[number];

const time = z.iso.datetime();
const rowNumber = z.int().min(1).meta({ description: 'The row’s number in the file.' });
const text = z.string();

export const draftIssueSchema = issueSchema.extend({
  column: z.string().meta({ description: 'The heading of the column.' }),
  value: z.string().meta({ description: 'What stands in the cell.' }),
});
export type DraftIssue = z.infer<typeof draftIssueSchema>;

export const draftRowSchema = z.object({
  row: rowNumber,
  name: text,
  email: text,
  points: text.meta({ description: 'As it stands in the file.' }),
  mobile: text,
  citation: text,
  outcome: z.enum(draftOutcomes),
  reason: reasonSchema.optional(),
  edited: z.boolean(),
  issues: z.array(draftIssueSchema),
  warnings: z.array(draftIssueSchema),
});
export type DraftRowView = z.infer<typeof draftRowSchema>;

export const draftSummarySchema = z.object({
  id,
  status: z.enum(draftStatuses),
  version: z.int().meta({ description: 'Give it with a change: raised by each.' }),
  fileName: z.string(),
  rows: z.int(),
  ifUnregistered: z.enum(['register', 'invite', 'fail']),
  campaignId: id.nullable(),
  retryOf: id.nullable().meta({ description: 'The distribution whose failed rows these are.' }),
  createdAt: time,
  updatedAt: time,
  distributionId: id.nullable(),
});
export type DraftSummary = z.infer<typeof draftSummarySchema>;

/** How the file was read, so that a person sees what was understood. */
export const draftSourceSchema = z.object({
  format: z.enum(['xlsx', 'csv']),
  encoding: z.string().optional(),
  delimiter: z.string().optional(),
  sheetName: z.string().optional(),
  headingRow: z.int(),
  headings: z.array(z.object({ heading: z.string(), field: z.string().nullable() })),
  hiddenHeadings: z.array(z.string()).meta({ description: 'Of columns that the file hides.' }),
  ignoredSheets: z.array(z.string()),
  ignoredRows: z.int(),
});
export type DraftSource = z.infer<typeof draftSourceSchema>;

export const draftSchema = draftSummarySchema.extend({
  source: draftSourceSchema.nullable(),
  totals: z.object({
    rows: z.int(),
    valid: z.int().meta({ description: 'Rows that would be charged and sent.' }),
    points: z.int().meta({ description: 'Points of the rows that would be sent.' }),
    balance: z.int(),
    balanceAfter: z.int().meta({ description: 'Negative by the shortfall.' }),
    shortfall: z.int(),
    approvalLimit: approvalLimitOfSend,
  }),
  groups: z.record(z.enum(draftGroups), z.int()),
  suggestedRemovals: z.array(removalSchema),
  sameFile: z
    .object({ distributionId: id, distributedAt: time })
    .nullable()
    .meta({ description: 'The same file was distributed within the last hour.' }),
  toConfirm: z
    .array(z.enum(draftConfirmations))
    .meta({ description: 'Give these as `confirm` to distribute.' }),
  items: z.array(draftRowSchema).meta({ description: 'The first rows; the rest by the rows.' }),
});
export type Draft = z.infer<typeof draftSchema>;

export const draftIdInput = z.strictObject({ id });

const version = z
  .int()
  .min(1)
  .meta({ description: 'The version of the draft that you have looked at.' });

export const updateDraftInput = z.strictObject({
  id,
  version,
  ifUnregistered: z.enum(['register', 'invite', 'fail']).optional(),
  campaignId: id.nullable().optional(),
});

const cell = z.string().max(10_000);

export const updateDraftRowInput = z.strictObject({
  id,
  version,
  row: z.coerce.number().int().min(1).max(2_000_000),
  name: cell.optional(),
  email: cell.optional(),
  points: cell.optional().meta({ description: 'As a person types it: "1,000" is 1000.' }),
  mobile: cell.optional(),
  citation: cell.optional(),
});

export const chooseRowsInput = z
  .strictObject({
    id,
    version,
    rows: z.array(z.int().min(1)).min(1).max(50_000).optional(),
    group: z.enum(draftGroups).optional().meta({ description: 'All rows of this group.' }),
  })
  .refine(({ rows, group }) => (rows === undefined) !== (group === undefined), {
    message: 'Give either rows or group',
    path: ['rows'],
  });

export const listDraftRowsInput = z.strictObject({
  id,
  group: z.enum(draftGroups).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(MAX_PAGE_SIZE),
});

export const distributeDraftInput = z.strictObject({
  id,
  version,
  ...whenInput,
  ifInvalid: z.enum(['fail', 'skip']).default('fail').meta({
    description:
      'What happens when rows cannot be sent. `fail`: nothing is sent, every issue is named. `skip`: the valid rows are sent, the others are recorded as failed.',
  }),
  confirm: z.array(z.enum(draftConfirmations)).default([]).meta({
    description: 'What was shown and is meant: see `toConfirm` of the draft.',
  }),
});

export const progressSchema = z.object({
  status: z.string(),
  total: z.int(),
  done: z
    .int()
    .meta({ description: 'Delivered, or waiting for a registration with the mail sent.' }),
  failed: z.int(),
  remaining: z.int(),
  perSecond: z.number().nullable(),
  remainingSeconds: z.int().nullable(),
});
export type Progress = z.infer<typeof progressSchema>;
