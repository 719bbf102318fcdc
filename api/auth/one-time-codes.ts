import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { toString as drawQrCode } from 'qrcode';

/** What every authenticator app understands (RFC 6238): SHA-1, six digits, 30 seconds. */
const RULES = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

/** One step to either side, for clocks that differ and people who type (RFC 6238 section 5.2). */
const WINDOW_STEPS = 1;

/** 160 bits, as RFC 4226 section 4 recommends; in base32, as people type it. */
export function createTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What an app reads from the QR code, and the picture of it, as a `data:` URL. */
export async function describeTotpSecret(
  secret: string,
  email: string,
): Promise<{ uri: string; qrCode: string }> {
  const uri = totpOf(secret, email).toString();
  const svg = await drawQrCode(uri, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' });
  return { uri, qrCode: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}` };
}

/** @returns the time step that the code is of, or undefined when it is of none that counts now. */
export function findStep(secret: string, code: string, atMilliseconds: number): number | undefined {
  const totp = totpOf(secret, '');
  const delta = totp.validate({ token: code, timestamp: atMilliseconds, window: WINDOW_STEPS });
  return delta === null ? undefined : totp.counter({ timestamp: atMilliseconds }) + delta;
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({ ...RULES, issuer: 'Bestow', label, secret });
}

/** Ten, of 80 random bits each: `k3f9-7hmq-2xwd-vb4t`. */
export function createRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const characters = [...randomBytes(CODE_CHARACTERS)].map((byte) => ALPHABET[byte % 32]);
    return characters.join('').replaceAll(/.{4}(?!$)/g, '$&-');
  });
}

const RECOVERY_CODES = 10;
const CODE_CHARACTERS = 16;
/** Base32 without what is mistaken for something else: i, l, o, u (as Crockford's). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** What was typed, as one of the two kinds of codes; people put blanks and dashes where they like. */
export function readCode(typed: string): { totp: string } | { recovery: string } | undefined {
  const bare = typed.toLowerCase().replaceAll(/[\s-]/g, '');
  if (/^\d{6}$/.test(bare)) return { totp: bare };
  const plain = bare.replaceAll('o', '0').replaceAll(/[il]/g, '1');
  if (!/^[0-9a-hjkmnp-tv-z]{16}$/.test(plain)) return undefined;
  return { recovery: plain.replaceAll(/.{4}(?!$)/g, '$&-') };
}
