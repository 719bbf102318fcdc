import { type MailQueue, markQueuedMail } from '../db/mark-queued-mail';
import type { Database } from '../db/pool';
import type { Mailer, MailMessage } from './mailer';

/**
 * Sends mails that wait in a table, one after another: there are a handful. Each answer is written
 * down before the next mail, so that a crash doubles one.
 *
 * @returns how many are left to be tried again.
 */
export async function sendQueuedMails<Mail extends QueuedMail>(
  { db, mailer, windowMilliseconds }: QueueContext,
  table: MailQueue,
  mails: readonly Mail[],
  compose: (mail: Mail) => MailMessage | Promise<MailMessage>,
): Promise<number> {
  let left = 0;
  for (const mail of mails) {
    const { outcome, detail } = await mailer.send(await compose(mail));
    const age = Date.now() - mail.createdAt.getTime();
    const over = outcome !== 'deferred' || age > windowMilliseconds;
    if (!over) left += 1;
    await markQueuedMail(db, table, mail.id, { sent: outcome === 'accepted', over, detail });
  }
  return left;
}

interface QueuedMail {
  id: string;
  createdAt: Date;
}

interface QueueContext {
  db: Database;
  mailer: Mailer;
  /** After so long a mail that is deferred again is given up. */
  windowMilliseconds: number;
}
