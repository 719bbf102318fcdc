import { createHash } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { z } from 'zod';
import { findPerson, type PersonRecord } from '../../db/persons';
import { parseEmailAddress } from '../../domain/email-address';
import { judgePassword, MAX_PASSWORD_CHARACTERS } from '../../domain/password';
import { describeReason, type ReasonCode } from '../../domain/reasons';
import type { Context, SessionAccess } from '../context';
import { refuse } from '../errors';
import { signInAddressLimit, signInClientLimit, signInLimit } from '../rate-limits';

export const credentialsInput = z.strictObject({
  email: z.string().max(254),
  password: z.string().max(1_000),
});

/** What an admin or one of the platform's people gives to sign in. */
type Credentials = z.infer<typeof credentialsInput>;

/**
 * The person of an address and a password.
 *
 * @param isWanted whose sign-in this is; anybody else is unknown here.
 * @throws refusals `wrong_credentials` (the same for an unknown address) and `rate_limited`.
 */
export async function checkCredentials(
  ctx: Context,
  { email, password }: Credentials,
  isWanted: (person: PersonRecord) => boolean = () => true,
): Promise<PersonRecord> {
  const { platformDb } = ctx.services;
  const emailKey = parseEmailAddress(email)?.key ?? '';
  const limit = signInLimit(platformDb, `${ctx.clientAddress}/${emailKey}`);
  const wide = [
    signInClientLimit(platformDb, ctx.clientAddress),
    signInAddressLimit(platformDb, emailKey),
  ];
  for (const each of [limit, ...wide]) await each.take(ctx.reply);
  const found = await findPerson(platformDb, { emailKey });
  const person = found !== undefined && isWanted(found) ? found : undefined;
  // An unknown address costs as much as a wrong password, so that time tells nobody who exists.
  const correct = await verify(person?.passwordHash ?? (await hashOfNobody()), password);
  if (person === undefined || !correct) {
    return refuse('wrong_credentials');
  }
  await limit.forget();
  // Those count the wrong passwords of everybody: a right one takes back no more than itself.
  for (const each of wide) await each.giveBack();
  return person;
}

/**
 * Asks once more for the password before something that a stranger at an open screen must not do.
 *
 * @throws refusals `wrong_password` with the field, `rate_limited`.
 */
export async function confirmPassword(
  ctx: Context,
  person: PersonRecord,
  password: string,
  field = 'password',
): Promise<void> {
  const limit = signInLimit(ctx.services.platformDb, `confirm/${person.kind}/${person.id}`);
  await limit.take(ctx.reply);
  if (!(await verify(person.passwordHash, password))) return refuseField(field, 'wrong_password');
  await limit.forget();
}

/** Begins the session, or asks for the code when the person has a second factor. */
export async function beginSession(
  session: SessionAccess,
  person: PersonRecord,
): Promise<{ totpRequired: boolean }> {
  if (person.totpEnabled) await session.askForCode(person, markOf(person));
  else await session.signIn(person);
  return { totpRequired: person.totpEnabled };
}

/** Changes with the password: a sign-in that was begun with the old one does not go on. */
export function markOf({ passwordHash }: PersonRecord): string {
  return createHash('sha256').update(passwordHash).digest('hex').slice(0, 16);
}

/** @throws a refusal with the field, when the password is too short or one of the first to be tried. */
export async function hashNewPassword(
  password: string,
  person: { name: string; email: string },
  field = 'password',
): Promise<string> {
  const code = judgePassword(password, person);
  return code === undefined ? hash(password) : refuseField(field, code);
}

export const newPasswordInput = z.string().max(MAX_PASSWORD_CHARACTERS);

export function refuseField(path: string, code: ReasonCode): never {
  const { message, nextAction } = describeReason(code);
  return refuse(code, { issues: [{ path, code, message: `${message} ${nextAction}` }] });
}

let nobody: Promise<string> | undefined;

function hashOfNobody(): Promise<string> {
  nobody ??= hash('nobody has this password');
  return nobody;
}
