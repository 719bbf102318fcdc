import { hash, verify } from '@node-rs/argon2';
import { z } from 'zod';
import { findAdminByEmail } from '../../db/credentials';
import { parseEmailAddress } from '../../domain/email-address';
import { refuse } from '../errors';
import { publicProcedure } from '../trpc';
import { signInLimit } from '../rate-limits';
import { adminSchema, showAdmin } from './who-am-i';

/** Signs an admin in by e-mail and password; the session is a cookie. */
export const signIn = publicProcedure
  .input(z.strictObject({ email: z.string().max(254), password: z.string().max(1_000) }))
  .output(adminSchema)
  .mutation(async ({ ctx, input }) => {
    if (ctx.session === undefined) return refuse('bad_request', undefined, 'Sign in by tRPC.');
    const emailKey = parseEmailAddress(input.email)?.key ?? '';
    const limit = signInLimit(ctx.services.platformDb, `${ctx.clientAddress}/${emailKey}`);
    await limit.take(ctx.reply);
    const admin = await findAdminByEmail(ctx.services.platformDb, emailKey);
    // An unknown address costs as much as a wrong password, so that time tells nobody who exists.
    const passwordHash = admin?.passwordHash ?? (await hashOfNobody());
    const correct = await verify(passwordHash, input.password);
    if (admin === undefined || !correct) {
      return refuse('unauthorized', undefined, 'The e-mail address or the password is wrong.');
    }
    await limit.forget();
    await ctx.session.signIn(admin.id);
    return showAdmin(admin);
  });

let nobody: Promise<string> | undefined;

function hashOfNobody(): Promise<string> {
  nobody ??= hash('nobody has this password');
  return nobody;
}
