import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Signatures of Standard Webhooks (https://github.com/standard-webhooks/standard-webhooks, version 1,
 * symmetric): HMAC-SHA-256 over `<id>.<timestamp>.<body>`, in base64 behind `v1,`. Used both ways: by
 * the carrier for its callbacks and by us for our requests.
 */
export function signMessage(secret: string, message: SignedMessage): Record<string, string> {
  const { id, timestampSeconds } = message;
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': `v1,${hmacOf(secret, message).toString('base64')}`,
  };
}

export interface SignedMessage {
  id: string;
  timestampSeconds: number;
  body: string | Buffer;
}

/**
 * Checks the signature before the time, so that `out_of_tolerance` is said only of what was truly
 * signed once: a replay, or a clock that is wrong.
 */
export function checkSignature(
  secret: string,
  headers: Record<string, string | string[] | undefined>,
  body: Buffer,
  nowSeconds: number,
): { verdict: 'signed'; id: string } | { verdict: 'forged' | 'out_of_tolerance'; id?: string } {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const given = headers['webhook-signature'];
  if (typeof id !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(id)) return { verdict: 'forged' };
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return { verdict: 'forged' };
  if (typeof given !== 'string') return { verdict: 'forged' };
  const timestampSeconds = Number(timestamp);
  const expected = hmacOf(secret, { id, timestampSeconds, body });
  // Several may stand there, with a space between: a secret that is being changed.
  const isSigned = given.split(' ').some((one) => {
    const [version, signature = ''] = one.split(',');
    const bytes = Buffer.from(signature, 'base64');
    return version === 'v1' && bytes.length === expected.length && timingSafeEqual(bytes, expected);
  });
  if (!isSigned) return { verdict: 'forged' };
  const isNow = Math.abs(nowSeconds - timestampSeconds) <= TOLERANCE_SECONDS;
  return { verdict: isNow ? 'signed' : 'out_of_tolerance', id };
}

/** As the reference libraries of Standard Webhooks and Stripe have it. */
const TOLERANCE_SECONDS = 300;

function hmacOf(secret: string, { id, timestampSeconds, body }: SignedMessage): Buffer {
  return createHmac('sha256', keyOf(secret))
    .update(`${id}.${timestampSeconds}.`)
    .update(body)
    .digest();
}

/** `whsec_` announces base64, as the standard writes secrets; any other text is taken as it is. */
function keyOf(secret: string): Buffer {
  return secret.startsWith('whsec_')
    ? Buffer.from(secret.slice('whsec_'.length), 'base64')
    : Buffer.from(secret);
}
