import {
  type Draft,
  draftGroups,
  type DraftIssue,
  type DraftRowView,
} from '../../contracts/drafts';
import { type ChargedRow, chargedOf, findShortfall } from '../../db/accept-distribution';
import type { CompanyRecord } from '../../db/credentials';
import type { DraftRecord } from '../../db/drafts';
import { needsApproval } from '../../domain/approvals';
import { type DraftRow, fieldOf } from '../../domain/draft-row';
import { describeReason, type ReasonCode } from '../../domain/reasons';
import type { RowIssue } from '../../domain/reward-row';
import { columns } from '../../spreadsheets/columns';
import type { Services } from '../context';
import {
  addWarnings,
  confirmationsOf,
  findSameFileOf,
  type JudgedDraftRow,
  judgeDraft,
} from './judge-draft';

/** The draft as a person looks at it before anything is sent, with the first of its rows. */
export async function showDraft(
  services: Services,
  company: CompanyRecord,
  draft: DraftRecord,
  maxRows: number,
): Promise<Draft> {
  const sameFile = await findSameFileOf(services, company, draft);
  const groups = Object.fromEntries(draftGroups.map((group) => [group, 0])) as Draft['groups'];
  const items: DraftRowView[] = [];
  const charged: ChargedRow[] = [];
  const warned = new Set<ReasonCode>();
  let rowCount = 0;
  let valid = 0;
  let balance = 0;
  for await (const part of judgeDraft(services, company, draft)) {
    countGroups(groups, part.rows);
    addWarnings(warned, part.judged);
    items.push(...part.rows.slice(0, maxRows - items.length).map(showRow));
    charged.push(...chargedOf(part.judged));
    rowCount += part.rows.length;
    valid += part.judged.filter(({ refusal }) => refusal === undefined).length;
    balance = part.balance;
  }
  const { content: _, fileHash: __, told: ___, ...summary } = draft;
  const { approvalLimit } = company;
  const points = charged.reduce((sum, row) => sum + row.points, 0);
  const shortfall = findShortfall(charged, balance);
  return {
    ...summary,
    totals: {
      rows: rowCount,
      valid,
      points,
      balance,
      balanceAfter: balance - points,
      shortfall: shortfall?.shortfall ?? 0,
      approvalLimit: needsApproval(points, approvalLimit) ? approvalLimit : null,
    },
    groups,
    suggestedRemovals: shortfall?.suggestedRemovals ?? [],
    sameFile: sameFile ?? null,
    toConfirm: draft.status === 'open' ? confirmationsOf(warned, sameFile) : [],
    items,
  };
}

function countGroups(groups: Draft['groups'], rows: readonly JudgedDraftRow[]): void {
  for (const row of rows) {
    groups[row.outcome] += 1;
    const codes = new Set(row.judged?.checked.warnings.map(({ code }) => code));
    if (codes.has('duplicate_in_file')) groups.duplicate_in_file += 1;
    if (codes.has('sent_recently')) groups.sent_recently += 1;
  }
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
    : { ...issue, column: headings.get(field) ?? field, value: cells[field] ?? '' };
}

const headings = new Map(columns.map(({ field, heading }) => [field, heading]));
