import type { DraftSource, DraftSummary } from '../contracts/drafts';
import { type Database, rowsOf, type Transaction } from './pool';
import type { PackedRows } from '../domain/packed-rows';

/** A draft with its rows, in the order of the file, those that were removed among them. */
export interface DraftRecord extends DraftSummary {
  source: DraftSource | null;
  fileHash: Buffer | null;
  content: PackedRows;
  /** Whether all addresses in it were counted among those that its company is told about. */
  told: boolean;
}

/** Writes a draft, and gives it as `findDraft` would. */
export async function createDraft(tx: Transaction, draft: NewDraft): Promise<DraftRecord> {
  const [made] = await rowsOf<StoredSummary>(
    tx,
    `INSERT INTO drafts (company_id, if_unregistered, campaign_id, file_name, file_hash, source, rows,
       row_count, retry_of, created_by)
     VALUES (?, ?, ?, ?, ?, ?::jsonb, ?::json, ?, ?, ?)
     RETURNING id, status, version, file_name, row_count, if_unregistered, campaign_id, retry_of,
       created_at, updated_at, distribution_id`,
    [
      draft.companyId,
      draft.ifUnregistered,
      draft.campaignId,
      draft.fileName,
      draft.fileHash,
      draft.source === null ? null : JSON.stringify(draft.source),
      draft.content,
      draft.rows,
      draft.retryOf,
      draft.createdBy,
    ],
  );
  if (made === undefined) throw new Error('A draft was not written');
  const { source, fileHash, content } = draft;
  return { ...showSummary(made), source, fileHash, content, told: false };
}

export interface NewDraft extends Pick<
  DraftRecord,
  | 'ifUnregistered'
  | 'campaignId'
  | 'fileName'
  | 'fileHash'
  | 'source'
  | 'content'
  | 'rows'
  | 'retryOf'
> {
  companyId: string;
  createdBy: string;
}

export async function findDraft(tx: Transaction, id: string): Promise<DraftRecord | undefined> {
  const [row] = await rowsOf<StoredDraft>(tx, `${SELECT_DRAFT} WHERE d.id = ?`, [id]);
  return row && showDraft(row);
}

/** The draft, locked: whoever else changes or distributes it waits. */
export async function findDraftToChange(
  tx: Transaction,
  id: string,
): Promise<DraftRecord | undefined> {
  const [row] = await rowsOf<StoredDraft>(tx, `${SELECT_DRAFT} WHERE d.id = ? FOR UPDATE`, [id]);
  return row && showDraft(row);
}

/** Writes a changed draft, which the caller holds locked, as its next version. */
export async function saveDraft(tx: Transaction, id: string, changes: DraftChanges): Promise<void> {
  const { ifUnregistered, campaignId, content, status, told } = changes;
  await rowsOf(
    tx,
    `UPDATE drafts SET version = version + 1, updated_at = date_trunc('milliseconds', now()),
       if_unregistered = coalesce(?, if_unregistered),
       campaign_id = CASE WHEN ? THEN ?::uuid ELSE campaign_id END,
       rows = coalesce(?::json, rows), status = coalesce(?, status), told = coalesce(?, told)
     WHERE id = ?`,
    [
      ifUnregistered ?? null,
      campaignId !== undefined,
      campaignId ?? null,
      content ?? null,
      status ?? null,
      told ?? null,
      id,
    ],
  );
}

export type DraftChanges = Partial<
  Pick<DraftRecord, 'ifUnregistered' | 'campaignId' | 'content' | 'status' | 'told'>
>;

/** All addresses of this version of a draft were counted. */
export async function markTold(
  tx: Transaction,
  { id, version }: Pick<DraftRecord, 'id' | 'version'>,
): Promise<void> {
  await rowsOf(tx, 'UPDATE drafts SET told = true WHERE id = ? AND version = ?', [id, version]);
}

export async function markDistributed(
  tx: Transaction,
  draft: { id: string; companyId: string; distributionId: string; references: readonly string[] },
): Promise<'marked' | 'sent_again'> {
  if (draft.references.length > 0) {
    const marked = await rowsOf(
      tx,
      `INSERT INTO retried_rows (company_id, reference, distribution_id)
       SELECT ?, reference, ? FROM unnest(?::text[]) AS reference ORDER BY reference
       ON CONFLICT (company_id, reference) DO UPDATE SET distribution_id = EXCLUDED.distribution_id
         WHERE (SELECT status FROM distributions WHERE id = retried_rows.distribution_id) = 'cancelled'
       RETURNING reference`,
      [draft.companyId, draft.distributionId, draft.references],
    );
    if (marked.length < draft.references.length) return 'sent_again';
  }
  await rowsOf(
    tx,
    `UPDATE drafts SET status = 'distributed', distribution_id = ?, version = version + 1,
       distributed_at = date_trunc('milliseconds', now()), updated_at = date_trunc('milliseconds', now())
     WHERE id = ?`,
    [draft.distributionId, draft.id],
  );
  return 'marked';
}

/** One page of the company's drafts, newest first. */
export async function listDrafts(
  tx: Transaction,
  filter: { before?: string; limit: number; status?: string },
): Promise<{ items: DraftSummary[]; hasMore: boolean }> {
  const rows = await rowsOf<StoredSummary>(
    tx,
    `SELECT ${SUMMARY} FROM drafts d
     WHERE d.company_id = current_company_id() AND (d.id < ?::uuid OR ?::uuid IS NULL)
       AND (d.status = ? OR ?::text IS NULL)
     ORDER BY d.id DESC LIMIT ?`,
    [
      ...[filter.before ?? null, filter.before ?? null],
      ...[filter.status ?? null, filter.status ?? null],
      filter.limit + 1,
    ],
  );
  return {
    items: rows.slice(0, filter.limit).map(showSummary),
    hasMore: rows.length > filter.limit,
  };
}

/** The last distribution of the very same file within the last hour. */
export async function findSameFile(
  tx: Transaction,
  draft: { id: string; fileHash: Buffer | null },
): Promise<{ distributionId: string; distributedAt: string } | undefined> {
  if (draft.fileHash === null) return undefined;
  const [found] = await rowsOf<{ distribution_id: string; distributed_at: Date }>(
    tx,
    `SELECT f.distribution_id, f.distributed_at
     FROM drafts f JOIN distributions d ON d.id = f.distribution_id
     WHERE f.company_id = current_company_id() AND f.file_hash = ? AND f.status = 'distributed'
       AND f.id <> ? AND f.distributed_at > now() - interval '1 hour' AND d.status <> 'cancelled'
     ORDER BY f.distributed_at DESC LIMIT 1`,
    [draft.fileHash, draft.id],
  );
  return (
    found && {
      distributionId: found.distribution_id,
      distributedAt: found.distributed_at.toISOString(),
    }
  );
}

/**
 * Which of these references to failed rows have been sent since: by a mended file, by a retry, or
 * because the row was mended where it stood. A reference is `<id of a draft or distribution>/<row>`.
 */
export async function findSentAgain(
  tx: Transaction,
  references: readonly FailedRowReference[],
): Promise<Set<string>> {
  if (references.length === 0) return new Set();
  const found = await rowsOf<{ reference: string }>(
    tx,
    `SELECT v.reference FROM unnest(?::text[], ?::uuid[], ?::int[]) AS v(reference, source, row)
     WHERE EXISTS (SELECT FROM retried_rows t JOIN distributions d ON d.id = t.distribution_id
         WHERE t.company_id = current_company_id() AND t.reference = v.reference
           AND d.status <> 'cancelled')
       OR EXISTS (SELECT FROM rewards r
         WHERE r.row = v.row AND r.status NOT IN ('failed', 'expired', 'cancelled')
           AND r.distribution_id = coalesce(
             (SELECT d.distribution_id FROM drafts d WHERE d.id = v.source), v.source))`,
    [
      references.map(({ reference }) => reference),
      references.map(({ sourceId }) => sourceId),
      references.map(({ row }) => row),
    ],
  );
  return new Set(found.map(({ reference }) => reference));
}

export interface FailedRowReference {
  reference: string;
  sourceId: string;
  row: number;
}

/** The rows of this draft that were sent from elsewhere meanwhile, by a mended file. */
export async function findOwnRowsSentAgain(tx: Transaction, draftId: string): Promise<Set<string>> {
  const found = await rowsOf<{ reference: string }>(
    tx,
    `SELECT t.reference FROM retried_rows t JOIN distributions d ON d.id = t.distribution_id
     WHERE t.company_id = current_company_id() AND t.reference >= ? AND t.reference < ?
       AND d.status <> 'cancelled'`,
    // '0' follows '/': all references that begin with this draft.
    [`${draftId}/`, `${draftId}0`],
  );
  return new Set(found.map(({ reference }) => reference));
}

/** The draft that became this distribution, for what its file said. */
export async function findDraftOfDistribution(
  tx: Transaction,
  distributionId: string,
): Promise<DraftRecord | undefined> {
  const [row] = await rowsOf<StoredDraft>(tx, `${SELECT_DRAFT} WHERE d.distribution_id = ?`, [
    distributionId,
  ]);
  return row && showDraft(row);
}

/** Drafts that nobody has touched for so long are personal data without a purpose. */
export async function discardOldDrafts(db: Database, days: number): Promise<void> {
  await rowsOf(
    db,
    `UPDATE drafts SET status = 'discarded', rows = '[]', version = version + 1
     WHERE status = 'open' AND updated_at < now() - make_interval(days => ?)`,
    [days],
  );
}

const SUMMARY = `d.id, d.status, d.version, d.file_name, d.row_count, d.if_unregistered, d.campaign_id,
  d.retry_of, d.created_at, d.updated_at, d.distribution_id`;

const SELECT_DRAFT = `SELECT ${SUMMARY}, d.source, d.file_hash, d.rows::text AS rows, d.told FROM drafts d`;

interface StoredSummary {
  id: string;
  status: DraftSummary['status'];
  version: number;
  file_name: string;
  row_count: number;
  if_unregistered: DraftSummary['ifUnregistered'];
  campaign_id: string | null;
  retry_of: string | null;
  created_at: Date;
  updated_at: Date;
  distribution_id: string | null;
}

interface StoredDraft extends StoredSummary {
  source: DraftSource | null;
  file_hash: Buffer | null;
  rows: PackedRows;
  told: boolean;
}

function showSummary(row: StoredSummary): DraftSummary {
  return {
    id: row.id,
    status: row.status,
    version: row.version,
    fileName: row.file_name,
    rows: row.row_count,
    ifUnregistered: row.if_unregistered,
    campaignId: row.campaign_id,
    retryOf: row.retry_of,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    distributionId: row.distribution_id,
  };
}

function showDraft(row: StoredDraft): DraftRecord {
  return {
    ...showSummary(row),
    source: row.source,
    fileHash: row.file_hash,
    content: row.rows,
    told: row.told,
  };
}
