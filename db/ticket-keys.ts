import { rowsOf, type Transaction } from './pool';

/**
 * What an earlier request of the company under the same idempotency key has opened. Requests under one
 * key that come at once wait for each other here, until the transaction's end.
 */
export async function findTicketOfKey(
  tx: Transaction,
  { key, requestHash }: IdempotentRequest,
): Promise<{ id: string } | 'idempotency_key_reused' | undefined> {
  await rowsOf(
    tx,
    `SELECT pg_advisory_xact_lock(hashtextextended('ticket/' || current_company_id() || '/' || ?, 0))`,
    [key],
  );
  const [known] = await rowsOf<{ id: string; isSame: boolean }>(
    tx,
    `SELECT id, request_hash = ? AS "isSame" FROM tickets
     WHERE company_id = current_company_id() AND idempotency_key = ?`,
    [requestHash, key],
  );
  if (known === undefined) return undefined;
  return known.isSame ? { id: known.id } : 'idempotency_key_reused';
}

export interface IdempotentRequest {
  key: string;
  requestHash: Buffer;
}
