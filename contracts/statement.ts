import { z } from 'zod';
import { id } from './distributions';

/** What a company sees of its ledger; api, web and db share these types. */

const time = z.iso.datetime().meta({ description: 'RFC 3339, UTC.' });

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'A day as 2026-11-30')
  .meta({ description: 'A day of the company’s own time zone, 2026-11-30.' });

export const periodInput = {
  from: day.optional().meta({ description: 'The first day; of the present month when left out.' }),
  to: day.optional().meta({ description: 'The last day, included; today when left out.' }),
};

/** What a line leads to. */
export const statementLinkSchema = z.object({
  type: z.enum(['distribution', 'reward', 'ticket', 'order', 'recharge']),
  id,
  label: z.string(),
});

export const statementLineSchema = z.object({
  firstVersion: z.int().meta({ description: 'Of the ledger’s account; versions have no gaps.' }),
  lastVersion: z.int(),
  at: time,
  kind: z.enum(['recharge', 'hold', 'release', 'reverse', 'other']),
  points: z.int().meta({ description: 'Above zero: the balance rose.' }),
  balanceAfter: z.int(),
  entries: z.int().meta({
    description: 'Entries of one send that were written together are one line.',
  }),
  links: z.array(statementLinkSchema),
});
export type StatementLine = z.infer<typeof statementLineSchema>;

export const statementSchema = z.object({
  from: z.string(),
  to: z.string(),
  timeZone: z.string(),
  opening: z.object({ balance: z.int(), held: z.int() }),
  closing: z.object({ balance: z.int(), held: z.int() }),
  items: z.array(statementLineSchema),
  nextCursor: z.string().nullable(),
});
export type Statement = z.infer<typeof statementSchema>;
