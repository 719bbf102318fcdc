/**
 * How fast mails may go to one destination domain: a token bucket for each, which holds a second's
 * worth. Of one process; several share a domain's limit by setting each a part of it.
 *
 * @param now milliseconds of a clock that only goes forward.
 */
export function createDomainLimiter(perMinute: number, now: () => number): DomainLimiter {
  const perMillisecond = perMinute / 60_000;
  const capacity = Math.max(1, perMillisecond * 1_000);
  const buckets = new Map<string, { tokens: number; at: number }>();

  /** A bucket that is full again tells as much as none. */
  const forgetFull = (at: number): void => {
    for (const [domain, bucket] of buckets) {
      if (bucket.tokens + (at - bucket.at) * perMillisecond >= capacity) buckets.delete(domain);
    }
  };

  return {
    take: (address) => {
      const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
      const at = now();
      const bucket = buckets.get(domain);
      if (bucket === undefined) {
        if (buckets.size >= MANY_DOMAINS) forgetFull(at);
        buckets.set(domain, { tokens: capacity - 1, at });
        return 0;
      }
      bucket.tokens = Math.min(capacity, bucket.tokens + (at - bucket.at) * perMillisecond);
      bucket.at = at;
      // What a float loses must not make somebody wait for nothing.
      if (bucket.tokens < 1 - 1e-9) return Math.ceil((1 - bucket.tokens) / perMillisecond);
      bucket.tokens -= 1;
      return 0;
    },
  };
}

export interface DomainLimiter {
  /**
   * Asks to send one mail to this address now.
   *
   * @returns 0 when it may go, and has been counted; else milliseconds until it is worth asking again.
   */
  take: (address: string) => number;
}

/** Some megabytes at most. */
const MANY_DOMAINS = 10_000;
