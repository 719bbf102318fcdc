import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';

/**
 * Resolves when this query finds nothing any more: the work that follows the last mail must not
 * fall into the next sample, which may be the other side's.
 *
 * @throws Error when it still finds something after a minute
 */
export async function untilNothing(pool: Pool, sql: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_SECONDS * 1_000;
  for (;;) {
    const { rowCount } = await pool.query(sql);
    if (rowCount === 0) return;
    if (performance.now() > deadline) throw new Error(`Still something after a minute: ${sql}`);
    await delay(POLL_MILLISECONDS);
  }
}

const PATIENCE_SECONDS = 60;
const POLL_MILLISECONDS = 25;
