import type { Client } from '@temporalio/client';
import {
  signalNames,
  webhooksSummary,
  webhooksWorkflowId,
  workflowNames,
} from '../contracts/workflows';

/** Tells the workflow of an endpoint that something is due, and starts it when it does not run. */
export async function wakeWebhooks(
  temporal: Client,
  taskQueue: string,
  endpointId: string,
): Promise<void> {
  await temporal.workflow.signalWithStart(workflowNames.deliverWebhooks, {
    workflowId: webhooksWorkflowId(endpointId),
    taskQueue,
    args: [{ endpointId }],
    signal: signalNames.newEvents,
    signalArgs: [],
    staticSummary: webhooksSummary(endpointId),
  });
}
