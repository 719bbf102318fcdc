import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json';
import { rowsOf, type Transaction } from './pool';

/** What an earlier request of the company under the same idempotency key has opened. */
export async function findTicketOfKey(
  tx: Transaction,
  request: IdempotentRequest,
): Promise<{ id: string } | 'idempotency_key_reused' | undefined> {
  await waitForKey(tx, 'ticket', request.key);
  return judgeKnown(
    await rowsOf<Known>(
      tx,
      `SELECT id, request_hash = ? AS "isSame" FROM tickets
       WHERE company_id = current_company_id() AND idempotency_key = ?`,
      [request.requestHash, request.key],
    ),
  );
}

/** The same of a message in a ticket. Keys of messages and of tickets are apart. */
export async function findMessageOfKey(
  tx: Transaction,
  request: IdempotentRequest,
): Promise<{ id: string } | 'idempotency_key_reused' | undefined> {
  await waitForKey(tx, 'ticket-message', request.key);
  return judgeKnown(
    await rowsOf<Known>(
      tx,
      `SELECT id, request_hash = ? AS "isSame" FROM ticket_messages
       WHERE company_id = current_company_id() AND idempotency_key = ?`,
      [request.requestHash, request.key],
    ),
  );
}

/** Requests under one key that come at once wait for each other here, until the transaction's end. */
export async function waitForKey(tx: Transaction, what: string, key: string): Promise<void> {
  await rowsOf(
    tx,
    `SELECT pg_advisory_xact_lock(hashtextextended(? || '/' || current_company_id() || '/' || ?, 0))`,
    [what, key],
  );
}

export interface Known {
  id: string;
  isSame: boolean;
}

/** @returns what stands under the key, when it was asked for in the same words. */
export function judgeKnown<Row extends Known>([known]: Row[]):
  | Row
  | 'idempotency_key_reused'
  | undefined {
  if (known === undefined) return undefined;
  return known.isSame ? known : 'idempotency_key_reused';
}

export interface IdempotentRequest {
  key: string;
  requestHash: Buffer;
}

/** @param key undefined when the caller has sent none. */
export function idempotentRequest(
  key: string | undefined,
  input: unknown,
): IdempotentRequest | undefined {
  if (key === undefined) return undefined;
  return { key, requestHash: createHash('sha256').update(canonicalJson(input)).digest() };
}
