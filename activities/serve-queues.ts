import type { Client } from '@temporalio/client';
import { signalNames } from '../contracts/workflows';
import type { Database } from '../db/pool';
import { fundWaitingOf } from '../db/recharge';
import { callLongRoad } from '../temporal/wake-long-road';

/**
 * Lets go at once what waits for funds of companies to whose balance points have returned. Should the
 * process die in between, the sweeper does the same.
 */
export async function serveQueues(
  { db, ...context }: SignalContext & { db: Database },
  companyIds: readonly string[],
): Promise<void> {
  for (const companyId of companyIds) await tellFunded(context, await fundWaitingOf(db, companyId));
}

/** Tells distributions that their points are held now. */
export async function tellFunded(
  { temporal, settings }: SignalContext,
  distributionIds: readonly string[],
): Promise<void> {
  for (const distributionId of distributionIds) {
    const signal = { name: signalNames.fundsAvailable, input: {} };
    await callLongRoad(temporal, settings.taskQueue, { distributionId, signal });
  }
}

interface SignalContext {
  temporal: Client;
  settings: { taskQueue: string };
}
