import { setTimeout } from 'node:timers/promises';
import type { DueMail } from '../db/settle-rewards';
import type { DomainLimiter } from '../domain/domain-limiter';

/**
 * Hands out the mails of slices to their lanes, slice by slice. Those to a domain that has had its
 * share for now are put aside, so that the others do not wait behind them, and are taken when it is
 * their time.
 */
export function createMailQueue(
  nextSlice: () => Promise<readonly DueMail[] | undefined>,
  limiter: DomainLimiter | undefined,
  signal: AbortSignal,
): MailQueue {
  let due: readonly DueMail[] = [];
  let next = 0;
  let refill: Promise<boolean> | undefined;
  const aside: DueMail[] = [];
  let pause: Promise<unknown> | undefined;
  let waitsUntil = Number.POSITIVE_INFINITY;

  const takeNext = async (): Promise<DueMail | undefined> => {
    for (;;) {
      const mail = due[next++];
      if (mail !== undefined) return mail;
      // All lanes wait for one and the same slice.
      refill ??= nextSlice().then((slice) => {
        if (slice === undefined) {
          waitsUntil = performance.now() + LONGEST_PATIENCE_MILLISECONDS;
          return false;
        }
        [due, next, refill] = [slice, 0, undefined];
        return true;
      });
      if (!(await refill)) return undefined;
    }
  };

  const takeAside = async (): Promise<DueMail | undefined> => {
    if (limiter === undefined) return undefined;
    while (aside.length > 0) {
      let wait = Number.POSITIVE_INFINITY;
      const asked = new Set<string>();
      for (const [index, mail] of aside.entries()) {
        const domain = mail.email.slice(mail.email.lastIndexOf('@') + 1);
        if (asked.has(domain)) continue;
        asked.add(domain);
        const forThis = limiter.take(mail.email);
        if (forThis === 0) return aside.splice(index, 1)[0];
        wait = Math.min(wait, forThis);
      }
      if (performance.now() + wait > waitsUntil) return undefined;
      // All lanes wait for the same mail; the first of them takes it.
      pause ??= setTimeout(wait, undefined, { signal }).finally(() => (pause = undefined));
      await pause;
    }
    return undefined;
  };

  return {
    next: async () => {
      for (let mail = await takeNext(); mail !== undefined; mail = await takeNext()) {
        if (limiter === undefined || limiter.take(mail.email) === 0) return mail;
        aside.push(mail);
      }
      return takeAside();
    },
    heldBack: () => aside,
  };
}

export interface MailQueue {
  /** The next mail that may go; undefined when there is none, or none that it is worth waiting for. */
  next: () => Promise<DueMail | undefined>;
  /** What was left over when every lane has ended. */
  heldBack: () => readonly DueMail[];
}

/** After the last slice: an activity is not held open for it; what is left goes in a round. */
const LONGEST_PATIENCE_MILLISECONDS = 10_000;
