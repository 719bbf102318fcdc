import { isBlank, readRow, type Row, type RowIssues } from './rows';
import type { Preview } from '../review/review';

/** What the check has found of a row, as it was then. */
export interface CheckedRow {
  row: Row;
  issues: RowIssues;
  hasIssues: boolean;
  warnings: readonly Preview['rewards'][number]['warnings'][number][];
}

/** The rows that say something; the blank ones between are passed over. */
export function filledRows(rows: readonly Row[]): readonly Row[] {
  return rows.filter((row) => !isBlank(row));
}

/**
 * What the server says of each row, and what the cells say themselves: a text in place of a number is
 * explained by how it was read, not by what the API would have wanted.
 *
 * @param rows those that were checked, in their order
 */
export function readCheck(rows: readonly Row[], preview: Preview): ReadonlyMap<number, CheckedRow> {
  return new Map(
    rows.map((row, index): [number, CheckedRow] => {
      const found = preview.rewards[index];
      const fromServer = found?.issues.map((issue) => [fieldOf(issue.path), issue]) ?? [];
      const issues = {
        ...(Object.fromEntries(fromServer) as RowIssues),
        ...readRow(row).issues,
      };
      const warnings = found?.warnings ?? [];
      return [row.id, { row, issues, hasIssues: Object.keys(issues).length > 0, warnings }];
    }),
  );
}

/** `recipients.3.email` is the e-mail; what is wrong with a row as a whole stands at its name. */
function fieldOf(path: string): string {
  return path.split('.')[2] ?? 'name';
}

/** What was found of a row, as long as it is what it was then. */
export function checkOf(
  checks: ReadonlyMap<number, CheckedRow> | undefined,
  row: Row,
): CheckedRow | undefined {
  const found = checks?.get(row.id);
  return found?.row === row ? found : undefined;
}
