import { log, patched, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { DispatchInput, SendPlan } from '../contracts/workflows';
import { openTickets } from './open-tickets';
import { sendPlanned } from './send-planned';
import { startLongRoads } from './start-long-roads';

// A small run is sent by its first activity: local, because a task queue would cost more than the work.
// The limit is that of 100 mails to a server that answers no connection.
const { planDispatch } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '3 minutes',
  localRetryThreshold: '30 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

// The bookkeeping of a larger one: single statements, for ever, since the database comes back.
const { finishDistributions } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  localRetryThreshold: '30 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

/**
 * The fast road: what can go now is registered, credited and mailed; whatever is not final after
 * this one pass is handed to `distributePoints`.
 */
export async function dispatch({ distributionIds }: DispatchInput): Promise<void> {
  const {
    distributionIds: claimed,
    finished: sent,
    ...plan
  } = await planDispatch({ distributionIds });
  // Histories of before small runs were sent by their first activity go on as they began.
  const finished = sent ?? (await sendAndFinish(claimed, plan));
  await startLongRoads(finished.open);
  const failed = finished.failed ?? [];
  if (failed.length > 0 && patched('open-tickets')) await openTickets(failed);
}

async function sendAndFinish(
  claimed: string[],
  plan: SendPlan,
): Promise<{ open: string[]; failed?: string[] }> {
  const allSent = await sendPlanned(plan);
  if (!allSent) log.warn('Some slices were not sent; the long road takes them');
  return finishDistributions({ distributionIds: claimed });
}
