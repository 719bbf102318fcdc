import type { DraftConfirmation, DraftGroup, DraftOutcome } from '../../contracts/drafts';
import { draftConfirmations } from '../../contracts/drafts';
import type { JudgedRow } from '../../db/accept-distribution';
import type { CompanyRecord } from '../../db/credentials';
import {
  type DraftRecord,
  findOwnRowsSentAgain,
  findSameFile,
  findSentAgain,
  markTold,
} from '../../db/drafts';
import { findSentRecently } from '../../db/find-sent-recently';
import { withCompany } from '../../db/pool';
import { checkDraftRows, type DraftRow, parseReference, referenceOf } from '../../domain/draft-row';
import { type PackedRows, partsOf, unpackRows } from '../../domain/packed-rows';
import type { ReasonCode } from '../../domain/reasons';
import { type CheckedRow, rowIssue } from '../../domain/reward-row';
import type { Services } from '../context';
import { countAddresses, strangersAmong } from '../told-addresses';

/**
 * Looks at every row of a draft anew: people register and balances change while it lies there. The
 * rows come in their order, a part of them at a time: all 50,000 at once are 100 MB, as they stand
 * in the file, checked, judged and asked about.
 *
 * The addresses in it are counted when it is looked at first, and those that come into it since when they do.
 *
 * @throws a refusal `too_many_addresses`.
 */
export async function* judgeDraft(
  services: Services,
  company: CompanyRecord,
  draft: DraftRecord,
): AsyncGenerator<JudgedPart, void> {
  const { companyDb } = services;
  const ownSentAgain = withCompany(companyDb, company.id, (tx) =>
    findOwnRowsSentAgain(tx, draft.id),
  );
  // Every part waits for it and meets its failure; until then it is no unhandled rejection.
  ownSentAgain.catch(() => undefined);
  const look: Look = { services, company, draft, ownSentAgain, firstRows: new Map() };
  let ahead: Promise<JudgedPart> | undefined;
  try {
    for (const packed of partsOf(draft.content)) {
      const before = ahead;
      // This part is unpacked and checked while the database thinks about the one before it.
      ahead = judgePart(look, packed);
      // Whoever waits for it meets the failure; until then it is no unhandled rejection.
      ahead.catch(() => undefined);
      if (before) yield await before;
    }
    if (ahead) yield await ahead;
    if (!draft.told) await withCompany(companyDb, company.id, (tx) => markTold(tx, draft));
  } finally {
    await ahead?.catch(() => undefined);
  }
}

interface Look {
  services: Services;
  company: CompanyRecord;
  draft: DraftRecord;
  /** References of rows of this draft. */
  ownSentAgain: Promise<ReadonlySet<string>>;
  /** As `checkDraftRows` takes it; parts are checked in their order. */
  firstRows: Map<string, number>;
}

async function judgePart(look: Look, packed: PackedRows): Promise<JudgedPart> {
  const { services, company, draft, firstRows } = look;
  const all = unpackRows(packed);
  const rows = all.filter(({ removed }) => removed !== true);
  const rules = {
    maxPointsPerReward: services.settings.maxPointsPerReward,
    mobileRequired: company.mobileRequired,
    defaultCountry: company.country,
  };
  const checked = checkDraftRows(rows, rules, firstRows);
  const [people, history, ownSentAgain] = await Promise.all([
    services.judge(company.id, checked, draft.ifUnregistered),
    findHistory(services, company, { rows, checked }),
    look.ownSentAgain,
  ]);
  if (!draft.told) await countAddresses(services, company.id, strangersAmong(people.judged));
  const judged = people.judged.map((row): JudgedRow => {
    const { checked: one } = row;
    if (history.recent.has(one.row)) one.warnings.push(sentRecently(one.row));
    const isSentAgain =
      history.sentAgain.has(one.row) || ownSentAgain.has(referenceOf(draft.id, one.row));
    return isSentAgain ? { ...row, refusal: 'already_sent_again' } : row;
  });
  return {
    rows: withOutcomes(all, judged, draft.ifUnregistered),
    judged,
    balance: people.balance,
  };
}

/** Some rows of a draft together with what would become of each of them now. */
export interface JudgedPart {
  /** Every row of the file, also those that were removed; in its order. */
  rows: JudgedDraftRow[];
  /** The rows that are not removed, as a distribution takes them. */
  judged: JudgedRow[];
  balance: number;
}

export interface JudgedDraftRow {
  row: DraftRow;
  outcome: DraftOutcome;
  /** Undefined for a row that was removed. */
  judged: JudgedRow | undefined;
}

async function findHistory(
  { companyDb }: Services,
  company: CompanyRecord,
  { rows, checked }: { rows: readonly DraftRow[]; checked: readonly CheckedRow[] },
): Promise<{ recent: Set<number>; sentAgain: Set<number> }> {
  const named = rows.flatMap(({ row, cells }) => {
    const parsed = parseReference(cells.reference);
    return parsed
      ? [{ at: row, reference: referenceOf(parsed.sourceId, parsed.row), ...parsed }]
      : [];
  });
  return withCompany(companyDb, company.id, async (tx) => {
    const recent = await findSentRecently(tx, checked);
    const found = await findSentAgain(tx, named);
    const sentAgain = named.filter(({ reference }) => found.has(reference));
    return { recent, sentAgain: new Set(sentAgain.map(({ at }) => at)) };
  });
}

function sentRecently(row: number): CheckedRow['warnings'][number] {
  return { ...rowIssue(row, 'email', 'sent_recently'), path: `rows.${row}.email` };
}

function withOutcomes(
  rows: readonly DraftRow[],
  judged: readonly JudgedRow[],
  ifUnregistered: DraftRecord['ifUnregistered'],
): JudgedDraftRow[] {
  const byRow = new Map(judged.map((row) => [row.checked.row, row]));
  return rows.map((row) => {
    const one = byRow.get(row.row);
    return { row, outcome: one ? outcomeOf(one, ifUnregistered) : 'removed', judged: one };
  });
}

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

/** What must be said to be meant before anything is sent; `warned` is what rows are warned of. */
export function confirmationsOf(
  warned: ReadonlySet<ReasonCode>,
  sameFile: SameFile | undefined,
): DraftConfirmation[] {
  return draftConfirmations.filter((code) =>
    code === 'same_file' ? sameFile !== undefined : warned.has(code),
  );
}

/** Adds what these rows are warned of, if they would be sent. */
export function addWarnings(warned: Set<ReasonCode>, judged: readonly JudgedRow[]): void {
  for (const { checked, refusal } of judged) {
    if (refusal !== undefined) continue;
    for (const { code } of checked.warnings) warned.add(code);
  }
}

export type SameFile = NonNullable<Awaited<ReturnType<typeof findSameFile>>>;

export function findSameFileOf(
  { companyDb }: Services,
  company: CompanyRecord,
  draft: DraftRecord,
): Promise<SameFile | undefined> {
  return withCompany(companyDb, company.id, (tx) => findSameFile(tx, draft));
}
