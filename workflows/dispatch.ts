import {
  ActivityFailure,
  log,
  patched,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { DispatchInput, Slice } from '../contracts/workflows';
import { openTickets } from './open-tickets';
import { startLongRoads } from './start-long-roads';

// The bookkeeping of a run: single statements, so local; for ever, since the database comes back.
const { planDispatch, finishDistributions } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  localRetryThreshold: '30 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

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
 * The fast road: what can go now is registered, credited and mailed; whatever is not final after
 * this one pass is handed to `distributePoints`.
 */
export async function dispatch({ distributionIds }: DispatchInput): Promise<void> {
  const planned = await planDispatch({ distributionIds });
  const allSent = await sendAll(planned.slices);
  if (!allSent) log.warn('Some slices were not sent; the long road takes them');
  const finished = await finishDistributions({ distributionIds: planned.distributionIds });
  await startLongRoads(finished.open);
  const failed = finished.failed ?? [];
  if (failed.length > 0 && patched('open-tickets')) await openTickets(failed);
}

/** @returns false when a slice was given up; the long road looks at each of its rewards again. */
async function sendAll(slices: readonly Slice[]): Promise<boolean> {
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
      setCurrentDetails(`${done} of ${slices.length} slices sent`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(SLICES_AT_ONCE, slices.length) }, lane));
  return allSent;
}
