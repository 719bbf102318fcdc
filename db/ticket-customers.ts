import { rowsOf, type Transaction } from './pool';

/** Of a ticket `t`: an admin asked who is no longer in the team of the company. */
export const HAS_LEFT = `(t.opened_by = 'admin' AND NOT EXISTS (SELECT FROM admins team
  WHERE team.company_id = t.company_id AND team.removed_at IS NULL
    AND lower(team.email) = lower(t.contact_email)))`;

/**
 * Whom an answer to this ticket is mailed to: who asked; the owners of the company for what opened by
 * itself, and when who asked has left. Nobody when the customer is no company (an incident).
 */
export async function findCustomers(
  tx: Transaction,
  ticketId: string,
): Promise<{ name: string; email: string }[]> {
  return rowsOf(
    tx,
    `SELECT coalesce(t.contact_name, '') AS name, t.contact_email AS email
     FROM tickets t WHERE t.id = ? AND t.contact_email IS NOT NULL AND NOT ${HAS_LEFT}
     UNION ALL
     SELECT a.name, a.email FROM tickets t JOIN admins a ON a.company_id = t.company_id
     WHERE t.id = ? AND a.role = 'owner' AND (t.contact_email IS NULL OR ${HAS_LEFT})`,
    [ticketId, ticketId],
  );
}
