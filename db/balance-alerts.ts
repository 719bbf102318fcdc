import { rowsOf, type Transaction } from './pool';

/** The level at which the company of `tx` is told that its balance is low; null when it is not. */
export async function findBalanceAlert(tx: Transaction): Promise<number | null> {
  const [row] = await rowsOf<{ points: number }>(
    tx,
    'SELECT points FROM balance_alerts WHERE company_id = current_company_id()',
  );
  return row?.points ?? null;
}

/**
 * Sets the level, or with null none. A balance that is below a new level already is told of at the
 * sweeper's next look; one that was told of at a level that stays is not told of again.
 */
export async function setBalanceAlert(tx: Transaction, points: number | null): Promise<void> {
  if (points === null) {
    await rowsOf(tx, 'DELETE FROM balance_alerts WHERE company_id = current_company_id()');
    return;
  }
  await rowsOf(
    tx,
    `INSERT INTO balance_alerts AS b (company_id, points) VALUES (current_company_id(), ?)
     ON CONFLICT (company_id) DO UPDATE SET points = excluded.points,
       is_below = b.is_below AND b.points = excluded.points,
       updated_at = date_trunc('milliseconds', now())`,
    [points],
  );
}
