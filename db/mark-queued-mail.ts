import { type Database, rowsOf } from './pool';

/**
 * Writes down what the mail server said about a mail that waits in a table.
 *
 * @param result.over whether it is not tried again: sent, refused for good, or too old.
 */
export async function markQueuedMail(
  db: Database,
  table: MailQueue,
  mailId: string,
  result: { sent: boolean; over: boolean; detail: string },
): Promise<void> {
  await rowsOf(
    db,
    `UPDATE ${table} SET sent_at = CASE WHEN ? THEN now() END,
       given_up_at = CASE WHEN ? THEN now() END, detail = ? WHERE id = ?`,
    [result.sent, result.over && !result.sent, result.detail, mailId],
  );
}

/** Tables of mails about something else than a reward; a workflow sends what waits in them. */
export type MailQueue = 'access_mails' | 'money_mails' | 'order_mails' | 'ticket_mails';
