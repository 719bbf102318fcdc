import { type Database, rowsOf } from './pool';

/** What the owners and admins of a company are told about a send that takes its points at its time. */
export async function findFundsNotice(
  db: Database,
  distributionId: string,
): Promise<FundsNotice | undefined> {
  const [row] = await rowsOf<FundsNotice>(
    db,
    `SELECT d.status, d.held_at IS NOT NULL AS "isHeld", d.if_insufficient AS "ifInsufficient",
       d.recipients, d.points, d.send_at AS "sendAt", d.reason_code AS "reasonCode",
       c.name AS "companyName",
       (SELECT balance FROM accounts WHERE kind = 'company_balance' AND owner_id = c.id) AS balance,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'email', a.email)
          ORDER BY a.id), '[]') FROM admins a
        WHERE a.company_id = c.id AND a.role IN ('owner', 'admin')) AS admins
     FROM distributions d JOIN companies c ON c.id = d.company_id
     WHERE d.id = ? AND d.send_at IS NOT NULL`,
    [distributionId],
  );
  return row;
}

export interface FundsNotice {
  status: string;
  isHeld: boolean;
  ifInsufficient: 'fail' | 'wait';
  recipients: number;
  points: number;
  balance: number;
  sendAt: Date;
  reasonCode: string | null;
  companyName: string;
  admins: { id: string; name: string; email: string }[];
}

/** Notes that the warning of so many days ahead is done, and whether anything was missing. */
export async function noteFundsTold(
  db: Database,
  { distributionId, days, isShort }: { distributionId: string; days: number; isShort: boolean },
): Promise<void> {
  await rowsOf(db, 'SELECT note_funds_told(?::uuid, ?::int, ?)', [distributionId, days, isShort]);
}
