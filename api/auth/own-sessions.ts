import { z } from 'zod';
import { endSession as end, endSessions, listSessions as readSessions } from '../../db/sessions';
import { refuse } from '../errors';
import { ownAccountProcedure } from '../trpc';

/** Where one is signed in. */
export const listSessions = ownAccountProcedure
  .output(
    z.object({
      items: z.array(
        z.object({
          id: z.string(),
          device: z.string(),
          signedInAt: z.iso.datetime(),
          expiresAt: z.iso.datetime(),
          isThis: z.boolean(),
        }),
      ),
    }),
  )
  .query(async ({ ctx }) => {
    const sessions = await readSessions(ctx.services.platformDb, ctx.person);
    const items = sessions.map((one) => ({ ...one, isThis: one.id === ctx.session.id }));
    return { items };
  });

/** Ends one of one's own sessions. */
export const endSession = ownAccountProcedure
  .input(z.strictObject({ sessionId: z.string().max(100) }))
  .output(z.object({ ended: z.literal(true) }))
  .mutation(async ({ ctx, input }) => {
    const isEnded = await end(ctx.services.platformDb, ctx.person, input.sessionId);
    return isEnded ? { ended: true } : refuse('not_found');
  });

/** Ends all of one's own sessions, this one too. */
export const signOutEverywhere = ownAccountProcedure
  .output(z.object({ sessionsEnded: z.int() }))
  .mutation(async ({ ctx }) => {
    const sessionsEnded = await endSessions(ctx.services.platformDb, ctx.person);
    await ctx.session.signOut();
    return { sessionsEnded };
  });
