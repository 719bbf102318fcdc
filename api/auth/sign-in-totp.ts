import { z } from 'zod';
import { recordOwnChange } from '../../db/audit';
import { findPerson, noteSignIn, type PersonRecord } from '../../db/persons';
import { findSecondFactor, takeRecoveryCode, takeStep } from '../../db/second-factors';
import type { Services } from '../context';
import { refuse } from '../errors';
import { codeLimit } from '../rate-limits';
import { publicProcedure } from '../trpc';
import { markOf, refuseField } from './check-password';
import { findStep, readCode } from './one-time-codes';
import { ownerOf } from './totp';

/**
 * The second step of a sign-in: a code of the app, of which each works once, or one of the recovery
 * codes. It follows `auth.signIn` within five minutes, in the same cookie.
 *
 * @throws refusals `sign_in_expired`, `wrong_code`, `rate_limited`.
 */
export const signInTotp = publicProcedure
  .input(z.strictObject({ code: z.string().max(40) }))
  .output(z.object({ usedRecoveryCode: z.boolean() }))
  .mutation(async ({ ctx, input }) => {
    const { services, session } = ctx;
    const pending = session?.pending;
    if (session === undefined || pending === undefined) return refuse('sign_in_expired');
    const person = await findPerson(services.platformDb, pending);
    if (person === undefined || markOf(person) !== pending.mark) return refuse('sign_in_expired');
    const limit = codeLimit(services.platformDb, ownerOf(person));
    await limit.take(ctx.reply);
    const used = await takeCode(services, person, input.code);
    if (used === undefined) return refuseField('code', 'wrong_code');
    await limit.forget();
    await session.signIn(person);
    await noteSignIn(services.platformDb, person);
    return { usedRecoveryCode: used === 'recovery' };
  });

async function takeCode(
  services: Services,
  person: PersonRecord,
  typed: string,
): Promise<'totp' | 'recovery' | undefined> {
  const code = readCode(typed);
  if (code === undefined) return undefined;
  const { platformDb } = services;
  if ('recovery' in code) {
    return platformDb.transaction(async (tx) => {
      if (!(await takeRecoveryCode(tx, person, code.recovery))) return undefined;
      await recordOwnChange(tx, person, 'use_recovery_code');
      return 'recovery';
    });
  }
  const factor = await findSecondFactor(platformDb, person);
  // Switched off since the password was given: then it is asked for again.
  if (factor === undefined) return refuse('sign_in_expired');
  const secret = openSecret(services, person, factor.encrypted);
  const step = secret === undefined ? undefined : findStep(secret, code.totp, Date.now());
  if (step === undefined) return undefined;
  const isTaken = await platformDb.transaction((tx) => takeStep(tx, person, step));
  return isTaken ? 'totp' : undefined;
}

/** Undefined when BESTOW_SECRET is another one by now: recovery codes work on (docs/OPERATIONS.md). */
function openSecret(
  { secretBox, log }: Services,
  person: PersonRecord,
  encrypted: Buffer,
): string | undefined {
  try {
    return secretBox.open(encrypted, ownerOf(person));
  } catch (error) {
    log.error({ err: error, person: ownerOf(person) }, 'A second factor cannot be decrypted');
    return undefined;
  }
}
