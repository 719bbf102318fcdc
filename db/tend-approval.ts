import type { TendedApproval } from '../contracts/workflows';
import { listApprovers } from './approvals';
import { type Database, rowsOf } from './pool';

/**
 * Looks at the approval of a send, and writes the mails that are due about it.
 *
 * @returns undefined when the send needed none.
 */
export async function tendApproval(
  db: Database,
  { distributionId, reminderSeconds }: { distributionId: string; reminderSeconds: number },
): Promise<Omit<TendedApproval, 'mailsLeft' | 'retry'> | undefined> {
  const approvers = await listApprovers(db, distributionId);
  const [row] = await rowsOf<{ state: Omit<TendedApproval, 'mailsLeft' | 'retry'> | null }>(
    db,
    'SELECT tend_approval(?::uuid, ?::uuid[], ?::bigint) AS state',
    [distributionId, approvers.map(({ id }) => id), reminderSeconds],
  );
  return row?.state ?? undefined;
}

/**
 * Sends whose workflow has missed that an approval was asked for or given, or has not looked for two
 * days, which it always does.
 */
export async function findUntendedApprovals(
  db: Database,
  { secondsAgo, limit }: { secondsAgo: number; limit: number },
): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    db,
    `(SELECT distribution_id AS id FROM approvals
        WHERE due_since < now() - ? * interval '1 second' ORDER BY due_since LIMIT ?)
     UNION
     (SELECT d.id FROM distributions d JOIN approvals w ON w.distribution_id = d.id
        WHERE d.status = 'awaiting_approval' AND w.tended_at < now() - interval '2 days' LIMIT ?)`,
    [secondsAgo, limit, limit],
  );
  return rows.map(({ id }) => id);
}

/** Mails about the approval of one send that are to be sent. */
export async function listUnsentApprovalMails(
  db: Database,
  distributionId: string,
  limit: number,
): Promise<ApprovalMail[]> {
  return rowsOf<ApprovalMail>(
    db,
    `SELECT m.id, m.kind, m.distribution_id AS "distributionId",
       a.name AS "toName", a.email AS "toAddress", c.name AS "companyName", d.points, d.recipients,
       d.send_at AS "sendAt", d.status, coalesce(s.name, k.name) AS "senderName",
       k.id IS NOT NULL AS "isByKey", p.name AS "deciderName", w.note
     FROM approval_mails m JOIN approvals w ON w.distribution_id = m.distribution_id
     JOIN distributions d ON d.id = m.distribution_id JOIN companies c ON c.id = m.company_id
     JOIN admins a ON a.id = m.admin_id LEFT JOIN admins s ON d.created_by = 'admin/' || s.id
     LEFT JOIN api_keys k ON d.created_by = 'api_key/' || k.id
     LEFT JOIN admins p ON w.decided_by = 'admin/' || p.id
     WHERE m.distribution_id = ? AND m.sent_at IS NULL AND m.given_up_at IS NULL
     ORDER BY m.id LIMIT ?`,
    [distributionId, limit],
  );
}

export interface ApprovalMail {
  id: string;
  kind: 'asked' | 'reminder' | 'approved' | 'rejected';
  distributionId: string;
  toName: string;
  toAddress: string;
  companyName: string;
  points: number;
  recipients: number;
  sendAt: Date | null;
  /** What the send is now. */
  status: string;
  senderName: string | null;
  /** Whether the sender is an API key. */
  isByKey: boolean;
  deciderName: string | null;
  note: string | null;
}
