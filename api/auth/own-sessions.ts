import { z } from 'zod';
import { recordOwnChange } from '../../db/audit';
import { findPerson } from '../../db/persons';
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
    const { platformDb } = ctx.services;
    const person = (await findPerson(platformDb, ctx.person)) ?? refuse('unauthorized');
    return platformDb.transaction(async (tx) => {
      if (!(await end(tx, person, input.sessionId))) return refuse('not_found');
      await recordOwnChange(tx, person, 'end_session');
      return { ended: true };
    });
  });

/** Ends all of one's own sessions, this one too. */
export const signOutEverywhere = ownAccountProcedure
  .output(z.object({ sessionsEnded: z.int() }))
  .mutation(async ({ ctx }) => {
    const { platformDb } = ctx.services;
    const person = (await findPerson(platformDb, ctx.person)) ?? refuse('unauthorized');
    const sessionsEnded = await platformDb.transaction(async (tx) => {
      const ended = await endSessions(tx, person);
      await recordOwnChange(tx, person, 'sign_out_everywhere', { after: { sessionsEnded: ended } });
      return ended;
    });
    await ctx.session.signOut();
    return { sessionsEnded };
  });
