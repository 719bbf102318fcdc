import {
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
  // After the starts: a mail server that is away must not keep what was accepted.
  if (patched('low-balances')) await tellOfLowBalances();
}
