import { activityInfo } from '@temporalio/activity';
import type { DistributionState, SendPlan, Slice } from '../contracts/workflows';
import { startIfDue } from '../db/change-plan';
import { finishDistribution, finishDistributions } from '../db/finish-distributions';
import { listCarried, planDispatch, planSlices } from '../db/plan-dispatch';
import type { WhichRewards } from '../db/settle-rewards';
import type { DistributionStatus } from '../domain/states';
import type { Dependencies } from '.';
import { currentRun, settleAndMail } from './settle-and-mail';

/** How runs begin and send what can go now. */
export function createDispatchActivities(dependencies: Dependencies) {
  const { db } = dependencies;
  const send = (slices: readonly Slice[]) =>
    settleAndMail(
      dependencies,
      slices.map((slice): WhichRewards => ({ slice })),
    );
  return {
    /**
     * Claims distributions for a run, and sends them at once when they are one slice: a run costs by
     * its steps.
     *
     * @returns `finished` when they were sent; what is open then is for the long road. Else the plan.
     */
    async planDispatch({ distributionIds }: { distributionIds: string[] }): Promise<
      SendPlan & {
        distributionIds: string[];
        finished?: { open: string[]; failed: string[] };
      }
    > {
      const run = currentRun();
      const plan = await planDispatch(db, { distributionIds, ...run });
      if (plan.slices.length > 1) return plan;
      // What does not go in so many attempts is looked at reward by reward.
      if (activityInfo().attempt <= SLICE_ATTEMPTS) await send(plan.slices);
      // Those of an earlier attempt too, which may be complete by now.
      const carried = await listCarried(db, { distributionIds, ...run });
      const finished = await finishDistributions(db, carried);
      return { slices: [], distributionIds: carried, finished };
    },

    /**
     * Starts what waits, when its time has come and its points are held, else tells what it waits for.
     * What has started and is one slice is sent at once, as by `planDispatch`.
     *
     * @returns null when there is none of this id.
     */
    async startWhenDue(distribution: {
      distributionId: string;
    }): Promise<DistributionState | null> {
      const { distributionId } = distribution;
      const state = await startIfDue(db, { ...distribution, ...currentRun() });
      if (state === undefined || !isStarted(state.status)) return state ?? null;
      if (state.status === 'sending') {
        const plan = await planSlices(db, distributionId);
        if (plan.slices.length > 1) return { ...state, ...plan };
        if (activityInfo().attempt <= SLICE_ATTEMPTS) await send(plan.slices);
      }
      // Also what an earlier attempt has completed, whose answer was lost.
      const { status, hasFailed } = await finishDistribution(db, distributionId);
      return { ...state, status, sent: { hasFailed } };
    },

    async sendSlice({ slice }: { slice: Slice }): Promise<void> {
      await send([slice]);
    },

    async sendSlices({ slices }: { slices: Slice[] }): Promise<void> {
      await send(slices);
    },

    async finishDistributions({
      distributionIds,
    }: {
      distributionIds: string[];
    }): Promise<{ open: string[]; failed?: string[] }> {
      return finishDistributions(db, distributionIds);
    },
  };
}

function isStarted(status: DistributionStatus): boolean {
  return status === 'sending' || status === 'completed' || status === 'completed_with_failures';
}

/** As often as a slice of a larger run is tried (workflows/send-slices.ts). */
const SLICE_ATTEMPTS = 4;
