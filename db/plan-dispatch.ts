import type { SendPlan, Slice, SlicePart } from '../contracts/workflows';
import { type DistributionStatus, reopenedDistributionStatuses } from '../domain/states';
import { type Database, rowsOf } from './pool';
import { sliceSizes } from './slice-sizes';

/**
 * Claims accepted distributions for a run and cuts them into slices. What another run has claimed is
 * left to it, so starting twice sends once; the same run may ask again after a crash. What waits for
 * its time or for funds is started by its own workflow alone (`start_if_due`).
 */
export async function planDispatch(
  db: Database,
  request: { distributionIds: readonly string[]; workflowId: string; runId: string },
): Promise<SendPlan & { distributionIds: string[] }> {
  const claimed = await rowsOf<{ id: string; recipients: number; lastRow: number }>(
    db,
    `UPDATE distributions SET status = 'sending', started_at = coalesce(started_at, now()),
       workflow_id = ?, run_id = ?
     WHERE id IN (SELECT id FROM distributions WHERE id = ANY(?::uuid[]) ORDER BY id FOR UPDATE)
       AND (status = 'accepted' OR (status = 'sending' AND run_id = ?))
     RETURNING id, recipients,
       (SELECT max(row) FROM rewards r WHERE r.distribution_id = distributions.id) AS "lastRow"`,
    [request.workflowId, request.runId, request.distributionIds, request.runId],
  );
  // Rows of a file keep the numbers that its reader sees; some numbers may be of no reward.
  const withGaps = claimed.filter(({ recipients, lastRow }) => lastRow > recipients);
  const whole = claimed.filter(({ recipients, lastRow }) => lastRow <= recipients);
  const slices = cutIntoSlices(whole);
  for (const { id } of withGaps) slices.push(...(await planSlices(db, id)).slices);
  return { slices, together: true, distributionIds: claimed.map(({ id }) => id) };
}

/** Those of the list that this run has claimed, in this attempt or in one before it. */
export async function listCarried(
  db: Database,
  { distributionIds, runId }: { distributionIds: readonly string[]; runId: string },
): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    db,
    'SELECT id FROM distributions WHERE id = ANY(?::uuid[]) AND run_id = ?',
    [distributionIds, runId],
  );
  return rows.map(({ id }) => id);
}

/** The slices of one distribution, which a run has claimed, by the rows that it really has. */
export async function planSlices(db: Database, distributionId: string): Promise<SendPlan> {
  const rows = await rowsOf<{ row: number }>(
    db,
    'SELECT row FROM rewards WHERE distribution_id = ? ORDER BY row',
    [distributionId],
  );
  let first = 0;
  const slices = sliceSizes(rows.length).map((size) => {
    const [firstRow, lastRow] = [rows[first]?.row ?? 0, rows[first + size - 1]?.row ?? 0];
    first += size;
    return { parts: [{ distributionId, firstRow, lastRow }] };
  });
  return { slices, together: true };
}

/** Fills slices with as many rows as they take; a distribution may be spread over several. */
function cutIntoSlices(distributions: readonly { id: string; recipients: number }[]): Slice[] {
  const sizes = sliceSizes(distributions.reduce((sum, { recipients }) => sum + recipients, 0));
  const slices: Slice[] = [];
  let parts: SlicePart[] = [];
  let room = sizes[0] ?? 0;
  for (const { id: distributionId, recipients } of distributions) {
    for (let firstRow = 1; firstRow <= recipients;) {
      const lastRow = Math.min(recipients, firstRow + room - 1);
      parts.push({ distributionId, firstRow, lastRow });
      room -= lastRow - firstRow + 1;
      firstRow = lastRow + 1;
      if (room > 0) continue;
      slices.push({ parts });
      parts = [];
      room = sizes[slices.length] ?? 0;
    }
  }
  return slices;
}

/**
 * Takes a distribution onto the long road. One that was accepted is being sent from now on; one that
 * waits keeps waiting, under this run.
 */
export async function claimForLongRoad(
  db: Database,
  request: { distributionId: string; workflowId: string; runId: string },
): Promise<{ companyId: string; method: string; status: DistributionStatus } | undefined> {
  const [row] = await rowsOf<{ companyId: string; method: string; status: DistributionStatus }>(
    db,
    `UPDATE distributions SET workflow_id = ?, run_id = ?,
       status = CASE WHEN status = 'accepted' OR status = ANY(?) THEN 'sending' ELSE status END,
       completed_at = CASE WHEN status <> ALL(?) THEN completed_at END,
       started_at = coalesce(started_at, CASE WHEN status IN ('accepted', 'sending') THEN now() END)
     WHERE id = ? AND (status IN ('accepted', 'sending', 'scheduled', 'awaiting_funds',
         'awaiting_approval')
       -- A mail was to be sent again in the moment in which the distribution was completed.
       OR (status = ANY(?) AND EXISTS (SELECT FROM rewards
         WHERE distribution_id = distributions.id AND status = 'credited')))
     RETURNING company_id AS "companyId", method, status`,
    [
      ...[request.workflowId, request.runId],
      ...[reopenedDistributionStatuses, reopenedDistributionStatuses],
      ...[request.distributionId, reopenedDistributionStatuses],
    ],
  );
  return row;
}
