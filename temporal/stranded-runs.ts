import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { distributionWorkflowId, type StrandedRun } from '../contracts/workflows';

/**
 * Of distributions that are being sent for a while, those that no workflow carries any more: their
 * run was terminated by an operator, or Temporal lost its memory.
 */
export async function findRunsToResume(
  temporal: Client,
  runs: readonly StrandedRun[],
): Promise<string[]> {
  const toResume: string[] = [];
  for (const run of runs) {
    const carried =
      (await isRunning(temporal, distributionWorkflowId(run.distributionId))) ||
      (run.workflowId !== null &&
        (await isRunning(temporal, run.workflowId, run.runId ?? undefined)));
    if (!carried) toResume.push(run.distributionId);
  }
  return toResume;
}

async function isRunning(temporal: Client, workflowId: string, runId?: string): Promise<boolean> {
  try {
    const { status } = await temporal.workflow.getHandle(workflowId, runId).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
