import { parseUrl } from './parse-url';

/**
 * Reads one e-mail address as a person types it.
 *
 * The local part is a dot-atom of RFC 5321 section 4.1.2 (quoted local parts and comments are not
 * used by people and are a road to header injection); the domain is letters, digits and hyphens
 * with at least two labels; an international domain becomes its ASCII form (RFC 5891).
 *
 * @returns the address to send to, and the key by which two spellings are one person, or undefined.
 */
export function parseEmailAddress(value: unknown): EmailAddress | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (text.length > MAX_ADDRESS_LENGTH) return undefined;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  if (at < 1 || local.length > MAX_LOCAL_LENGTH || !LOCAL_PART.test(local)) return undefined;
  const domain = asciiDomain(text.slice(at + 1));
  if (domain === undefined) return undefined;
  const address = `${local}@${domain}`;
  if (address.length > MAX_ADDRESS_LENGTH) return undefined;
  return { address, key: address.toLowerCase() };
}

export interface EmailAddress {
  address: string;
  key: string;
}

/** RFC 5321 section 4.5.3.1 gives 64 octets for the local part and 256 for a path with its <>. */
const MAX_LOCAL_LENGTH = 64;
const MAX_ADDRESS_LENGTH = 254;

const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN =
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])$/;
// Letters, combining marks, digits, hyphen, dot and the joiners that Indic and Persian labels need.
const POSSIBLE_DOMAIN = /^[\p{L}\p{M}\p{N}\u200c\u200d.-]+$/u;

function asciiDomain(text: string): string | undefined {
  if (!POSSIBLE_DOMAIN.test(text)) return undefined;
  const domain = parseUrl(`http://${text}/`)?.hostname;
  return domain !== undefined && DOMAIN.test(domain) ? domain : undefined;
}
