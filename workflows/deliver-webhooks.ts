import {
  ActivityFailure,
  condition,
  continueAsNew,
  defineSignal,
  log,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import { type DeliverWebhooksInput, signalNames } from '../contracts/workflows';
import { LONGEST_WAIT_MILLISECONDS } from './next-wait';
import { webhookAttributesOf } from './search-attributes';

// For ever: events are not given up because a database is away.
const { deliverWebhooks: deliver } = proxyActivities<Activities>({
  // A round lasts two timeouts of 15 s at the most.
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

// As long as the mail of a reward is tried.
const { tellOfDisabledWebhook } = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '2 minutes',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '1 second', maximumInterval: '5 minutes' },
});

export const newEvents = defineSignal(signalNames.newEvents);

/**
 * Tells one endpoint what happened, round by round, until nothing waits. Deliveries that failed have times of
 * their own; it sleeps until the next one, and wakes when something new comes. What is due and how often it
 * was tried stands in the database alone.
 */
export async function deliverWebhooks({ endpointId }: DeliverWebhooksInput): Promise<void> {
  let signals = 0;
  setHandler(newEvents, () => {
    signals += 1;
  });
  let isKnown = false;

  for (let rounds = 1; ; rounds += 1) {
    signals = 0;
    const round = await deliver({ endpointId });
    if (round.next === 'never') return;
    if (round.next === 'tell_owners') return tellOwners(endpointId);
    if ('companyId' in round && !isKnown) {
      upsertSearchAttributes(webhookAttributesOf(round.companyId));
      isKnown = true;
    }
    if (round.next === 'when_free') await sleep(BUSY_MILLISECONDS * (1 + Math.random()));
    if (round.next === 'when_due' && signals === 0) {
      if (round.waitMilliseconds === null) return;
      const waitMilliseconds = Math.min(round.waitMilliseconds, LONGEST_WAIT_MILLISECONDS);
      setCurrentDetails(describeWait(waitMilliseconds));
      await condition(() => signals > 0, Math.max(waitMilliseconds, 1));
    }
    // What a signal says stands in the database: none is lost by beginning anew.
    if (rounds >= MOST_ROUNDS || workflowInfo().continueAsNewSuggested) {
      return continueAsNew<typeof deliverWebhooks>({ endpointId });
    }
  }
}

/** About as long as a round that is not slow. */
const BUSY_MILLISECONDS = 1_000;

/** A round is some ten events of a history; 500 rounds tell of 10,000 deliveries. */
const MOST_ROUNDS = 500;

async function tellOwners(endpointId: string): Promise<void> {
  setCurrentDetails('The endpoint was disabled by itself. Its owners are told by mail.');
  try {
    await tellOfDisabledWebhook({ endpointId });
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    log.warn('The owners could not be told that an endpoint was disabled');
  }
}

function describeWait(waitMilliseconds: number): string {
  const until = new Date(Date.now() + waitMilliseconds).toISOString();
  return [
    'What was due has been sent. What failed is tried again.',
    `Looks again at ${until}, or at once on the signal newEvents.`,
  ].join('\n\n');
}
