import { type Database, rowsOf } from './pool';

/**
 * Distributions that were accepted and are not being sent, oldest first: what a process finds when it
 * starts after one that died before it told Temporal.
 */
export async function listAccepted(
  db: Database,
  limit: number,
): Promise<{ id: string; recipients: number }[]> {
  return rowsOf(
    db,
    `SELECT id, recipients FROM distributions WHERE status = 'accepted' ORDER BY created_at LIMIT ?`,
    [limit],
  );
}
