import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { accessMailSummary, accessMailWorkflowId, workflowNames } from '../contracts/workflows';

/** Starts the workflow that goes on with a mail; one that runs already goes on. */
export async function startAccessMail(
  temporal: Client,
  taskQueue: string,
  mailId: string,
): Promise<void> {
  try {
    await temporal.workflow.start(workflowNames.accessMail, {
      workflowId: accessMailWorkflowId(mailId),
      taskQueue,
      args: [{ mailId }],
      staticSummary: accessMailSummary(mailId),
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
