import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { distributionWorkflowId, type StrandedRun } from '../contracts/workflows';
import { chunksOf } from '../domain/chunks';

/**
 * Of distributions that are being sent for a while, those that no workflow carries any more: their
 * run was terminated by an operator, or Temporal lost its memory. One that cannot be asked about is left to
 * another time.
 */
export async function findRunsToResume(
  temporal: Client,
  runs: readonly StrandedRun[],
): Promise<string[]> {
  const toResume: string[] = [];
  for (const some of chunksOf(runs, ASKED_AT_ONCE)) {
    const carried = await Promise.allSettled(some.map((run) => isCarried(temporal, run)));
    carried.forEach((answer, index) => {
      const run = some[index];
      if (run !== undefined && answer.status === 'fulfilled' && !answer.value) {
        toResume.push(run.distributionId);
      }
    });
  }
  return toResume;
}

/** Enough to be done within seconds, too few to be a load. */
const ASKED_AT_ONCE = 10;

async function isCarried(temporal: Client, run: StrandedRun): Promise<boolean> {
  if (await isRunning(temporal, distributionWorkflowId(run.distributionId))) return true;
  return run.workflowId !== null && isRunning(temporal, run.workflowId, run.runId ?? undefined);
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
