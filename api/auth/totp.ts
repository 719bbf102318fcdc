import { z } from 'zod';
import { recordOwnChange } from '../../db/audit';
import { findPerson, type Person, type PersonRecord } from '../../db/persons';
import type { Transaction } from '../../db/pool';
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSecondFactor,
  findSecondFactor,
  replaceRecoveryCodes,
} from '../../db/second-factors';
import { endSessions } from '../../db/sessions';
import type { Services } from '../context';
import { refuse } from '../errors';
import { codeLimit } from '../rate-limits';
import { ownAccountProcedure } from '../trpc';
import { confirmPassword, refuseField } from './check-password';
import {
  createRecoveryCodes,
  createTotpSecret,
  describeTotpSecret,
  findStep,
  readCode,
} from './one-time-codes';

const passwordInput = z.strictObject({ password: z.string().max(1_000) });
const recoveryCodesOutput = z.object({ recoveryCodes: z.array(z.string()) });

/** Whether one's second factor is on, and how many recovery codes are left. */
export const getTotp = ownAccountProcedure
  .output(z.object({ enabled: z.boolean(), recoveryCodesLeft: z.int() }))
  .query(async ({ ctx }) => {
    const found = await findSecondFactor(ctx.services.platformDb, ctx.person);
    const enabled = found?.isConfirmed ?? false;
    return { enabled, recoveryCodesLeft: enabled ? (found?.recoveryCodesLeft ?? 0) : 0 };
  });

/** Begins: gives the secret, as text and as a QR code. Nothing changes until a code confirms it. */
export const beginTotp = ownAccountProcedure
  .input(passwordInput)
  .output(z.object({ secret: z.string(), uri: z.string(), qrCode: z.string() }))
  .mutation(async ({ ctx, input }) => {
    const { platformDb, secretBox } = ctx.services;
    const person = await requirePerson(ctx);
    await confirmPassword(ctx, person, input.password);
    const secret = createTotpSecret();
    const sealed = secretBox.seal(secret, ownerOf(person));
    if (!(await beginSecondFactor(platformDb, person, sealed))) refuse('totp_already_enabled');
    return { secret, ...(await describeTotpSecret(secret, person.email)) };
  });

/**
 * Switches it on with a first code of the app. The recovery codes are given this once; sessions that
 * were begun without the second factor end.
 */
export const confirmTotp = ownAccountProcedure
  .input(z.strictObject({ code: z.string().max(40) }))
  .output(recoveryCodesOutput)
  .mutation(async ({ ctx, input }) => {
    const { platformDb, secretBox } = ctx.services;
    const person = await requirePerson(ctx);
    const limit = codeLimit(platformDb, ownerOf(person));
    await limit.take(ctx.reply);
    const factor = (await findSecondFactor(platformDb, person)) ?? refuse('totp_not_enabled');
    if (factor.isConfirmed) return refuse('totp_already_enabled');
    const code = readCode(input.code);
    const secret = secretBox.open(factor.encrypted, ownerOf(person));
    const step =
      code !== undefined && 'totp' in code ? findStep(secret, code.totp, Date.now()) : undefined;
    if (step === undefined) return refuseField('code', 'wrong_code');
    await limit.forget();
    return platformDb.transaction(async (tx) => {
      const { encrypted } = factor;
      if (!(await confirmSecondFactor(tx, person, { encrypted, step }))) refuse('totp_not_enabled');
      await endSessions(tx, person, ctx.session.id);
      await recordOwnChange(tx, person, 'switch_on_totp');
      return giveRecoveryCodes(tx, person);
    });
  });

/** Gives ten new recovery codes; the ones before are dead. */
export const renewRecoveryCodes = ownAccountProcedure
  .input(passwordInput)
  .output(recoveryCodesOutput)
  .mutation(async ({ ctx, input }) => {
    const person = await requirePerson(ctx);
    await confirmPassword(ctx, person, input.password);
    if (!person.totpEnabled) return refuse('totp_not_enabled');
    return ctx.services.platformDb.transaction(async (tx) => {
      await recordOwnChange(tx, person, 'renew_recovery_codes');
      return giveRecoveryCodes(tx, person);
    });
  });

/** Switches it off, with the password. */
export const endTotp = ownAccountProcedure
  .input(passwordInput)
  .output(z.object({ enabled: z.literal(false) }))
  .mutation(async ({ ctx, input }) => {
    const person = await requirePerson(ctx);
    await confirmPassword(ctx, person, input.password);
    if (!person.totpEnabled) return refuse('totp_not_enabled');
    await ctx.services.platformDb.transaction(async (tx) => {
      if (!(await endSecondFactor(tx, person))) refuse('totp_not_enabled');
      await recordOwnChange(tx, person, 'switch_off_totp');
    });
    return { enabled: false };
  });

/** To whom a sealed secret belongs. */
export function ownerOf({ kind, id }: Person): string {
  return `${kind}/${id}`;
}

async function giveRecoveryCodes(
  tx: Transaction,
  person: Person,
): Promise<{ recoveryCodes: string[] }> {
  const recoveryCodes = createRecoveryCodes();
  await replaceRecoveryCodes(tx, person, recoveryCodes);
  return { recoveryCodes };
}

async function requirePerson({
  services,
  person,
}: {
  services: Services;
  person: Person;
}): Promise<PersonRecord> {
  return (await findPerson(services.platformDb, person)) ?? refuse('unauthorized');
}
