import { z } from 'zod';
import { noteSignIn } from '../../db/persons';
import { refuse } from '../errors';
import { publicProcedure } from '../trpc';
import { beginSession, checkCredentials, credentialsInput } from './check-password';

export const signedInSchema = z.object({
  /** Whether `auth.signInTotp` must follow, within five minutes; until then nobody is signed in. */
  totpRequired: z.boolean(),
});

/**
 * Signs an admin or one of the platform's people in by e-mail and password; the session is a cookie.
 * Who it is, `auth.whoAmI` tells.
 */
export const signIn = publicProcedure
  .input(credentialsInput)
  .output(signedInSchema)
  .mutation(async ({ ctx, input }) => {
    if (ctx.session === undefined) return refuse('bad_request', undefined, 'Sign in by tRPC.');
    const person = await checkCredentials(ctx, input);
    const begun = await beginSession(ctx.session, person);
    if (!begun.totpRequired) await noteSignIn(ctx.services.platformDb, person);
    return begun;
  });
