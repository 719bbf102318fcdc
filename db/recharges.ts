import type { FinanceRecharge, Recharge, RequestRecharge } from '../contracts/recharges';
import type { Money } from '../domain/money';
import { type Database, rowsOf, type Transaction } from './pool';
import { containing } from './search-text';

/**
 * Writes a recharge that a company asks for, with the invoice as it is issued. In the transaction in
 * which the invoice's number was taken (db/document-numbers.ts).
 */
export async function insertRecharge(tx: Transaction, asked: AskedRecharge): Promise<string> {
  const { companyId, request, money, invoiceNumber, invoice, expirySeconds } = asked;
  const [row] = await rowsOf<{ id: string }>(
    tx,
    `INSERT INTO recharges (company_id, points, status, invoice_number, invoice, amount_minor, currency,
       note, billing_reference, request_key, created_by, expires_at, paid_at)
     VALUES (?, ?, 'awaiting_payment', ?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz + ? * interval '1 second',
       NULL)
     RETURNING id`,
    [
      ...[companyId, request.points, invoiceNumber, JSON.stringify(invoice)],
      ...[money.amountMinor, money.currency, request.note ?? null],
      ...[request.billingReference ?? null, asked.requestKey ?? null, asked.actor],
      ...[asked.at.toISOString(), expirySeconds],
    ],
  );
  if (row === undefined) throw new Error('The recharge was not written');
  return row.id;
}

interface AskedRecharge {
  companyId: string;
  request: RequestRecharge;
  money: Money;
  invoiceNumber: string;
  invoice: object;
  requestKey: string | undefined;
  actor: string;
  at: Date;
  expirySeconds: number;
}

/** What has to be known before a recharge is written: a repetition, and how many wait already. */
export async function findBeforeRequest(
  tx: Transaction,
  { companyId, requestKey }: { companyId: string; requestKey: string | undefined },
): Promise<{ open: number; repeatedId: string | null; at: Date }> {
  // One request of a company at a time, so that the same key cannot be taken twice in one moment.
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`recharge/${companyId}`]);
  const [row] = await rowsOf<{ open: number; repeatedId: string | null; at: Date }>(
    tx,
    `SELECT (SELECT count(*)::int FROM recharges
       WHERE company_id = ? AND status = 'awaiting_payment') AS open,
       (SELECT id FROM recharges WHERE company_id = ? AND request_key = ?) AS "repeatedId",
       date_trunc('milliseconds', now()) AS at`,
    [companyId, companyId, requestKey ?? null],
  );
  if (row === undefined) throw new Error('The database gave no answer');
  return row;
}

/** Recharges of the company of `tx`, newest first. */
export async function listRecharges(
  tx: Transaction,
  options: { limit: number; before: string | undefined; status: string | undefined },
): Promise<{ items: Recharge[]; hasMore: boolean }> {
  const rows = await rowsOf<RechargeRow>(
    tx,
    `${SELECT_RECHARGE} WHERE r.company_id = current_company_id()
       AND (?::uuid IS NULL OR r.id < ?) AND (?::text IS NULL OR r.status = ?)
     ORDER BY r.id DESC LIMIT ?`,
    [...twice(options.before), ...twice(options.status), options.limit + 1],
  );
  return pageOf(rows.map(toRecharge), options.limit);
}

/** One of the company of `tx`. */
export async function findRecharge(tx: Transaction, id: string): Promise<Recharge | undefined> {
  const [row] = await rowsOf<RechargeRow>(
    tx,
    `${SELECT_RECHARGE} WHERE r.id = ? AND r.company_id = current_company_id()`,
    [id],
  );
  return row && toRecharge(row);
}

/** Recharges of all companies, newest first: for the platform's finance. */
export async function listAllRecharges(
  db: Database,
  options: {
    limit: number;
    before: string | undefined;
    status: string | undefined;
    /** A part of the invoice's number or of the company's name. */
    search: string | undefined;
  },
): Promise<{ items: FinanceRecharge[]; hasMore: boolean }> {
  const pattern = options.search === undefined ? undefined : containing(options.search);
  const rows = await rowsOf<RechargeRow>(
    db,
    `${SELECT_RECHARGE} WHERE (?::uuid IS NULL OR r.id < ?) AND (?::text IS NULL OR r.status = ?)
       AND (?::text IS NULL OR r.invoice_number ILIKE ? OR c.name ILIKE ?)
     ORDER BY r.id DESC LIMIT ?`,
    [
      ...[...twice(options.before), ...twice(options.status)],
      ...[...twice(pattern), pattern ?? null, options.limit + 1],
    ],
  );
  const items = rows.map((row) => ({
    ...toRecharge(row),
    company: { id: row.companyId, name: row.companyName },
  }));
  return pageOf(items, options.limit);
}

/** Companies whose name has this in it, the shortest names first. */
export async function findCompaniesByName(
  db: Database,
  search: string,
): Promise<{ id: string; name: string }[]> {
  return rowsOf<{ id: string; name: string }>(
    db,
    'SELECT id, name FROM companies WHERE name ILIKE ? ORDER BY length(name), name, id LIMIT ?',
    [containing(search), SHOWN_COMPANIES],
  );
}

/** As many as one reads in a list; who types more of the name sees fewer. */
const SHOWN_COMPANIES = 20;

/** The invoice as it was issued; undefined when there is none. */
export async function findInvoice<Invoice>(
  db: Database | Transaction,
  id: string,
): Promise<{ number: string; invoice: Invoice } | undefined> {
  const [row] = await rowsOf<{ number: string; invoice: Invoice }>(
    db,
    `SELECT invoice_number AS number, invoice FROM recharges
     WHERE id = ? AND invoice_number IS NOT NULL`,
    [id],
  );
  return row;
}

/** What a payer is shown; undefined when there is none that a company asked for. */
export async function findPayable(
  db: Database | Transaction,
  id: string,
): Promise<PayableRecharge | undefined> {
  const [row] = await rowsOf<PayableRecharge>(
    db,
    `SELECT CASE WHEN status = 'awaiting_payment' AND expires_at <= now() THEN 'expired' ELSE status END
       AS status, points, amount_minor AS "amountMinor", currency, invoice_number AS "invoiceNumber"
     FROM recharges WHERE id = ? AND invoice_number IS NOT NULL`,
    [id],
  );
  return row;
}

interface PayableRecharge extends Money {
  status: Recharge['status'];
  points: number;
  invoiceNumber: string;
}

/**
 * Cancels a recharge that waits for its payment.
 *
 * @returns its status afterwards; undefined when there is none.
 */
export async function cancelRecharge(
  db: Database | Transaction,
  id: string,
): Promise<string | undefined> {
  const [changed] = await rowsOf<{ status: string }>(
    db,
    `UPDATE recharges SET status = 'cancelled', ended_at = date_trunc('milliseconds', now()),
       version = version + 1
     WHERE id = ? AND status = 'awaiting_payment' RETURNING status`,
    [id],
  );
  if (changed !== undefined) return changed.status;
  const [found] = await rowsOf<{ status: string }>(
    db,
    'SELECT status FROM recharges WHERE id = ?',
    [id],
  );
  return found?.status;
}

const SELECT_RECHARGE = `
  SELECT r.id, r.status, r.points, r.amount_minor AS "amountMinor", r.currency,
    r.invoice_number AS "invoiceNumber", r.note, r.billing_reference AS "billingReference",
    r.payment_reference AS "paymentReference", r.created_at AS "createdAt",
    r.expires_at AS "expiresAt", r.paid_at AS "paidAt", r.ended_at AS "endedAt",
    r.company_id AS "companyId", c.name AS "companyName"
  FROM recharges r JOIN companies c ON c.id = r.company_id`;

type RechargeRow = Omit<
  Recharge,
  'invoiceUrl' | 'requestedAt' | 'expiresAt' | 'paidAt' | 'endedAt'
> & {
  createdAt: Date;
  expiresAt: Date | null;
  paidAt: Date | null;
  endedAt: Date | null;
  companyId: string;
  companyName: string;
};

function toRecharge({ companyId: _, companyName: __, createdAt, ...row }: RechargeRow): Recharge {
  return {
    ...row,
    invoiceUrl: row.invoiceNumber === null ? null : `/api/v1/recharges/${row.id}/invoice.pdf`,
    requestedAt: createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    paidAt: row.paidAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

function pageOf<Item>(rows: Item[], limit: number): { items: Item[]; hasMore: boolean } {
  return { items: rows.slice(0, limit), hasMore: rows.length > limit };
}

function twice<Value>(value: Value | undefined): [Value | null, Value | null] {
  return [value ?? null, value ?? null];
}
