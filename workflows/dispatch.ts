import {
  ChildWorkflowFailure,
  executeChild,
  log,
  proxyLocalActivities,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import {
  type DispatchInput,
  MAX_PART_SLICES,
  partWorkflowId,
  type Slice,
} from '../contracts/workflows';
import { chunksOf } from '../domain/chunks';
import { dispatchPart } from './dispatch-part';
import { sendSlices } from './send-slices';
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
  const planned = await planDispatch({ distributionIds });
  const isLarge = planned.slices.length > MAX_PART_SLICES;
  const allSent = await (isLarge ? sendParts(planned.slices) : sendSlices(planned.slices));
  if (!allSent) log.warn('Some slices were not sent; the long road takes them');
  const { open } = await finishDistributions({ distributionIds: planned.distributionIds });
  await startLongRoads(open);
}

/** One part after another mails while the next one's first slices are being credited. */
const PARTS_AT_ONCE = 2;

/** Each part is a child with a history of its own: a send of 50,000 has a hundred. */
async function sendParts(slices: readonly Slice[]): Promise<boolean> {
  const parts = chunksOf(slices, MAX_PART_SLICES);
  let next = 0;
  let done = 0;
  let allSent = true;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < parts.length; index = next++) {
      if (!(await sendPart(parts[index] ?? [], index + 1))) allSent = false;
      done += 1;
      setCurrentDetails(`${done} of ${parts.length} parts sent`);
    }
  };
  await Promise.all(Array.from({ length: PARTS_AT_ONCE }, lane));
  return allSent;
}

async function sendPart(slices: Slice[], part: number): Promise<boolean> {
  try {
    return await executeChild(dispatchPart, {
      workflowId: partWorkflowId(workflowInfo().workflowId, part),
      args: [{ slices }],
    });
  } catch (error) {
    if (!(error instanceof ChildWorkflowFailure)) throw error;
    return false;
  }
}
