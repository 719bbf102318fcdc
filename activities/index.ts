import { activityInfo, Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import {
  type DistributionState,
  MAX_SLICE_REWARDS,
  type OpenDistribution,
  type OpenWork,
  type PlanAction,
  type PlanOutcome,
  type PlanSignal,
  type Slice,
} from '../contracts/workflows';
import { startIfDue } from '../db/change-plan';
import {
  expireInvitations,
  findOpenWork,
  finishDistributions,
  getDistributionStatus,
} from '../db/finish-distributions';
import type { LinkTokens } from '../db/link-tokens';
import { giveUpMails } from '../db/mark-mails';
import { claimForLongRoad, planDispatch, planSlices } from '../db/plan-dispatch';
import type { Database } from '../db/pool';
import { mostOf, settleRewards, type WhichRewards } from '../db/settle-rewards';
import { oneAhead } from '../domain/one-ahead';
import type { RetryRules } from '../domain/retry-rounds';
import type { Carrier } from '../carrier/carrier';
import { applySignal } from './apply-signal';
import { keepClaims, type KeptClaims } from './keep-claims';
import type { Mailer } from './mailer';
import { createOrderActivities } from './orders';
import { createRechargeActivities } from './recharges';
import { sendReminders } from './reminders';
import { createResendActivities } from './resends';
import { serveQueues, tellFunded } from './serve-queues';
import { tellOfFunds } from './tell-of-funds';
import { sendMails } from './send-mails';
import { sweep } from './sweep';
import { createTicketActivities } from './tickets';

/**
 * Everything that workflows can do to the world. Each activity may be repeated at any time: the
 * database is the truth, and what was done is skipped.
 */
export function createActivities(dependencies: Dependencies) {
  const { db, mailer, temporal, settings } = dependencies;
  const send = (which: readonly WhichRewards[]) => settleAndMail(dependencies, which);

  return {
    ...createTicketActivities(dependencies),
    ...createResendActivities(dependencies),
    ...createOrderActivities(dependencies),
    ...createRechargeActivities(dependencies),

    async planDispatch({ distributionIds }: { distributionIds: string[] }) {
      return planDispatch(db, { distributionIds, ...currentRun() });
    },

    async sendSlice({ slice }: { slice: Slice }): Promise<void> {
      await send([{ slice }]);
    },

    async sendSlices({ slices }: { slices: Slice[] }): Promise<void> {
      await send(slices.map((slice) => ({ slice })));
    },

    async finishDistributions({
      distributionIds,
    }: {
      distributionIds: string[];
    }): Promise<{ open: string[]; failed?: string[] }> {
      return finishDistributions(db, distributionIds);
    },

    /** @returns null when the distribution has nothing left to do. */
    async beginLongRoad({
      distributionId,
    }: {
      distributionId: string;
    }): Promise<{ distribution: OpenDistribution; retry: RetryRules } | null> {
      const claimed = await claimForLongRoad(db, { distributionId, ...currentRun() });
      if (claimed === undefined) return null;
      return { distribution: { distributionId, ...claimed }, retry: settings.retry };
    },

    /**
     * Starts what waits, when its time has come and its points are held, else tells what it waits for.
     *
     * @returns null when there is none of this id.
     */
    async startWhenDue(distribution: {
      distributionId: string;
    }): Promise<DistributionState | null> {
      const state = await startIfDue(db, { ...distribution, ...currentRun() });
      if (state?.status !== 'sending') return state ?? null;
      return { ...state, ...(await planSlices(db, distribution.distributionId)) };
    },

    /** Mails the owners and admins that points are missing, if they are. */
    async tellOfFunds(notice: {
      distributionId: string;
      warningDays: number | null;
    }): Promise<void> {
      await tellOfFunds({ db, mailer, settings }, notice);
    },

    /** Applies what an operator signalled, by the same functions as the API. */
    async changePlan(
      signal: PlanSignal & { distributionId: string; action: PlanAction },
    ): Promise<{ outcome: PlanOutcome }> {
      const requestKey = `${currentRun().runId}/${activityInfo().activityId}`;
      return { outcome: await applySignal(db, { ...signal, requestKey }) };
    },

    /** One pass: expires, settles, mails and reminds of everything that has something to do. */
    async sendOpenRewards({ distributionId }: { distributionId: string }): Promise<OpenWork> {
      const { funded } = await expireInvitations(db, distributionId);
      await tellFunded({ temporal, settings }, funded);
      const before = await findOpenWork(db, distributionId, settings.retry);
      // Mails that fail again come last in the order, so this many slices try each of them once.
      const most = before.pending + before.mailsToRetry + before.awaitingRegistration;
      for (let slice = 0; slice * MAX_SLICE_REWARDS < most; slice += 1) {
        const looked = await send([{ distributionId, limit: MAX_SLICE_REWARDS }]);
        if (looked === 0) break;
      }
      const nextReminderMilliseconds = await remindOf({ db, mailer, settings }, distributionId);
      const open = await findOpenWork(db, distributionId, settings.retry);
      return { ...open, nextReminderMilliseconds };
    },

    /** Of those mails whose own window is over; others go on. */
    async giveUpMails({ distributionId }: { distributionId: string }): Promise<void> {
      await giveUpMails(db, distributionId, settings.retry.windowMilliseconds);
    },

    /** @returns `hasFailed`: whether a human should look; not in older histories. */
    async completeLongRoad({
      distributionId,
    }: {
      distributionId: string;
    }): Promise<{ status: string; hasFailed?: boolean }> {
      const { failed } = await finishDistributions(db, [distributionId]);
      const status = await getDistributionStatus(db, distributionId);
      return { status, hasFailed: failed.length > 0 };
    },

    sweep: () => sweep({ db, temporal, taskQueue: settings.taskQueue }),
  };
}

export type Activities = ReturnType<typeof createActivities>;

export interface Dependencies {
  db: Database;
  mailer: Mailer;
  carrier: Carrier;
  temporal: Client;
  settings: ActivitySettings;
}

export interface ActivitySettings {
  taskQueue: string;
  publicUrl: string;
  supportEmail: string;
  supportWhatsapp: string;
  inviteExpirySeconds: number;
  /** When unused invitations are reminded of, after they were mailed; in order. */
  reminderSeconds: readonly number[];
  retry: RetryRules;
  ticketAnswerSeconds: number;
  /** After so long without a report on a parcel, a human is called. */
  parcelReportSeconds: number;
  linkTokens: LinkTokens;
}

/** Mails the reminders that are due. @returns milliseconds until the next one, or null. */
async function remindOf(
  context: Pick<Dependencies, 'db' | 'mailer' | 'settings'>,
  distributionId: string,
): Promise<number | null> {
  const progress = progressOfActivity();
  try {
    const claim = currentRun().runId;
    return await sendReminders({ ...context, claim, ...progress }, distributionId);
  } finally {
    progress.stop();
  }
}

/** Settles rewards and mails what is due. @returns how many were looked at. */
async function settleAndMail(
  { db, mailer, temporal, settings }: Dependencies,
  all: readonly WhichRewards[],
): Promise<number> {
  const claim = currentRun().runId;
  const progress = progressOfActivity();
  const claims: KeptClaims[] = [];
  let looked = 0;
  const slices = oneAhead(all, async (which) => {
    const settled = await settleRewards(db, which, { ...settings, claim });
    claims.push(keepClaims(db, settled.due, claim));
    looked += settled.looked;
    await serveQueues({ db, temporal, settings }, settled.releasedTo);
    return settled;
  });
  try {
    const most = all.reduce((sum, which) => sum + mostOf(which), 0);
    await sendMails(slices.next, { db, mailer, settings, most, ...progress });
    return looked;
  } finally {
    await slices.stop();
    await Promise.all(claims.map((kept) => kept.stop()));
    progress.stop();
  }
}

function currentRun(): { workflowId: string; runId: string } {
  const execution = activityInfo().workflowExecution;
  if (execution === undefined) throw new Error('This activity belongs to a workflow');
  return { workflowId: execution.workflowId, runId: execution.runId };
}

/**
 * Ordinary activities tell the server once a second that they live, and how many mails are done: a
 * mail server may take a minute to answer, and is not to be taken for a dead worker, whose mails
 * another attempt would send again. A local one is guarded by its workflow task instead.
 */
function progressOfActivity(): {
  onProgress: (sent: number) => void;
  signal: AbortSignal;
  stop: () => void;
} {
  const context = Context.current();
  let mails = 0;
  const beat = context.info.isLocal
    ? undefined
    : setInterval(() => context.heartbeat({ sent: mails }), HEARTBEAT_MILLISECONDS);
  return {
    onProgress: (sent) => {
      mails = sent;
    },
    signal: context.cancellationSignal,
    stop: () => clearInterval(beat),
  };
}

/** Several times within the 5 s that the workflows allow. */
const HEARTBEAT_MILLISECONDS = 1_000;
