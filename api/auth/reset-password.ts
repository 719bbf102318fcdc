import { z } from 'zod';
import { type AccessMail, createAccessMail } from '../../db/access-mails';
import { recordOwnChange } from '../../db/audit';
import {
  createPasswordReset,
  findPasswordReset,
  takePasswordReset,
} from '../../db/password-resets';
import { findPerson, type PersonRecord, setPassword } from '../../db/persons';
import { endSessions } from '../../db/sessions';
import { parseEmailAddress } from '../../domain/email-address';
import type { Context, Services } from '../context';
import { refuse } from '../errors';
import {
  linkUseLimit,
  resetClientLimit,
  resetMailLimit,
  signInAddressLimit,
  signInLimit,
} from '../rate-limits';
import { publicProcedure } from '../trpc';
import { sendAccessMailLater, tellPasswordChanged } from './access-mails';
import { hashNewPassword, newPasswordInput, refuseField } from './check-password';

/** Long enough for a slow mail, short enough that an old mail opens nothing. */
const LINK_MINUTES = 60;

export const linkTokenInput = z.string().min(1).max(200);

/**
 * Mails a link to set a new password. The answer is the same, and as quick, whether anybody has this
 * address or not.
 */
export const forgotPassword = publicProcedure
  .input(z.strictObject({ email: z.string().max(254) }))
  .output(z.object({ sent: z.literal(true) }))
  .mutation(async ({ ctx, input }) => {
    const { services } = ctx;
    const email = parseEmailAddress(input.email) ?? refuseField('email', 'invalid_email');
    await resetClientLimit(services.platformDb, ctx.clientAddress).take(ctx.reply);
    await resetMailLimit(services.platformDb, email.key).take(ctx.reply);
    sendAccessMailLater(services, writeLink(services, email.key));
    return { sent: true };
  });

async function writeLink(
  { platformDb, linkTokens }: Services,
  emailKey: string,
): Promise<AccessMail | undefined> {
  const person = await findPerson(platformDb, { emailKey });
  if (person === undefined) return undefined;
  const link = linkTokens.create();
  return platformDb.transaction(async (tx) => {
    await createPasswordReset(tx, person, { tokenHash: link.hash, minutes: LINK_MINUTES });
    const { name: toName, email: toAddress } = person;
    const content = { kind: 'reset' } as const;
    return createAccessMail(tx, { content, toName, toAddress, link, minutes: LINK_MINUTES });
  });
}

/** Whose password a link sets: before somebody types a new one in vain. */
export const checkReset = publicProcedure
  .input(z.strictObject({ token: linkTokenInput }))
  .output(z.object({ email: z.string() }))
  .query(async ({ ctx, input }) => ({ email: (await requirePerson(ctx, input.token)).email }));

/**
 * Sets a new password by the link of a mail, once. Every session of the person ends; who has a second
 * factor is asked for it at the sign-in that follows.
 */
export const resetPassword = publicProcedure
  .input(z.strictObject({ token: linkTokenInput, password: newPasswordInput }))
  .output(z.object({ email: z.string() }))
  .mutation(async ({ ctx, input }) => {
    const { services } = ctx;
    const { platformDb } = services;
    await linkUseLimit(platformDb, ctx.clientAddress).take(ctx.reply);
    const person = await requirePerson(ctx, input.token);
    const passwordHash = await hashNewPassword(input.password, person);
    await platformDb.transaction(async (tx) => {
      if (!(await takePasswordReset(tx, person, input.token))) refuse('reset_link_over');
      await setPassword(tx, person, passwordHash);
      const sessionsEnded = await endSessions(tx, person);
      await recordOwnChange(tx, person, 'reset_password', { after: { sessionsEnded } });
    });
    // Who could not remember the old one has tried it often.
    await signInLimit(platformDb, `${ctx.clientAddress}/${person.emailKey}`).forget();
    await signInAddressLimit(platformDb, person.emailKey).forget();
    tellPasswordChanged(services, person);
    return { email: person.email };
  });

async function requirePerson({ services }: Context, token: string): Promise<PersonRecord> {
  const found = await findPasswordReset(services.platformDb, token);
  const person = found && (await findPerson(services.platformDb, found));
  return person ?? refuse('reset_link_over');
}
