import type { Statement, StatementLine } from '../contracts/statement';
import { labelsOf } from './statement-labels';
import { rowsOf, type Transaction } from './pool';

/**
 * The figures of a period of the company of `tx`: what its balance and its hold were before the first
 * day and after the last, in its own time zone. A look at single rows, however long its ledger is.
 */
export async function openStatement(
  tx: Transaction,
  period: { from: string | undefined; to: string | undefined },
): Promise<OpenedStatement | undefined> {
  const [row] = await rowsOf<OpenedRow>(
    tx,
    `WITH company AS (
       SELECT id, time_zone, (now() AT TIME ZONE time_zone)::date AS today FROM companies
       WHERE id = current_company_id()
     ), period AS (
       SELECT id, time_zone, coalesce(?::date, date_trunc('month', today)::date) AS first_day,
         coalesce(?::date, today) AS last_day FROM company
     )
     SELECT first_day::text AS "from", last_day::text AS "to", time_zone AS "timeZone",
       last_day - first_day AS days, b.id AS "accountId", v.first AS "afterVersion",
       v.last AS "lastVersion", balance_at(b.id, v.first) AS "openingBalance",
       balance_at(b.id, v.last) AS "closingBalance", balance_at(h.id, w.first) AS "openingHeld",
       balance_at(h.id, w.last) AS "closingHeld"
     FROM period p
     JOIN accounts b ON b.kind = 'company_balance' AND b.owner_id = p.id
     JOIN accounts h ON h.kind = 'company_hold' AND h.owner_id = p.id
     CROSS JOIN LATERAL (SELECT first_day::timestamp AT TIME ZONE time_zone AS begins,
       (last_day + 1)::timestamp AT TIME ZONE time_zone AS ends) AS t
     CROSS JOIN LATERAL (SELECT version_before(b.id, begins) AS first,
       greatest(version_before(b.id, begins), version_before(b.id, ends)) AS last) AS v
     CROSS JOIN LATERAL (SELECT version_before(h.id, begins) AS first,
       greatest(version_before(h.id, begins), version_before(h.id, ends)) AS last) AS w`,
    [period.from ?? null, period.to ?? null],
  );
  if (row === undefined) return undefined;
  const { openingBalance, closingBalance, openingHeld, closingHeld, ...opened } = row;
  return {
    ...opened,
    opening: { balance: openingBalance, held: openingHeld },
    closing: { balance: closingBalance, held: closingHeld },
  };
}

export type OpenedStatement = Pick<
  Statement,
  'from' | 'to' | 'timeZone' | 'opening' | 'closing'
> & {
  /** From the first day to the last. */
  days: number;
  accountId: string;
  /** The period is the versions after this one, to `lastVersion`. */
  afterVersion: number;
  lastVersion: number;
};

type OpenedRow = Omit<OpenedStatement, 'opening' | 'closing'> & {
  openingBalance: number;
  closingBalance: number;
  openingHeld: number;
  closingHeld: number;
};

/** Lines of an opened statement after a version, in the ledger's order. */
export async function listStatementLines(
  tx: Transaction,
  statement: OpenedStatement,
  { afterVersion, limit }: { afterVersion: number; limit: number },
): Promise<{ lines: StatementLine[]; hasMore: boolean }> {
  const after = Math.max(afterVersion, statement.afterVersion);
  const entries = await rowsOf<EntryRow>(
    tx,
    `SELECT e.account_version AS version, e.points, e.balance_after AS "balanceAfter",
       e.created_at AS at, t.kind, t.business_key AS "businessKey", t.created_at AS "postedAt",
       t.distribution_id AS "distributionId", t.reward_id AS "rewardId"
     FROM entries e JOIN transfers t ON t.id = e.transfer_id
     WHERE e.account_id = ? AND e.account_version > ? AND e.account_version <= ?
     ORDER BY e.account_version LIMIT ?`,
    [statement.accountId, after, statement.lastVersion, limit * MOST_ENTRIES_A_LINE],
  );
  const groups = groupEntries(entries).slice(0, limit);
  const labels = await labelsOf(
    tx,
    groups.map(([first]) => first),
  );
  const lines = groups.map((group) => lineOf(group, labels));
  return { lines, hasMore: (lines.at(-1)?.lastVersion ?? after) < statement.lastVersion };
}

/**
 * What a page reads at most, so that it takes as long for a company that cancels sends of thousands. A
 * group that is longer than the rest of the page goes on as another line.
 */
const MOST_ENTRIES_A_LINE = 10;

export interface EntryRow {
  version: number;
  points: number;
  balanceAfter: number;
  at: Date;
  kind: string;
  businessKey: string;
  postedAt: Date;
  distributionId: string | null;
  rewardId: string | null;
}

type Group = [first: EntryRow, ...rest: EntryRow[]];

/** A send that is cancelled, or whose invitations expire, returns points for each reward: one line. */
function groupEntries(entries: readonly EntryRow[]): Group[] {
  const groups: Group[] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (last !== undefined && isOneWith(last[0], entry)) last.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

function isOneWith(first: EntryRow, entry: EntryRow): boolean {
  return (
    entry.kind === first.kind &&
    entry.distributionId !== null &&
    entry.distributionId === first.distributionId &&
    entry.postedAt.getTime() === first.postedAt.getTime()
  );
}

function lineOf(group: Group, labels: Awaited<ReturnType<typeof labelsOf>>): StatementLine {
  const [first] = group;
  const last = group.at(-1) ?? first;
  return {
    firstVersion: first.version,
    lastVersion: last.version,
    at: first.at.toISOString(),
    kind: KINDS.find((kind) => kind === first.kind) ?? 'other',
    points: group.reduce((sum, { points }) => sum + points, 0),
    balanceAfter: last.balanceAfter,
    entries: group.length,
    links: labels(first, group.length === 1),
  };
}

const KINDS = ['recharge', 'hold', 'release', 'reverse'] as const;
