import { isIP } from 'node:net';
import { parseUrl } from '../domain/parse-url';
import { isPublicAddress } from './public-addresses';

/**
 * Judges an address before it is kept. What its name leads to is judged at each connection, since that
 * changes (webhooks/post-webhook.ts).
 *
 * @returns the address in its normal form, or what is wrong with it.
 */
export function checkWebhookUrl(text: string, { allowPrivate }: AddressRules): CheckedUrl {
  const url = text.length > MAX_URL_LENGTH ? undefined : parseUrl(text);
  if (url === undefined) return { problem: 'malformed' };
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) {
    return { problem: 'not_https' };
  }
  if (url.username !== '' || url.password !== '') return { problem: 'has_credentials' };
  if (url.href.length > MAX_URL_LENGTH) return { problem: 'malformed' };
  if (!allowPrivate && isKnownAsPrivate(hostOf(url))) return { problem: 'not_public' };
  url.hash = '';
  return { url: url.href };
}

export interface AddressRules {
  /** Whether webhooks may go to addresses that are not public, and by http. */
  allowPrivate: boolean;
}

export type CheckedUrl =
  | { url: string; problem?: never }
  | { problem: 'malformed' | 'not_https' | 'has_credentials' | 'not_public'; url?: never };

/** As the column takes it. */
const MAX_URL_LENGTH = 2_000;

/** Without the brackets of an address of version 6. */
export function hostOf(url: URL): string {
  return url.hostname.replaceAll(/^\[|\]$/g, '');
}

function isKnownAsPrivate(host: string): boolean {
  // RFC 6761: names that lead nowhere but to this machine.
  if (/(^|\.)localhost\.?$/i.test(host)) return true;
  return isIP(host) !== 0 && !isPublicAddress(host);
}
