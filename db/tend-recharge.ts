import type { TendedRecharge } from '../contracts/workflows';
import { type Database, rowsOf } from './pool';

/**
 * Looks at a recharge: expires it when its time is over, and writes the mails that are due.
 *
 * @returns undefined when there is none of this id that a company asked for.
 */
export async function tendRecharge(
  db: Database,
  rechargeId: string,
): Promise<Omit<TendedRecharge, 'mailsLeft' | 'retry'> | undefined> {
  const [row] = await rowsOf<{ state: Omit<TendedRecharge, 'mailsLeft' | 'retry'> | null }>(
    db,
    'SELECT tend_recharge(?::uuid) AS state',
    [rechargeId],
  );
  return row?.state ?? undefined;
}

/** Recharges whose workflow has missed a change, or has not looked for two days, which it always does. */
export async function findUntendedRecharges(
  db: Database,
  { secondsAgo, limit }: { secondsAgo: number; limit: number },
): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    db,
    `(SELECT id FROM recharges WHERE invoice_number IS NOT NULL AND tended_version < version
        AND coalesce(ended_at, created_at) < now() - ? * interval '1 second' ORDER BY id LIMIT ?)
     UNION
     (SELECT id FROM recharges WHERE status = 'awaiting_payment'
        AND coalesce(tended_at, created_at) < now() - interval '2 days' ORDER BY id LIMIT ?)`,
    [secondsAgo, limit, limit],
  );
  return rows.map(({ id }) => id);
}

/** Notices which balances have fallen below their company's level, and writes the mails about them. */
export async function noticeLowBalances(db: Database): Promise<void> {
  await rowsOf(db, 'SELECT notice_low_balances()');
}

/** Mails of one recharge that are to be sent; with null those of low balances. */
export async function listUnsentMoneyMails(
  db: Database,
  rechargeId: string | null,
  limit: number,
): Promise<MoneyMail[]> {
  return rowsOf<MoneyMail>(
    db,
    `SELECT m.id, m.kind, m.balance, m.alert_points AS "alertPoints",
       m.recharge_id AS "rechargeId", a.name AS "toName", a.email AS "toAddress",
       c.name AS "companyName", r.points, r.amount_minor AS "amountMinor", r.currency,
       r.invoice_number AS "invoiceNumber", r.expires_at AS "expiresAt"
     FROM money_mails m JOIN admins a ON a.id = m.admin_id JOIN companies c ON c.id = m.company_id
     LEFT JOIN recharges r ON r.id = m.recharge_id
     WHERE m.recharge_id IS NOT DISTINCT FROM ?::uuid AND m.sent_at IS NULL AND m.given_up_at IS NULL
     ORDER BY m.id LIMIT ?`,
    [rechargeId, limit],
  );
}

export interface MoneyMail {
  id: string;
  kind: 'invoice' | 'reminder_1' | 'reminder_2' | 'reminder_3' | 'paid' | 'expired' | 'low_balance';
  toName: string;
  toAddress: string;
  companyName: string;
  /** These two are of `low_balance`, the others of recharges. */
  balance: number | null;
  alertPoints: number | null;
  rechargeId: string | null;
  points: number | null;
  amountMinor: number | null;
  currency: string | null;
  invoiceNumber: string | null;
  expiresAt: Date | null;
}
