import { proxyActivities, setCurrentDetails, sleep } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { AccessMailInput } from '../contracts/workflows';
import { retryDelayMilliseconds } from '../domain/retry-rounds';

// For ever: who cannot get in is not forgotten because a database is away.
const activities = proxyActivities<Activities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/**
 * Goes on with a mail by which somebody gets in, which the API has tried once: until the mail server
 * takes it, refuses it for good, or its link does not work any more.
 */
export async function accessMail({ mailId }: AccessMailInput): Promise<void> {
  const found = await activities.findAccessMail({ mailId });
  if (found === null) return;
  const { retry } = found;
  for (let round = 0; ; round += 1) {
    // When the window is over is the activity's to say: it ends with the link.
    const wait = retryDelayMilliseconds(round, 0, retry, Math.random()) ?? retry.maxMilliseconds;
    setCurrentDetails(`The mail server has not taken the mail yet; try ${round + 2} follows.`);
    await sleep(wait);
    if (await activities.sendAccessMail({ mailId })) return;
  }
}
