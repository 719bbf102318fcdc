import { z } from 'zod';

/** What the first page of the admin shows; all points are whole, all days are the company's. */
export const overviewSchema = z.object({
  balance: z.int(),
  held: z.int(),
  timeZone: z.string(),
  sent: z.object({
    by: z.enum(['day', 'week']),
    points: z.int(),
    distributions: z.int(),
    series: z
      .array(z.object({ date: z.iso.date(), points: z.int(), distributions: z.int() }))
      .meta({
        description:
          'Every day (or week, from its Monday) of the period, those without a send too: the points of the distributions that began in it.',
      }),
  }),
  delivery: z
    .object({
      rewards: z.int(),
      delivered: z.int(),
      rate: z.number().nullable().meta({ description: '0 to 1; null while nothing has ended.' }),
    })
    .meta({
      description:
        'Of the rewards that were sent and have ended, in the newest distributions of the period (up to 20,000 rewards).',
    }),
  waitingForRegistration: z.object({ rewards: z.int(), points: z.int() }),
  attention: z.object({
    failedRewards: z
      .object({ notCharged: z.int(), emailFailed: z.int() })
      .meta({ description: 'In the period.' }),
    awaitingFunds: z.object({ distributions: z.int(), points: z.int() }),
    ticketsWaitingForCompany: z
      .int()
      .meta({ description: 'Answered by support, which waits for what the company says.' }),
    ticketsNearDeadline: z
      .object({ tickets: z.int(), nextDeadline: z.iso.datetime().nullable() })
      .meta({ description: 'Open tickets without an answer whose clock has warned, or is over.' }),
  }),
});
export type Overview = z.infer<typeof overviewSchema>;
