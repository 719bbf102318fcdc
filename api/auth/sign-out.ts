import { z } from 'zod';
import { publicProcedure } from '../trpc';

/** Ends the session of this cookie; without one there is nothing to end. */
export const signOut = publicProcedure
  .output(z.object({ signedOut: z.literal(true) }))
  .mutation(async ({ ctx }) => {
    await ctx.session?.signOut();
    return { signedOut: true };
  });
