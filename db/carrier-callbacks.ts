import type { CarrierCallback } from '../contracts/orders';
import type { ParcelReport } from '../domain/order-states';
import { lockOrder } from './lock-order';
import { type Database, rowsOf, type Transaction } from './pool';
import { type ParcelSettings, reportParcel } from './report-parcel';

/**
 * Takes what a carrier has signed: applied to its order once, however often it is delivered. Every
 * delivery leaves a trace.
 */
export async function receiveCallback(
  db: Database,
  received: { callback: CarrierCallback; callbackId: string } & Trace,
  settings: ParcelSettings,
): Promise<{ verdict: CallbackVerdict; eventId: number }> {
  const { callback, callbackId } = received;
  return db.transaction(async (tx) => {
    // Two deliveries of one callback at once: the second waits here and finds the first.
    await rowsOf(tx, 'SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [callbackId]);
    const [known] = await rowsOf(
      tx,
      `SELECT 1 FROM carrier_callbacks WHERE callback_id = ?
         AND verdict IN ('applied', 'unchanged', 'contradiction')`,
      [callbackId],
    );
    const order = await lockOrder(tx, callback.orderId);
    const verdict = await (async (): Promise<CallbackVerdict> => {
      if (typeof order === 'string') return 'unknown_order';
      if (known !== undefined) return 'duplicate';
      const report = { ...reportOf(callback), reason: callback.reason };
      return reportParcel(tx, order, report, { actor: 'carrier', settings });
    })();
    const orderId = typeof order === 'string' ? undefined : order.id;
    const trace = { ...received, verdict, kind: callback.kind, orderId };
    return { verdict, eventId: await traceCallback(tx, trace) };
  });
}

function reportOf({ kind, attempt }: CarrierCallback): ParcelReport {
  // The contract has made sure that a failed attempt has its number.
  return kind === 'attempt_failed' ? { kind, attempt: attempt ?? 1 } : { kind };
}

export type CallbackVerdict =
  | 'applied'
  | 'unchanged'
  | 'contradiction'
  | 'duplicate'
  | 'forged'
  | 'out_of_tolerance'
  | 'malformed'
  | 'unknown_order';

interface Trace {
  bodySha256: Buffer;
  clientAddress: string;
}

/** Remembers a delivery, taken or refused. @returns its number. */
export async function traceCallback(
  db: Database | Transaction,
  trace: Trace & {
    verdict: CallbackVerdict;
    callbackId?: string | undefined;
    kind?: string | undefined;
    orderId?: string | undefined;
  },
): Promise<number> {
  const [row] = await rowsOf<{ id: number }>(
    db,
    `INSERT INTO carrier_callbacks (callback_id, order_id, kind, verdict, body_sha256, client_address)
     VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
    [
      ...[trace.callbackId ?? null, trace.orderId ?? null, trace.kind ?? null],
      ...[trace.verdict, trace.bodySha256, trace.clientAddress],
    ],
  );
  if (row === undefined) throw new Error('A callback left no trace');
  return row.id;
}

/**
 * Forgets traces that answer no question any more: what was refused, or said nothing new, so many days
 * ago. What changed an order stays as long as the order. At most 10,000 a call.
 */
export async function forgetOldCallbacks(db: Database, days: number): Promise<number> {
  const forgotten = await rowsOf(
    db,
    `DELETE FROM carrier_callbacks WHERE id IN (SELECT id FROM carrier_callbacks
       WHERE received_at < now() - make_interval(days => ?)
         AND verdict NOT IN ('applied', 'contradiction') ORDER BY received_at LIMIT 10000)
     RETURNING id`,
    [days],
  );
  return forgotten.length;
}
