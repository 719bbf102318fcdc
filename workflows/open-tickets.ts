import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, proxyActivities, startChild } from '@temporalio/workflow';
import type { Activities } from '../activities';
import { ticketSummary, ticketWorkflowId } from '../contracts/workflows';
import { supportTicket } from './support-ticket';

const activities = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** Calls a human for the mails of these distributions that a machine cannot deliver (rule R12). */
export async function openTickets(distributionIds: readonly string[]): Promise<void> {
  for (const distributionId of distributionIds) {
    const { ticketIds } = await activities.openTicketsForFailures({ distributionId });
    await Promise.all(ticketIds.map(startTicket));
  }
}

/** Starts the clock of a ticket; one that runs already goes on. */
export async function startTicket(ticketId: string): Promise<void> {
  try {
    await startChild(supportTicket, {
      workflowId: ticketWorkflowId(ticketId),
      args: [{ ticketId }],
      // It lives until the ticket is resolved; the run that opened it goes its own way.
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: ticketSummary({ ticketId }),
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
