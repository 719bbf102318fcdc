/**
 * One text for one value, whatever the order of its keys: what an idempotency key is compared by.
 * Keys are sorted as RFC 8785 section 3.2.3 asks for; numbers and texts are JSON's own.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    const entries = Object.entries(inner);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  });
}
