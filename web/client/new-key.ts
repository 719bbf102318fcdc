/**
 * A key for an intent, of 128 random bits. `crypto.randomUUID` is only there over HTTPS and on
 * localhost; inside a company's network pages are also served without.
 */
export function newKey(): string {
  const bytes = window.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
