import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ChildWorkflowFailure,
  executeChild,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import { MAX_PART_SLICES, partWorkflowId, type SendPlan } from '../contracts/workflows';
import { chunksOf } from '../domain/chunks';
import { dispatchPart } from './dispatch-part';
import { sendSlices } from './send-slices';

/**
 * Sends slices, of more than 500 rewards in parts: each is a child with a history of its own, and a
 * send of 50,000 has a hundred.
 *
 * @returns false when a slice was given up; the long road looks at each of its rewards again.
 */
export async function sendPlanned(plan: SendPlan): Promise<boolean> {
  return plan.slices.length > MAX_PART_SLICES ? sendParts(plan) : sendSlices(plan);
}

/** One part after another mails while the next one's first slices are being credited. */
const PARTS_AT_ONCE = 2;

async function sendParts({ slices, ...how }: SendPlan): Promise<boolean> {
  const parts = chunksOf(slices, MAX_PART_SLICES).map((part) => ({ slices: part, ...how }));
  let next = 0;
  let done = 0;
  let allSent = true;
  const lane = async (): Promise<void> => {
    for (let part = parts[next++]; part !== undefined; part = parts[next++]) {
      if (!(await sendPart(part, next))) allSent = false;
      done += 1;
      setCurrentDetails(`${done} of ${parts.length} parts sent`);
    }
  };
  await Promise.all(Array.from({ length: PARTS_AT_ONCE }, lane));
  return allSent;
}

async function sendPart(plan: SendPlan, part: number): Promise<boolean> {
  try {
    return await executeChild(dispatchPart, {
      workflowId: partWorkflowId(workflowInfo().workflowId, part),
      args: [plan],
    });
  } catch (error) {
    // A part that a lost run has left behind goes on by itself; the long road looks after it.
    if (error instanceof ChildWorkflowFailure) return false;
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}
