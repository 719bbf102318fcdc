import { ActivityFailure, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { Slice } from '../contracts/workflows';

// A small run's only slice: local, because a task queue would cost more than the work. The limit is
// that of 100 mails to a server that answers no connection. Four attempts, then the long road.
const local = proxyLocalActivities<Activities>({
  startToCloseTimeout: '3 minutes',
  localRetryThreshold: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '2 seconds', maximumAttempts: 4 },
});

// Slices of a large run: spread over all workers; a heartbeat after each mail tells a dead worker
// from a slow mail server.
const spread = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '5 seconds',
  retry: {
    initialInterval: '200 milliseconds',
    maximumInterval: '10 seconds',
    maximumAttempts: 20,
  },
});

/** Two slices fill the mail connections of a worker while a third is being credited. */
const SLICES_AT_ONCE = 3;

/**
 * Sends slices: the only one of a small run here, those of a large one over all workers.
 *
 * @returns false when a slice was given up; the long road looks at each of its rewards again.
 */
export async function sendSlices(
  slices: readonly Slice[],
  onProgress: (done: number) => void,
): Promise<boolean> {
  const send = slices.length === 1 ? local.sendSlice : spread.sendSlice;
  let next = 0;
  let done = 0;
  let allSent = true;
  const lane = async (): Promise<void> => {
    for (let slice = slices[next++]; slice !== undefined; slice = slices[next++]) {
      try {
        await send({ slice });
      } catch (error) {
        if (!(error instanceof ActivityFailure)) throw error;
        allSent = false;
      }
      done += 1;
      onProgress(done);
    }
  };
  await Promise.all(Array.from({ length: Math.min(SLICES_AT_ONCE, slices.length) }, lane));
  return allSent;
}
