import { activityInfo, Context } from '@temporalio/activity';
import { settleRewards, mostOf, type WhichRewards } from '../db/settle-rewards';
import { oneAhead } from '../domain/one-ahead';
import type { Dependencies } from '.';
import { keepClaims, type KeptClaims } from './keep-claims';
import { sendMails } from './send-mails';
import { serveQueues } from './serve-queues';

/** Settles rewards and mails what is due. @returns how many were looked at. */
export async function settleAndMail(
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

export function currentRun(): { workflowId: string; runId: string } {
  const execution = activityInfo().workflowExecution;
  if (execution === undefined) throw new Error('This activity belongs to a workflow');
  return { workflowId: execution.workflowId, runId: execution.runId };
}

/**
 * Ordinary activities tell the server once a second that they live, and how many mails are done: a
 * mail server may take a minute to answer, and is not to be taken for a dead worker, whose mails
 * another attempt would send again. A local one is guarded by its workflow task instead.
 */
export function progressOfActivity(): {
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
