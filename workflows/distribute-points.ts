import {
  condition,
  continueAsNew,
  defineSignal,
  log,
  patched,
  proxyActivities,
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
  type MailFailure,
  type OpenDistribution,
  type OpenWork,
  type RecipientRegisteredSignal,
  signalNames,
} from '../contracts/workflows';
import { retryDelayMilliseconds, type RetryRules } from '../domain/retry-rounds';
import { LONGEST_WAIT_MILLISECONDS } from './next-wait';
import { openTickets } from './open-tickets';
import { attributesOf, distributionStatusKey } from './search-attributes';
import { sendPlanned } from './send-planned';
import { isWaiting, listenForPlans, type PlanMailbox, waitForStart } from './wait-for-start';

// For ever: a distribution is never given up because a database is away.
const activities = proxyActivities<Activities>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '5 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

// Single statements in the task that began or waited: what was scheduled ends there, if all went well.
const bookkeeping = proxyLocalActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  localRetryThreshold: '30 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

export const recipientRegistered = defineSignal<[RecipientRegisteredSignal]>(
  signalNames.recipientRegistered,
);

/** A mail that was delivered came back; what is to be done about it is asked of the database. */
export const mailBounced = defineSignal(signalNames.mailBounced);

/**
 * The long road of one distribution: waits for what only people and time bring (its hour, funds,
 * registrations, mail servers), acts on it, and ends when every reward is final.
 */
export async function distributePoints(input: DistributePointsInput): Promise<void> {
  const { distributionId } = input;
  let registrations = 0;
  // What registered is asked of the database; an operator may signal without naming anything.
  const mailbox = listenForPlans();
  setHandler(recipientRegistered, () => {
    registrations += 1;
    mailbox.woken = true;
  });
  let bounces = 0;
  setHandler(mailBounced, () => {
    bounces += 1;
  });
  // Within the task that started it: a thousand that are scheduled begin side by side.
  const { beginLongRoad } = patched('begin-locally') ? bookkeeping : activities;
  const begun = await beginLongRoad({ distributionId });
  if (begun === null) {
    // Everything was over when a mail came back.
    if (bounces > 0) {
      await takeBounces(distributionId);
      // Support can have it tried again as soon as there is the ticket, and tells this run.
      if (registrations > 0) await continueAsNew<typeof distributePoints>({ distributionId });
    }
    return;
  }
  // Whoever started it (a run, a signal, an operator), it can be found by the same attributes.
  upsertSearchAttributes(attributesOf(begun.distribution));
  // Histories of before there were schedules hold no status: they go on as they did.
  if (isWaiting(begun.distribution)) {
    const end = await sendInTime(input, mailbox, begun.distribution);
    if (end === 'final' && registrations === 0) return;
  }
  let failure = input.mailFailure;

  for (;;) {
    registrations = 0;
    bounces = 0;
    const open = await activities.sendOpenRewards({ distributionId });
    if ((open.failuresWithoutTicket ?? 0) > 0 && patched('open-tickets')) {
      await openTickets([distributionId]);
    }
    if (isFinal(open)) {
      const { status } = await activities.completeLongRoad({ distributionId });
      upsertSearchAttributes([{ key: distributionStatusKey, value: status }]);
      setCurrentDetails(`Every reward is final: ${status}`);
      if (bounces > 0) await takeBounces(distributionId);
      // Support can have a mail tried again as soon as there is a ticket, and tells this run.
      if (registrations === 0) return;
      continue;
    }
    failure = needsWindow(open) ? (failure ?? firstFailure()) : undefined;
    const waitMilliseconds = nextWait(open, failure, begun.retry);
    if (waitMilliseconds === undefined) {
      await activities.giveUpMails({ distributionId });
      failure = undefined;
      continue;
    }
    setCurrentDetails(describeWait(open, waitMilliseconds));
    await condition(() => registrations + bounces > 0, waitMilliseconds);
    if (failure) failure = { ...failure, rounds: failure.rounds + 1 };
    if (workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof distributePoints>({
        distributionId,
        ...(failure && { mailFailure: failure }),
      });
    }
  }
}

/** Calls a human for what came back after the last reward was final, and shows what has become of it. */
async function takeBounces(distributionId: string): Promise<void> {
  await openTickets([distributionId]);
  const { status } = await activities.completeLongRoad({ distributionId });
  upsertSearchAttributes([{ key: distributionStatusKey, value: status }]);
  setCurrentDetails(`A mail came back: ${status}`);
}

/** Waits for its time and its funds, and then sends as `dispatch` does. */
async function sendInTime(
  input: DistributePointsInput,
  mailbox: PlanMailbox,
  begun: OpenDistribution,
): Promise<'open' | 'final'> {
  const { distributionId } = input;
  const state = await waitForStart(input, mailbox, begun.status);
  if (state?.status !== 'sending' && state?.sent === undefined) {
    setCurrentDetails(`Nothing is left to do: ${state?.status}`);
    return 'final';
  }
  // Histories of before small sends went with their start go on as they began.
  const { status, hasFailed } = state.sent
    ? { status: state.status, ...state.sent }
    : await sendAndComplete(distributionId, state);
  if (hasFailed === true && patched('open-tickets')) await openTickets([distributionId]);
  if (status === 'sending') return 'open';
  upsertSearchAttributes([{ key: distributionStatusKey, value: status }]);
  setCurrentDetails(`Every reward is final: ${status}`);
  return 'final';
}

async function sendAndComplete(
  distributionId: string,
  { slices = [], together }: Pick<DistributionState, 'slices' | 'together'>,
): Promise<{ status: string; hasFailed?: boolean }> {
  // One slice is over before anybody has looked at the list of runs.
  if (slices.length > 1) upsertSearchAttributes([{ key: distributionStatusKey, value: 'sending' }]);
  const allSent = await sendPlanned({ slices, ...(together && { together }) });
  if (!allSent) log.warn('Some slices were not sent; the next pass takes them');
  return bookkeeping.completeLongRoad({ distributionId });
}

function isFinal(open: OpenWork): boolean {
  return open.awaitingRegistration + open.mailsToRetry + open.pending === 0;
}

/** Histories of before mails had windows of their own do not tell when the next one is due. */
function needsWindow(open: OpenWork): boolean {
  return open.mailsOverdue === undefined && open.mailsToRetry > 0;
}

function firstFailure(): MailFailure {
  return { sinceMilliseconds: Date.now(), rounds: 0 };
}

/**
 * Until the next round of mails, reminder or expiry; undefined when the window of a mail is over.
 */
function nextWait(
  open: OpenWork,
  failure: MailFailure | undefined,
  retry: RetryRules,
): number | undefined {
  const untilExpiry = Math.max(open.nextExpiryMilliseconds ?? LONGEST_WAIT_MILLISECONDS, 1);
  const elapsed = failure ? Date.now() - failure.sinceMilliseconds : 0;
  const untilRound = failure
    ? retryDelayMilliseconds(failure.rounds, elapsed, retry, 0)
    : untilNextMail(open);
  if (untilRound === undefined) return undefined;
  const untilMorning = open.nextMorningMilliseconds ?? LONGEST_WAIT_MILLISECONDS;
  const untilReminder = open.nextReminderMilliseconds ?? LONGEST_WAIT_MILLISECONDS;
  const soonest = Math.min(untilExpiry, untilRound, untilMorning, untilReminder);
  return Math.min(soonest, LONGEST_WAIT_MILLISECONDS);
}

/**
 * The round comes up to a fifth later than its first mail is due: what failed in one pass goes in one
 * round, and the rounds of distributions that failed at one moment do not meet again.
 */
function untilNextMail(open: OpenWork): number | undefined {
  if ((open.mailsOverdue ?? 0) > 0) return undefined;
  const { nextMailMilliseconds: next } = open;
  if (next === null || next === undefined) return LONGEST_WAIT_MILLISECONDS;
  return Math.max(SHORTEST_ROUND_MILLISECONDS, Math.ceil(next * (1 + Math.random() / 5)));
}

/** What is due already was due in the pass that is over: it will be in the next, not in a busy loop. */
const SHORTEST_ROUND_MILLISECONDS = 100;

function describeWait(open: OpenWork, waitMilliseconds: number): string {
  const timeIn = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
  const until = timeIn(waitMilliseconds);
  const { nextReminderMilliseconds: reminder, nextExpiryMilliseconds: expiry } = open;
  return [
    `Waiting for ${open.awaitingRegistration} registrations and ${open.mailsToRetry} mails.`,
    ...(open.nextMorningMilliseconds ? [`${open.pending} wait for their morning.`] : []),
    ...(reminder ? [`The next reminder is due at ${timeIn(reminder)}.`] : []),
    ...(expiry ? [`The first invitation expires at ${timeIn(expiry)}.`] : []),
    `Looks again at ${until}, or at once on the signal ${signalNames.recipientRegistered}.`,
  ].join('\n\n');
}
