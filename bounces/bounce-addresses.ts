import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  type BouncedMail,
  formatBounceLocalPart,
  parseBounceLocalPart,
} from '../domain/bounce-address';

/**
 * The envelope sender of each mail (variable envelope return path): what is not delivered comes back
 * to an address that names the mail and that nobody can make up, by an HMAC (RFC 2104) of the
 * server's secret.
 */
export function createBounceAddresses(options: {
  secret: string;
  domain: string;
}): BounceAddresses {
  const domain = options.domain.toLowerCase();
  const tagOf = ({ rewardId, mail, version }: BouncedMail): string =>
    encode(
      createHmac('sha256', options.secret)
        .update(`bounce/${rewardId}/${mail}/${version}`)
        .digest()
        .subarray(0, TAG_BYTES),
    );
  return {
    domain,
    addressOf: (mail) => `${formatBounceLocalPart(mail, tagOf(mail))}@${domain}`,
    read: (address) => {
      const at = address.lastIndexOf('@');
      if (address.slice(at + 1).toLowerCase() !== domain) return 'elsewhere';
      const parsed = parseBounceLocalPart(address.slice(0, at));
      if (parsed === undefined) return 'unknown';
      const isOurs = timingSafeEqual(Buffer.from(tagOf(parsed.mail)), Buffer.from(parsed.tag));
      return isOurs ? parsed.mail : 'unknown';
    },
  };
}

export interface BounceAddresses {
  domain: string;
  addressOf: (mail: BouncedMail) => string;
  /** The mail that an address names; `elsewhere`: of another domain; `unknown`: not written by us. */
  read: (address: string) => BouncedMail | 'elsewhere' | 'unknown';
}

/** 80 bits are 16 digits of 5 bits. */
const TAG_BYTES = 10;
const DIGITS = 'abcdefghijklmnopqrstuvwxyz234567';

function encode(bytes: Buffer): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += DIGITS.charAt((held >>> (bits - 5)) & 31);
    held &= 31;
  }
  return text;
}
