import { type MailQueue, markQueuedMail } from '../db/mark-queued-mail';
import type { Database, Transaction } from '../db/pool';
import type { Mailer, MailMessage } from './mailer';

/**
 * Sends mails that wait in a table, one after another: there are a handful. Each answer is written
 * down before the next mail, so that a crash doubles one.
 *
 * @returns how many are left to be tried again.
 */
export async function sendQueuedMails<Mail extends { id: string }>(
  { db, mailer, windowMilliseconds, whenGivenUp }: QueueContext<Mail>,
  table: MailQueue,
  mails: readonly Mail[],
  compose: (mail: Mail) => MailMessage | Promise<MailMessage>,
): Promise<number> {
  let left = 0;
  for (const mail of mails) {
    const { outcome, detail } = await mailer.send(await compose(mail));
    const answer = { outcome, detail, windowMilliseconds };
    await db.transaction(async (tx) => {
      const standing = await markQueuedMail(tx, table, mail.id, answer);
      if (standing === 'waiting') left += 1;
      if (standing === 'given_up') await whenGivenUp?.(tx, mail);
    });
  }
  return left;
}

interface QueueContext<Mail> {
  db: Database;
  mailer: Pick<Mailer, 'send'>;
  /** So long after it was deferred first, a mail that is deferred again is given up. */
  windowMilliseconds: number;
  /** Part of the transaction that writes it down. */
  whenGivenUp?: (tx: Transaction, mail: Mail) => Promise<void>;
}
