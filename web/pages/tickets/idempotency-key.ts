/** A key of one intent. `crypto.randomUUID` is there by HTTPS and on localhost alone; this is everywhere. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
