import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import {
  distributionWorkflowId,
  type LongRoadCall,
  longRoadSummary,
  signalNames,
  workflowNames,
} from '../contracts/workflows';

/**
 * Tells the long road of a distribution that people registered, and starts it when it does not run.
 */
export async function wakeLongRoad(
  temporal: Client,
  taskQueue: string,
  { distributionId, rewardIds }: { distributionId: string; rewardIds: string[] },
): Promise<void> {
  const signal = { name: signalNames.recipientRegistered, input: { rewardIds } };
  await callLongRoad(temporal, taskQueue, { distributionId, signal });
}

/** Tells the long road of a distribution that a mail of it came back, and starts it for that. */
export async function tellOfBounce(
  temporal: Client,
  taskQueue: string,
  distributionId: string,
): Promise<void> {
  const signal = { name: signalNames.mailBounced, input: {} };
  await callLongRoad(temporal, taskQueue, { distributionId, signal });
}

/**
 * Signals the long road of a distribution, and starts it when it does not run: signal-with-start makes
 * this one step, and there is no moment in which the signal can be lost. Without a signal it is only
 * started; one that runs already is left alone.
 */
export async function callLongRoad(
  temporal: Client,
  taskQueue: string,
  { distributionId, signal }: LongRoadCall,
): Promise<void> {
  const options = {
    workflowId: distributionWorkflowId(distributionId),
    taskQueue,
    args: [{ distributionId }],
    staticSummary: longRoadSummary({ distributionId }),
  };
  if (signal !== undefined) {
    await temporal.workflow.signalWithStart(workflowNames.distributePoints, {
      ...options,
      signal: signal.name,
      signalArgs: [signal.input],
    });
    return;
  }
  try {
    await temporal.workflow.start(workflowNames.distributePoints, {
      ...options,
      requestEagerStart: true,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
