import { type DistributionWithTimeline, MAX_PAGE_SIZE } from '../../contracts/distributions';
import { type PlanAction, type PlanOutcome, signalNames } from '../../contracts/workflows';
import { isPlannedFor, type PlanAnswer, type PlanRequest } from '../../db/change-plan';
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
 * @returns the distribution as it is then, whether or not something changed.
 * @throws a refusal `distribution_changed`.
 */
export async function changePlan(
  { services, caller }: { services: Services; caller: Caller },
  distributionId: string,
  action: PlanAction,
  change: (tx: Transaction, request: PlanRequest) => Promise<PlanAnswer>,
  { ifSendAt }: { ifSendAt?: string | undefined } = {},
): Promise<{ outcome: PlanOutcome; distribution: DistributionWithTimeline | undefined }> {
  const { companyDb, dispatcher, settings } = services;
  const actor = actorOf(caller);
  const { answer, found } = await withCompany(companyDb, caller.company.id, async (tx) => {
    if (ifSendAt !== undefined && !(await isPlannedFor(tx, distributionId, ifSendAt))) {
      return refuse('distribution_changed');
    }
    const answered = await change(tx, { distributionId, actor });
    const now = await findDistributionWithTimeline(tx, distributionId, MAX_PAGE_SIZE);
    return { answer: answered, found: now };
  });
  if (answer.eventId !== undefined) {
    const { eventId } = answer;
    dispatcher.call({ distributionId, signal: { name: signalNames[action], input: { eventId } } });
  }
  for (const funded of answer.funded ?? []) {
    const signal = { name: signalNames.fundsAvailable, input: {} };
    dispatcher.call({ distributionId: funded, signal });
  }
  return { outcome: answer.outcome, distribution: found && withWorkflowUrl(found, settings) };
}
