import { type DistributionWithTimeline, MAX_PAGE_SIZE } from '../../contracts/distributions';
import { type PlanAction, type PlanOutcome, signalNames } from '../../contracts/workflows';
import {
  isPlannedFor,
  type PlanAnswer,
  type PlanRequest,
  type WantedTime,
} from '../../db/change-plan';
import { findDistributionWithTimeline } from '../../db/find-distribution';
import { type Transaction, withCompany } from '../../db/pool';
import { actorOf, type Caller, type Services } from '../context';
import { refuse } from '../errors';
import { withWorkflowUrl } from './workflow-url';

/**
 * Changes when or whether a distribution is sent: the database decides, then a signal with the id of
 * what was written wakes the workflow that waits.
 *
 * @param options.ifSendAt the time that the caller has seen: two who move one send at the same moment
 *   do not overwrite each other.
 * @param options.wanted what the change makes of the time, by which its repetition is known.
 * @returns the distribution as it is then, whether or not something changed.
 * @throws a refusal `distribution_changed`.
 */
export async function changePlan(
  { services, caller }: { services: Services; caller: Caller },
  distributionId: string,
  action: PlanAction,
  change: (tx: Transaction, request: PlanRequest) => Promise<PlanAnswer>,
  { ifSendAt, wanted }: { ifSendAt?: string | undefined; wanted?: WantedTime },
): Promise<{ outcome: PlanOutcome; distribution: DistributionWithTimeline | undefined }> {
  const { companyDb, dispatcher, settings } = services;
  const actor = actorOf(caller);
  const { answer, found } = await withCompany(companyDb, caller.company.id, async (tx) => {
    if (ifSendAt !== undefined) {
      const isSeen = await isPlannedFor(tx, distributionId, { seen: ifSendAt, wanted });
      if (!isSeen) return refuse('distribution_changed');
    }
    const answered = await change(tx, { distributionId, actor });
    const now = await findDistributionWithTimeline(tx, distributionId, MAX_PAGE_SIZE);
    return { answer: answered, found: now };
  });
  if (answer.eventId !== undefined) {
    const { eventId } = answer;
    dispatcher.call({ distributionId, signal: { name: signalNames[action], input: { eventId } } });
    // Nobody is asked any more about what was cancelled.
    if (action === 'cancel' && found?.approval) dispatcher.wakeApproval(distributionId);
  }
  for (const funded of answer.funded ?? []) {
    const signal = { name: signalNames.fundsAvailable, input: {} };
    dispatcher.call({ distributionId: funded, signal });
  }
  return { outcome: answer.outcome, distribution: found && withWorkflowUrl(found, settings) };
}

/**
 * Refuses to change the plan of what is being sent, or was sent, already.
 *
 * @param text what to say where points were sent; the table's own offers a ticket.
 */
export function refuseSent(
  { counts, recipients }: DistributionWithTimeline,
  text?: { message: string; nextAction: string },
): never {
  const { message, nextAction } = counts.failed === recipients ? NOTHING_WAS_SENT : { ...text };
  return refuse('already_sent', undefined, message, nextAction);
}

const NOTHING_WAS_SENT = {
  message: 'This send is over: every row failed, and no points were sent.',
  nextAction: 'Take the failed rows into a draft, mend them, and send that.',
};
