import {
  ActivityFailure,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { SendPlan } from '../contracts/workflows';

// A small run's only slice: local, because a task queue would cost more than the work. The limit is
// that of 100 mails to a server that answers no connection. Four attempts, then the long road.
const local = proxyLocalActivities<Activities>({
  startToCloseTimeout: '3 minutes',
  localRetryThreshold: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '2 seconds', maximumAttempts: 4 },
});

// Those of a large run: a heartbeat tells a dead worker from a slow mail server, and an attempt goes
// on where the one before it has stopped.
const ordinary = proxyActivities<Activities>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '5 seconds',
  retry: {
    initialInterval: '200 milliseconds',
    maximumInterval: '10 seconds',
    maximumAttempts: 20,
  },
});

/** @returns false when a slice was given up; the long road looks at each of its rewards again. */
export async function sendSlices({ slices, together }: SendPlan): Promise<boolean> {
  if (slices.length === 0) return true;
  if (slices.length === 1 || together !== true) return sendEach(slices);
  try {
    await ordinary.sendSlices({ slices });
    return true;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return false;
  }
}

/** As many as earlier versions had under way; their runs go on as they began. */
const SLICES_AT_ONCE = 3;

async function sendEach(slices: SendPlan['slices']): Promise<boolean> {
  const send = slices.length === 1 ? local.sendSlice : ordinary.sendSlice;
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
