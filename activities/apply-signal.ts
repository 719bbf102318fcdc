import { z } from 'zod';
import type { PlanAction, PlanOutcome, PlanSignal } from '../contracts/workflows';
import {
  cancelDistribution,
  type PlanAnswer,
  rescheduleDistribution,
  sendDistributionNow,
} from '../db/change-plan';
import type { Database } from '../db/pool';
import { parseSendTime } from '../domain/send-time';

/**
 * Does what an operator signalled to a distribution that waits. A signal is typed by hand: what cannot
 * be understood is answered, and not tried again.
 */
export async function applySignal(
  db: Database,
  signal: PlanSignal & { distributionId: string; action: PlanAction; requestKey: string },
): Promise<PlanOutcome> {
  const { distributionId, requestKey } = signal;
  const request = { distributionId, requestKey, actor: 'operator' };
  return (await apply(db, request, signal)).outcome;
}

async function apply(
  db: Database,
  request: { distributionId: string; requestKey: string; actor: string },
  { action, ...typed }: PlanSignal & { action: PlanAction },
): Promise<Pick<PlanAnswer, 'outcome'>> {
  if (action === 'cancel') return cancelDistribution(db, request);
  if (action === 'sendNow') return sendDistributionNow(db, request);
  const time = sendTime.safeParse(typed);
  const read = time.success && parseSendTime(time.data.sendAt, time.data.timeZone);
  if (!read || !read.ok) return { outcome: 'invalid_send_at' };
  const sendAt = new Date(read.atMilliseconds).toISOString();
  return rescheduleDistribution(db, request, { sendAt, timeZone: time.data.timeZone ?? null });
}

const sendTime = z.object({ sendAt: z.string().max(64), timeZone: z.string().max(64).optional() });
