import { z } from 'zod';
import { timeZoneInput } from '../../contracts/distributions';
import { permitted } from '../trpc';
import { changeTimeZone } from './change-time-zone';

/** Sets the zone of the company's mornings, statements and reports; of its owners and admins. */
export const setCompanyTimeZone = permitted('company.change')
  .input(z.strictObject({ timeZone: timeZoneInput }))
  .output(z.object({ timeZone: z.string() }))
  .mutation(async ({ ctx, input: { timeZone } }) => {
    await changeTimeZone(ctx, timeZone);
    return { timeZone };
  });
