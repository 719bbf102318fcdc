import { z } from 'zod';
import { refuse } from '../errors';
import { beginSession, checkCredentials, credentialsInput } from '../auth/check-password';
import { signedInSchema } from '../auth/sign-in';
import { publicProcedure, supportProcedure } from '../trpc';

const agentSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(['agent', 'lead']),
  reverseTwoPersonPoints: z
    .int()
    .meta({ description: 'A reversal of more points than this takes a second person.' }),
});

/** As `auth.signIn`, for the people of support alone. */
export const signInAgent = publicProcedure
  .input(credentialsInput)
  .output(signedInSchema)
  .mutation(async ({ ctx, input }) => {
    if (ctx.session === undefined) return refuse('bad_request', undefined, 'Sign in by tRPC.');
    const isOfSupport = ({ role, kind }: { role: string; kind: string }) =>
      kind === 'agent' && role !== 'finance';
    return beginSession(ctx.session, await checkCredentials(ctx, input, isOfSupport));
  });

/** Who of support is signed in, and what he may decide alone. */
export const whoIsAgent = supportProcedure.output(agentSchema).query(({ ctx }) => {
  const { id, name, role } = ctx.agent;
  const { reverseTwoPersonPoints } = ctx.services.settings;
  return { id, name, role, reverseTwoPersonPoints };
});
