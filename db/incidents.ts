import { showTicketNumber } from '../domain/tickets';
import { addEntry, applyTicketAction, lockTicket } from './change-ticket';
import { openTicket } from './open-tickets';
import { rowsOf, type Transaction } from './pool';

/**
 * Makes one incident of the outage tickets of several companies: the platform's own ticket takes their
 * rewards, so that support answers and retries once. A company's ticket that a human has answered stays
 * what it is.
 *
 * @throws Error when somebody holds one of them; in a second that is over, and the caller comes again.
 */
export async function gatherIncident(
  tx: Transaction,
  { now, answerSeconds }: { now: Date; answerSeconds: number },
): Promise<void> {
  const found = await rowsOf<{ id: string; companyId: string }>(tx, UNANSWERED);
  if (new Set(found.map(({ companyId }) => companyId)).size < INCIDENT_COMPANIES) return;
  // Not waited for: who holds one may wait for a distribution that is locked here.
  const merged = await rowsOf<{ id: string }>(tx, `${UNANSWERED} FOR NO KEY UPDATE SKIP LOCKED`);
  if (merged.length < found.length) throw new Error('A ticket of this outage is being changed');
  const incident = await openTicket(tx, {
    companyId: null,
    cause: 'mail_server_unreachable',
    subject: INCIDENT_SUBJECT,
    openedBy: 'workflow',
    priority: 'high',
    ...{ now, answerSeconds },
  });
  const ids = merged.map(({ id }) => id);
  await rowsOf(
    tx,
    `INSERT INTO ticket_rewards (ticket_id, reward_id, company_id, failed_at)
     SELECT ?, reward_id, company_id, max(failed_at) FROM ticket_rewards
     WHERE ticket_id = ANY(?::uuid[]) GROUP BY reward_id, company_id`,
    [incident.id, ids],
  );
  await rowsOf(tx, 'UPDATE tickets SET incident_id = ? WHERE id = ANY(?::uuid[])', [
    incident.id,
    ids,
  ]);
  // The promise of an answer (rule R14) was given to the first of them.
  await rowsOf(
    tx,
    `UPDATE tickets SET (warn_at, due_at) =
       (SELECT min(warn_at), min(due_at) FROM tickets WHERE incident_id = ?) WHERE id = ?`,
    [incident.id, incident.id],
  );
  for (const id of ids) await closeAsPart(tx, id, incident.number, answerSeconds);
}

const UNANSWERED = `SELECT id, company_id AS "companyId" FROM tickets
  WHERE company_id IS NOT NULL AND opened_by = 'workflow' AND cause = 'mail_server_unreachable'
    AND state = 'open' AND first_answered_at IS NULL ORDER BY id`;

/** Below this many companies, it is not everybody's mail that fails. */
const INCIDENT_COMPANIES = 2;

const INCIDENT_SUBJECT = 'The mail server could not be reached for several companies';

async function closeAsPart(
  tx: Transaction,
  ticketId: string,
  incidentNumber: number,
  answerSeconds: number,
): Promise<void> {
  const ticket = await lockTicket(tx, ticketId);
  if (typeof ticket === 'string') return;
  const by = { kind: 'workflow' as const, id: null };
  const text = `This is an outage that concerns several companies. Support works on it as one incident, ${showTicketNumber(incidentNumber)}, and has your e-mails sent when it is over. Nothing is lost, and nobody is charged twice.`;
  await addEntry(tx, ticket, { kind: 'message', text, by });
  await applyTicketAction(tx, ticket, 'resolve', by, answerSeconds);
}
