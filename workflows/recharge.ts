import {
  condition,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import { type RechargeInput, signalNames, type TendedRecharge } from '../contracts/workflows';
import { nextWait } from './next-wait';
import { rechargeAttributesOf } from './search-attributes';

// For ever: money that is on its way is not given up because a database is away. The time is that of
// a few mails with an invoice to a server that answers no connection.
const activities = proxyActivities<Activities>({
  startToCloseTimeout: '5 minutes',
  // A worker that dies is noticed long before (activities/while-beating.ts).
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

export const paid = defineSignal(signalNames.paid);
export const cancelRecharge = defineSignal(signalNames.cancel);

/**
 * Waits for the payment of a recharge: mails the invoice, reminds, and ends when it is paid, cancelled
 * or expired. The payment itself is credited by whoever learns of it, in one transaction; `paid` makes
 * this look, so that a signal credits nothing that was not paid.
 */
export async function recharge({ rechargeId }: RechargeInput): Promise<void> {
  let signals = 0;
  let cancels = 0;
  setHandler(paid, () => {
    signals += 1;
  });
  setHandler(cancelRecharge, () => {
    signals += 1;
    cancels += 1;
  });
  let mailRounds = 0;

  for (;;) {
    signals = 0;
    if (cancels > 0) {
      cancels = 0;
      await activities.cancelRecharge({ rechargeId });
    }
    const state = await activities.tendRecharge({ rechargeId });
    if (state === null) return;
    upsertSearchAttributes(rechargeAttributesOf(state));
    mailRounds = state.mailsLeft > 0 ? mailRounds + 1 : 0;
    if (signals > 0) continue;
    if (state.status !== 'awaiting_payment' && state.mailsLeft === 0) {
      setCurrentDetails(`The recharge is ${state.status}, and everybody has been told.`);
      return;
    }
    const waitMilliseconds = nextWait(state.nextLookMilliseconds, { ...state, mailRounds });
    setCurrentDetails(describeWait(state, waitMilliseconds));
    await condition(() => signals > 0, waitMilliseconds);
  }
}

function describeWait({ status, mailsLeft }: TendedRecharge, waitMilliseconds: number): string {
  const until = new Date(Date.now() + waitMilliseconds).toISOString();
  const mails = mailsLeft > 0 ? ` ${mailsLeft} mails wait for the mail server.` : '';
  return [
    `The recharge is ${status.replaceAll('_', ' ')}.${mails}`,
    `Looks again at ${until}, or at once on a signal: paid (it looks whether that is so), cancel.`,
  ].join('\n\n');
}
