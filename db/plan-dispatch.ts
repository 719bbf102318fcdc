import { MAX_SLICE_REWARDS, type Slice, type SlicePart } from '../contracts/workflows';
import { distributionStatusesBefore } from '../domain/states';
import { type Database, rowsOf } from './pool';

/**
 * Claims accepted distributions for a run and cuts them into slices. What another run has claimed is
 * left to it, so starting twice sends once; the same run may ask again after a crash.
 */
export async function planDispatch(
  db: Database,
  request: { distributionIds: readonly string[]; workflowId: string; runId: string },
): Promise<{ slices: Slice[]; distributionIds: string[] }> {
  const claimed = await rowsOf<{ id: string; recipients: number }>(
    db,
    `UPDATE distributions SET status = 'sending', started_at = coalesce(started_at, now()),
       workflow_id = ?, run_id = ?
     WHERE id IN (SELECT id FROM distributions WHERE id = ANY(?::uuid[]) ORDER BY id FOR UPDATE)
       AND (status = ANY(?) OR (status = 'sending' AND run_id = ?))
     RETURNING id, recipients`,
    [
      request.workflowId,
      request.runId,
      request.distributionIds,
      distributionStatusesBefore('sending'),
      request.runId,
    ],
  );
  return { slices: cutIntoSlices(claimed), distributionIds: claimed.map(({ id }) => id) };
}

/** Fills slices with as many rows as they take; a distribution may be spread over several. */
export function cutIntoSlices(
  distributions: readonly { id: string; recipients: number }[],
): Slice[] {
  const slices: Slice[] = [];
  let parts: SlicePart[] = [];
  let room = MAX_SLICE_REWARDS;
  for (const { id: distributionId, recipients } of distributions) {
    for (let firstRow = 1; firstRow <= recipients;) {
      const lastRow = Math.min(recipients, firstRow + room - 1);
      parts.push({ distributionId, firstRow, lastRow });
      room -= lastRow - firstRow + 1;
      firstRow = lastRow + 1;
      if (room > 0) continue;
      slices.push({ parts });
      parts = [];
      room = MAX_SLICE_REWARDS;
    }
  }
  return parts.length > 0 ? [...slices, { parts }] : slices;
}

/** Claims a distribution for the long road, in whatever open state it is. */
export async function claimForLongRoad(
  db: Database,
  request: { distributionId: string; workflowId: string; runId: string },
): Promise<{ companyId: string; method: string } | undefined> {
  const [row] = await rowsOf<{ companyId: string; method: string }>(
    db,
    `UPDATE distributions SET status = 'sending', started_at = coalesce(started_at, now()),
       workflow_id = ?, run_id = ?
     WHERE id = ? AND (status IN ('accepted', 'sending')
       -- Support had a mail tried again in the moment in which the distribution was completed.
       OR (status = 'completed_with_failures' AND EXISTS (SELECT FROM rewards
         WHERE distribution_id = distributions.id AND status = 'credited')))
     RETURNING company_id AS "companyId", method`,
    [request.workflowId, request.runId, request.distributionId],
  );
  return row;
}
