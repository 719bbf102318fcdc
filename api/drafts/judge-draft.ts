import type {
  Draft,
  DraftConfirmation,
  DraftGroup,
  DraftIssue,
  DraftOutcome,
  DraftRowView,
} from '../../contracts/drafts';
import { draftGroups } from '../../contracts/drafts';
import { findShortfall, type JudgedRow, sumCharged } from '../../db/accept-distribution';
import type { CompanyRecord } from '../../db/credentials';
import {
  type DraftRecord,
  findOwnRowsSentAgain,
  findSameFile,
  findSentAgain,
} from '../../db/drafts';
import { findSentRecently } from '../../db/find-sent-recently';
import { withCompany } from '../../db/pool';
import {
  checkDraftRows,
  type DraftRow,
  fieldOf,
  parseReference,
  referenceOf,
} from '../../domain/draft-row';
import { describeReason, type ReasonCode } from '../../domain/reasons';
import { type RowIssue, rowIssue } from '../../domain/reward-row';
import { columns } from '../../spreadsheets/columns';
import type { Services } from '../context';

/** A draft together with what would become of each of its rows now. */
export interface JudgedDraft {
  draft: DraftRecord;
  /** Every row of the file, also those that were removed; in its order. */
  rows: JudgedDraftRow[];
  /** The rows that are not removed, as a distribution takes them. */
  judged: JudgedRow[];
  balance: number;
  sameFile: { distributionId: string; distributedAt: string } | undefined;
}

export interface JudgedDraftRow {
  row: DraftRow;
  outcome: DraftOutcome;
  /** Undefined for a row that was removed. */
  judged: JudgedRow | undefined;
}

/** Looks at every row of a draft anew: people register and balances change while it lies there. */
export async function judgeDraft(
  services: Services,
  company: CompanyRecord,
  draft: DraftRecord,
): Promise<JudgedDraft> {
  const rows = draft.content.filter(({ removed }) => removed !== true);
  const checked = checkDraftRows(rows, {
    maxPointsPerReward: services.settings.maxPointsPerReward,
    mobileRequired: company.mobileRequired,
    defaultCountry: company.country,
  });
  const [people, history] = await Promise.all([
    services.judge(company.id, checked, draft.ifUnregistered),
    withCompany(services.companyDb, company.id, async (tx) => ({
      recent: await findSentRecently(tx, checked),
      sentAgain: await findRowsSentAgain(tx, draft.id, rows),
      sameFile: await findSameFile(tx, draft),
    })),
  ]);
  const judged = people.judged.map((row): JudgedRow => {
    const { warnings } = row.checked;
    if (history.recent.has(row.checked.row)) {
      const warning = rowIssue(row.checked.row, 'email', 'sent_recently');
      warnings.push({ ...warning, path: `rows.${row.checked.row}.email` });
    }
    if (!history.sentAgain.has(row.checked.row)) return row;
    return { ...row, refusal: 'already_sent_again' };
  });
  const byRow = new Map(judged.map((row) => [row.checked.row, row]));
  const all = draft.content.map((row): JudgedDraftRow => {
    const one = byRow.get(row.row);
    const outcome = one ? outcomeOf(one, draft.ifUnregistered) : 'removed';
    return { row, outcome, judged: one };
  });
  return { draft, rows: all, judged, balance: people.balance, sameFile: history.sameFile };
}

async function findRowsSentAgain(
  tx: Parameters<typeof findSentAgain>[0],
  draftId: string,
  rows: readonly DraftRow[],
): Promise<Set<number>> {
  const named = rows.flatMap(({ row, cells }) => {
    const parsed = parseReference(cells.reference);
    return parsed
      ? [{ at: row, reference: referenceOf(parsed.sourceId, parsed.row), ...parsed }]
      : [];
  });
  const elsewhere = await findSentAgain(tx, named);
  const own = await findOwnRowsSentAgain(tx, draftId);
  return new Set([
    ...named.filter(({ reference }) => elsewhere.has(reference)).map(({ at }) => at),
    ...rows.filter(({ row }) => own.has(referenceOf(draftId, row))).map(({ row }) => row),
  ]);
}

export function showRow({ row, outcome, judged }: JudgedDraftRow): DraftRowView {
  const { name, email, points, mobile, citation } = row.cells;
  const refusal = judged?.refusal;
  return {
    ...{ row: row.row, name, email, points, mobile, citation, outcome },
    ...(refusal !== undefined && { reason: describeReason(refusal) }),
    edited: row.edited === true,
    issues: judged?.checked.issues.map((issue) => showIssue(issue, row)) ?? [],
    warnings: judged?.checked.warnings.map((issue) => showIssue(issue, row)) ?? [],
  };
}

function showIssue(issue: RowIssue, { cells }: DraftRow): DraftIssue {
  const field = fieldOf(issue.path);
  return field === ''
    ? { ...issue, column: '', value: '' }
    : { ...issue, column: headings.get(field) ?? field, value: cells[field] };
}

const headings = new Map(columns.map(({ field, heading }) => [field, heading]));

const OUTCOME_OF_REFUSAL: Partial<Record<ReasonCode, DraftOutcome>> = {
  unregistered: 'not_registered',
  registered_with_another_company: 'registered_elsewhere',
  recipient_is_admin: 'admin',
  already_sent_again: 'already_sent_again',
};

function outcomeOf(row: JudgedRow, ifUnregistered: DraftRecord['ifUnregistered']): DraftOutcome {
  if (row.checked.issues.length > 0) return 'invalid';
  if (row.refusal !== undefined) return OUTCOME_OF_REFUSAL[row.refusal] ?? 'invalid';
  if (row.standing === 'registered') return 'will_be_credited';
  return ifUnregistered === 'register' ? 'will_be_registered' : 'will_be_invited';
}

export function isInGroup(row: JudgedDraftRow, group: DraftGroup): boolean {
  return row.outcome === group || isWarnedOf(row, group);
}

function isWarnedOf({ judged }: JudgedDraftRow, group: DraftGroup): boolean {
  return judged?.checked.warnings.some(({ code }) => code === group) === true;
}

/** In one pass: a draft may have 50,000 rows. */
function countGroups(rows: readonly JudgedDraftRow[]): Draft['groups'] {
  const groups = Object.fromEntries(draftGroups.map((group) => [group, 0])) as Draft['groups'];
  for (const row of rows) {
    groups[row.outcome] += 1;
    const codes = new Set(row.judged?.checked.warnings.map(({ code }) => code));
    if (codes.has('duplicate_in_file')) groups.duplicate_in_file += 1;
    if (codes.has('sent_recently')) groups.sent_recently += 1;
  }
  return groups;
}

/** The draft as a person looks at it before anything is sent. */
export function showJudgedDraft(judgement: JudgedDraft, maxRows: number): Draft {
  const { draft, rows, judged, balance, sameFile } = judgement;
  const { content: _, fileHash: __, ...summary } = draft;
  const points = sumCharged(judged);
  const shortfall = findShortfall(judged, balance);
  return {
    ...summary,
    totals: {
      rows: rows.length,
      valid: judged.filter(({ refusal }) => refusal === undefined).length,
      points,
      balance,
      balanceAfter: balance - points,
      shortfall: shortfall?.shortfall ?? 0,
    },
    groups: countGroups(rows),
    suggestedRemovals: shortfall?.suggestedRemovals ?? [],
    sameFile: sameFile ?? null,
    toConfirm: draft.status === 'open' ? confirmationsOf(judgement) : [],
    items: rows.slice(0, maxRows).map(showRow),
  };
}

/** What must be said to be meant before anything is sent. */
export function confirmationsOf({ rows, sameFile }: JudgedDraft): DraftConfirmation[] {
  const isWarned = (code: 'duplicate_in_file' | 'sent_recently') =>
    rows.some((row) => row.judged && !row.judged.refusal && isWarnedOf(row, code));
  return [
    ...(sameFile ? (['same_file'] as const) : []),
    ...(isWarned('duplicate_in_file') ? (['duplicate_in_file'] as const) : []),
    ...(isWarned('sent_recently') ? (['sent_recently'] as const) : []),
  ];
}
