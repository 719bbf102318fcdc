/**
 * The local part of a bounce address: which mail comes back when something is sent there.
 *
 *     <reward>.<mail>.<version>.<tag>@<bounce domain>
 *
 * Lower case and digits only, since servers may change the case of a local part though they must not
 * (RFC 5321 section 2.4); at most 64 octets of it (section 4.5.3.1.1). The reward's id takes 26
 * characters in base 32, the tag 16: a guess is right once in 2^80.
 */
export function formatBounceLocalPart(mail: BouncedMail, tag: string): string {
  return [encodeId(mail.rewardId), mail.mail, mail.version, tag].join('.');
}

/** @returns undefined for anything that we did not write. */
export function parseBounceLocalPart(text: string): { mail: BouncedMail; tag: string } | undefined {
  const found = SHAPE.exec(text.toLowerCase())?.groups;
  if (found === undefined) return undefined;
  const { reward = '', mail = '', version = '', tag = '' } = found;
  const rewardId = decodeId(reward);
  if (rewardId === undefined) return undefined;
  return { mail: { rewardId, mail, version: Number(version) }, tag };
}

/** A mail about a reward, as its bounce address names it. */
export interface BouncedMail {
  rewardId: string;
  /** As in its Message-ID: `invite`, `reward`, `resend.2`. */
  mail: string;
  /** Of the address and of the mail, from 1: it grows when either begins anew. */
  version: number;
}

const SHAPE =
  /^(?<reward>[a-z2-7]{26})\.(?<mail>[a-z]{1,9}(?:\.\d{1,5})?)\.(?<version>[1-9]\d{0,3})\.(?<tag>[a-z2-7]{16})$/;

const DIGITS = 'abcdefghijklmnopqrstuvwxyz234567';
const ID_LENGTH = 26;

function encodeId(id: string): string {
  let rest = BigInt(`0x${id.replaceAll('-', '')}`);
  let text = '';
  for (let place = 0; place < ID_LENGTH; place += 1) {
    text = DIGITS.charAt(Number(rest & 31n)) + text;
    rest >>= 5n;
  }
  return text;
}

function decodeId(text: string): string | undefined {
  let id = 0n;
  for (const digit of text) id = id * 32n + BigInt(DIGITS.indexOf(digit));
  // 26 digits hold 130 bits, an id has 128.
  if (id >> 128n !== 0n) return undefined;
  const hex = id.toString(16).padStart(32, '0');
  return [
    ...[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)],
  ].join('-');
}
