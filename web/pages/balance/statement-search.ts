export const statementPeriods = ['this_month', 'last_month', 'this_year', 'custom'] as const;
export type StatementPeriod = (typeof statementPeriods)[number];

export interface StatementSearch {
  period?: StatementPeriod;
  /** Days as `2026-11-30`; of a period of one's own. */
  from?: string;
  to?: string;
}

/** What stands in the address; what is nonsense there is the present month. */
export function readStatementSearch(search: Record<string, unknown>): StatementSearch {
  const period = statementPeriods.find((each) => each === search['period']);
  const from = readDay(search['from']);
  const to = readDay(search['to']);
  if (period !== 'custom') return period === undefined ? {} : { period };
  return { period, ...(from && { from }), ...(to && { to }) };
}

/**
 * The first and the last day of a period.
 *
 * @param today the company's own, as `2026-11-25`
 */
export function daysOf(search: StatementSearch, today: string): { from: string; to: string } {
  const [year = 0, month = 0] = today.split('-').map(Number);
  switch (search.period ?? 'this_month') {
    case 'this_month':
      return { from: `${today.slice(0, 7)}-01`, to: today };
    case 'this_year':
      return { from: `${year}-01-01`, to: today };
    case 'last_month':
      // Day 0 of a month is the last of the month before.
      return { from: dayAt(year, month - 2, 1), to: dayAt(year, month - 1, 0) };
    case 'custom':
      return { from: search.from ?? `${today.slice(0, 7)}-01`, to: search.to ?? today };
  }
}

function dayAt(year: number, monthIndex: number, day: number): string {
  return new Date(Date.UTC(year, monthIndex, day)).toISOString().slice(0, 10);
}

function readDay(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;
}
