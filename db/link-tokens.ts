import { createHash, createHmac, randomUUID } from 'node:crypto';

/**
 * The secrets in mailed links: 256 bits, of which the database keeps only the SHA-256.
 *
 * A token is derived from its link's id by the server's secret (HMAC-SHA-256, RFC 2104), so that a
 * mail that is sent again is the same mail, though the token itself is stored nowhere.
 */
export function createLinkTokens(secret: string): LinkTokens {
  const tokenOf = (linkId: string) =>
    createHmac('sha256', secret).update(`link/${linkId}`).digest('base64url');
  return {
    tokenOf,
    tokenOfTicket: (ticketId) =>
      createHmac('sha256', secret).update(`ticket/${ticketId}`).digest('base64url'),
    create: () => {
      const id = randomUUID();
      const token = tokenOf(id);
      return { id, token, hash: hashToken(token) };
    },
  };
}

export interface LinkTokens {
  tokenOf: (linkId: string) => string;
  /** Of the page on which who asked reads and answers; it is stored nowhere, and ends with the secret. */
  tokenOfTicket: (ticketId: string) => string;
  create: () => Link;
}

/** A new link: its id, from which its token is derived, and the hash that the database keeps. */
export interface Link {
  id: string;
  token: string;
  hash: Buffer;
}

/** What the database keeps of a token or an API key. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
