import type { Resend } from '../contracts/resends';
import { describeReason } from '../domain/reasons';
import { type IdempotentRequest, judgeKnown, type Known, waitForKey } from './idempotency-keys';
import { rowsOf, type Transaction } from './pool';
import { type KeptIssue, type RequestedResends, type ResendRecord, showResend } from './resends';

/** What an earlier request of the company under the same idempotency key was answered. */
export async function findResendsOfKey(
  tx: Transaction,
  request: IdempotentRequest,
): Promise<RequestedResends | 'idempotency_key_reused' | undefined> {
  await waitForKey(tx, 'resend', request.key);
  const known = judgeKnown(
    await rowsOf<Known & { issues: KeptIssue[] }>(
      tx,
      `SELECT id, issues, request_hash = ? AS "isSame" FROM resend_requests
       WHERE company_id = current_company_id() AND idempotency_key = ?`,
      [request.requestHash, request.key],
    ),
  );
  if (known === undefined || known === 'idempotency_key_reused') return known;
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
