import { ActivityFailure, log, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { DistributionState } from '../contracts/workflows';

// As long as the mail of a reward is tried; each try asks what is true by then.
const { tellOfFunds } = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '2 minutes',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '1 second', maximumInterval: '5 minutes' },
});

/**
 * Tells the admins about a send that takes its points at its time: 3 days and 1 day ahead while points
 * are missing, and when they were missing at its time. In the background: a mail server that hesitates
 * delays no send.
 */
export function createFundsTeller(distributionId: string): FundsTeller {
  const told = new Set<string>();
  let telling = Promise.resolve();
  const tell = async (warningDays: number | null): Promise<void> => {
    try {
      await tellOfFunds({ distributionId, warningDays });
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      log.warn('The admins could not be told about missing funds');
    }
  };
  return {
    look: (state, before) => {
      if (state.takeFunds !== 'at_send') return;
      const isMissed =
        // An approval that came after its time makes it due in the same look.
        (before === 'scheduled' || before === 'awaiting_approval') &&
        (state.status === 'awaiting_funds' || state.status === 'cancelled');
      const warningDays = state.warningDays ?? null;
      if (warningDays === null && !isMissed) return;
      const key = `${state.status} ${state.sendAt} ${warningDays}`;
      if (told.has(key)) return;
      told.add(key);
      telling = telling.then(() => tell(warningDays));
    },
    done: () => telling,
  };
}

export interface FundsTeller {
  /** @param before the status that was seen last. */
  look: (state: DistributionState, before: DistributionState['status'] | undefined) => void;
  done: () => Promise<void>;
}
