import {
  beginReminder,
  type DueReminder,
  findNextReminder,
  listDueReminders,
  recordReminder,
} from '../db/reminders';
import { findCampaignVersions } from '../db/find-campaign-versions';
import type { Database } from '../db/pool';
import { retryDelayMilliseconds, type RetryRules } from '../domain/retry-rounds';
import type { Mailer, MailOutcome } from './mailer';
import {
  composeMail,
  type MailSettings,
  prepareCampaigns,
  SERVER_IS_AWAY,
  UNREACHABLE_LIMIT,
} from './send-mails';

/**
 * Mails the reminders of a distribution that are due, up to a slice's worth: the workflow comes again
 * for the rest, so that no activity grows with a send. Each is one mail with a Message-ID of its own,
 * recorded before its lane takes the next; what a crash can double is what is in the lanes.
 *
 * @returns milliseconds until the next one; null when none is left.
 */
export async function sendReminders(
  context: ReminderContext,
  distributionId: string,
): Promise<number | null> {
  const { db, settings } = context;
  const due = await listDueReminders(db, distributionId, settings.reminderSeconds, MOST_AT_ONCE);
  let next = 0;
  let sent = 0;
  let unreachableInARow = 0;
  const lane = async (): Promise<void> => {
    for (let rewardId = due[next++]; rewardId !== undefined; rewardId = due[next++]) {
      if (context.signal.aborted) return;
      const outcome = await remind(context, rewardId, unreachableInARow >= UNREACHABLE_LIMIT);
      const isUnreachable = outcome?.outcome === 'deferred' && outcome.unreachable;
      unreachableInARow = isUnreachable ? unreachableInARow + 1 : 0;
      context.onProgress((sent += 1));
    }
  };
  const lanes = Math.min(due.length, context.mailer.connections);
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const failed = ended.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  context.signal.throwIfAborted();
  const wait = await findNextReminder(db, distributionId, settings.reminderSeconds);
  return wait === null ? null : Math.max(wait, PAUSE_MILLISECONDS);
}

export interface ReminderContext {
  db: Database;
  mailer: Mailer;
  settings: MailSettings & { reminderSeconds: readonly number[]; retry: RetryRules };
  /** The id of the run that sends. */
  claim: string;
  onProgress: (sent: number) => void;
  signal: AbortSignal;
}

/** Seconds of work at the rate of one mail server, far below the activity's time. */
const MOST_AT_ONCE = 500;

/** One that another run has claimed stays due: it is not asked for in a tight circle. */
const PAUSE_MILLISECONDS = 500;

/** @returns undefined when the reminder is not due any more: the link was used, or its time is over. */
async function remind(
  context: ReminderContext,
  rewardId: string,
  isServerAway: boolean,
): Promise<MailOutcome | undefined> {
  const { db, mailer, settings, claim } = context;
  const afterSeconds = settings.reminderSeconds;
  const mail = await beginReminder(db, rewardId, { afterSeconds, claim });
  if (mail === undefined) return undefined;
  const outcome = isServerAway ? SERVER_IS_AWAY : await mailer.send(await compose(context, mail));
  const tryAgainMilliseconds = retryDelayMilliseconds(
    mail.attempts - 1,
    mail.elapsedMilliseconds,
    settings.retry,
    Math.random(),
  );
  await recordReminder(db, {
    reminderId: mail.reminderId,
    outcome: outcome.outcome,
    ...(outcome.outcome === 'refused' && { refusal: outcome.reason }),
    detail: outcome.detail,
    tryAgainMilliseconds,
  });
  return outcome;
}

async function compose({ db, settings }: ReminderContext, mail: DueReminder) {
  const versions = mail.campaignVersionId === null ? [] : [mail.campaignVersionId];
  const campaigns = await findCampaignVersions(db, versions);
  const prepared = prepareCampaigns({ campaigns, settings });
  // The reward's id comes first: a reminder that comes back tells whose it was.
  const messageKey = `${mail.rewardId}.reminder.${mail.n}`;
  return { ...composeMail(mail, prepared, settings), messageKey };
}
