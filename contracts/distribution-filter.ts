import { z } from 'zod';
import { distributionStatuses } from '../domain/states';
import { parseExternalId } from '../domain/typed-text';
import { id } from './distributions';

const someStatuses = z.array(z.enum(distributionStatuses)).min(1).max(distributionStatuses.length);

/** What narrows the list of distributions, and what is exported of it. */
export const distributionFilterInput = {
  status: z
    .preprocess(
      (value) => (typeof value === 'string' ? value.split(',') : value),
      someStatuses.optional(),
    )
    .meta({
      description: 'One or several, separated by commas.',
      override: { type: 'string', example: 'scheduled,awaiting_funds' },
    }),
  method: z.enum(['individual', 'bulk', 'api']).optional(),
  campaignId: id
    .meta({
      description: 'Only what this campaign carries, any version; of an unknown one there is none.',
    })
    .optional(),
  hasFailed: z
    .preprocess(
      (value) => (value === 'true' ? true : value === 'false' ? false : value),
      z.boolean().optional(),
    )
    .meta({
      description:
        'True: only what has rewards that have failed (`failed`, `email_failed`), whether it still runs or has ended. False: only what has none.',
      override: { type: 'boolean', example: true },
    }),
  from: z.iso
    .datetime({ offset: true })
    .meta({
      description: 'Only what was accepted at this time or later.',
      example: '2026-11-01T00:00:00+05:30',
    })
    .optional(),
  to: z.iso
    .datetime({ offset: true })
    .meta({
      description: 'Only what was accepted before this time.',
      example: '2026-12-01T00:00:00+05:30',
    })
    .optional(),
  search: z
    .string()
    .trim()
    .max(200)
    .refine((text) => parseExternalId(text) !== undefined, 'Control characters are in no text')
    .meta({
      description:
        'A text in its external id, its campaign’s name, who made it, or a recipient’s name; the beginning of a recipient’s e-mail address; or the whole external id of a reward, in its case. People from three characters on.',
    })
    .optional(),
};
