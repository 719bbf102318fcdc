import type { Client } from '@temporalio/client';
import {
  rechargeSummary,
  rechargeWorkflowId,
  signalNames,
  workflowNames,
} from '../contracts/workflows';

/**
 * Tells the workflow of a recharge to look at it, and starts it when it does not run. The signal is
 * `paid` whatever happened: the workflow asks the database what is so.
 */
export async function wakeRecharge(
  temporal: Client,
  taskQueue: string,
  { rechargeId }: { rechargeId: string },
): Promise<void> {
  await temporal.workflow.signalWithStart(workflowNames.recharge, {
    workflowId: rechargeWorkflowId(rechargeId),
    taskQueue,
    args: [{ rechargeId }],
    signal: signalNames.paid,
    signalArgs: [],
    staticSummary: rechargeSummary({ rechargeId }),
  });
}
