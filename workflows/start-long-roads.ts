import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild } from '@temporalio/workflow';
import {
  distributionWorkflowId,
  longRoadSummary,
  type OpenDistribution,
} from '../contracts/workflows';
import { attributesOf } from './search-attributes';
import { distributePoints } from './distribute-points';

/** Hands distributions to their long road. One that is already on it stays there. */
export async function startLongRoads(open: readonly OpenDistribution[]): Promise<void> {
  await Promise.all(open.map(startLongRoad));
}

async function startLongRoad(distribution: OpenDistribution): Promise<void> {
  try {
    await startChild(distributePoints, {
      workflowId: distributionWorkflowId(distribution.distributionId),
      args: [{ distributionId: distribution.distributionId }],
      // It lives for weeks; the run that started it ends now.
      parentClosePolicy: ParentClosePolicy.ABANDON,
      typedSearchAttributes: attributesOf(distribution),
      staticSummary: longRoadSummary(distribution),
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
