import { setTimeout } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { wakeWebhooks } from './wake-webhooks';

/**
 * Looks in the database, twice a second, for endpoints with something due that no run looks after, and
 * starts their runs. Whoever writes an event, in whichever process and statement, has nothing more to do for
 * it (docs/decisions/0037-webhooks.md). While Temporal or the database is away, it looks again later.
 */
export function startWebhookWaker({
  claimWaiting,
  temporal,
  taskQueue,
  log,
}: {
  claimWaiting: (limit: number) => Promise<string[]>;
  temporal: () => Client | undefined;
  taskQueue: string;
  log: Pick<Logger, 'warn'>;
}): WebhookWaker {
  const stopping = new AbortController();

  const look = async (): Promise<void> => {
    const client = temporal();
    if (client === undefined) return;
    const waiting = await claimWaiting(STARTED_AT_ONCE);
    for (const endpointId of waiting) await wakeWebhooks(client, taskQueue, endpointId);
  };

  const keepLooking = async (): Promise<void> => {
    let isFailing = false;
    while (!stopping.signal.aborted) {
      try {
        await look();
        isFailing = false;
      } catch (error) {
        // Said once an outage, not twice a second.
        if (!isFailing) log.warn({ err: error }, 'Webhooks wait; looking for them again');
        isFailing = true;
      }
      await pause(isFailing ? FAILING_PAUSE_MILLISECONDS : PAUSE_MILLISECONDS, stopping.signal);
    }
  };
  const kept = keepLooking();

  return {
    stop: async () => {
      stopping.abort();
      await kept;
    },
  };
}

export interface WebhookWaker {
  stop: () => Promise<void>;
}

/** What an integrator does not notice, and what costs one look into an index. */
const PAUSE_MILLISECONDS = 500;

const FAILING_PAUSE_MILLISECONDS = 5_000;

/** Their starts take a second at most; the others follow at the next look. */
const STARTED_AT_ONCE = 100;

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return setTimeout(milliseconds, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
