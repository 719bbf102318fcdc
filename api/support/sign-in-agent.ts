import { hash, verify } from '@node-rs/argon2';
import { z } from 'zod';
import { findAgent } from '../../db/credentials';
import { parseEmailAddress } from '../../domain/email-address';
import { refuse } from '../errors';
import { signInLimit } from '../rate-limits';
import { publicProcedure, supportProcedure } from '../trpc';

const agentSchema = z.object({ id: z.string(), name: z.string(), role: z.enum(['agent', 'lead']) });

/** Signs a person of support in by e-mail and password; the session is a cookie. */
export const signInAgent = publicProcedure
  .input(z.strictObject({ email: z.string().max(254), password: z.string().max(1_000) }))
  .output(agentSchema)
  .mutation(async ({ ctx, input }) => {
    if (ctx.session === undefined) return refuse('bad_request', undefined, 'Sign in by tRPC.');
    const emailKey = parseEmailAddress(input.email)?.key ?? '';
    const key = `support/${ctx.clientAddress}/${emailKey}`;
    const limit = signInLimit(ctx.services.platformDb, key);
    await limit.take(ctx.reply);
    const agent = await findAgent(ctx.services.platformDb, { emailKey });
    // An unknown address costs as much as a wrong password, so that time tells nobody who exists.
    const passwordHash = agent?.passwordHash ?? (await hashOfNobody());
    const correct = await verify(passwordHash, input.password);
    if (agent === undefined || !correct) {
      return refuse('unauthorized', undefined, 'The e-mail address or the password is wrong.');
    }
    await limit.forget();
    await ctx.session.signInAgent(agent.id);
    return { id: agent.id, name: agent.name, role: agent.role };
  });

let nobody: Promise<string> | undefined;

function hashOfNobody(): Promise<string> {
  nobody ??= hash('nobody has this password');
  return nobody;
}

/** Who of support is signed in. */
export const whoIsAgent = supportProcedure.output(agentSchema).query(({ ctx }) => ctx.agent);
