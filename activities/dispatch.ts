import { activityInfo } from '@temporalio/activity';
import type { SendPlan, Slice } from '../contracts/workflows';
import { finishDistributions } from '../db/finish-distributions';
import { listCarried, planDispatch } from '../db/plan-dispatch';
import type { WhichRewards } from '../db/settle-rewards';
import type { Dependencies } from '.';
import { currentRun, settleAndMail } from './settle-and-mail';

/** What the fast road does to the world. */
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

/** As often as a slice of a larger run is tried (workflows/send-slices.ts). */
const SLICE_ATTEMPTS = 4;
