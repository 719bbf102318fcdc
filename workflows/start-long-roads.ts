import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild } from '@temporalio/workflow';
import { distributionWorkflowId, longRoadSummary } from '../contracts/workflows';
import { distributePoints } from './distribute-points';

/** Hands distributions to their long road. One that is already on it stays there. */
export async function startLongRoads(open: readonly string[]): Promise<void> {
  await Promise.all(open.map(startLongRoad));
}

async function startLongRoad(distributionId: string): Promise<void> {
  try {
    await startChild(distributePoints, {
      workflowId: distributionWorkflowId(distributionId),
      args: [{ distributionId }],
      // It lives for weeks; the run that started it ends now.
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: longRoadSummary({ distributionId }),
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
