import {
  condition,
  continueAsNew,
  defineSignal,
  patched,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import {
  type DistributePointsInput,
  type MailFailure,
  type OpenWork,
  type RecipientRegisteredSignal,
  signalNames,
} from '../contracts/workflows';
import { retryDelayMilliseconds, type RetryRules } from '../domain/retry-rounds';
import { openTickets } from './open-tickets';
import { attributesOf, distributionStatusKey } from './search-attributes';

// For ever: a distribution is never given up because a database is away.
const activities = proxyActivities<Activities>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '5 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

export const recipientRegistered = defineSignal<[RecipientRegisteredSignal]>(
  signalNames.recipientRegistered,
);

/**
 * The long road of one distribution: waits for what only people and time bring (registrations, mail
 * servers), acts on it, and ends when every reward is final.
 */
export async function distributePoints(input: DistributePointsInput): Promise<void> {
  const { distributionId } = input;
  let registrations = 0;
  // What registered is asked of the database; an operator may signal without naming anything.
  setHandler(recipientRegistered, () => {
    registrations += 1;
  });
  const begun = await activities.beginLongRoad({ distributionId });
  if (begun === null) return;
  // Whoever started it (a run, a signal, an operator), it can be found by the same attributes.
  upsertSearchAttributes(attributesOf(begun.distribution));
  let failure = input.mailFailure;

  for (;;) {
    registrations = 0;
    const open = await activities.sendOpenRewards({ distributionId });
    if ((open.failuresWithoutTicket ?? 0) > 0 && patched('open-tickets')) {
      await openTickets([distributionId]);
    }
    if (isFinal(open)) break;
    failure = open.mailsToRetry > 0 ? (failure ?? firstFailure()) : undefined;
    const waitMilliseconds = nextWait(open, failure, begun.retry);
    if (waitMilliseconds === undefined) {
      await activities.giveUpMails({ distributionId });
      // A mail that was not tried yet (its run was lost) gets a window of its own.
      failure = undefined;
      continue;
    }
    setCurrentDetails(describeWait(open, waitMilliseconds));
    await condition(() => registrations > 0, waitMilliseconds);
    if (failure) failure = { ...failure, rounds: failure.rounds + 1 };
    if (workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof distributePoints>({
        distributionId,
        ...(failure && { mailFailure: failure }),
      });
    }
  }
  const { status } = await activities.completeLongRoad({ distributionId });
  upsertSearchAttributes([{ key: distributionStatusKey, value: status }]);
  setCurrentDetails(`Every reward is final: ${status}`);
}

function isFinal(open: OpenWork): boolean {
  return open.awaitingRegistration + open.mailsToRetry + open.pending === 0;
}

function firstFailure(): MailFailure {
  return { sinceMilliseconds: Date.now(), rounds: 0 };
}

/** Until the next round of mails or the next expiry; undefined when the mails' window is over. */
function nextWait(
  open: OpenWork,
  failure: MailFailure | undefined,
  retry: RetryRules,
): number | undefined {
  const untilExpiry = Math.max(open.nextExpiryMilliseconds ?? LONGEST_WAIT_MILLISECONDS, 1);
  const elapsed = failure ? Date.now() - failure.sinceMilliseconds : 0;
  const untilRound = failure
    ? retryDelayMilliseconds(failure.rounds, elapsed, retry)
    : LONGEST_WAIT_MILLISECONDS;
  if (untilRound === undefined) return undefined;
  return Math.min(untilExpiry, untilRound, LONGEST_WAIT_MILLISECONDS);
}

/** Nothing waits without an end: a day later the database is asked again, whatever was missed. */
const LONGEST_WAIT_MILLISECONDS = 86_400_000;

function describeWait(open: OpenWork, waitMilliseconds: number): string {
  const until = new Date(Date.now() + waitMilliseconds).toISOString();
  return [
    `Waiting for ${open.awaitingRegistration} registrations and ${open.mailsToRetry} mails.`,
    `Looks again at ${until}, or at once on the signal ${signalNames.recipientRegistered}.`,
  ].join('\n\n');
}
