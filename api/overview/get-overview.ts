import { z } from 'zod';
import { overviewSchema } from '../../contracts/overview';
import { findOverview } from '../../db/find-overview';
import { permitted } from '../trpc';

/** The figures of the first page, for the last days or weeks. */
export const getOverview = permitted('distributions.view')
  .input(
    z.strictObject({
      days: z.int().min(1).max(366).default(30),
      by: z.enum(['day', 'week']).default('day'),
    }),
  )
  .output(overviewSchema)
  .query(({ ctx, input }) => ctx.inCompany((tx) => findOverview(tx, input)));
