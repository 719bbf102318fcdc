import { activityInfo } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import {
  MAX_SLICE_REWARDS,
  type OpenDistribution,
  type OpenWork,
  type PlanAction,
  type PlanOutcome,
  type PlanSignal,
} from '../contracts/workflows';
import { expireInvitations, findOpenWork, finishDistribution } from '../db/finish-distributions';
import type { LinkTokens } from '../db/link-tokens';
import { giveUpMails } from '../db/mark-mails';
import { claimForLongRoad } from '../db/plan-dispatch';
import type { Database } from '../db/pool';
import type { SecretBox } from '../db/secret-box';
import type { RetryRules } from '../domain/retry-rounds';
import type { Carrier } from '../carrier/carrier';
import { createAccessMailActivities } from './access-mails';
import { createApprovalActivities } from './approvals';
import { applySignal } from './apply-signal';
import { createDispatchActivities } from './dispatch';
import type { Mailer } from './mailer';
import { createOrderActivities } from './orders';
import { createRechargeActivities } from './recharges';
import { sendReminders } from './reminders';
import { createResendActivities } from './resends';
import { currentRun, progressOfActivity, settleAndMail } from './settle-and-mail';
import { tellFunded } from './serve-queues';
import { tellOfFunds } from './tell-of-funds';
import { sweep, wakeMissed } from './sweep';
import { createTicketActivities } from './tickets';
import { createWebhookActivities } from './webhooks';
import { whileBeating } from './while-beating';

/**
 * Everything that workflows can do to the world. Each activity may be repeated at any time: the
 * database is the truth, and what was done is skipped.
 */
export function createActivities(dependencies: Dependencies) {
  const { db, mailer, temporal, settings } = dependencies;

  return {
    ...createAccessMailActivities(dependencies),
    ...createApprovalActivities(dependencies),
    ...createDispatchActivities(dependencies),
    ...createTicketActivities(dependencies),
    ...createResendActivities(dependencies),
    ...createOrderActivities(dependencies),
    ...createRechargeActivities(dependencies),
    ...createWebhookActivities(dependencies),

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
        const looked = await settleAndMail(dependencies, [
          { distributionId, limit: MAX_SLICE_REWARDS },
        ]);
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
      return finishDistribution(db, distributionId);
    },

    sweep: () => sweep({ db }),

    wakeMissed: () =>
      whileBeating(() => wakeMissed({ db, temporal, taskQueue: settings.taskQueue })),
  };
}

export type Activities = ReturnType<typeof createActivities>;

export interface Dependencies {
  db: Database;
  mailer: Mailer;
  carrier: Carrier;
  temporal: Client;
  secretBox: SecretBox;
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
  /** After so long without a decision, those who may approve a send are reminded of it. */
  approvalReminderSeconds: number;
  /** After so long without a report on a parcel, a human is called. */
  parcelReportSeconds: number;
  linkTokens: LinkTokens;
  /** Whether webhooks may go to addresses that are not public, and by http. */
  privateWebhooks: boolean;
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
