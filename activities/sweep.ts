import type { Client } from '@temporalio/client';
import { forgetOldAccessMails, listUnsentAccessMails } from '../db/access-mails';
import { forgetOldCallbacks } from '../db/carrier-callbacks';
import {
  claimWaitingEndpoints,
  findUntoldWebhooks,
  forgetOldWebhooks,
} from '../db/deliver-webhooks';
import { discardOldDrafts } from '../db/drafts';
import {
  findUnheardBounces,
  findUnmailed,
  listMissed,
  listRunsToCheck,
  listUnstarted,
} from '../db/find-stranded';
import type { Database } from '../db/pool';
import { forgetOldLimits } from '../db/rate-limits';
import { fundWaiting } from '../db/recharge';
import { listDueResends } from '../db/resend-mails';
import { findUntendedApprovals } from '../db/tend-approval';
import { findUntendedOrders } from '../db/tend-order';
import { findUntendedRecharges } from '../db/tend-recharge';
import { findUntendedTickets } from '../db/tend-ticket';
import { forgetTold } from '../db/told-addresses';
import { startAccessMail } from '../temporal/access-mail';
import { noteSweep } from '../db/vitals';
import { wakeApproval } from '../temporal/wake-approval';
import { wakeRecharge } from '../temporal/wake-recharge';
import { startResend } from '../temporal/resend';
import { findRunsToResume } from '../temporal/stranded-runs';
import { tellOfBounce, wakeLongRoad } from '../temporal/wake-long-road';
import { wakeOrder } from '../temporal/wake-order';
import { wakeTicket } from '../temporal/wake-ticket';
import { wakeWebhooks } from '../temporal/wake-webhooks';
import { tellFunded } from './serve-queues';

/**
 * What was accepted and not started. It is a matter of one question to the database, so that nothing that
 * takes long stands before it.
 */
export async function sweep({ db }: { db: Database }): Promise<{ toStart: string[] }> {
  return { toStart: await listUnstarted(db, SWEEP_LIMITS) };
}

/**
 * What crashes and lost signals leave behind: funds what waits and can be funded, wakes what missed a
 * signal, starts resends and mails that are due, and forgets what is only kept for a time.
 *
 * Each step is taken whether or not another has failed.
 *
 * @throws Error naming the steps that failed, when all are done
 */
export async function wakeMissed(context: SweepContext): Promise<void> {
  const failures: Error[] = [];
  for (const [name, step] of Object.entries(steps)) {
    await step(context).catch((error: unknown) => {
      failures.push(new Error(`The step ${name} has failed`, { cause: error }));
    });
  }
  if (failures.length === 0) await noteSweep(context.db);
  else {
    throw new AggregateError(failures, failures.map(({ message }) => message).join('; '));
  }
}

interface SweepContext {
  db: Database;
  temporal: Client;
  taskQueue: string;
}

/** What a person waits for comes first; what asks Temporal about each run comes last. */
const steps: Record<string, (context: SweepContext) => Promise<void>> = {
  fundWaiting: async ({ db, temporal, taskQueue }) => {
    await tellFunded({ temporal, settings: { taskQueue } }, await fundWaiting(db));
  },
  wakeWaiting: async ({ db, temporal, taskQueue }) => {
    for (const distributionId of await listMissed(db, SWEEP_LIMITS)) {
      await wakeLongRoad(temporal, taskQueue, { distributionId, rewardIds: [] });
    }
  },
  tellOfBounces: async ({ db, temporal, taskQueue }) => {
    for (const distributionId of await findUnheardBounces(db, UNTENDED)) {
      await tellOfBounce(temporal, taskQueue, distributionId);
    }
  },
  wakeTickets: async ({ db, temporal, taskQueue }) => {
    for (const ticketId of await findUntendedTickets(db, UNTENDED)) {
      await wakeTicket(temporal, taskQueue, { ticketId });
    }
  },
  wakeOrders: async ({ db, temporal, taskQueue }) => {
    for (const orderId of await findUntendedOrders(db, UNTENDED)) {
      await wakeOrder(temporal, taskQueue, { orderId });
    }
  },
  startResends: async ({ db, temporal, taskQueue }) => {
    for (const resend of await listDueResends(db, UNTENDED)) {
      await startResend(temporal, taskQueue, resend);
    }
  },
  wakeApprovals: async ({ db, temporal, taskQueue }) => {
    for (const distributionId of await findUntendedApprovals(db, UNTENDED)) {
      await wakeApproval(temporal, taskQueue, { distributionId });
    }
  },
  wakeRecharges: async ({ db, temporal, taskQueue }) => {
    for (const rechargeId of await findUntendedRecharges(db, UNTENDED)) {
      await wakeRecharge(temporal, taskQueue, { rechargeId });
    }
  },
  startAccessMails: async ({ db, temporal, taskQueue }) => {
    const unsent = { secondsAgo: ACCESS_MAIL_SECONDS, limit: SWEEP_LIMITS.limit };
    for (const mailId of await listUnsentAccessMails(db, unsent)) {
      await startAccessMail(temporal, taskQueue, mailId);
    }
  },
  wakeWebhooks: async ({ db, temporal, taskQueue }) => {
    const waiting = await claimWaitingEndpoints(db, SWEEP_LIMITS.limit);
    for (const endpointId of [...waiting, ...(await findUntoldWebhooks(db, UNTENDED))]) {
      await wakeWebhooks(temporal, taskQueue, endpointId);
    }
  },
  forget: async ({ db }) => {
    await forgetOldWebhooks(db, WEBHOOK_DAYS);
    await forgetOldAccessMails(db, ACCESS_MAIL_DAYS);
    await forgetOldLimits(db);
    await forgetTold(db);
    await discardOldDrafts(db, DRAFT_DAYS);
    await forgetOldCallbacks(db, CALLBACK_DAYS);
  },
  resume: async ({ db, temporal, taskQueue }) => {
    const runs = await listRunsToCheck(db, SWEEP_LIMITS);
    const due = await findUnmailed(db, runs, MAILS_DUE_SECONDS);
    for (const distributionId of new Set([...due, ...(await findRunsToResume(temporal, runs))])) {
      await wakeLongRoad(temporal, taskQueue, { distributionId, rewardIds: [] });
    }
  },
};

/**
 * A mail that is due for so long, and that nobody has claimed, was not heard of by its run. Rounds come up to a
 * fifth of an hour late, so that they are spread.
 */
const MAILS_DUE_SECONDS = 900;

/** As long as an invitation may wait; then the rows of a draft are personal data without a use. */
const DRAFT_DAYS = 30;

/** Longer than the first try of such a mail takes when the mail server answers no connection. */
const ACCESS_MAIL_SECONDS = 120;

/** Longer than an invitation to a team works; then it is an address without a use. */
const ACCESS_MAIL_DAYS = 30;

/** As long as who looks for a missing event comes for it. */
const WEBHOOK_DAYS = 30;

/** As long as a carrier argues about a parcel. */
const CALLBACK_DAYS = 90;

/** A start takes milliseconds; what waits for ten seconds was not started. */
const SWEEP_LIMITS = {
  acceptedSecondsAgo: 10,
  overdueSecondsAgo: 60,
  idleSecondsAgo: 120,
  limit: 1_000,
  runs: 300,
};

const UNTENDED = { secondsAgo: SWEEP_LIMITS.acceptedSecondsAgo, limit: SWEEP_LIMITS.limit };
