import { type MailQueue, markQueuedMail } from '../db/mark-queued-mail';
import type { Database } from '../db/pool';
import type { Mailer, MailMessage } from './mailer';

/**
 * Sends mails that wait in a table, one after another: there are a handful. Each answer is written
 * down before the next mail, so that a crash doubles one.
 *
 * @returns how many are left to be tried again.
 */
export async function sendQueuedMails<Mail extends { id: string }>(
  { db, mailer, windowMilliseconds }: QueueContext,
  table: MailQueue,
  mails: readonly Mail[],
  compose: (mail: Mail) => MailMessage | Promise<MailMessage>,
): Promise<number> {
  let left = 0;
  for (const mail of mails) {
    const { outcome, detail } = await mailer.send(await compose(mail));
    const answer = { outcome, detail, windowMilliseconds };
    if (await markQueuedMail(db, table, mail.id, answer)) left += 1;
  }
  return left;
}

interface QueueContext {
  db: Database;
  mailer: Pick<Mailer, 'send'>;
  /** So long after it was deferred first, a mail that is deferred again is given up. */
  windowMilliseconds: number;
}
