import { proxyActivities } from '@temporalio/workflow';
import type { PlainActivities } from './plain-process';

const { register, credit, mail, complete } = proxyActivities<PlainActivities>({
  startToCloseTimeout: '1 minute',
});

/** One send as the tutorials write it: a workflow, and an ordinary activity for each step. */
export async function sendPlainly({ distributionId }: { distributionId: string }): Promise<void> {
  const { rewardIds } = await register({ distributionId });
  await credit({ rewardIds });
  await mail({ rewardIds });
  await complete({ rewardIds });
}
