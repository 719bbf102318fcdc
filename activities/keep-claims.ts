import { log } from '@temporalio/activity';
import type { Database } from '../db/pool';
import { type DueMail, renewClaims } from '../db/settle-rewards';

/**
 * Renews the claims of a slice for as long as it mails: a mail server that takes a minute for each
 * answer must not have another run send the rest a second time. A slice of the usual second renews
 * nothing.
 */
export function keepClaims(
  db: Database,
  due: readonly Pick<DueMail, 'rewardId'>[],
  claim: string,
  everyMilliseconds = RENEW_MILLISECONDS,
): KeptClaims {
  const ids = due.map(({ rewardId }) => rewardId);
  let renewing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    renewing = renewClaims(db, ids, claim).catch((err: unknown) => {
      // The lease outlives three of these; the lanes themselves wait for the database.
      log.warn('Claims of mails could not be renewed', { err });
    });
  }, everyMilliseconds);
  return {
    stop: async () => {
      clearInterval(timer);
      await renewing;
    },
  };
}

export interface KeptClaims {
  stop: () => Promise<void>;
}

/** A quarter of the lease. */
const RENEW_MILLISECONDS = 30_000;
