import { showTicketNumber } from '../domain/tickets';
import { addEntry, applyTicketAction, lockTicket } from './change-ticket';
import { openTicket } from './open-tickets';
import { rowsOf, type Transaction } from './pool';

/**
 * Makes one incident of the outage tickets of several companies: the platform's own ticket takes their
 * rewards, so that support answers and retries once. A company's ticket that a human has answered, or
 * holds at this moment, stays what it is.
 */
export async function gatherIncident(
  tx: Transaction,
  { now, answerSeconds }: { now: Date; answerSeconds: number },
): Promise<void> {
  const merged = await rowsOf<{ id: string; companyId: string }>(
    tx,
    // Who holds one of them may wait for a distribution that is locked here: those are left alone.
    `SELECT id, company_id AS "companyId" FROM tickets
     WHERE company_id IS NOT NULL AND opened_by = 'workflow' AND cause = 'mail_server_unreachable'
       AND state = 'open' AND first_answered_at IS NULL
     ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`,
  );
  if (new Set(merged.map(({ companyId }) => companyId)).size < INCIDENT_COMPANIES) return;
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
  for (const id of ids) await closeAsPart(tx, id, incident.number, answerSeconds);
}

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
