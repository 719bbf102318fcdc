import type { Request, RequestHandler } from 'express';
import { Refusal } from './errors';
import { parseUrl } from '../domain/parse-url';

/**
 * Refuses what a page of another site posts. SameSite keeps our cookie out of such a post, but a link that
 * signs somebody in needs none: the victim would go on in the attacker's wallet (login CSRF).
 */
export function sameSiteForms(publicUrl: string): RequestHandler {
  const own = new URL(publicUrl).host;
  return (request, _response, next) => {
    if (request.method === 'POST' && isForeign(request, own)) throw new Refusal('foreign_form');
    next();
  };
}

/**
 * Browsers say where a post comes from by `Sec-Fetch-Site` (W3C Fetch Metadata Request Headers). Without
 * TLS they do not, and there is `Origin`, which is `null` from our own pages that send no referrer.
 */
function isForeign({ headers }: Request, own: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin, host } = headers;
  const from = origin === undefined || origin === 'null' ? undefined : parseUrl(origin);
  return from !== undefined && ![own, host].includes(from.host);
}
