import {
  ActivityFailure,
  log,
  ParentClosePolicy,
  patched,
  proxyActivities,
  startChild,
  uuid4,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import { MAX_RUN_DISTRIBUTIONS } from '../contracts/workflows';
import { chunksOf } from '../domain/chunks';
import { dispatch } from './dispatch';

const { sweep } = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  // The schedule comes again soon: a sweep that cannot reach the database need not go on for ever.
  retry: { maximumAttempts: 3 },
});

const { wakeMissed } = proxyActivities<Activities>({
  // It asks Temporal about a thousand runs at most; what it does not come to is the next sweep's.
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { maximumAttempts: 1 },
});

const { tellOfLowBalances } = proxyActivities<Activities>({
  // A few mails to a server that answers no connection; the next sweep goes on with them.
  startToCloseTimeout: '5 minutes',
  retry: { maximumAttempts: 1 },
});

/** Starts what was accepted and not started, and wakes what missed a signal. */
export async function sweeper(): Promise<void> {
  const { toStart } = await sweep();
  const runs = chunksOf(toStart, MAX_RUN_DISTRIBUTIONS);
  await Promise.all(
    runs.map((distributionIds) =>
      startChild(dispatch, {
        workflowId: `dispatch/${uuid4()}`,
        args: [{ distributionIds }],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        staticSummary: `${distributionIds.length} distributions found by the sweeper`,
      }),
    ),
  );
  // After the starts: what takes long, or fails, must not keep what was accepted.
  if (patched('wakes-apart')) await quietly(wakeMissed());
  if (patched('low-balances')) await quietly(tellOfLowBalances());
}

/** What the next sweep does again. */
async function quietly(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    log.warn('A part of the sweep has failed; the next one comes soon', { cause: String(error) });
  }
}
