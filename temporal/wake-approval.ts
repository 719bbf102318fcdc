import type { Client } from '@temporalio/client';
import {
  approvalSummary,
  approvalWorkflowId,
  signalNames,
  workflowNames,
} from '../contracts/workflows';

/**
 * Tells the workflow of an approval to look at it, and starts it when it does not run. The signal is
 * `decided` whatever happened: the workflow asks the database what is so.
 */
export async function wakeApproval(
  temporal: Client,
  taskQueue: string,
  { distributionId }: { distributionId: string },
): Promise<void> {
  await temporal.workflow.signalWithStart(workflowNames.approval, {
    workflowId: approvalWorkflowId(distributionId),
    taskQueue,
    args: [{ distributionId }],
    signal: signalNames.decided,
    signalArgs: [],
    staticSummary: approvalSummary({ distributionId }),
  });
}
