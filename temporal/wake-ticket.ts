import type { Client } from '@temporalio/client';
import {
  signalNames,
  ticketSummary,
  ticketWorkflowId,
  workflowNames,
} from '../contracts/workflows';

/** Tells the workflow of a ticket to look at it, and starts it when it does not run. */
export async function wakeTicket(
  temporal: Client,
  taskQueue: string,
  { ticketId }: { ticketId: string },
): Promise<void> {
  await temporal.workflow.signalWithStart(workflowNames.supportTicket, {
    workflowId: ticketWorkflowId(ticketId),
    taskQueue,
    args: [{ ticketId }],
    signal: signalNames.ticketChanged,
    signalArgs: [],
    staticSummary: ticketSummary({ ticketId }),
  });
}
