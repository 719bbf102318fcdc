import { z } from 'zod';
import { timeZoneInput } from '../../contracts/distributions';
import { refuse } from '../errors';
import { sendingProcedure } from '../trpc';
import { changeTimeZone } from './change-time-zone';

/** Sets the zone of the company's mornings, statements and reports; of its owners and admins. */
export const setCompanyTimeZone = sendingProcedure
  .input(z.strictObject({ timeZone: timeZoneInput }))
  .output(z.object({ timeZone: z.string() }))
  .mutation(async ({ ctx, input: { timeZone } }) => {
    const { role } = ctx.caller;
    if (role !== 'owner' && role !== 'admin') return refuse('forbidden');
    await changeTimeZone(ctx, timeZone);
    return { timeZone };
  });
