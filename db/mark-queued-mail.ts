import { type Database, rowsOf, type Transaction } from './pool';

/**
 * Writes down what the mail server said about a mail that waits in a table. A mail that is over stays
 * what it was: a second try of it, after a crash, changes nothing.
 *
 * @param answer.windowMilliseconds after so long since it was deferred first, a mail that is deferred
 *   once more is given up; null: not by this answer.
 * @returns what has become of it by this; undefined when it was over.
 */
export async function markQueuedMail(
  db: Database | Transaction,
  table: MailQueue,
  mailId: string,
  answer: {
    outcome: 'accepted' | 'refused' | 'deferred';
    detail: string;
    windowMilliseconds: number | null;
  },
): Promise<'sent' | 'given_up' | 'waiting' | undefined> {
  const { outcome, detail, windowMilliseconds } = answer;
  const isDeferred = outcome === 'deferred';
  const [marked] = await rowsOf<{ standing: 'sent' | 'given_up' | 'waiting' }>(
    db,
    `UPDATE ${table} SET detail = ?, sent_at = CASE WHEN ? THEN now() END,
       given_up_at = CASE WHEN ? OR (? AND deferred_since < now() - ? * interval '1 millisecond')
         THEN now() END,
       deferred_since = CASE WHEN ? THEN coalesce(deferred_since, now()) ELSE deferred_since END
     WHERE id = ? AND sent_at IS NULL AND given_up_at IS NULL
     RETURNING CASE WHEN sent_at IS NOT NULL THEN 'sent' WHEN given_up_at IS NOT NULL THEN 'given_up'
       ELSE 'waiting' END AS standing`,
    [
      ...[detail, outcome === 'accepted', outcome === 'refused'],
      ...[isDeferred, windowMilliseconds, isDeferred, mailId],
    ],
  );
  return marked?.standing;
}

/** Tables of mails about something else than a reward; a workflow sends what waits in them. */
export type MailQueue =
  | 'access_mails'
  | 'approval_mails'
  | 'money_mails'
  | 'order_mails'
  | 'ticket_mails';
