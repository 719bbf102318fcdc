import type { Client } from '@temporalio/client';
import {
  distributionWorkflowId,
  longRoadSummary,
  signalNames,
  workflowNames,
} from '../contracts/workflows';

/**
 * Tells the long road of a distribution that people registered, and starts it when it does not run.
 * Signal-with-start makes this one step: there is no moment in which the signal can be lost.
 */
export async function wakeLongRoad(
  temporal: Client,
  taskQueue: string,
  { distributionId, rewardIds }: { distributionId: string; rewardIds: string[] },
): Promise<void> {
  await temporal.workflow.signalWithStart(workflowNames.distributePoints, {
    workflowId: distributionWorkflowId(distributionId),
    taskQueue,
    args: [{ distributionId }],
    signal: signalNames.recipientRegistered,
    signalArgs: [{ rewardIds }],
    staticSummary: longRoadSummary({ distributionId }),
  });
}
