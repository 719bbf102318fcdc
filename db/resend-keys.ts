import type { Resend } from '../contracts/resends';
import { describeReason } from '../domain/reasons';
import { rowsOf, type Transaction } from './pool';
import { type KeptIssue, type RequestedResends, type ResendRecord, showResend } from './resends';
import type { IdempotentRequest } from './ticket-keys';

/**
 * What an earlier request of the company under the same idempotency key was answered. Requests under
 * one key that come at once wait for each other here, until the transaction's end.
 */
export async function findResendsOfKey(
  tx: Transaction,
  { key, requestHash }: IdempotentRequest,
): Promise<RequestedResends | 'idempotency_key_reused' | undefined> {
  await rowsOf(
    tx,
    `SELECT pg_advisory_xact_lock(hashtextextended('resend/' || current_company_id() || '/' || ?, 0))`,
    [key],
  );
  const [known] = await rowsOf<{ id: string; issues: KeptIssue[]; isSame: boolean }>(
    tx,
    `SELECT id, issues, request_hash = ? AS "isSame" FROM resend_requests
     WHERE company_id = current_company_id() AND idempotency_key = ?`,
    [requestHash, key],
  );
  if (known === undefined) return undefined;
  if (!known.isSame) return 'idempotency_key_reused';
  const issues = known.issues.map((issue) => ({
    ...issue,
    message: describeReason(issue.code).message,
  }));
  return { resends: await listAsRequested(tx, known.id), issues };
}

/** As they were answered when they were made, whatever has become of them. */
async function listAsRequested(tx: Transaction, requestId: string): Promise<Resend[]> {
  const rows = await rowsOf<ResendRecord>(
    tx,
    `SELECT id, reward_id AS "rewardId", n, 'scheduled' AS status, send_at AS "sendAt" FROM resends
     WHERE request_id = ? ORDER BY id`,
    [requestId],
  );
  return rows.map(showResend);
}
