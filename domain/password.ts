/**
 * What a password must be. Length counts, composition does not, and what an attacker tries first is
 * refused (NIST SP 800-63B, section 3.1.1.2).
 *
 * @returns the code of what is wrong with it, or undefined.
 */
export function judgePassword(
  password: string,
  person: { name: string; email: string },
): 'password_too_short' | 'password_too_easy' | undefined {
  if ([...password].length < MIN_PASSWORD_CHARACTERS) return 'password_too_short';
  const bare = bareOf(password);
  const { email, name } = person;
  const own = [email, email.split('@')[0] ?? '', name].map(bareOf).filter((text) => text !== '');
  if (own.includes(bare) || COMMON.has(bare)) return 'password_too_easy';
  // 'aaaaaaaaaaaa', '121212121212', 'abcabcabcabc'.
  return new Set(password.toLowerCase()).size < MIN_DIFFERENT ? 'password_too_easy' : undefined;
}

export const MIN_PASSWORD_CHARACTERS = 12;
/** A hash of more takes time that a stranger could make us spend. */
export const MAX_PASSWORD_CHARACTERS = 200;
const MIN_DIFFERENT = 4;

/** Case, blanks and what people add at the end make no other password. */
function bareOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .replace(/(?<=\p{L})\p{N}{1,4}$/u, '');
}

/** Long ones only: what is shorter than the minimum is refused for that. */
const COMMON: ReadonlySet<string> = new Set([
  '123456789012',
  '1234567890123',
  '12345678901234',
  '123456123456',
  '012345678901',
  '0123456789012',
  '111222333444',
  'abcdefghijkl',
  'abcdefghijklm',
  'administrator',
  'changemechangeme',
  'correcthorsebatterystaple',
  'iloveyouiloveyou',
  'letmeinletmein',
  'motdepassemotdepasse',
  'password',
  'passwordpassword',
  'passw0rdpassw0rd',
  'p4ssw0rdp4ssw0rd',
  'qazwsxedcrfv',
  '1qaz2wsx3edc',
  '1q2w3e4r5t6y',
  'qwertyqwerty',
  'qwertyuiop',
  'qwertyuiopas',
  'qwertyuiopasdfghjkl',
  'qwertzuiopas',
  'azertyuiopqs',
  'sunshinesunshine',
  'welcomewelcome',
  'welcometobestow',
  'bestowbestow',
]);
