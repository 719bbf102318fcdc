import type { Client } from '@temporalio/client';
import { forgetOldAccessMails, listUnsentAccessMails } from '../db/access-mails';
import { forgetOldCallbacks } from '../db/carrier-callbacks';
import { discardOldDrafts } from '../db/drafts';
import { findStranded, findUnheardBounces } from '../db/find-stranded';
import type { Database } from '../db/pool';
import { forgetOldLimits } from '../db/rate-limits';
import { fundWaiting } from '../db/recharge';
import { listDueResends } from '../db/resends';
import { findUntendedOrders } from '../db/tend-order';
import { findUntendedRecharges } from '../db/tend-recharge';
import { findUntendedTickets } from '../db/tend-ticket';
import { startAccessMail } from '../temporal/access-mail';
import { wakeRecharge } from '../temporal/wake-recharge';
import { startResend } from '../temporal/resend';
import { findRunsToResume } from '../temporal/stranded-runs';
import { tellOfBounce, wakeLongRoad } from '../temporal/wake-long-road';
import { wakeOrder } from '../temporal/wake-order';
import { wakeTicket } from '../temporal/wake-ticket';
import { tellFunded } from './serve-queues';

/**
 * What crashes and lost signals leave behind: funds what waits and can be funded, wakes what missed a
 * signal, starts resends that are due, and discards old drafts and old traces of carriers.
 *
 * @returns the distributions that were accepted and not started.
 */
export async function sweep(options: {
  db: Database;
  temporal: Client;
  taskQueue: string;
}): Promise<{ toStart: string[] }> {
  const { db, temporal, taskQueue } = options;
  await tellFunded({ temporal, settings: { taskQueue } }, await fundWaiting(db));
  const stranded = await findStranded(db, SWEEP_LIMITS);
  const toResume = await findRunsToResume(temporal, stranded.toCheck);
  for (const distributionId of new Set([...stranded.toSignal, ...toResume])) {
    await wakeLongRoad(temporal, taskQueue, { distributionId, rewardIds: [] });
  }
  const untended = { secondsAgo: SWEEP_LIMITS.acceptedSecondsAgo, limit: SWEEP_LIMITS.limit };
  for (const distributionId of await findUnheardBounces(db, untended)) {
    await tellOfBounce(temporal, taskQueue, distributionId);
  }
  for (const ticketId of await findUntendedTickets(db, untended)) {
    await wakeTicket(temporal, taskQueue, { ticketId });
  }
  for (const orderId of await findUntendedOrders(db, untended)) {
    await wakeOrder(temporal, taskQueue, { orderId });
  }
  for (const resend of await listDueResends(db, untended)) {
    await startResend(temporal, taskQueue, resend);
  }
  for (const rechargeId of await findUntendedRecharges(db, untended)) {
    await wakeRecharge(temporal, taskQueue, { rechargeId });
  }
  const unsent = { secondsAgo: ACCESS_MAIL_SECONDS, limit: SWEEP_LIMITS.limit };
  for (const mailId of await listUnsentAccessMails(db, unsent)) {
    await startAccessMail(temporal, taskQueue, mailId);
  }
  await forgetOldAccessMails(db, ACCESS_MAIL_DAYS);
  await forgetOldLimits(db);
  await discardOldDrafts(db, DRAFT_DAYS);
  await forgetOldCallbacks(db, CALLBACK_DAYS);
  return { toStart: stranded.toStart };
}

/** As long as an invitation may wait; then the rows of a draft are personal data without a use. */
const DRAFT_DAYS = 30;

/** Longer than the first try of such a mail takes when the mail server answers no connection. */
const ACCESS_MAIL_SECONDS = 120;

/** Longer than an invitation to a team works; then it is an address without a use. */
const ACCESS_MAIL_DAYS = 30;

/** As long as a carrier argues about a parcel. */
const CALLBACK_DAYS = 90;

/** A start takes milliseconds; what waits for ten seconds was not started. */
const SWEEP_LIMITS = {
  acceptedSecondsAgo: 10,
  overdueSecondsAgo: 60,
  idleSecondsAgo: 120,
  limit: 1_000,
};
