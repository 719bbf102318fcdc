import type { CartItem, PlaceOrderInput } from '../contracts/orders';
import { account, InsufficientBalanceError, postTransfers } from './ledger';
import { addOrderMail, noteOrderEvent } from './lock-order';
import { type Database, rowsOf, type Transaction } from './pool';

/**
 * Places an order: its points leave the wallet in the same transaction, once. A repeated idempotency
 * key finds the first order; of two orders for the last points the ledger lets one through.
 *
 * @param order.requestHash of the content: the same key with another one is refused.
 */
export async function placeOrder(
  db: Database,
  order: Omit<PlaceOrderInput, 'items'> & {
    recipientId: string;
    requestHash: string;
    items: readonly CartItem[];
  },
): Promise<PlaceOutcome> {
  try {
    return await db.transaction(async (tx) => {
      const known = await findKnown(tx, order);
      if (known !== undefined) return known;
      const quote = await quoteCart(tx, order.items);
      if ('issues' in quote) return { outcome: 'goods_not_available', issues: quote.issues };
      const { items, points } = quote;
      if (points !== order.expectedPoints) return { outcome: 'price_changed', points };
      const [placed] = await rowsOf<{ id: string; companyId: string }>(
        tx,
        `INSERT INTO orders (company_id, recipient_id, points, idempotency_key, request_hash, address)
         SELECT company_id, id, ?, ?, ?, ?::jsonb FROM recipients WHERE id = ?
         ON CONFLICT (recipient_id, idempotency_key) DO NOTHING
         RETURNING id, company_id AS "companyId"`,
        [
          ...[points, order.idempotencyKey, order.requestHash],
          ...[JSON.stringify(order.address), order.recipientId],
        ],
      );
      // The same key came twice at once, and the other one has committed meanwhile.
      if (placed === undefined) return (await findKnown(tx, order)) ?? { outcome: 'not_found' };
      await insertItems(tx, placed, items);
      await noteOrderEvent(tx, placed, { event: 'placed', actor: 'recipient' });
      await addOrderMail(tx, placed, 'placed');
      await postTransfers(tx, [
        {
          businessKey: `redeem/${placed.id}`,
          kind: 'redeem',
          points,
          from: account.walletOf(order.recipientId),
          to: account.redemptions,
          companyId: placed.companyId,
        },
      ]);
      return { outcome: 'placed', orderId: placed.id };
    });
  } catch (error) {
    if (error instanceof InsufficientBalanceError) return { outcome: 'wallet_too_low' };
    throw error;
  }
}

export type PlaceOutcome =
  | { outcome: 'placed' | 'replayed'; orderId: string }
  | { outcome: 'goods_not_available'; issues: CartIssue[] }
  | { outcome: 'price_changed'; points: number }
  | { outcome: 'idempotency_key_reused' | 'wallet_too_low' | 'not_found' };

async function findKnown(
  tx: Transaction,
  order: { recipientId: string; idempotencyKey: string; requestHash: string },
): Promise<PlaceOutcome | undefined> {
  const [known] = await rowsOf<{ id: string; requestHash: string }>(
    tx,
    `SELECT id, request_hash AS "requestHash" FROM orders
     WHERE recipient_id = ? AND idempotency_key = ?`,
    [order.recipientId, order.idempotencyKey],
  );
  if (known === undefined) return undefined;
  return known.requestHash === order.requestHash
    ? { outcome: 'replayed', orderId: known.id }
    : { outcome: 'idempotency_key_reused' };
}

/** What a cart costs now, or what of it cannot be ordered. */
export async function quoteCart(
  tx: Database | Transaction,
  items: readonly CartItem[],
): Promise<{ items: QuotedItem[]; points: number } | { issues: CartIssue[] }> {
  const goods = await rowsOf<GoodsRow>(
    tx,
    `SELECT id, name, price_points AS "pricePoints", variants FROM goods
     WHERE id = ANY(?::uuid[]) AND is_available`,
    [items.map(({ goodsId }) => goodsId)],
  );
  const issues: CartIssue[] = [];
  const quoted: QuotedItem[] = [];
  items.forEach(({ goodsId, variant = null, quantity }, index) => {
    const found = goods.find(({ id }) => id === goodsId);
    const isOffered =
      found?.variants.length === 0
        ? variant === null
        : variant !== null && found?.variants.includes(variant);
    if (found === undefined)
      issues.push({ path: `items.${index}.goodsId`, code: 'goods_not_available' });
    else if (!isOffered) issues.push({ path: `items.${index}.variant`, code: 'unknown_variant' });
    else
      quoted.push({ goodsId, name: found.name, variant, pricePoints: found.pricePoints, quantity });
  });
  if (issues.length > 0) return { issues };
  const points = quoted.reduce((sum, item) => sum + item.pricePoints * item.quantity, 0);
  return { items: quoted, points };
}

export interface CartIssue {
  path: string;
  code: 'goods_not_available' | 'unknown_variant';
}

interface QuotedItem {
  goodsId: string;
  name: string;
  variant: string | null;
  pricePoints: number;
  quantity: number;
}

interface GoodsRow {
  id: string;
  name: string;
  pricePoints: number;
  variants: string[];
}

async function insertItems(
  tx: Transaction,
  order: { id: string; companyId: string },
  items: readonly QuotedItem[],
): Promise<void> {
  await rowsOf(
    tx,
    `INSERT INTO order_items (order_id, company_id, line, goods_id, name, variant, price_points, quantity)
     SELECT ?, ?, line, "goodsId", name, variant, "pricePoints", quantity
     FROM ROWS FROM (jsonb_to_recordset(?::jsonb)
       AS ("goodsId" uuid, name text, variant text, "pricePoints" bigint, quantity integer))
       WITH ORDINALITY AS i("goodsId", name, variant, "pricePoints", quantity, line)`,
    [order.id, order.companyId, JSON.stringify(items)],
  );
}
