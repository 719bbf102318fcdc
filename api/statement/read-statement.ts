import type { Statement } from '../../contracts/statement';
import type { Transaction } from '../../db/pool';
import { listStatementLines, type OpenedStatement, openStatement } from '../../db/statement';
import { Refusal } from '../errors';

/** Opens the statement of a period of the company of `tx`. @throws Refusal `invalid_period` */
export async function openPeriod(
  tx: Transaction,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): Promise<OpenedStatement> {
  for (const [path, day] of Object.entries({ from, to })) {
    if (day !== undefined && !isDay(day)) throw invalidPeriod(path, `${day} is no day`);
  }
  const statement = await openStatement(tx, { from, to });
  if (statement === undefined) throw new Refusal('not_found');
  if (statement.days < 0) throw invalidPeriod('to', 'The period ends before it begins');
  if (statement.days >= MOST_DAYS) throw invalidPeriod('from', 'More than 366 days');
  return statement;
}

/** All lines of a period, for a file. @throws Refusal `statement_too_long` */
export async function readWholeStatement(
  tx: Transaction,
  period: { from?: string | undefined; to?: string | undefined },
  mostLines: number,
): Promise<Statement> {
  const statement = await openPeriod(tx, period);
  const items: Statement['items'] = [];
  let afterVersion = statement.afterVersion;
  for (let hasMore = true; hasMore;) {
    const page = await listStatementLines(tx, statement, { afterVersion, limit: PAGE_LINES });
    items.push(...page.lines);
    if (items.length > mostLines) throw new Refusal('statement_too_long');
    ({ hasMore } = page);
    afterVersion = page.lines.at(-1)?.lastVersion ?? statement.lastVersion;
  }
  const { from, to, timeZone, opening, closing } = statement;
  return { from, to, timeZone, opening, closing, items, nextCursor: null };
}

/** A year, and a leap day. */
const MOST_DAYS = 366;
const PAGE_LINES = 1_000;

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) && text >= '1970-01-01';
}

function invalidPeriod(path: string, message: string): Refusal {
  return new Refusal('invalid_period', { issues: [{ path, code: 'invalid_period', message }] });
}
