import {
  condition,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import { type ResendEmailInput, type ResendOutcome, signalNames } from '../contracts/workflows';
import { retryDelayMilliseconds } from '../domain/retry-rounds';
import { openTickets } from './open-tickets';
import { resendAttributesOf } from './search-attributes';

// For ever: what was asked for is not given up because a database is away.
const activities = proxyActivities<Activities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

export const cancel = defineSignal(signalNames.cancel);

/**
 * Sends the mail of a reward once more (rule R10): waits for its time, tries until the mail server
 * takes it, and calls a human when it does not. Never credits anything.
 */
export async function resendEmail({ resendId }: ResendEmailInput): Promise<void> {
  let cancels = 0;
  setHandler(cancel, () => {
    cancels += 1;
  });
  const resend = await activities.findResend({ resendId });
  if (resend === null) return;
  upsertSearchAttributes(resendAttributesOf(resend));
  if (resend.waitMilliseconds > 0) {
    const at = new Date(Date.now() + resend.waitMilliseconds).toISOString();
    setCurrentDetails(`Sends at ${at}, unless the signal ${signalNames.cancel} comes before.`);
    if (await condition(() => cancels > 0, resend.waitMilliseconds)) {
      await activities.cancelResend({ resendId });
      // A signal that came too late cancels nothing, and the mail goes out.
      if ((await activities.findResend({ resendId })) === null) return;
    }
  }
  const since = Date.now();
  for (let round = 0; ; round += 1) {
    const outcome = await tryOnce(resendId);
    if (outcome === 'over') return;
    if (outcome === 'refused') break;
    const wait = retryDelayMilliseconds(round, Date.now() - since, resend.retry, Math.random());
    if (wait === undefined) {
      await activities.giveUpResend({ resendId });
      break;
    }
    setCurrentDetails(`The mail server took no mail yet; try ${round + 2} follows.`);
    await condition(() => false, wait);
  }
  await openTickets([resend.distributionId]);
}

/** One try, as soon as it can be made: a timer may fire before it is time by the database's clock. */
async function tryOnce(resendId: string): Promise<Exclude<ResendOutcome, 'not_yet'>> {
  for (;;) {
    const outcome = await activities.sendResend({ resendId });
    if (outcome !== 'not_yet') return outcome;
    await sleep(NOT_YET_MILLISECONDS);
  }
}

/** More than clocks differ by. The claim of another mail that was lost is waited for 120 times. */
const NOT_YET_MILLISECONDS = 1_000;
