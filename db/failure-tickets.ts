import { type MailFailure, mailFailures } from '../domain/mail-failures';
import { machineSubjects } from '../domain/ticket-subjects';
import { callSupportAgain } from './change-ticket';
import { gatherIncident } from './incidents';
import { openTicket, readNow } from './open-tickets';
import { type Database, rowsOf, type Transaction } from './pool';

/**
 * Opens tickets for the mails of a distribution that were refused for good or given up: one for each
 * cause, which later failures join while it is open: once it is answered, or waits for the customer,
 * its clock starts anew then. Repeating it opens nothing more.
 *
 * When mails of several companies could not be handed over, that is one incident of the platform: one
 * ticket for all of them, into which those that were open and unanswered are merged (db/incidents.ts).
 *
 * @returns the tickets whose workflow has not begun yet.
 */
export async function openTicketsForFailures(
  db: Database,
  distributionId: string,
  answerSeconds: number,
): Promise<string[]> {
  return db.transaction(async (tx) => {
    // Two runs of one distribution open one ticket, not one each.
    await rowsOf(tx, 'SELECT 1 FROM distributions WHERE id = ? FOR NO KEY UPDATE', [
      distributionId,
    ]);
    // Before the look: what comes back after it is due anew.
    await rowsOf(
      tx,
      `UPDATE mail_bounces SET ticket_due = false WHERE ticket_due
         AND reward_id IN (SELECT id FROM rewards WHERE distribution_id = ?)`,
      [distributionId],
    );
    const failures = await rowsOf<Failure>(
      tx,
      `SELECT r.id, r.company_id AS "companyId", r.reason_code AS cause
       FROM rewards r WHERE r.distribution_id = ? AND ${FAILED_WITHOUT_TICKET} ORDER BY r.id`,
      [distributionId],
    );
    const now = await readNow(tx);
    for (const cause of new Set(failures.map((failure) => failure.cause))) {
      const same = failures.filter((failure) => failure.cause === cause);
      await joinOrOpen(tx, { distributionId, cause, failures: same, now, answerSeconds });
    }
    return listUntended(tx, distributionId);
  });
}

interface Failure {
  id: string;
  companyId: string;
  cause: MailFailure;
}

/** The same reward may be tried again and fail again: that is another failure. */
export const FAILED_WITHOUT_TICKET = `
  r.reason_code IN (${mailFailures.map((code) => `'${code}'`).join(', ')})
  AND (r.status = 'email_failed'
    OR (r.status = 'awaiting_registration' AND r.invitation_refused_at IS NOT NULL))
  AND NOT EXISTS (SELECT FROM ticket_rewards known WHERE known.reward_id = r.id
    AND known.failed_at >= coalesce(r.failed_at, r.invitation_refused_at))`;

async function joinOrOpen(
  tx: Transaction,
  work: {
    distributionId: string;
    cause: Failure['cause'];
    failures: readonly Failure[];
    now: Date;
    answerSeconds: number;
  },
): Promise<void> {
  const { distributionId, cause, failures, now, answerSeconds } = work;
  const [first] = failures;
  if (first === undefined) return;
  const { companyId } = first;
  // When the mail server is away, whatever is sent meanwhile fails with it: hundreds of distributions
  // of a company are one trouble and one ticket, and those of several companies are one incident.
  const isOutage = cause === 'mail_server_unreachable';
  // Two that fail at one moment open one incident.
  if (isOutage) await rowsOf(tx, `SELECT pg_advisory_xact_lock(hashtext('tickets.incident'))`);
  const known = await holdKnownTicket(tx, { companyId, distributionId, cause, isOutage });
  const subject = machineSubjects[cause];
  const ticket =
    known ??
    (await openTicket(tx, {
      ...{ companyId, distributionId, cause, subject, now, answerSeconds },
      openedBy: 'workflow',
    }));
  await rowsOf(
    tx,
    `INSERT INTO ticket_rewards (ticket_id, reward_id, company_id, failed_at)
     SELECT ?, id, company_id, coalesce(failed_at, invitation_refused_at) FROM rewards
     WHERE id = ANY(?::uuid[])
     ON CONFLICT (ticket_id, reward_id) DO UPDATE SET failed_at = excluded.failed_at`,
    [ticket.id, failures.map(({ id }) => id)],
  );
  if (known !== undefined) await callSupportAgain(tx, known.id, 'failed_again', answerSeconds);
  else if (isOutage) await gatherIncident(tx, { now, answerSeconds });
}

/**
 * The ticket that these failures join, locked.
 *
 * @throws Error when somebody holds it; in a second that is over, and the caller comes again.
 */
async function holdKnownTicket(
  tx: Transaction,
  of: { companyId: string; distributionId: string; cause: MailFailure; isOutage: boolean },
): Promise<{ id: string } | undefined> {
  const { companyId, distributionId, cause, isOutage } = of;
  const [found] = await rowsOf<{ id: string }>(
    tx,
    `SELECT id FROM tickets WHERE cause = ? AND opened_by = 'workflow' AND state <> 'resolved'
       AND ((company_id IS NULL AND ?) OR (company_id = ?
         AND (distribution_id = ? OR (? AND first_answered_at IS NULL))))
     ORDER BY company_id IS NULL DESC, distribution_id = ? DESC, id LIMIT 1`,
    [cause, isOutage, companyId, distributionId, isOutage, distributionId],
  );
  if (found === undefined) return undefined;
  // Not waited for: who acts on a ticket locks its distributions after it, and one is locked here.
  const [held] = await rowsOf<{ id: string }>(
    tx,
    `UPDATE tickets SET updated_at = now() WHERE id = (SELECT id FROM tickets
       WHERE id = ? AND state <> 'resolved' FOR NO KEY UPDATE SKIP LOCKED) RETURNING id`,
    [found.id],
  );
  if (held === undefined) throw new Error('The ticket of these failures is being changed');
  return held;
}

/** A ticket whose workflow was never heard of: the activity that opened it may have been repeated. */
async function listUntended(tx: Transaction, distributionId: string): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    `SELECT id FROM tickets WHERE tended_version = 0 AND opened_by = 'workflow' AND state <> 'resolved'
       AND (distribution_id = ? OR company_id IS NULL) ORDER BY id`,
    [distributionId],
  );
  return rows.map(({ id }) => id);
}
