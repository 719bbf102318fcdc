import {
  condition,
  continueAsNew,
  defineSignal,
  log,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import {
  type DistributePointsInput,
  type DistributionState,
  type PlanAction,
  type PlanSignal,
  signalNames,
} from '../contracts/workflows';
import { LONGEST_WAIT_MILLISECONDS } from './next-wait';
import { distributionStatusKey } from './search-attributes';
import { createFundsTeller } from './tell-of-funds';

// Local: a thousand that are due at one moment ask, and send what is small, within their own tasks. The
// limit is that of 100 mails to a server that answers no connection. For ever, since the database comes
// back.
const { startWhenDue } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '3 minutes',
  localRetryThreshold: '30 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

const { changePlan } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  localRetryThreshold: '30 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

/** What an operator can signal; the API sends the same with the id of what it has written. */
export const cancel = defineSignal<[PlanSignal?]>(signalNames.cancel);
export const reschedule = defineSignal<[PlanSignal?]>(signalNames.reschedule);
export const sendNow = defineSignal<[PlanSignal?]>(signalNames.sendNow);
export const fundsAvailable = defineSignal<[PlanSignal?]>(signalNames.fundsAvailable);
/** These two only wake: approvals are given by people of the company, never by an operator's signal. */
export const approve = defineSignal<[PlanSignal?]>(signalNames.approve);
export const reject = defineSignal<[PlanSignal?]>(signalNames.reject);

/** Hears the signals from the first moment on; `waitForStart` acts on them. */
export function listenForPlans(): PlanMailbox {
  const mailbox: PlanMailbox = { woken: false, changes: [] };
  const listenFor = (action: PlanAction) => (signal?: PlanSignal) => {
    mailbox.woken = true;
    if (signal?.eventId === undefined) mailbox.changes.push({ action, ...signal });
  };
  setHandler(cancel, listenFor('cancel'));
  setHandler(reschedule, listenFor('reschedule'));
  setHandler(sendNow, listenFor('sendNow'));
  for (const wakes of [fundsAvailable, approve, reject]) {
    setHandler(wakes, () => {
      mailbox.woken = true;
    });
  }
  return mailbox;
}

export interface PlanMailbox {
  woken: boolean;
  /** What is to be written yet: it came from an operator. */
  changes: (PlanSignal & { action: PlanAction })[];
}

/**
 * Waits until the distribution is approved if it must be, its time has come and its points are held. The database says when that
 * is and decides every race; a signal only makes this look again.
 *
 * @param begunAs the status in which it was found.
 * @returns the state in which it left: `sending`, sent already, or one in which nothing is left to do.
 */
export async function waitForStart(
  { distributionId }: DistributePointsInput,
  mailbox: PlanMailbox,
  begunAs: DistributionState['status'] | undefined,
): Promise<DistributionState | null> {
  let before = begunAs;
  let shown: DistributionState['status'] | undefined;
  let refused = '';
  const teller = createFundsTeller(distributionId);
  for (;;) {
    mailbox.woken = false;
    for (let change = mailbox.changes.shift(); change; change = mailbox.changes.shift()) {
      const { outcome } = await changePlan({ distributionId, ...change });
      refused = outcome === 'changed' ? '' : `The last signal, ${change.action}, was: ${outcome}.`;
      if (refused !== '') log.warn('A signal changed nothing', { action: change.action, outcome });
    }
    const state = await startWhenDue({ distributionId });
    if (state !== null) {
      teller.look(state, before);
      before = state.status;
    }
    // A send that can go does not wait for a mail about it, nor for the list of runs.
    if (state?.status === 'sending' || state?.sent !== undefined) return state;
    if (state?.status !== shown && state !== null) {
      upsertSearchAttributes([{ key: distributionStatusKey, value: state.status }]);
      shown = state.status;
    }
    if (state === null || !isWaiting(state)) {
      await teller.done();
      return state;
    }
    setCurrentDetails(describe(state, refused));
    const waitMilliseconds = Math.min(
      state.waitMilliseconds ?? LONGEST_WAIT_MILLISECONDS,
      LONGEST_WAIT_MILLISECONDS,
    );
    await condition(() => mailbox.woken, waitMilliseconds);
    if (workflowInfo().continueAsNewSuggested && mailbox.changes.length === 0) {
      await continueAsNew({ distributionId });
    }
  }
}

export function isWaiting({ status }: { status?: DistributionState['status'] }): boolean {
  return status === 'scheduled' || status === 'awaiting_funds' || status === 'awaiting_approval';
}

function describe(state: DistributionState, refused: string): string {
  const { cancel, reschedule, sendNow, fundsAvailable } = signalNames;
  const waitsFor: Partial<Record<DistributionState['status'], string>> = {
    awaiting_approval: `Waiting for an approval, given in Bestow, then sends to ${state.recipients}.`,
    scheduled: `Waiting until ${state.sendAt}, then sends to ${state.recipients}.`,
  };
  const waits =
    waitsFor[state.status] ??
    `Waiting for funds for ${state.recipients}; looks again on the signal ${fundsAvailable}.`;
  return [waits, `Signals: ${cancel}, ${reschedule}, ${sendNow}.`, refused].join('\n\n').trim();
}
