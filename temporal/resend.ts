import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import {
  resendSummary,
  resendWorkflowId,
  signalNames,
  workflowNames,
} from '../contracts/workflows';

/** Starts the workflow of a resend; one that runs already goes on. */
export async function startResend(
  temporal: Client,
  taskQueue: string,
  resend: { resendId: string; rewardId: string; n: number },
): Promise<void> {
  try {
    await temporal.workflow.start(workflowNames.resendEmail, {
      workflowId: resendWorkflowId(resend),
      taskQueue,
      args: [{ resendId: resend.resendId }],
      staticSummary: resendSummary(resend),
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** Lets the workflow of a cancelled resend see it; one that never ran has nothing to see. */
export async function tellResendCancelled(
  temporal: Client,
  resend: { rewardId: string; n: number },
): Promise<void> {
  try {
    await temporal.workflow.getHandle(resendWorkflowId(resend)).signal(signalNames.cancel);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
