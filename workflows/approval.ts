import {
  condition,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import { type ApprovalInput, signalNames, type TendedApproval } from '../contracts/workflows';
import { nextWait } from './next-wait';
import { approvalAttributesOf } from './search-attributes';

// For ever: people are told of a decision also when a database was away. The time is that of a few mails
// to a server that answers no connection.
const { tendApproval } = proxyActivities<Activities>({
  startToCloseTimeout: '5 minutes',
  // A worker that dies is noticed long before (activities/while-beating.ts).
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

export const decided = defineSignal(signalNames.decided);

/**
 * Tells people about the approval of a send: asks those who may give it, reminds them once, and tells
 * the sender what was decided. It decides nothing: `distributePoints` waits for the same decision, which
 * the database has.
 */
export async function approval({ distributionId }: ApprovalInput): Promise<void> {
  let signals = 0;
  setHandler(decided, () => {
    signals += 1;
  });
  let mailRounds = 0;

  for (;;) {
    signals = 0;
    const state = await tendApproval({ distributionId });
    if (state === null) return;
    upsertSearchAttributes(approvalAttributesOf(distributionId, state));
    mailRounds = state.mailsLeft > 0 ? mailRounds + 1 : 0;
    if (signals > 0) continue;
    if (state.state !== 'waiting' && state.mailsLeft === 0) {
      setCurrentDetails(`The send is ${state.state}, and everybody has been told.`);
      return;
    }
    const waitMilliseconds = nextWait(state.nextLookMilliseconds, { ...state, mailRounds });
    setCurrentDetails(describeWait(state, waitMilliseconds));
    await condition(() => signals > 0, waitMilliseconds);
  }
}

function describeWait({ state, mailsLeft }: TendedApproval, waitMilliseconds: number): string {
  const until = new Date(Date.now() + waitMilliseconds).toISOString();
  const mails = mailsLeft > 0 ? ` ${mailsLeft} mails wait for the mail server.` : '';
  return [
    `The approval is ${state}.${mails}`,
    `Looks again at ${until}, or at once on the signal ${signalNames.decided}. People decide, in Bestow.`,
  ].join('\n\n');
}
