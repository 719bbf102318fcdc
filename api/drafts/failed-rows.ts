import type { Distribution } from '../../contracts/distributions';
import type { DraftOutcome } from '../../contracts/drafts';
import type { CompanyRecord } from '../../db/credentials';
import { type DraftRecord, findDraftOfDistribution, findSentAgain } from '../../db/drafts';
import { findDistribution } from '../../db/find-distribution';
import type { Transaction } from '../../db/pool';
import { cellIssue } from '../../domain/row-cells';
import { type DraftRow, editDraftRow, parseReference, referenceOf } from '../../domain/draft-row';
import { eachRow } from '../../domain/packed-rows';
import type { FailedRow } from '../../spreadsheets/failed-rows';
import type { Services } from '../context';
import { type JudgedDraftRow, judgeDraft } from './judge-draft';
import { showRow } from './show-draft';

const failedOutcomes: readonly DraftOutcome[] = [
  'not_registered',
  'registered_elsewhere',
  'admin',
  'already_sent_again',
  'invalid',
];

/** The rows of a draft that would not be sent, for the file that is mended and uploaded. */
export async function failedRowsOfDraft(
  services: Services,
  company: CompanyRecord,
  draft: DraftRecord,
): Promise<FailedRow[]> {
  const failed: FailedRow[] = [];
  for await (const { rows } of judgeDraft(services, company, draft)) {
    for (const one of rows) {
      if (failedOutcomes.includes(one.outcome)) failed.push(showFailed(one, draft.id));
    }
  }
  return failed;
}

function showFailed(one: JudgedDraftRow, draftId: string): FailedRow {
  const { issues, reason } = showRow(one);
  const because = reason ? [`${reason.message} ${reason.nextAction}`] : [];
  return {
    cells: one.row.cells,
    reasons: issues.length > 0 ? issues.map(sayWhere) : because,
    reference: keepReference(one.row, draftId),
  };
}

function sayWhere({ column, message }: { column: string; message: string }): string {
  return column === '' ? message : `${column}: ${message}`;
}

/** A row that failed a second time is still known by its first reference. */
function keepReference({ row, cells }: DraftRow, sourceId: string): string {
  const parsed = parseReference(cells.reference);
  return parsed ? referenceOf(parsed.sourceId, parsed.row) : referenceOf(sourceId, row);
}

/**
 * The rows of a distribution that were not sent, as their file had them, or as they were given
 * when there was no file.
 *
 * @returns undefined when the company has no such distribution
 */
export async function findFailedRows(
  tx: Transaction,
  distributionId: string,
): Promise<FailedRows | undefined> {
  const distribution = await findDistribution(tx, distributionId, MAX_ROWS);
  if (distribution === undefined) return undefined;
  const draft = await findDraftOfDistribution(tx, distributionId);
  const sourceId = draft?.id ?? distributionId;
  const failed = distribution.rewards.filter(({ status }) => FAILED.includes(status));
  const inFile = draft
    ? findRows(draft, new Set(failed.map(({ row }) => row)))
    : new Map<number, DraftRow>();
  const rows = failed.map((reward) => {
    const row = inFile.get(reward.row) ?? rowOf(reward);
    const reference = keepReference(row, sourceId);
    const { removed: _, ...kept } = row;
    return {
      row: { ...kept, cells: { ...kept.cells, reference } },
      reasons: reward.reason ? [`${reward.reason.message} ${reward.reason.nextAction}`] : [],
      reference,
    };
  });
  const references = rows.flatMap(({ reference }) => {
    const parsed = parseReference(reference);
    return parsed ? [{ reference, ...parsed }] : [];
  });
  const sentAgain = await findSentAgain(tx, references);
  return {
    fileName: draft?.fileName ?? 'failed rows',
    ifUnregistered: distribution.ifUnregistered,
    campaignId: distribution.campaign?.id ?? null,
    rows: rows.map((row) => ({ ...row, isSentAgain: sentAgain.has(row.reference) })),
  };
}

/** Only those that are wanted, of all rows of the file. */
function findRows({ content }: DraftRecord, wanted: ReadonlySet<number>): Map<number, DraftRow> {
  const found = new Map<number, DraftRow>();
  for (const row of eachRow(content)) if (wanted.has(row.row)) found.set(row.row, row);
  return found;
}

export interface FailedRows {
  fileName: string;
  ifUnregistered: Distribution['ifUnregistered'];
  campaignId: string | null;
  rows: { row: DraftRow; reasons: string[]; reference: string; isSentAgain: boolean }[];
}

/** All rewards: the failed ones may be anywhere. */
const MAX_ROWS = 1_000_000;

const FAILED: readonly string[] = ['failed', 'expired', 'cancelled'];

/** A reward that was given by the API or the form, as a row of a file. */
function rowOf(reward: Distribution['rewards'][number]): DraftRow {
  const empty: DraftRow = {
    row: reward.row,
    cells: { name: '', email: '', points: '', mobile: '', citation: '', reference: '' },
    input: { name: '', email: '', points: null, mobile: null, citation: null },
    issues: [],
  };
  const { edited: _, ...row } = editDraftRow(empty, {
    name: reward.name,
    email: reward.email,
    points: reward.points > 0 ? String(reward.points) : '',
    mobile: reward.mobile ?? '',
    citation: reward.citation ?? '',
    ...(reward.externalId !== null && { externalId: reward.externalId }),
  });
  return reward.points > 0 ? row : { ...row, issues: [...row.issues, POINTS_NOT_KEPT] };
}

/** Only points that can be sent are stored: 2.5 is not, and must not be called missing. */
const POINTS_NOT_KEPT = cellIssue(
  'points',
  'unreadable_points',
  '',
  'What was given as points could not be used, and was not kept.',
);
