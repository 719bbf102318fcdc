import { activityInfo, Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import {
  MAX_SLICE_REWARDS,
  type OpenDistribution,
  type OpenWork,
  type Slice,
} from '../contracts/workflows';
import {
  expireInvitations,
  findOpenWork,
  finishDistributions,
  getDistributionStatus,
} from '../db/finish-distributions';
import { findStranded } from '../db/find-stranded';
import type { LinkTokens } from '../db/link-tokens';
import { giveUpMails } from '../db/mark-mails';
import { claimForLongRoad, planDispatch } from '../db/plan-dispatch';
import type { Database } from '../db/pool';
import { listDueResends } from '../db/resends';
import { findUntendedTickets } from '../db/tend-ticket';
import { settleRewards, type WhichRewards } from '../db/settle-rewards';
import type { RetryRules } from '../domain/retry-rounds';
import type { Mailer } from './mailer';
import { createResendActivities } from './resends';
import { sendMails } from './send-mails';
import { createTicketActivities } from './tickets';
import { findRunsToResume } from '../temporal/stranded-runs';
import { startResend } from '../temporal/resend';
import { wakeLongRoad } from '../temporal/wake-long-road';
import { wakeTicket } from '../temporal/wake-ticket';

/**
 * Everything that workflows can do to the world. Each activity may be repeated at any time: the
 * database is the truth, and what was done is skipped.
 */
export function createActivities({ db, mailer, temporal, settings }: Dependencies) {
  const send = async (which: WhichRewards): Promise<number> => {
    const claim = currentRun().runId;
    const progress = progressOfActivity();
    try {
      const { looked, due } = await settleRewards(db, which, { ...settings, claim });
      await sendMails(due, { db, mailer, settings, ...progress });
      return looked;
    } finally {
      progress.stop();
    }
  };

  return {
    ...createTicketActivities({ db, mailer, temporal, settings }),
    ...createResendActivities({ db, mailer, temporal, settings }),

    async planDispatch({ distributionIds }: { distributionIds: string[] }) {
      return planDispatch(db, { distributionIds, ...currentRun() });
    },

    async sendSlice({ slice }: { slice: Slice }): Promise<void> {
      await send({ slice });
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

    /** One pass: expires, settles and mails everything that has something to do. */
    async sendOpenRewards({ distributionId }: { distributionId: string }): Promise<OpenWork> {
      await expireInvitations(db, distributionId);
      const before = await findOpenWork(db, distributionId);
      // Mails that fail again come last in the order, so this many slices try each of them once.
      const most = before.pending + before.mailsToRetry + before.awaitingRegistration;
      for (let slice = 0; slice * MAX_SLICE_REWARDS < most; slice += 1) {
        const looked = await send({ distributionId, limit: MAX_SLICE_REWARDS });
        if (looked === 0) break;
      }
      return findOpenWork(db, distributionId);
    },

    async giveUpMails({ distributionId }: { distributionId: string }): Promise<void> {
      await giveUpMails(db, distributionId);
    },

    async completeLongRoad({ distributionId }: { distributionId: string }) {
      await finishDistributions(db, [distributionId]);
      return { status: await getDistributionStatus(db, distributionId) };
    },

    async sweep(): Promise<{ toStart: string[] }> {
      const stranded = await findStranded(db, SWEEP_LIMITS);
      const toResume = await findRunsToResume(temporal, stranded.toCheck);
      for (const distributionId of new Set([...stranded.toSignal, ...toResume])) {
        await wakeLongRoad(temporal, settings.taskQueue, { distributionId, rewardIds: [] });
      }
      const untended = { secondsAgo: SWEEP_LIMITS.acceptedSecondsAgo, limit: SWEEP_LIMITS.limit };
      for (const ticketId of await findUntendedTickets(db, untended)) {
        await wakeTicket(temporal, settings.taskQueue, { ticketId });
      }
      for (const resend of await listDueResends(db, untended)) {
        await startResend(temporal, settings.taskQueue, resend);
      }
      return { toStart: stranded.toStart };
    },
  };
}

export type Activities = ReturnType<typeof createActivities>;

export interface Dependencies {
  db: Database;
  mailer: Mailer;
  temporal: Client;
  settings: ActivitySettings;
}

export interface ActivitySettings {
  taskQueue: string;
  publicUrl: string;
  supportEmail: string;
  supportWhatsapp: string;
  inviteExpirySeconds: number;
  retry: RetryRules;
  ticketAnswerSeconds: number;
  linkTokens: LinkTokens;
}

/** A start takes milliseconds; what waits for ten seconds was not started. */
const SWEEP_LIMITS = { acceptedSecondsAgo: 10, idleSecondsAgo: 120, limit: 1_000 };

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
