import { log, patched, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { DispatchInput } from '../contracts/workflows';
import { openTickets } from './open-tickets';
import { sendPlanned } from './send-planned';
import { startLongRoads } from './start-long-roads';

// The bookkeeping of a run: single statements, so local; for ever, since the database comes back.
const { planDispatch, finishDistributions } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  localRetryThreshold: '30 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

/**
 * The fast road: what can go now is registered, credited and mailed; whatever is not final after
 * this one pass is handed to `distributePoints`.
 */
export async function dispatch({ distributionIds }: DispatchInput): Promise<void> {
  const { distributionIds: claimed, ...plan } = await planDispatch({ distributionIds });
  const allSent = await sendPlanned(plan);
  if (!allSent) log.warn('Some slices were not sent; the long road takes them');
  const finished = await finishDistributions({ distributionIds: claimed });
  await startLongRoads(finished.open);
  const failed = finished.failed ?? [];
  if (failed.length > 0 && patched('open-tickets')) await openTickets(failed);
}
